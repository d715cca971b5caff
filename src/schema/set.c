#include <string.h>

#include "base/path.h"
#include "schema/check.h"
#include "schema/words.h"
#include "value/value.h"

typedef struct setting {
  lua_State *L;
  lx_reader *reader;
  const luxr_limits *limits;
  lx_diagnostics *problems;
  const lx_node *node; /* of the value that is to be set; NULL: anything */
  char path[LX_PATH_MAX + 1];
  size_t read; /* how much of the path has been followed */
} setting;

static luxr_diagnostic *fail(setting *set, const char *path, const char *sentence) {
  luxr_diagnostic *item = lx_diagnostics_add(set->problems, LUXR_ERROR, LUXR_ERR_INPUT,
                                             path && *path ? path : NULL, "%s", sentence);
  if (item) lx_diagnostic_text(set->problems, &item->file, "--set");
  return item;
}

/* An assignment that is none: the command line is wrong, whatever the input. */
static void fail_usage(setting *set, const char *sentence) {
  luxr_diagnostic *item = fail(set, NULL, sentence);
  if (item) item->status = LUXR_ERR_USAGE;
}

/* A finding about what has been followed of the path. */
static luxr_diagnostic *fail_here(setting *set, const char *sentence) {
  char end = set->path[set->read];
  luxr_diagnostic *item;
  set->path[set->read] = '\0';
  item = fail(set, set->path, sentence);
  set->path[set->read] = end;
  return item;
}

/* Splits at the first '=' that is not in a quoted name. */
static const char *split(setting *set, const char *assignment) {
  const char *at = assignment;
  bool quoted = false;
  size_t length;
  for (; *at && (quoted || *at != '='); at++) {
    if (*at == '\\' && quoted && at[1]) {
      at++;
    } else if (*at == '"') {
      quoted = !quoted;
    }
  }
  length = (size_t)(at - assignment);
  if (*at != '=' || !length || length > LX_PATH_MAX) {
    lx_words words = {.length = 0};
    lx_words_quote(&words, assignment, strlen(assignment));
    lx_words_add(&words, " is not of the form path=value");
    fail_usage(set, words.text);
    return NULL;
  }
  memcpy(set->path, assignment, length);
  set->path[length] = '\0';
  return at + 1;
}

/* ---- On the way ----------------------------------------------------------------------
 */

static bool say_unknown(setting *set, const lx_node *node, const lx_segment *segment) {
  lx_check check = {.L = set->L, .problems = set->problems, .status = LUXR_ERR_INPUT};
  lx_spot spot = {.name = segment->name, .length = segment->length};
  size_t before = set->problems->count;
  char prefix[LX_PATH_MAX + 1];
  memcpy(prefix, set->path, set->read);
  prefix[set->read] = '\0';
  check.prefix = prefix;
  lx_check_unknown(&check, &spot, node);
  if (set->problems->count > before) {
    lx_diagnostic_text(set->problems, &set->problems->items[before].file, "--set");
  }
  return false;
}

/* Moves the node to what the name is in it. */
static bool follow_name(setting *set, const lx_segment *segment) {
  const lx_node *node = set->node;
  const lx_property *property;
  if (!node || (node->type == LX_ANY && !node->property_count)) {
    set->node = NULL;
    return true;
  }
  if (node->type != LX_OBJECT && node->type != LX_ANY) {
    lx_words words = {.length = 0};
    lx_words_add(&words, "is ");
    lx_words_add(&words, lx_words_type(node->type));
    lx_words_add(&words, ", and has no field '");
    lx_words_add_bytes(&words, segment->name, strlen(segment->name));
    lx_words_add(&words, "'");
    fail_here(set, words.text);
    return false;
  }
  property = lx_node_find(node, segment->name, segment->length);
  if (property && (property->node || property->forbidden)) {
    set->node = property->node;
    return true;
  }
  set->node = node->others;
  return node->others || node->open || say_unknown(set, node, segment);
}

static bool follow_index(setting *set) {
  const lx_node *node = set->node;
  if (node && node->type != LX_ANY && node->type != LX_ARRAY) {
    fail_here(set, "is not a list");
    return false;
  }
  set->node = node ? node->items : NULL;
  return true;
}

/* Makes the value at the top a table of the kind that the next segment needs. */
static bool open_table(setting *set, bool list) {
  lua_State *L = set->L;
  lx_table_kind kind;
  size_t count;
  if (lua_isnil(L, -1) || lx_is_null(L, -1)) {
    lua_pop(L, 1);
    lua_createtable(L, 0, 1);
    if (list) lx_mark_list(L, -1);
    return true;
  }
  if (!lua_istable(L, -1)) {
    lx_words words = {.length = 0};
    lx_words_add(&words, "is ");
    lx_words_value(&words, L, -1, true);
    lx_words_add(&words, list ? ", not a list" : ", not a map");
    fail_here(set, words.text);
    return false;
  }
  kind = lx_classify(L, -1, &count);
  if (kind == (list ? LX_TABLE_LIST : LX_TABLE_MAP)) return true;
  fail_here(set, list ? "is not a list" : "is not a map");
  return false;
}

/* Pushes the key of the segment in the table at the top. */
static bool push_key(setting *set, const lx_segment *segment) {
  lua_State *L = set->L;
  lx_words words = {.length = 0};
  size_t count;
  if (!segment->is_index) {
    lua_pushlstring(L, segment->name, segment->length);
    return true;
  }
  lx_classify(L, -1, &count);
  if (segment->index <= count) {
    lua_pushinteger(L, (lua_Integer)segment->index + 1);
    return true;
  }
  lx_words_add(&words, "has ");
  lx_words_count(&words, count);
  lx_words_add(&words, count == 1 ? " item; the next one is [" : " items; the next one is [");
  lx_words_count(&words, count);
  lx_words_add(&words, "]");
  fail_here(set, words.text);
  return false;
}

/* ---- The value -----------------------------------------------------------------------
 */

/* null for a field takes it away, as in Helm; for an item of a list it is a value. */
static bool push_value(setting *set, const char *text) {
  lx_source source = {.bytes = text, .length = strlen(text), .line = 1};
  size_t before = set->problems->count;
  source.format = LUXR_FORMAT_YAML;
  if (strcmp(text, "null") == 0 && lua_type(set->L, -1) == LUA_TSTRING) {
    lua_pushnil(set->L);
    return true;
  }
  if (set->node && set->node->type == LX_STRING) {
    lua_pushlstring(set->L, text, source.length);
    return true;
  }
  if (!*text) {
    fail(set, set->path, "needs a value");
    return false;
  }
  if (lx_read(set->L, set->reader, &source, set->limits, set->problems)) return true;
  for (size_t i = before; i < set->problems->count; i++) {
    luxr_diagnostic *item = &set->problems->items[i];
    lx_diagnostic_text(set->problems, &item->file, "--set");
    lx_diagnostic_text(set->problems, &item->path, "%s", set->path);
    item->line = item->column = item->width = 0;
  }
  return false;
}

static bool say_malformed(setting *set) {
  lx_words words = {.length = 0};
  lx_words_quote(&words, set->path, strlen(set->path));
  lx_words_add(&words, " is not a path");
  fail_usage(set, words.text);
  return false;
}

/* Replaces the table and the key at the top by what the table has there, made a table. */
static bool enter(setting *set, bool list) {
  lua_State *L = set->L;
  int table = lua_gettop(L) - 1;
  lua_pushvalue(L, -1);
  lua_rawget(L, table);
  if (!open_table(set, list)) return false;
  lua_pushvalue(L, -2);
  lua_pushvalue(L, -2);
  lua_rawset(L, table);
  lua_replace(L, table);
  lua_settop(L, table);
  return true;
}

/* Follows the path into the table at the top and sets the value; leaves more on the
 * stack. */
static bool assign(setting *set, const char *text) {
  lua_State *L = set->L;
  const char *at = set->path;
  lx_segment segment;
  int more = lx_path_next(&at, &segment);
  if (more != 1) return say_malformed(set);
  if (!open_table(set, segment.is_index)) return false;
  for (;;) {
    if (segment.is_index ? !follow_index(set) : !follow_name(set, &segment)) return false;
    if (!push_key(set, &segment)) return false;
    set->read = (size_t)(at - set->path);
    more = lx_path_next(&at, &segment);
    if (more < 0) return say_malformed(set);
    if (!more) break;
    if (!enter(set, segment.is_index)) return false;
  }
  if (!push_value(set, text)) return false;
  lua_rawset(L, -3);
  return true;
}

bool lx_schema_set(lua_State *L, int index, const lx_schema *schema, lx_reader *reader,
                   const luxr_limits *limits, const char *assignment,
                   lx_diagnostics *problems) {
  setting set = {.L = L, .reader = reader, .limits = limits, .problems = problems};
  int top = lua_gettop(L);
  const char *text;
  bool fine;
  set.node = lx_schema_root(schema);
  text = split(&set, assignment);
  if (!text) return false;
  if (!lua_checkstack(L, LX_CHECK_STACK)) {
    fail(&set, NULL, "is nested too deep");
    return false;
  }
  lua_pushvalue(L, index);
  fine = assign(&set, text);
  lua_settop(L, top);
  return fine;
}
