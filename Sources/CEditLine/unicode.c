// UTF-8 in and out of wide characters, whatever the locale.

#include "unicode.h"

#include <stdbool.h>
#include <stdlib.h>

enum { REPLACEMENT = 0xFFFD };

/// Room for one more and the final NUL. Without memory for a line of text there is no way on.
static void *with_room(void *block, size_t count, size_t *capacity, size_t size) {
  if (count + 1 < *capacity) return block;
  *capacity = *capacity ? *capacity * 2 : 256;
  block = realloc(block, *capacity * size);
  if (block == NULL) abort();
  return block;
}

void fathom_bytes_append(fathom_bytes *target, char byte) {
  target->bytes = with_room(target->bytes, target->count, &target->capacity, sizeof(char));
  target->bytes[target->count] = byte;
  if (byte != 0) target->count++;
  target->bytes[target->count] = 0;
}

void fathom_wide_append(fathom_wide *target, wchar_t character) {
  target->characters =
    with_room(target->characters, target->count, &target->capacity, sizeof(wchar_t));
  target->characters[target->count] = character;
  if (character != 0) target->count++;
  target->characters[target->count] = 0;
}

void fathom_encode(fathom_bytes *target, const wchar_t *characters, size_t count) {
  target->count = 0;
  fathom_bytes_append(target, 0);
  for (size_t index = 0; index < count; index++) {
    unsigned long c = (unsigned long)characters[index];
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) c = REPLACEMENT;
    if (c < 0x80) {
      fathom_bytes_append(target, (char)c);
      continue;
    }
    int followers = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    unsigned lead = followers == 1 ? 0xC0 : followers == 2 ? 0xE0 : 0xF0;
    fathom_bytes_append(target, (char)(lead | c >> 6 * followers));
    while (followers-- > 0) fathom_bytes_append(target, (char)(0x80 | (c >> 6 * followers & 0x3F)));
  }
}

int fathom_followers(unsigned char lead) {
  return lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
}

wchar_t fathom_join(unsigned char lead, const unsigned char *followers, int count) {
  static const unsigned long least[] = {0, 0x80, 0x800, 0x10000};
  if (count == 0) return lead < 0x80 ? lead : REPLACEMENT;
  unsigned long c = lead & (0x3F >> count);
  for (int index = 0; index < count; index++) {
    if ((followers[index] & 0xC0) != 0x80) return REPLACEMENT;
    c = c << 6 | (followers[index] & 0x3F);
  }
  bool malformed = c < least[count] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000);
  return malformed ? REPLACEMENT : (wchar_t)c;
}

void fathom_decode(fathom_wide *target, const char *text) {
  target->count = 0;
  fathom_wide_append(target, 0);
  const unsigned char *byte = (const unsigned char *)text;
  while (*byte != 0) {
    int expected = fathom_followers(*byte), found = 0;
    while (found < expected && (byte[1 + found] & 0xC0) == 0x80) found++;
    wchar_t c = found == expected ? fathom_join(*byte, byte + 1, found) : REPLACEMENT;
    fathom_wide_append(target, c);
    byte += 1 + found;
  }
}
