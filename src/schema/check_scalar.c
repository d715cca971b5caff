#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/scalar.h"
#include "schema/check.h"
#include "schema/words.h"

/* ---- Types ---------------------------------------------------------------------------
 */

static const char *hint_for_string(const lx_node *node, const char *text, size_t length) {
  lx_scalar scalar = lx_scalar_resolve(text, length);
  bool is_integer = scalar.kind == LX_SCALAR_INTEGER;
  bool wanted = (node->type == LX_INTEGER && is_integer) ||
                (node->type == LX_NUMBER && (is_integer || scalar.kind == LX_SCALAR_FLOAT)) ||
                (node->type == LX_BOOLEAN && scalar.kind == LX_SCALAR_BOOLEAN);
  return wanted ? "leave out the quotes" : NULL;
}

/* What the value at the top is, where something else was wanted. */
static const char *hint_for_type(lua_State *L, const lx_node *node) {
  bool wants_text = node->type == LX_STRING;
  size_t length;
  const char *text;
  switch (lua_type(L, -1)) {
    case LUA_TBOOLEAN:
      if (!wants_text) return NULL;
      return lua_toboolean(L, -1) ? "quote it: yes, on, y and true are booleans otherwise"
                                  : "quote it: no, off, n and false are booleans otherwise";
    case LUA_TNUMBER:
      if (wants_text) return "quote it: it is a number otherwise";
      return fabs(lua_tonumber(L, -1)) >= 0x1p63 ? "an integer has at most 64 bits" : NULL;
    case LUA_TSTRING:
      text = lua_tolstring(L, -1, &length);
      return hint_for_string(node, text, length);
    default: return NULL;
  }
}

void lx_check_wrong_type(lx_check *check, const lx_spot *spot, const lx_node *node) {
  lx_words got = {.length = 0};
  luxr_diagnostic *item;
  if (!check->problems) {
    check->broken = true;
    return;
  }
  lx_words_value(&got, check->L, -1, true);
  item = lx_check_fail(check, spot, "must be %s, got %s", lx_words_type(node->type), got.text);
  lx_check_hint(check, item, hint_for_type(check->L, node));
}

/* ---- Strings -------------------------------------------------------------------------
 */

static void check_length(lx_check *check, const lx_spot *spot, const lx_node *node,
                         const char *text, size_t length) {
  const lx_count *wanted = &node->characters;
  luxr_diagnostic *item = NULL;
  size_t characters;
  /* A character has one to four bytes: most texts need not be counted. */
  if (length <= wanted->most && (length + 3) / 4 >= wanted->least) return;
  characters = lx_utf8_count(text, length);
  if (characters > wanted->most) {
    item = lx_check_fail(check, spot, "must have at most %zu character%s, has %zu",
                         wanted->most, wanted->most == 1 ? "" : "s", characters);
  } else if (!characters && wanted->least) {
    item = lx_check_fail(check, spot, "must not be empty");
  } else if (characters < wanted->least) {
    item = lx_check_fail(check, spot, "must have at least %zu characters, has %zu",
                         wanted->least, characters);
  }
  lx_check_hint(check, item, node->rule);
}

enum { READABLE = 80 }; /* characters of a pattern */

static void check_pattern(lx_check *check, const lx_spot *spot, const lx_node *node,
                          const char *text, size_t length) {
  bool readable = strlen(node->pattern_text) <= READABLE;
  lx_words got = {.length = 0};
  luxr_diagnostic *item;
  if (lx_regex_matches(node->pattern, text, length)) return;
  lx_words_quote(&got, text, length);
  item = lx_check_fail(check, spot, "must match %s, got %s",
                       readable ? node->pattern_text : "the pattern of its schema", got.text);
  lx_check_hint(check, item, node->rule);
}

void lx_node_check_string(lx_check *check, const lx_spot *spot, const lx_node *node) {
  size_t length;
  const char *text = lua_tolstring(check->L, -1, &length);
  check_length(check, spot, node, text, length);
  /* A text that is far too long is not searched, and its length says enough. */
  if (node->pattern && length / 4 <= node->characters.most) {
    check_pattern(check, spot, node, text, length);
  }
}

/* ---- Numbers -------------------------------------------------------------------------
 */

/* Below 0, 0 or above 0 as the number at the top is below, at or above the bound. */
static int compare(lua_State *L, const lx_bound *bound) {
  if (lua_isinteger(L, -1) && bound->is_integer) {
    int64_t number = lua_tointeger(L, -1);
    return number < bound->integer ? -1 : number > bound->integer;
  } else {
    double number = lua_tonumber(L, -1);
    return number < bound->number ? -1 : number > bound->number;
  }
}

static void say_bound(lx_check *check, const lx_spot *spot, const lx_node *node,
                      const char *rule, const lx_bound *bound) {
  lx_words limit = {.length = 0}, got = {.length = 0};
  lx_words_bound(&limit, bound);
  lx_words_value(&got, check->L, -1, false);
  lx_check_hint(check,
                lx_check_fail(check, spot, "must be %s %s, got %s", rule, limit.text, got.text),
                node->rule);
}

static bool is_multiple(lua_State *L, const lx_bound *factor) {
  double quotient;
  if (lua_isinteger(L, -1) && factor->is_integer) {
    return lua_tointeger(L, -1) % factor->integer == 0;
  }
  /* 0.3 is a multiple of 0.1, whatever binary fractions say. */
  quotient = lua_tonumber(L, -1) / factor->number;
  return fabs(quotient - round(quotient)) <= 1e-9;
}

void lx_node_check_number(lx_check *check, const lx_spot *spot, const lx_node *node) {
  const lx_bound *least = &node->minimum, *most = &node->maximum;
  if (least->set) {
    int order = compare(check->L, least);
    if (order < 0 || (order == 0 && least->exclusive)) {
      say_bound(check, spot, node, least->exclusive ? "more than" : "at least", least);
    }
  }
  if (most->set) {
    int order = compare(check->L, most);
    if (order > 0 || (order == 0 && most->exclusive)) {
      say_bound(check, spot, node, most->exclusive ? "less than" : "at most", most);
    }
  }
  if (node->multiple.set && !is_multiple(check->L, &node->multiple)) {
    say_bound(check, spot, node, "a multiple of", &node->multiple);
  }
}
