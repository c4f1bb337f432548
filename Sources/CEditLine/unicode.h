// UTF-8 in and out of wide characters, whatever the locale.

#pragma once

#include <stddef.h>
#include <wchar.h>

/// A growing array of bytes that always ends in NUL.
typedef struct {
  char *bytes;
  size_t count, capacity;
} fathom_bytes;

/// A growing array of wide characters that always ends in NUL.
typedef struct {
  wchar_t *characters;
  size_t count, capacity;
} fathom_wide;

void fathom_bytes_append(fathom_bytes *target, char byte);
void fathom_wide_append(fathom_wide *target, wchar_t character);

/// `target` becomes the UTF-8 form of `count` characters.
void fathom_encode(fathom_bytes *target, const wchar_t *characters, size_t count);

/// `target` becomes what `text` spells; malformed bytes become U+FFFD.
void fathom_decode(fathom_wide *target, const char *text);

/// How many bytes follow `lead`, 0 to 3.
int fathom_followers(unsigned char lead);

/// The character that `lead` and its followers spell, U+FFFD if they spell none.
wchar_t fathom_join(unsigned char lead, const unsigned char *followers, int count);
