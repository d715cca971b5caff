/* json.h: cJSON with the ends tied: memory that is out ends the process, text that is not
 * UTF-8 becomes text that is, and nothing that a terminal would obey is printed raw. */
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include <cjson/cJSON.h>
#include <stddef.h>

#include "text.h"

cJSON *cli_json_object(void);
void cli_json_add_text(cJSON *object, const char *name, const char *bytes, size_t length);
void cli_json_add_string(cJSON *object, const char *name, const char *string);
void cli_json_add_number(cJSON *object, const char *name, size_t number);

/* Adds the value on one line and frees it. */
void cli_json_print(cli_text *text, cJSON *value);

/* The value of text that the engine made. Free: cJSON_Delete. */
cJSON *cli_json_parse(const char *bytes, size_t length);

/* The string member of an object, or NULL. */
const char *cli_json_get(const cJSON *object, const char *name);

#endif
