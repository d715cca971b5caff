/* heads.c: the head of every manifest and object, by the rules that bundle.lua has for output.
 *
 * In C because it looks at everything that is rendered, each time. */
#include <ctype.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "base/path.h"
#include "render/run.h"
#include "value/keys.h"
#include "value/slot.h"
#include "value/view.h"

/* What is being looked at: "scaled-object: " and what stands before the path. */
typedef struct checked_head {
  lx_run *run;
  const char *name;
  const char *prefix; /* "" or "Object " */
  luxr_identity
      good[2];       /* what was found right last, by what shares its texts: see identify.c */
  uint64_t initials; /* of the fields of metadata that are not a template's: see initial() */
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

static lx_slot at_path(lua_State *L, lx_slot slot, const char *path) {
  while (*path && lx_slot_type(L, slot) == LUA_TTABLE) {
    size_t length = strcspn(path, ".");
    slot = lx_slot_field(L, slot, path, length);
    path += length + (path[length] == '.');
  }
  return slot;
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

/* `*bytes` grows by what the pair takes. */
static const char *pair_problem(lua_State *L, const lx_output_rules *rules, bool labels,
                                lx_slot key, lx_slot value, size_t *bytes) {
  size_t name_length, length;
  const char *name, *text, *problem;
  if (lx_slot_type(L, key) != LUA_TSTRING) return "a key must be a string";
  if (lx_slot_type(L, value) != LUA_TSTRING) return "its value must be a string";
  name = lx_slot_text(L, key, &name_length);
  text = lx_slot_text(L, value, &length);
  *bytes += name_length + length;
  problem = key_problem(rules, name, name_length);
  if (problem || !labels || !length || lx_is_label_name(text, length)) return problem;
  return "its value must be empty, or 1 to 63 letters, digits, '-', '_' or '.', with a letter "
         "or digit at both ends";
}

/* Says what is wrong with the map, key by key in order. */
static void refuse_pairs(lua_State *L, const checked_head *subject, const char *path,
                         bool labels, lx_slot pairs) {
  int map = lua_gettop(L) + 1;
  size_t count, bytes = 0;
  lx_slot_push(L, pairs);
  lx_view_peel(L, map);
  count = lx_sorted_keys(L, map);
  for (size_t i = 1; i <= count; i++) {
    const char *problem;
    lua_rawgeti(L, map + 1, (lua_Integer)i);
    lua_pushvalue(L, -1);
    lua_rawget(L, map);
    problem = pair_problem(L, &subject->run->bundle->output, labels, lx_slot_at(L, map + 2),
                           lx_slot_at(L, map + 3), &bytes);
    if (problem) {
      refuse(subject, path, "the key %.100s is refused: %s",
             lua_type(L, map + 2) == LUA_TSTRING ? lua_tostring(L, map + 2) : "(no text)",
             problem);
    }
    lua_settop(L, map + 1);
  }
  lua_settop(L, map - 1);
}

static void check_pairs(lua_State *L, const checked_head *subject, const char *head,
                        const char *field, lx_slot pairs) {
  const lx_output_rules *rules = &subject->run->bundle->output;
  bool labels = *field == 'l', bad = false, many;
  lx_slot_entry entry = lx_slot_begin(L, pairs);
  char path[300];
  size_t bytes = 0;
  while (lx_slot_next(L, &entry)) {
    if (pair_problem(L, rules, labels, entry.key, entry.value, &bytes)) bad = true;
  }
  many = !labels && rules->annotations && bytes > rules->annotations;
  if (!bad && !many) return;
  snprintf(path, sizeof path, "%.200s.%s", head, field);
  if (bad) refuse_pairs(L, subject, path, labels, pairs);
  if (many) {
    refuse(subject, path,
           "%zu bytes of annotations are more than the %zu that an object may have", bytes,
           rules->annotations);
  }
}

/* ---- the head ---------------------------------------------------------------------------- */

/* A bit for the character that a text begins with, which others share. */
static uint64_t initial(const char *text) {
  return (uint64_t)1 << ((unsigned char)*text & 63);
}

static bool is_among_texts(char *const *list, const char *text) {
  for (size_t i = 0; list && list[i]; i++) {
    if (list[i][0] == text[0] && strcmp(list[i], text) == 0) return true;
  }
  return false;
}

static void refuse_foreign(lua_State *L, const checked_head *subject, const char *head,
                           lx_slot metadata) {
  char *const *foreign = subject->run->bundle->output.foreign;
  for (size_t i = 0; foreign[i]; i++) {
    char path[300];
    lx_slot found = lx_slot_field(L, metadata, foreign[i], strlen(foreign[i]));
    if (lx_slot_type(L, found) == LUA_TNIL) continue;
    snprintf(path, sizeof path, "%.200s.%.90s", head, foreign[i]);
    refuse(subject, path, "must be absent: it is not a template's to write");
  }
}

/* The metadata at a path of the value, when it is there: it has few fields, which are gone
 * through, and seldom one that is not a template's. */
static void check_metadata(lua_State *L, const checked_head *subject, lx_slot slot,
                           const char *path) {
  int mark = lx_slot_mark(L);
  lx_slot metadata = at_path(L, slot, path), pairs;
  lx_slot_entry entry;
  bool foreign = false;
  if (lx_slot_type(L, metadata) != LUA_TTABLE) return lx_slot_release(L, mark);
  entry = lx_slot_begin(L, metadata);
  while (!foreign && lx_slot_next(L, &entry)) {
    const char *name;
    size_t length;
    if (lx_slot_type(L, entry.key) != LUA_TSTRING) continue;
    name = lx_slot_text(L, entry.key, &length);
    if (!(initial(name) & subject->initials)) continue;
    foreign = is_among_texts(subject->run->bundle->output.foreign, name);
  }
  if (foreign) refuse_foreign(L, subject, path, metadata);
  pairs = lx_slot_field(L, metadata, "labels", 6);
  if (lx_slot_type(L, pairs) == LUA_TTABLE) check_pairs(L, subject, path, "labels", pairs);
  pairs = lx_slot_field(L, metadata, "annotations", 11);
  if (lx_slot_type(L, pairs) == LUA_TTABLE) check_pairs(L, subject, path, "annotations", pairs);
  lx_slot_release(L, mark);
}

static bool is_lower_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* "v1", "apps/v1": a version starts with v and a digit, lower case. */
static bool is_api_version(const char *text) {
  const char *slash = strchr(text, '/'), *version = slash ? slash + 1 : text;
  if (slash && !lx_is_dns1123_subdomain(text, (size_t)(slash - text))) return false;
  if (version[0] != 'v' || !isdigit((unsigned char)version[1])) return false;
  while (is_lower_or_digit(*version)) version++;
  return *version == '\0';
}

static bool is_kind(const char *text) {
  if (!isupper((unsigned char)*text)) return false;
  while (isalnum((unsigned char)*text)) text++;
  return *text == '\0';
}

static void check_identity(checked_head *subject, const luxr_identity *identity,
                           bool is_manifest) {
  luxr_identity *good = &subject->good[is_manifest];
  bool same_version = identity->api_version == good->api_version;
  if (!same_version && *identity->api_version && !is_api_version(identity->api_version)) {
    refuse(subject, "apiVersion", "must be a version, or a group and a version: v1, apps/v1");
  } else {
    good->api_version = identity->api_version;
  }
  if (identity->kind != good->kind && *identity->kind && !is_kind(identity->kind)) {
    refuse(subject, "kind", "must be a word of letters and digits that starts with a capital");
  } else {
    good->kind = identity->kind;
  }
  if (*identity->name && !lx_is_dns1123_subdomain(identity->name, strlen(identity->name))) {
    refuse(subject, "metadata.name", "must be a DNS-1123 subdomain");
  }
}

static void check_namespace(const checked_head *subject, const luxr_identity *first,
                            const luxr_identity *identity) {
  if (first->name_space == identity->name_space ||
      strcmp(first->name_space, identity->name_space) == 0) {
    return;
  }
  refuse(subject, "metadata.namespace", "must be '%s', as in every manifest",
         first->name_space);
}

/* The value on top. */
static void check_value(lua_State *L, checked_head *subject, const luxr_identity *identity,
                        bool is_manifest) {
  char *const *heads = subject->run->bundle->output.heads;
  lx_slot slot = lx_slot_at(L, -1);
  check_identity(subject, identity, is_manifest);
  check_metadata(L, subject, slot, "metadata");
  for (size_t i = 0; is_manifest && heads && heads[i]; i++) {
    check_metadata(L, subject, slot, heads[i]);
  }
}

bool lx_phase_heads(lua_State *L, lx_run *run) {
  const lx_output_rules *rules = &run->bundle->output;
  const luxr_item *items = run->result->items;
  checked_head subject = {.run = run};
  if (!rules->checked) return true;
  for (char *const *name = rules->foreign; name && *name; name++) {
    subject.initials |= initial(*name);
  }
  for (size_t i = 0; i < run->draft_count; i++) {
    const luxr_item *item = &items[run->drafts[i].item];
    subject.name = run->drafts[i].name;
    subject.prefix = "";
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
