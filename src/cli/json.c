#include "json.h"

#include <stdio.h>
#include <string.h>

#include "characters.h"
#include "memory.h"

cJSON *cli_json_object(void) {
  cJSON *object = cJSON_CreateObject();
  if (!object) cli_out_of_memory();
  return object;
}

/* Bytes that are not UTF-8 become U+FFFD; all else stays and is escaped when it is
 * printed. */
static void add_valid(cli_text *text, const char *bytes, size_t length) {
  for (size_t at = 0; at < length;) {
    cli_character character = cli_character_next(bytes + at, length - at);
    if (character.length == 1 && (bytes[at] & 0x80)) {
      cli_text_put(text, "\xEF\xBF\xBD");
    } else {
      cli_text_add(text, bytes + at, character.length);
    }
    at += character.length;
  }
}

void cli_json_add_text(cJSON *object, const char *name, const char *bytes, size_t length) {
  cli_text valid = {0};
  add_valid(&valid, bytes, length);
  if (!cJSON_AddStringToObject(object, name, cli_text_string(&valid))) cli_out_of_memory();
  cli_text_free(&valid);
}

void cli_json_add_string(cJSON *object, const char *name, const char *string) {
  if (string && *string) cli_json_add_text(object, name, string, strlen(string));
}

void cli_json_add_number(cJSON *object, const char *name, size_t number) {
  if (number && !cJSON_AddNumberToObject(object, name, (double)number)) cli_out_of_memory();
}

/* cJSON leaves DEL, C1 controls and marks of direction raw; they stand in strings only.
 */
static void add_escaped(cli_text *text, const char *json) {
  size_t length = strlen(json);
  for (size_t at = 0; at < length;) {
    cli_character character = cli_character_next(json + at, length - at);
    const char *shown = character.shown;
    if (shown[0] == '\\' && shown[1] == 'x') {
      cli_text_print(text, "\\u00%s", shown + 2);
    } else if (shown[0] == '\\' && strlen(shown) > 6) { /* beyond U+FFFF: a tag character */
      cli_text_put(text, "\\ufffd");
    } else {
      cli_text_put(text, shown);
    }
    at += character.length;
  }
}

void cli_json_print(cli_text *text, cJSON *value) {
  char *json = cJSON_PrintUnformatted(value);
  if (!json) cli_out_of_memory();
  add_escaped(text, json);
  cJSON_free(json);
  cJSON_Delete(value);
}

cJSON *cli_json_parse(const char *bytes, size_t length) {
  cJSON *value = cJSON_ParseWithLength(bytes, length);
  if (!value) cli_out_of_memory(); /* the engine wrote it, so nothing else can be wrong */
  return value;
}

const char *cli_json_get(const cJSON *object, const char *name) {
  return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}
