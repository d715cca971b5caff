#include "text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "characters.h"
#include "memory.h"

void cli_text_free(cli_text *text) {
  free(text->data);
  *text = (cli_text){0};
}

static char *room_for(cli_text *text, size_t more) {
  size_t needed = text->length + more;
  size_t capacity = text->capacity ? text->capacity : 256;
  if (needed < more || needed > SIZE_MAX / 2) cli_out_of_memory();
  if (text->data && needed <= text->capacity) return text->data + text->length;
  while (capacity < needed) capacity *= 2;
  text->data = cli_realloc(text->data, capacity);
  text->capacity = capacity;
  return text->data + text->length;
}

void cli_text_add(cli_text *text, const char *bytes, size_t length) {
  if (!length) return;
  memcpy(room_for(text, length), bytes, length);
  text->length += length;
}

void cli_text_put(cli_text *text, const char *string) {
  cli_text_add(text, string, strlen(string));
}

void cli_text_fill(cli_text *text, char c, size_t count) {
  memset(room_for(text, count), c, count);
  text->length += count;
}

void cli_text_vprint(cli_text *text, const char *format, va_list arguments) {
  va_list again;
  int length;
  va_copy(again, arguments);
  length = vsnprintf(NULL, 0, format, again);
  va_end(again);
  if (length < 0) return;
  vsnprintf(room_for(text, (size_t)length + 1), (size_t)length + 1, format, arguments);
  text->length += (size_t)length;
}

void cli_text_print(cli_text *text, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  cli_text_vprint(text, format, arguments);
  va_end(arguments);
}

void cli_text_safe(cli_text *text, const char *bytes, size_t length) {
  size_t at = 0;
  while (at < length) {
    cli_character character = cli_character_next(bytes + at, length - at);
    cli_text_put(text, character.shown);
    at += character.length;
  }
}

const char *cli_text_string(cli_text *text) {
  *room_for(text, 1) = '\0';
  return text->data;
}
