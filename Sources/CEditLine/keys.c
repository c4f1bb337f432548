// From bytes to keys: UTF-8, escape sequences, pasted text.

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "editor.h"

/// How long the rest of an escape sequence may take, in milliseconds.
enum { SEQUENCE_PATIENCE = 50 };

// MARK: Characters

bool fathom_typed_ahead(fathom_editor *editor) {
  // Not fathom_wait, which would take note of a signal that nobody asked for here.
  struct pollfd source = {.fd = STDIN_FILENO, .events = POLLIN};
  return editor->input_start < editor->input_end || poll(&source, 1, 0) > 0;
}

static int next_byte(fathom_editor *editor, int milliseconds) {
  while (editor->input_start == editor->input_end) {
    int waited = fathom_wait(STDIN_FILENO, milliseconds);
    if (waited < 0) return waited;
    ssize_t count = read(STDIN_FILENO, editor->input, sizeof editor->input);
    if (count == 0) return FATHOM_HUNG_UP;
    if (count < 0 && errno == EINTR) return FATHOM_WOKEN;
    if (count < 0 && errno == EAGAIN) continue;
    if (count < 0) return FATHOM_BROKEN;
    editor->input_start = 0;
    editor->input_end = (int)count;
  }
  return editor->input[editor->input_start++];
}

int32_t fathom_next_character(fathom_editor *editor, int milliseconds) {
  int lead = next_byte(editor, milliseconds);
  if (lead < 0x80) return lead;
  unsigned char followers[3];
  int expected = fathom_followers((unsigned char)lead), found = 0;
  while (found < expected) {
    int byte = next_byte(editor, SEQUENCE_PATIENCE);
    if (byte == FATHOM_WOKEN) continue;
    if (byte < 0) break;
    if ((byte & 0xC0) != 0x80) {
      editor->input_start--;  // the start of the next character
      break;
    }
    followers[found++] = (unsigned char)byte;
  }
  wchar_t c = found == expected ? fathom_join((unsigned char)lead, followers, found) : 0xFFFD;
  return editor->unicode ? (int32_t)c : '?';
}

// MARK: Keys

/// Key sequences without their ESC: a key for the hooks, or what libedit gets instead.
static const struct {
  const char *sequence;
  fathom_key key;
  wchar_t instead[2];
} sequences[] = {
  {"\r", FATHOM_KEY_NEWLINE, {0}},          {"\n", FATHOM_KEY_NEWLINE, {0}},
  {"p", FATHOM_KEY_UP, {0}},                {"n", FATHOM_KEY_DOWN, {0}},
  {"[A", FATHOM_KEY_UP, {0}},               {"OA", FATHOM_KEY_UP, {0}},
  {"[B", FATHOM_KEY_DOWN, {0}},             {"OB", FATHOM_KEY_DOWN, {0}},
  {"[C", FATHOM_KEY_RIGHT, {0}},            {"OC", FATHOM_KEY_RIGHT, {0}},
  {"[D", FATHOM_KEY_NONE, {'B' & 31}},      {"OD", FATHOM_KEY_NONE, {'B' & 31}},
  {"[H", FATHOM_KEY_HOME, {0}},             {"OH", FATHOM_KEY_HOME, {0}},
  {"[1~", FATHOM_KEY_HOME, {0}},            {"[7~", FATHOM_KEY_HOME, {0}},
  {"[F", FATHOM_KEY_END, {0}},              {"OF", FATHOM_KEY_END, {0}},
  {"[4~", FATHOM_KEY_END, {0}},             {"[8~", FATHOM_KEY_END, {0}},
  {"[3~", FATHOM_KEY_DELETE, {0}},
  {"[1;5C", FATHOM_KEY_NONE, {033, 'f'}},   {"[1;3C", FATHOM_KEY_NONE, {033, 'f'}},
  {"[1;5D", FATHOM_KEY_NONE, {033, 'b'}},   {"[1;3D", FATHOM_KEY_NONE, {033, 'b'}},
};

/// Control characters: a key for the hooks, FATHOM_KEY_NONE for libedit. All others do nothing.
static const struct {
  char character;
  fathom_key key;
} controls[] = {
  {'\r', FATHOM_KEY_RETURN},     {'\n', FATHOM_KEY_RETURN},   {'\t', FATHOM_KEY_TAB},
  {'P' & 31, FATHOM_KEY_UP},     {'N' & 31, FATHOM_KEY_DOWN}, {'F' & 31, FATHOM_KEY_RIGHT},
  {'A' & 31, FATHOM_KEY_HOME},   {'E' & 31, FATHOM_KEY_END},  {'D' & 31, FATHOM_KEY_CLOSE},
  {'R' & 31, FATHOM_KEY_SEARCH}, {'_' & 31, FATHOM_KEY_UNDO}, {'B' & 31, FATHOM_KEY_NONE},
  {'H' & 31, FATHOM_KEY_NONE},   {'K' & 31, FATHOM_KEY_NONE}, {'L' & 31, FATHOM_KEY_NONE},
  {'T' & 31, FATHOM_KEY_NONE},   {'U' & 31, FATHOM_KEY_NONE}, {'W' & 31, FATHOM_KEY_NONE},
  {'Y' & 31, FATHOM_KEY_NONE},   {0x7F, FATHOM_KEY_NONE},
};

static int deliver(fathom_editor *editor, fathom_key key, wchar_t *out) {
  editor->key = key;
  *out = EVENT_CHARACTER;
  return 1;
}

/// Everything up to the end of a bracketed paste; an interrupt drops it.
static void read_paste(fathom_editor *editor) {
  static const wchar_t end[] = L"\033[201~";
  const size_t length = wcslen(end);
  fathom_wide text = {0};
  fathom_wide_append(&text, 0);
  while (true) {
    int32_t c = fathom_next_character(editor, -1);
    if (c == FATHOM_WOKEN && !fathom_interrupt_raised()) continue;
    if (c == FATHOM_WOKEN) text.count = 0;
    if (c < 0) break;
    fathom_wide_append(&text, (wchar_t)c);
    if (text.count >= length && wcscmp(text.characters + text.count - length, end) == 0) {
      text.count -= length;
      break;
    }
  }
  fathom_encode(&editor->pasted, text.characters, text.count);
  free(text.characters);
}

/// Reads what follows ESC into `sequence`: a control sequence, or one character.
static void read_sequence(fathom_editor *editor, char sequence[32]) {
  int count = 0;
  bool complete = false;
  while (!complete) {
    int byte = next_byte(editor, SEQUENCE_PATIENCE);
    if (byte == FATHOM_WOKEN) continue;
    if (byte < 0) break;
    if (count < 31) sequence[count++] = (char)byte;
    bool introduced = sequence[0] == '[' || sequence[0] == 'O';
    complete = !introduced || (count > 1 && byte >= 0x40 && byte <= 0x7E);
  }
  sequence[count] = 0;
}

/// 1 with a key, or 0 if the sequence means nothing.
static int next_after_escape(fathom_editor *editor, wchar_t *out) {
  char sequence[32];
  read_sequence(editor, sequence);
  if (strcmp(sequence, "[200~") == 0) {
    read_paste(editor);
    return deliver(editor, FATHOM_KEY_PASTE, out);
  }
  for (size_t index = 0; index < sizeof sequences / sizeof sequences[0]; index++) {
    if (strcmp(sequence, sequences[index].sequence) != 0) continue;
    const wchar_t *instead = sequences[index].instead;
    if (instead[0] == 0) return deliver(editor, sequences[index].key, out);
    *out = instead[0];
    if (instead[1] != 0) editor->queue[editor->queued++] = instead[1];
    return 1;
  }
  if (strlen(sequence) != 1 || sequence[0] <= ' ') return 0;
  *out = 033;
  editor->queue[editor->queued++] = (unsigned char)sequence[0];
  return 1;
}

int fathom_next_key(fathom_editor *editor, wchar_t *out) {
  if (editor->queued > 0) {
    *out = editor->queue[--editor->queued];
    return 1;
  }
  int32_t c = fathom_next_character(editor, -1);
  if (c < 0) return c;
  if (c == 033) return next_after_escape(editor, out);
  *out = (wchar_t)c;
  if (c >= ' ' && c != 0x7F) return c < 0x80 || c >= 0xA0;
  for (size_t index = 0; index < sizeof controls / sizeof controls[0]; index++) {
    if (controls[index].character != c) continue;
    return controls[index].key == FATHOM_KEY_NONE ? 1 : deliver(editor, controls[index].key, out);
  }
  return 0;
}
