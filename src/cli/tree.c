#include "tree.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

/* What is left of the text. */
struct source {
  const char *at, *end;
};

static cJSON *made(cJSON *node) {
  if (!node) cli_out_of_memory();
  return node;
}

cJSON *cli_tree_object(void) {
  return made(cJSON_CreateObject());
}
cJSON *cli_tree_list(void) {
  return made(cJSON_CreateArray());
}
cJSON *cli_tree_text(const char *text) {
  return made(cJSON_CreateString(text));
}
cJSON *cli_tree_copy(const cJSON *value) {
  return made(cJSON_Duplicate(value, 1));
}

/* ---- parsing ------------------------------------------------------------------------
 */

static unsigned digits(const char *at) {
  unsigned code = 0;
  for (int i = 0; i < 4; i++) {
    char c = at[i];
    unsigned digit = c <= '9' ? (unsigned)(c - '0') : (unsigned)((c | 0x20) - 'a' + 10);
    code = code << 4 | digit;
  }
  return code;
}

static void add_code(cli_text *text, uint32_t code) {
  char bytes[4];
  size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  static const unsigned char first[] = {0, 0, 0xC0, 0xE0, 0xF0};
  for (size_t i = length; i-- > 1; code >>= 6) bytes[i] = (char)(0x80 | (code & 0x3F));
  bytes[0] = (char)(first[length] | code);
  cli_text_add(text, bytes, length);
}

/* Behind the backslash. */
static void parse_escape(struct source *source, cli_text *text) {
  static const char names[] = "bfnrt", meanings[] = "\b\f\n\r\t";
  char c = *source->at++;
  const char *found = strchr(names, c);
  if (c == 'u') {
    uint32_t code = digits(source->at);
    source->at += 4;
    if (code >= 0xD800 && code < 0xDC00) {
      code = 0x10000 + ((code - 0xD800) << 10) + (digits(source->at + 2) - 0xDC00);
      source->at += 6;
    }
    add_code(text, code);
  } else {
    cli_text_add(text, found ? &meanings[found - names] : &c, 1);
  }
}

/* The string, in `text`; the opening quote is next. */
static const char *parse_string(struct source *source, cli_text *text) {
  text->length = 0;
  source->at++;
  for (;;) {
    size_t plain = 0;
    while (source->at[plain] != '"' && source->at[plain] != '\\') plain++;
    cli_text_add(text, source->at, plain);
    source->at += plain;
    if (*source->at++ == '"') return cli_text_string(text);
    parse_escape(source, text);
  }
}

static cJSON *parse_value(struct source *source);

static cJSON *parse_object(struct source *source) {
  cJSON *object = cli_tree_object();
  cli_text name = {0};
  while (*source->at != '}') {
    source->at++; /* { or , */
    if (*source->at == '}') break;
    parse_string(source, &name);
    source->at++; /* : */
    if (!cJSON_AddItemToObject(object, name.data, parse_value(source))) cli_out_of_memory();
  }
  source->at++;
  cli_text_free(&name);
  return object;
}

static cJSON *parse_list(struct source *source) {
  cJSON *list = cli_tree_list();
  while (*source->at != ']') {
    source->at++; /* [ or , */
    if (*source->at == ']') break;
    cli_tree_add(list, parse_value(source));
  }
  source->at++;
  return list;
}

/* A number, or a word of the language. */
static cJSON *parse_plain(struct source *source) {
  const char *start = source->at;
  cJSON *node;
  char *copy;
  while (source->at < source->end && !strchr(",]}", *source->at)) source->at++;
  if (*start == 't') return made(cJSON_CreateTrue());
  if (*start == 'f') return made(cJSON_CreateFalse());
  if (*start == 'n') return made(cJSON_CreateNull());
  copy = cli_copy(start, (size_t)(source->at - start));
  node = made(cJSON_CreateRaw(copy));
  free(copy);
  return node;
}

static cJSON *parse_value(struct source *source) {
  cli_text text = {0};
  cJSON *node;
  if (*source->at == '{') return parse_object(source);
  if (*source->at == '[') return parse_list(source);
  if (*source->at != '"') return parse_plain(source);
  node = cli_tree_text(parse_string(source, &text));
  cli_text_free(&text);
  return node;
}

cJSON *cli_tree_parse(const char *json, size_t length) {
  struct source source = {json, json + length};
  return parse_value(&source);
}

void cli_tree_print(cli_text *text, const cJSON *value) {
  char *json = cJSON_PrintUnformatted(value);
  if (!json) cli_out_of_memory();
  cli_text_put(text, json);
  cJSON_free(json);
}

/* ---- looking ------------------------------------------------------------------------
 */

cJSON *cli_tree_get(const cJSON *object, const char *name) {
  return cJSON_IsObject(object) ? cJSON_GetObjectItemCaseSensitive(object, name) : NULL;
}

cJSON *cli_tree_at(const cJSON *object, const char *path) {
  char name[64];
  for (;;) {
    size_t length = strcspn(path, ".");
    cJSON *found;
    if (length >= sizeof name) return NULL;
    memcpy(name, path, length);
    name[length] = '\0';
    found = cli_tree_get(object, name);
    if (!found || !path[length]) return found;
    object = found;
    path += length + 1;
  }
}

const char *cli_tree_value(const cJSON *node) {
  return cJSON_GetStringValue(node);
}

const char *cli_tree_text_of(const cJSON *node) {
  const char *value = cli_tree_value(node);
  return value ? value : "";
}

double cli_tree_number(const cJSON *node) {
  return strtod(node->valuestring, NULL);
}

const char *cli_tree_string(const cJSON *object, const char *path) {
  return cli_tree_text_of(cli_tree_at(object, path));
}

cJSON *cli_tree_copy_strings(const cJSON *object) {
  cJSON *strings = cli_tree_object();
  const cJSON *member;
  cJSON_ArrayForEach(member, object) {
    const char *value = cJSON_IsNull(member) ? "" : cli_tree_value(member);
    if (!value) {
      cJSON_Delete(strings);
      return cli_tree_object();
    }
    cli_tree_set_text(strings, member->string, value);
  }
  return strings;
}

static bool has_same_members(const cJSON *a, const cJSON *b) {
  const cJSON *member;
  if (cJSON_GetArraySize(a) != cJSON_GetArraySize(b)) return false;
  cJSON_ArrayForEach(member, a) {
    const cJSON *other = cli_tree_get(b, member->string);
    if (!other || !cli_tree_is_same(member, other)) return false;
  }
  return true;
}

bool cli_tree_is_same(const cJSON *a, const cJSON *b) {
  int kind = a->type & 0xFF;
  const cJSON *x = a->child, *y = b->child;
  if (kind != (b->type & 0xFF)) return false;
  if (kind == cJSON_String || kind == cJSON_Raw)
    return strcmp(a->valuestring, b->valuestring) == 0;
  if (kind == cJSON_Object) return has_same_members(a, b);
  for (; x && y; x = x->next, y = y->next) {
    if (!cli_tree_is_same(x, y)) return false;
  }
  return !x && !y;
}

/* ---- changing -----------------------------------------------------------------------
 */

void cli_tree_add(cJSON *list, cJSON *value) {
  if (!cJSON_AddItemToArray(list, value)) cli_out_of_memory();
}

void cli_tree_set(cJSON *object, const char *name, cJSON *value) {
  cJSON *old = cli_tree_get(object, name);
  if (!value) {
    cJSON_DeleteItemFromObjectCaseSensitive(object, name);
    return;
  }
  if (old ? !cJSON_ReplaceItemInObjectCaseSensitive(object, name, value)
          : !cJSON_AddItemToObject(object, name, value)) {
    cli_out_of_memory();
  }
}

void cli_tree_set_text(cJSON *object, const char *name, const char *text) {
  cli_tree_set(object, name, cli_tree_text(text));
}

void cli_tree_set_or_remove(cJSON *object, const char *name, const char *text) {
  cli_tree_set(object, name, *text ? cli_tree_text(text) : NULL);
}

cJSON *cli_tree_enter(cJSON *object, const char *name) {
  cJSON *found = cli_tree_get(object, name);
  if (cJSON_IsObject(found)) return found;
  found = cli_tree_object();
  cli_tree_set(object, name, found);
  return found;
}

void cli_tree_merge(cJSON *object, const cJSON *over) {
  const cJSON *member;
  cJSON_ArrayForEach(member, over) {
    cJSON *old = cli_tree_get(object, member->string);
    if (cJSON_IsObject(old) && cJSON_IsObject(member)) {
      cli_tree_merge(old, member);
    } else {
      cli_tree_set(object, member->string, cli_tree_copy(member));
    }
  }
}
