// The editor's parts, shared by the files of this module.

#pragma once

#include <histedit.h>
#include <stdbool.h>

#include "CEditLine.h"
#include "unicode.h"

/// What libedit is given instead of a key that the hooks decide; it is bound to one function.
enum { EVENT_CHARACTER = 0x1D };

struct fathom_editor {
  EditLine *line;
  fathom_hooks hooks;
  /// Whether the locale can show more than ASCII.
  bool unicode;
  fathom_wide prompt, ghost;
  /// The key that EVENT_CHARACTER stands for, and what was pasted.
  fathom_key key;
  fathom_bytes pasted;
  /// How the line ends, as soon as that is known.
  fathom_ending ending;
  /// The hook `settled` is to be called before the next key is read.
  bool settling;
  /// The columns for which the screen was last drawn.
  int columns;
  /// Results handed out, valid until the next of their kind.
  fathom_bytes draft, result;
  fathom_wide replacement;
  /// Bytes read from the terminal that are not yet characters.
  unsigned char input[4096];
  int input_start, input_end;
  /// Characters that libedit gets before anything is read.
  wchar_t queue[2];
  int queued;
};

/// The next character for libedit once the screen is at rest: 1 with `*out`, or a code below zero.
int fathom_next_key(fathom_editor *editor, wchar_t *out);

/// Whether a key is waiting already.
bool fathom_typed_ahead(fathom_editor *editor);

/// Row and column, from 0 at the prompt's start, of the place before character `index` of the line.
typedef struct {
  int row, column;
} fathom_place;

fathom_place fathom_place_of(const fathom_editor *editor, int index, int columns);
int fathom_columns(void);

void fathom_show_ghost(fathom_editor *editor);
void fathom_hide_ghost(fathom_editor *editor);

/// Draws prompt and line at the cursor's row, taking everything below for blank.
void fathom_draw_afresh(fathom_editor *editor);

/// Draws again after the window changed its size.
void fathom_adapt_to_size(fathom_editor *editor);
