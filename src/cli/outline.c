#include "outline.h"

#include <stdbool.h>
#include <string.h>

#include "characters.h"
#include "memory.h"

enum { COLUMN = 32, LONGEST_VALUE = 64 };

static bool is_plain(const char *key) {
  size_t length =
      strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
  return length && !key[length];
}

static void add_step(cli_text *path, const cJSON *item, size_t index) {
  if (!item->string) {
    cli_text_print(path, "[%zu]", index);
  } else if (is_plain(item->string)) {
    cli_text_print(path, "%s%s", path->length ? "." : "", item->string);
  } else {
    cli_text_print(path, "[\"%s\"]", item->string);
  }
}

/* A string as it is, but on one line and not too long a one. */
static void add_string(cli_text *text, const char *string) {
  size_t length = strlen(string), shown = 0;
  for (size_t at = 0; at < length;) {
    cli_character character = cli_character_next(string + at, length - at);
    shown += character.width;
    if (shown > LONGEST_VALUE) {
      cli_text_put(text, "...");
      return;
    }
    cli_text_put(text, character.shown);
    at += character.length;
  }
}

static void add_scalar(cli_text *text, const cJSON *value) {
  char *printed;
  if (cJSON_IsString(value) && *value->valuestring) {
    add_string(text, value->valuestring);
    return;
  }
  printed = cJSON_PrintUnformatted(value);
  if (!printed) cli_out_of_memory();
  cli_text_put(text, printed);
  cJSON_free(printed);
}

static void add_line(cli_text *text, const cli_text *path, const cJSON *value) {
  size_t start;
  cli_text_put(text, "  ");
  start = text->length;
  cli_text_safe(text, path->data, path->length);
  if (text->length - start < COLUMN) cli_text_fill(text, ' ', start + COLUMN - text->length);
  cli_text_put(text, "  ");
  add_scalar(text, value);
  cli_text_put(text, "\n");
}

/* As deep as the report, which the engine bounds. */
static void walk(cli_text *text, cli_text *path, const cJSON *value) {
  size_t length = path->length, index = 0;
  const cJSON *item;
  if (!value->child) {
    if (path->length) add_line(text, path, value);
    return;
  }
  cJSON_ArrayForEach(item, value) {
    add_step(path, item, index++);
    walk(text, path, item);
    path->length = length;
  }
}

void cli_outline_add(cli_text *text, const cJSON *value) {
  cli_text path = {0};
  walk(text, &path, value);
  cli_text_free(&path);
}
