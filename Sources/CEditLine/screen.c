// What is drawn beside libedit's own drawing: ghost text, and everything again after a resize.

// For wcwidth.
#define _GNU_SOURCE

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "editor.h"

int fathom_columns(void) {
  struct winsize size = {0};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

int fathom_width(uint32_t character) {
  int width = wcwidth((wchar_t)character);
  if (width >= 0) return width;
  // A control character, or one that the locale does not know.
  return character < 0x20 || (character >= 0x7F && character < 0xA0) ? 0 : 1;
}

static void advance(fathom_place *place, wchar_t character, int columns) {
  int width = fathom_width((uint32_t)character);
  if (character == L'\n' || place->column + width > columns) {
    place->row++;
    place->column = 0;
  }
  place->column += width;
  if (place->column >= columns) {
    place->row++;
    place->column = 0;
  }
}

fathom_place fathom_place_of(const fathom_editor *editor, int index, int columns) {
  fathom_place place = {0, 0};
  bool literal = false;
  for (size_t at = 0; at < editor->prompt.count; at++) {
    wchar_t character = editor->prompt.characters[at];
    if (character == 1)
      literal = !literal;
    else if (!literal)
      advance(&place, character, columns);
  }
  const wchar_t *text = el_wline(editor->line)->buffer;
  for (int at = 0; at < index; at++) advance(&place, text[at], columns);
  return place;
}

/// The ghost takes the room up to the last column but one, so that nothing wraps.
void fathom_show_ghost(fathom_editor *editor) {
  if (editor->ghost.count == 0) return;
  const LineInfoW *line = el_wline(editor->line);
  if (line->cursor != line->lastchar) return;
  int used = fathom_place_of(editor, (int)(line->cursor - line->buffer), editor->columns).column;
  size_t shown = 0;
  for (; shown < editor->ghost.count; shown++) {
    used += fathom_width((uint32_t)editor->ghost.characters[shown]);
    if (used >= editor->columns) break;
  }
  fathom_encode(&editor->result, editor->ghost.characters, shown);
  fprintf(stdout, "\0337\033[2m%s\033[0m\0338", editor->result.bytes);
  fflush(stdout);
}

void fathom_hide_ghost(fathom_editor *editor) {
  if (editor->ghost.count == 0) return;
  const LineInfoW *line = el_wline(editor->line);
  editor->ghost.count = 0;
  if (line->cursor != line->lastchar) return;
  fputs("\033[K", stdout);
}

void fathom_draw_afresh(fathom_editor *editor) { el_wset(editor->line, EL_REFRESH); }

/// Some terminals wrap their rows anew and some do not. Going up by the smaller of the two numbers
/// of rows may leave a piece of the old line, but never erases what stood above it.
void fathom_adapt_to_size(fathom_editor *editor) {
  const LineInfoW *line = el_wline(editor->line);
  int index = (int)(line->cursor - line->buffer), columns = fathom_columns();
  int old_row = fathom_place_of(editor, index, editor->columns).row;
  int new_row = fathom_place_of(editor, index, columns).row;
  int up = old_row < new_row ? old_row : new_row;
  editor->columns = columns;
  el_resize(editor->line);
  if (up > 0) fprintf(stdout, "\033[%dA", up);
  fputs("\r\033[J", stdout);
  fathom_draw_afresh(editor);
}
