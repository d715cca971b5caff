/* heads.c: the head of every manifest and object, by the rules that bundle.lua has for output.
 *
 * In C because it looks at everything that is rendered, each time. */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "base/path.h"
#include "render/run.h"
#include "value/keys.h"
#include "value/view.h"

/* What is being looked at: "scaled-object: " and what stands before the path. */
typedef struct checked_head {
  lx_run *run;
  const char *name;
  const char *prefix; /* "" or "Object " */
} checked_head;

static void refuse(const checked_head *subject, const char *path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void refuse(const checked_head *subject, const char *path, const char *format, ...) {
  lx_diagnostics *problems = lx_problems(subject->run);
  luxr_diagnostic *item;
  char at[LX_PATH_MAX];
  va_list arguments;
  snprintf(at, sizeof at, "%s: %s%s", subject->name, subject->prefix, path);
  va_start(arguments, format);
  item = lx_diagnostics_vadd(problems, LUXR_ERROR, LUXR_ERR_INPUT, at, format, arguments);
  va_end(arguments);
  if (item) lx_diagnostic_text(problems, &item->hook, "output");
}

static bool is_among(char *const *list, const char *text, size_t length) {
  for (size_t i = 0; list && list[i]; i++) {
    if (strncmp(list[i], text, length) == 0 && list[i][length] == '\0') return true;
  }
  return false;
}

/* Replaces the value on top by its field, looking through views. */
static bool enter_field(lua_State *L, const char *name, size_t length) {
  lx_view_peel(L, lua_gettop(L));
  if (!lua_istable(L, -1)) return false;
  lua_pushlstring(L, name, length);
  lua_rawget(L, -2);
  lua_remove(L, -2);
  lx_view_peel(L, lua_gettop(L));
  return true;
}

static bool enter_path(lua_State *L, const char *path) {
  while (*path) {
    size_t length = strcspn(path, ".");
    if (!enter_field(L, path, length)) return false;
    path += length + (path[length] == '.');
  }
  return true;
}

/* ---- labels and annotations -------------------------------------------------------------- */

/* NULL when the key is one, else what is wrong with it. */
static const char *key_problem(const lx_output_rules *rules, const char *key, size_t length) {
  const char *slash = memchr(key, '/', length);
  const char *name = slash ? slash + 1 : key;
  size_t prefix = slash ? (size_t)(slash - key) : 0;
  if (slash && !lx_is_dns1123_subdomain(key, prefix)) {
    return "its prefix is not a DNS-1123 subdomain";
  }
  if (slash && is_among(rules->reserved, key, prefix)) return "its prefix is reserved";
  if (!lx_is_label_name(name, length - (size_t)(name - key))) {
    return "its name must be 1 to 63 letters, digits, '-', '_' or '.', with a letter or digit "
           "at both ends";
  }
  return NULL;
}

/* The key and value on top. `*bytes` grows by what the pair takes. */
static const char *pair_problem(lua_State *L, const lx_output_rules *rules, bool labels,
                                size_t *bytes) {
  size_t key_length, length;
  const char *key, *text, *problem;
  if (lua_type(L, -2) != LUA_TSTRING) return "a key must be a string";
  if (lua_type(L, -1) != LUA_TSTRING) return "its value must be a string";
  key = lua_tolstring(L, -2, &key_length);
  text = lua_tolstring(L, -1, &length);
  *bytes += key_length + length;
  problem = key_problem(rules, key, key_length);
  if (problem || !labels || !length || lx_is_label_name(text, length)) return problem;
  return "its value must be empty, or 1 to 63 letters, digits, '-', '_' or '.', with a letter "
         "or digit at both ends";
}

/* Says what is wrong with the map on top, key by key in order. */
static void refuse_pairs(lua_State *L, const checked_head *subject, const char *path, bool labels) {
  size_t count = lx_sorted_keys(L, -1), bytes = 0;
  for (size_t i = 1; i <= count; i++) {
    const char *problem;
    lua_rawgeti(L, -1, (lua_Integer)i);
    lua_pushvalue(L, -1);
    lua_rawget(L, -4);
    problem = pair_problem(L, &subject->run->bundle->output, labels, &bytes);
    if (problem) {
      refuse(subject, path, "the key %.100s is refused: %s",
             lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "(no text)", problem);
    }
    lua_pop(L, 2);
  }
  lua_pop(L, 1);
}

static void check_pairs(lua_State *L, const checked_head *subject, const char *head,
                        const char *field) {
  const lx_output_rules *rules = &subject->run->bundle->output;
  bool labels = *field == 'l', bad = false;
  char path[300];
  size_t bytes = 0;
  lua_pushvalue(L, -1);
  if (!enter_field(L, field, strlen(field)) || !lua_istable(L, -1)) {
    lua_pop(L, 1);
    return;
  }
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    if (pair_problem(L, rules, labels, &bytes)) bad = true;
  }
  snprintf(path, sizeof path, "%.200s.%s", head, field);
  if (bad) refuse_pairs(L, subject, path, labels);
  if (!labels && rules->annotations && bytes > rules->annotations) {
    refuse(subject, path, "%zu bytes of annotations are more than the %zu that an object may have",
           bytes, rules->annotations);
  }
  lua_pop(L, 1);
}

/* ---- the head ---------------------------------------------------------------------------- */

/* Whether the metadata on top has any field of the list: it has few, and seldom one of them. */
static bool has_any(lua_State *L, char *const *list) {
  bool found = false;
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    size_t length;
    const char *name;
    if (lua_type(L, -2) != LUA_TSTRING) continue;
    name = lua_tolstring(L, -2, &length);
    for (size_t i = 0; list[i] && !found; i++) {
      found = list[i][0] == name[0] && strcmp(list[i], name) == 0;
    }
  }
  return found;
}

static void check_fields(lua_State *L, const checked_head *subject, const char *head) {
  char *const *foreign = subject->run->bundle->output.foreign;
  if (!foreign || !has_any(L, foreign)) return;
  for (size_t i = 0; foreign && foreign[i]; i++) {
    char path[300];
    lua_pushstring(L, foreign[i]);
    lua_rawget(L, -2);
    if (!lua_isnil(L, -1)) {
      snprintf(path, sizeof path, "%.200s.%.90s", head, foreign[i]);
      refuse(subject, path, "must be absent: it is not a template's to write");
    }
    lua_pop(L, 1);
  }
}

/* The metadata at a path of the value on top, when it is there. */
static void check_metadata(lua_State *L, const checked_head *subject, const char *path) {
  lua_pushvalue(L, -1);
  if (enter_path(L, path) && lua_istable(L, -1)) {
    check_fields(L, subject, path);
    check_pairs(L, subject, path, "labels");
    check_pairs(L, subject, path, "annotations");
  }
  lua_pop(L, 1);
}

/* "v1", "apps/v1": a version starts with v and a digit, lower case. */
static bool is_api_version(const char *text) {
  const char *slash = strchr(text, '/'), *version = slash ? slash + 1 : text;
  if (slash && !lx_is_dns1123_subdomain(text, (size_t)(slash - text))) return false;
  if (version[0] != 'v' || !isdigit((unsigned char)version[1])) return false;
  return strspn(version, "abcdefghijklmnopqrstuvwxyz0123456789") == strlen(version);
}

static bool is_kind(const char *text) {
  if (!isupper((unsigned char)*text)) return false;
  while (isalnum((unsigned char)*text)) text++;
  return *text == '\0';
}

static void check_identity(const checked_head *subject, const luxr_identity *identity) {
  if (*identity->api_version && !is_api_version(identity->api_version)) {
    refuse(subject, "apiVersion",
           "must be a version, or a group and a version: v1, apps/v1");
  }
  if (*identity->kind && !is_kind(identity->kind)) {
    refuse(subject, "kind",
           "must be a word of letters and digits that starts with a capital");
  }
  if (*identity->name && !lx_is_dns1123_subdomain(identity->name, strlen(identity->name))) {
    refuse(subject, "metadata.name", "must be a DNS-1123 subdomain");
  }
}

static void check_namespace(const checked_head *subject, const luxr_identity *first,
                            const luxr_identity *identity) {
  if (strcmp(first->name_space, identity->name_space) == 0) return;
  refuse(subject, "metadata.namespace", "must be '%s', as in every manifest",
         first->name_space);
}

static void check_value(lua_State *L, const checked_head *subject, const luxr_identity *identity,
                        bool is_manifest) {
  char *const *heads = subject->run->bundle->output.heads;
  check_identity(subject, identity);
  check_metadata(L, subject, "metadata");
  for (size_t i = 0; is_manifest && heads && heads[i]; i++) check_metadata(L, subject, heads[i]);
}

bool lx_phase_heads(lua_State *L, lx_run *run) {
  const lx_output_rules *rules = &run->bundle->output;
  const luxr_item *items = run->result->items;
  if (!rules->checked) return true;
  for (size_t i = 0; i < run->draft_count; i++) {
    const luxr_item *item = &items[run->drafts[i].item];
    checked_head subject = {run, run->drafts[i].name, ""};
    lua_rawgeti(L, LX_AT_DOCS, (lua_Integer)i + 1);
    check_value(L, &subject, &item->manifest, true);
    if (rules->one_namespace) {
      check_namespace(&subject, &items[run->drafts[0].item].manifest, &item->manifest);
    }
    subject.prefix = "Object ";
    if (lua_rawgeti(L, LX_AT_WRAPPED, (lua_Integer)i + 1) == LUA_TTABLE) {
      check_value(L, &subject, &item->object, false);
    }
    lua_pop(L, 2);
  }
  return true;
}
