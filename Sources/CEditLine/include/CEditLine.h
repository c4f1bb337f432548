// What Swift sees of libedit and of signals: keys go out, verdicts come back.
//
// libedit's own calls take variable arguments, which Swift cannot pass, and its callbacks keep
// pointers that Swift cannot keep alive. So everything that libedit remembers lives in here, every
// string is copied on its way in, and what a key means is decided by the hooks.

#pragma once

#include <stdbool.h>
#include <stdint.h>

// MARK: The line editor

typedef struct fathom_editor fathom_editor;

/// The keys whose meaning the hooks decide; all others are libedit's.
typedef enum {
  FATHOM_KEY_NONE,
  FATHOM_KEY_RETURN,
  FATHOM_KEY_NEWLINE,
  FATHOM_KEY_TAB,
  FATHOM_KEY_UP,
  FATHOM_KEY_DOWN,
  FATHOM_KEY_RIGHT,
  FATHOM_KEY_HOME,
  FATHOM_KEY_END,
  FATHOM_KEY_DELETE,
  FATHOM_KEY_CLOSE,
  FATHOM_KEY_SEARCH,
  FATHOM_KEY_UNDO,
  FATHOM_KEY_PASTE,
} fathom_key;

/// What is to happen after a key.
typedef enum {
  /// Draw the line as `fathom_replace` left it.
  FATHOM_REDRAW,
  /// Sound the bell; nothing changes.
  FATHOM_REFUSE,
  /// The line is finished.
  FATHOM_SUBMIT,
  /// There will be no more lines.
  FATHOM_CLOSE,
  /// Draw the line with the cursor behind its end, call `settled`, then draw it afresh below.
  FATHOM_SETTLE,
} fathom_verdict;

/// What the editor asks of its owner. Texts are UTF-8, valid during the call; a cursor counts
/// Unicode scalars from the start of the text.
typedef struct {
  void *context;
  /// A key was pressed; `pasted` is the pasted text for FATHOM_KEY_PASTE, else empty.
  fathom_verdict (*pressed)(
    void *context, fathom_key key, const char *text, int cursor, const char *pasted);
  /// The screen shows the whole line and the cursor stands behind it; whatever is printed now
  /// must end at the start of a row.
  void (*settled)(void *context);
  /// The editor is about to wait for a key: the moment for `fathom_set_ghost`.
  void (*resting)(void *context, const char *text, int cursor);
} fathom_hooks;

typedef enum {
  FATHOM_ENDING_NONE,
  FATHOM_ENDING_LINE,
  FATHOM_ENDING_INTERRUPTED,
  FATHOM_ENDING_CLOSED,
  FATHOM_ENDING_FAILED,
} fathom_ending;

/// An editor on standard input and output, or NULL if libedit refuses. There may be only one.
fathom_editor *fathom_open(const fathom_hooks *hooks);
void fathom_close(fathom_editor *editor);

/// Reads one line. Text between two \1 characters of `prompt` is sent to the terminal as it is and
/// takes no room; the prompt is one row and must end in a visible character. `*text` is valid until
/// the next call.
fathom_ending fathom_read(fathom_editor *editor, const char *prompt, const char **text);

/// Replaces the whole line; only inside a hook.
void fathom_replace(fathom_editor *editor, const char *text, int cursor);

/// The text to show dimly behind the line until the next key; NULL or "" for none.
void fathom_set_ghost(fathom_editor *editor, const char *ghost);

/// Writes to the terminal; only inside `settled`.
void fathom_print(fathom_editor *editor, const char *text);

/// Answers of `fathom_next_character` that are no character.
enum {
  FATHOM_WOKEN = -1,
  FATHOM_TIMEOUT = -2,
  FATHOM_HUNG_UP = -3,
  FATHOM_BROKEN = -4,
};

/// The next character typed, waiting at most `milliseconds` (-1: for ever), or one of the above.
int32_t fathom_next_character(fathom_editor *editor, int milliseconds);

/// The number of columns that a character takes: 0, 1 or 2.
int fathom_width(uint32_t character);

// MARK: Signals

/// Takes over SIGINT, SIGTSTP, SIGCONT, SIGWINCH, SIGTERM, SIGHUP and SIGQUIT, and ignores SIGPIPE.
void fathom_signals_install(void);

bool fathom_interrupt_raised(void);
void fathom_interrupt_clear(void);

/// Whether the window changed its size, or the program was continued, since this was last asked.
bool fathom_resized(void);
bool fathom_continued(void);

/// Whether any of the three flags is up.
bool fathom_signal_pending(void);

/// Waits until `descriptor` can be read: 1, or FATHOM_WOKEN by a signal, or FATHOM_TIMEOUT.
int fathom_wait(int descriptor, int milliseconds);

/// From `begin` to `end` the terminal is being edited on, and whatever ends or stops the program
/// puts it back first. `settle` remembers the mode in which keys are read.
void fathom_editing_begin(void);
void fathom_editing_settle(void);
void fathom_editing_end(void);
