// libedit, held by the recipes that make it dependable.
//
// The reader below decodes keys itself; those with a meaning of our own reach libedit as one
// private character, bound to one function, which asks the hook. libedit keeps the line, draws it
// and does the everyday editing.

#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "editor.h"

static fathom_editor *owner(EditLine *line) {
  void *editor = NULL;
  el_wget(line, EL_CLIENTDATA, &editor);
  return editor;
}

// MARK: The line

static void move_cursor(EditLine *line, int index) {
  const LineInfoW *info = el_wline(line);
#ifdef __APPLE__
  // This libedit has no el_cursor; the line it shows is its own, not a copy.
  ((LineInfoW *)info)->cursor = info->buffer + index;
#else
  el_cursor(line, index - (int)(info->cursor - info->buffer));
#endif
}

static int length(EditLine *line) {
  const LineInfoW *info = el_wline(line);
  return (int)(info->lastchar - info->buffer);
}

void fathom_replace(fathom_editor *editor, const char *text, int cursor) {
  EditLine *line = editor->line;
  int before = length(line);
  move_cursor(line, before);
  if (before > 0) el_deletestr(line, before);
  fathom_decode(&editor->replacement, text);
  for (size_t at = 0; at < editor->replacement.count && !editor->unicode; at++)
    if (editor->replacement.characters[at] > 0x7F) editor->replacement.characters[at] = L'?';
  if (editor->replacement.count > 0) el_winsertstr(line, editor->replacement.characters);
  int after = length(line);
  move_cursor(line, cursor < 0 ? 0 : cursor > after ? after : cursor);
}

/// The line as UTF-8 and its cursor.
static const char *draft(fathom_editor *editor, int *cursor) {
  const LineInfoW *info = el_wline(editor->line);
  *cursor = (int)(info->cursor - info->buffer);
  fathom_encode(&editor->draft, info->buffer, (size_t)(info->lastchar - info->buffer));
  return editor->draft.bytes;
}

// MARK: What libedit calls

static wchar_t *prompt_of(EditLine *line) { return owner(line)->prompt.characters; }

/// The one function behind EVENT_CHARACTER.
static unsigned char on_event(EditLine *line, wint_t character) {
  (void)character;
  fathom_editor *editor = owner(line);
  if (editor->ending == FATHOM_ENDING_NONE && editor->key != FATHOM_KEY_NONE) {
    int cursor;
    const char *text = draft(editor, &cursor);
    const char *pasted = editor->key == FATHOM_KEY_PASTE ? editor->pasted.bytes : "";
    fathom_key key = editor->key;
    editor->key = FATHOM_KEY_NONE;
    switch (editor->hooks.pressed(editor->hooks.context, key, text, cursor, pasted)) {
      case FATHOM_REDRAW: return CC_REFRESH;
      case FATHOM_REFUSE: return CC_ERROR;
      case FATHOM_SUBMIT: editor->ending = FATHOM_ENDING_LINE; break;
      case FATHOM_CLOSE: editor->ending = FATHOM_ENDING_CLOSED; break;
      case FATHOM_SETTLE: editor->settling = true; break;
    }
  }
  move_cursor(line, length(line));
  return CC_REFRESH;
}

/// Shows the ghost, waits for a key, takes the ghost away. 0 means: nothing to do.
static int next_key_at_rest(fathom_editor *editor, wchar_t *out) {
  if (editor->queued == 0 && !fathom_typed_ahead(editor)) {
    int cursor;
    const char *text = draft(editor, &cursor);
    editor->hooks.resting(editor->hooks.context, text, cursor);
    fathom_show_ghost(editor);
  }
  int answer = fathom_signal_pending() ? FATHOM_WOKEN : fathom_next_key(editor, out);
  fathom_hide_ghost(editor);
  if (answer >= 0) return answer;

  if (answer == FATHOM_HUNG_UP) editor->ending = FATHOM_ENDING_CLOSED;
  if (answer == FATHOM_BROKEN) editor->ending = FATHOM_ENDING_FAILED;
  if (fathom_interrupt_raised()) editor->ending = FATHOM_ENDING_INTERRUPTED;
  if (editor->ending != FATHOM_ENDING_NONE) {
    *out = EVENT_CHARACTER;  // moves the cursor to the end; then the line is over
    return 1;
  }
  if (fathom_continued()) {
    fputs("\r\033[J", stdout);
    fathom_draw_afresh(editor);
  }
  if (fathom_resized()) fathom_adapt_to_size(editor);
  return 0;
}

/// libedit's source of characters; whenever it is called, the screen is up to date.
static int read_character(EditLine *line, wchar_t *out) {
  fathom_editor *editor = owner(line);
  fathom_editing_settle();
  if (editor->settling) {
    editor->settling = false;
    editor->hooks.settled(editor->hooks.context);
    fathom_draw_afresh(editor);
  }
  if (editor->ending != FATHOM_ENDING_NONE) {
    if (editor->ending == FATHOM_ENDING_INTERRUPTED) fputs("^C", stdout);
    *out = L'\n';  // bound to ed-newline, which leaves the screen below the line
    return 1;
  }
  int answer = 0;
  while (answer == 0) answer = next_key_at_rest(editor, out);
  return answer;
}

// MARK: Life

/// Characters beyond ASCII need a UTF-8 locale. Only LC_CTYPE is touched: numbers keep their point.
static bool choose_locale(void) {
  static const char *const names[] = {"C.UTF-8", "en_US.UTF-8", ""};
  for (int index = 0; index < 3; index++)
    if (setlocale(LC_CTYPE, names[index]) != NULL && strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
      return true;
  return false;
}

static void configure(EditLine *line) {
  const wchar_t *const none = NULL;
  el_wset(line, EL_EDITOR, L"emacs");
  el_wset(line, EL_SIGNAL, 0);
  // Inserting with these capabilities spoils lines that wrap.
  static const wchar_t *const insertion[] = {L"ic", L"IC", L"im", L"ei"};
  for (int index = 0; index < 4; index++) el_wset(line, EL_SETTC, insertion[index], L"", none);
  // libedit counts wrongly at the right edge unless it can name a column. Terminals that do not
  // promise this ability (vt100) have it today. In termcap's spelling, since EL_SETTC cuts off
  // values after seven characters.
  el_wset(line, EL_SETTC, L"ch", L"\033[%i%dG", none);

  el_wset(line, EL_PROMPT_ESC, prompt_of, L'\1');
  el_wset(line, EL_GETCFN, read_character);
  el_wset(line, EL_ADDFN, L"fathom-event", L"A key that fathom decides", on_event);
  el_wset(line, EL_BIND, L"^]", L"fathom-event", none);
  el_wset(line, EL_BIND, L"^J", L"ed-newline", none);
  el_wset(line, EL_BIND, L"^H", L"em-delete-prev-char", none);
  el_wset(line, EL_BIND, L"^W", L"ed-delete-prev-word", none);
  el_wset(line, EL_BIND, L"^U", L"vi-kill-line-prev", none);
  // Opens libedit's own command line.
  el_wset(line, EL_BIND, L"-r", L"\\ex", none);
  // Latin-1 letters, which would otherwise be meta keys.
  for (wchar_t letter[] = {0xA0, 0}; letter[0] <= 0xFF; letter[0]++)
    el_wset(line, EL_BIND, letter, L"ed-insert", none);
}

fathom_editor *fathom_open(const fathom_hooks *hooks) {
  fathom_editor *editor = calloc(1, sizeof *editor);
  if (editor == NULL) return NULL;
  editor->hooks = *hooks;
  editor->unicode = choose_locale();
  fathom_wide_append(&editor->prompt, 0);
  fathom_encode(&editor->pasted, L"", 0);
  editor->line = el_init("fathom", stdin, stdout, stderr);
  if (editor->line == NULL) {
    free(editor);
    return NULL;
  }
  el_wset(editor->line, EL_CLIENTDATA, editor);
  configure(editor->line);
  return editor;
}

void fathom_close(fathom_editor *editor) {
  // Without this, el_end throws away what was typed ahead.
  el_wset(editor->line, EL_EDITMODE, 0);
  el_end(editor->line);
  free(editor->prompt.characters);
  free(editor->ghost.characters);
  free(editor->replacement.characters);
  free(editor->pasted.bytes);
  free(editor->draft.bytes);
  free(editor->result.bytes);
  free(editor);
}

fathom_ending fathom_read(fathom_editor *editor, const char *prompt, const char **text) {
  fathom_decode(&editor->prompt, prompt);
  for (size_t at = 0; at < editor->prompt.count && !editor->unicode; at++)
    if (editor->prompt.characters[at] > 0x7F) editor->prompt.characters[at] = L'?';
  editor->ending = FATHOM_ENDING_NONE;
  editor->key = FATHOM_KEY_NONE;
  editor->settling = false;
  editor->queued = 0;
  editor->columns = fathom_columns();
  fathom_resized();
  fathom_continued();

  fathom_editing_begin();
  int count = 0;
  const wchar_t *line = el_wgets(editor->line, &count);
  fathom_editing_end();

  if (line != NULL && count > 0 && line[count - 1] == L'\n') count--;
  fathom_encode(&editor->result, line == NULL ? L"" : line, line == NULL ? 0 : (size_t)count);
  *text = editor->result.bytes;
  return editor->ending == FATHOM_ENDING_NONE ? FATHOM_ENDING_FAILED : editor->ending;
}

void fathom_set_ghost(fathom_editor *editor, const char *ghost) {
  fathom_decode(&editor->ghost, ghost == NULL ? "" : ghost);
}

void fathom_print(fathom_editor *editor, const char *text) {
  (void)editor;
  fputs(text, stdout);
  fflush(stdout);
}
