/* tree.h: values of documents, as trees of cJSON's nodes.
 *
 * They are made from JSON that the engine wrote, so it is well formed. Numbers stay text
 * (cJSON_Raw): no integer loses a digit on the way through. Memory that is out ends the
 * process. */
#ifndef CLI_TREE_H
#define CLI_TREE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "text.h"

/* Free: cJSON_Delete, as for all that this room makes. */
cJSON *cli_tree_parse(const char *json, size_t length);
cJSON *cli_tree_copy(const cJSON *value);
cJSON *cli_tree_object(void);
cJSON *cli_tree_list(void);
cJSON *cli_tree_text(const char *text);

/* Adds the value on one line, as the engine reads it. */
void cli_tree_print(cli_text *text, const cJSON *value);

/* The member of an object; NULL when it is absent, or `object` is none. */
cJSON *cli_tree_get(const cJSON *object, const char *name);

/* As above, several levels down: "metadata.labels". No name may hold a dot. */
cJSON *cli_tree_at(const cJSON *object, const char *path);

/* The text at a path; "" when there is none. */
const char *cli_tree_string(const cJSON *object, const char *path);

/* The value of a string node; NULL, or "", for other nodes. */
const char *cli_tree_value(const cJSON *node);
const char *cli_tree_text_of(const cJSON *node);

/* The value of a number node. */
double cli_tree_number(const cJSON *node);

/* Sets a member, which the object owns then; NULL removes it. */
void cli_tree_set(cJSON *object, const char *name, cJSON *value);
void cli_tree_set_text(cJSON *object, const char *name, const char *text);
/* As above; an empty text is as good as none. */
void cli_tree_set_or_remove(cJSON *object, const char *name, const char *text);

void cli_tree_add(cJSON *list, cJSON *value);

/* The object that is a member; a new one in place of anything else. */
cJSON *cli_tree_enter(cJSON *object, const char *name);

/* Lays `over` on top: objects merge, anything else replaces. */
void cli_tree_merge(cJSON *object, const cJSON *over);

/* A copy of a map of strings, in which a null is an empty one. Of anything else, which is
 * as good as absent: an empty map. */
cJSON *cli_tree_copy_strings(const cJSON *object);

/* Whether both have the same members in any order, and the same lists. */
bool cli_tree_is_same(const cJSON *a, const cJSON *b);

#endif
