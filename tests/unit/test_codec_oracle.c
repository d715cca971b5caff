/* Everything that is written is read again: YAML by libyaml, JSON by cJSON, and both by our own
 * readers; random data, the same on every run. */
#include <math.h>

#include <cjson/cJSON.h>
#include <yaml.h>

#include "base/utf8.h"
#include "random_value.h"

/* ---- Our own readers ----------------------------------------------------------------- */

static bool same(int a, int b);

static bool same_table(int a, int b) {
  lua_State *L = its.L;
  size_t n, m;
  if (lx_classify(L, a, &n) != lx_classify(L, b, &m) || n != m) return false;
  for (lua_pushnil(L); lua_next(L, a); lua_pop(L, 2)) {
    lua_pushvalue(L, -2);
    lua_rawget(L, b);
    if (!same(lua_gettop(L) - 1, lua_gettop(L))) return false;
  }
  return true;
}

static bool same(int a, int b) {
  lua_State *L = its.L;
  luaL_checkstack(L, 8, NULL);
  if (lua_type(L, a) != lua_type(L, b)) return false;
  if (lua_istable(L, a)) return same_table(a, b);
  if (lua_type(L, a) == LUA_TNUMBER) return lua_tonumber(L, a) == lua_tonumber(L, b);
  return lua_rawequal(L, a, b);
}

/* Reads `out` beside the value in slot 1, and compares. */
static bool reads_back(luxr_format format) {
  lx_source source = {its.out.data, its.out.length, 1, format};
  bool ok;
  lx_diagnostics_free(&its.problems);
  lua_settop(its.L, 1);
  ok = lx_read(its.L, its.reader, &source, &its.limits, &its.problems) && same(1, 2) &&
       !its.problems.count;
  if (!ok) printf("%s\n%.*s\n", findings(), (int)its.out.length, its.out.data);
  lua_settop(its.L, 1);
  return ok;
}

/* ---- The libraries ------------------------------------------------------------------- */

/* Whether libyaml finds each text of the value in slot 1, in the order in which it is written,
 * and nothing behind the one document. */
static bool libyaml_agrees(void) {
  yaml_parser_t parser;
  yaml_document_t document, second;
  bool ok;
  yaml_parser_initialize(&parser);
  yaml_parser_set_input_string(&parser, (unsigned char *)its.out.data, its.out.length);
  ok = yaml_parser_load(&parser, &document) == 1;
  if (ok) {
    yaml_node_t *root = yaml_document_get_root_node(&document);
    ok = root != NULL;
    if (ok && lua_type(its.L, 1) == LUA_TSTRING) {
      size_t length;
      const char *text = lua_tolstring(its.L, 1, &length);
      ok = root->type == YAML_SCALAR_NODE && root->data.scalar.length == length &&
           memcmp(root->data.scalar.value, text, length) == 0;
    }
    if (ok && lua_istable(its.L, 1)) ok = root->type != YAML_SCALAR_NODE;
    yaml_document_delete(&document);
    ok = yaml_parser_load(&parser, &second) == 1 && ok;
    ok = ok && !yaml_document_get_root_node(&second);
    yaml_document_delete(&second);
  }
  yaml_parser_delete(&parser);
  return ok;
}

static bool cjson_same(const cJSON *json, int slot);

static bool cjson_same_table(const cJSON *json, int slot) {
  lua_State *L = its.L;
  size_t count, seen = 0;
  bool is_list = lx_classify(L, slot, &count) == LX_TABLE_LIST;
  const cJSON *item;
  if (is_list ? !cJSON_IsArray(json) : !cJSON_IsObject(json)) return false;
  cJSON_ArrayForEach(item, json) {
    seen++;
    if (is_list) {
      lua_rawgeti(L, slot, (lua_Integer)seen);
    } else {
      lua_pushstring(L, item->string);
      lua_rawget(L, slot);
    }
    if (!cjson_same(item, lua_gettop(L))) return false;
    lua_pop(L, 1);
  }
  return seen == count;
}

static bool cjson_same(const cJSON *json, int slot) {
  lua_State *L = its.L;
  luaL_checkstack(L, 8, NULL);
  switch (lua_type(L, slot)) {
    case LUA_TSTRING:
      return cJSON_IsString(json) && strcmp(json->valuestring, lua_tostring(L, slot)) == 0;
    case LUA_TNUMBER: return cJSON_IsNumber(json) && json->valuedouble == lua_tonumber(L, slot);
    case LUA_TBOOLEAN: return lua_toboolean(L, slot) ? cJSON_IsTrue(json) : cJSON_IsFalse(json);
    case LUA_TTABLE: return cjson_same_table(json, slot);
    default: return cJSON_IsNull(json);
  }
}

static bool cjson_agrees(void) {
  cJSON *json = cJSON_ParseWithLengthOpts(its.out.data, its.out.length + 1, NULL, 1);
  bool ok = json && cjson_same(json, 1);
  cJSON_Delete(json);
  lua_settop(its.L, 1);
  return ok;
}

/* ---- Tests --------------------------------------------------------------------------- */

static bool survives(void) {
  top_as_yaml();
  if (!reads_back(LUXR_FORMAT_YAML) || !libyaml_agrees()) return false;
  top_as_json();
  if (!reads_back(LUXR_FORMAT_JSON) || !cjson_agrees()) return false;
  return reads_back(LUXR_FORMAT_ANY);
}

static void texts(void) {
  for (int i = 0; i < 20000; i++) {
    lua_settop(its.L, 0);
    push_random_text();
    CHECK(survives());
  }
}

static void values(void) {
  for (int i = 0; i < 4000; i++) {
    lua_settop(its.L, 0);
    push_random(5);
    CHECK(survives());
  }
}

/* Each character of the basic plane and some beyond, alone and between others. */
static void characters(void) {
  static const char *const frames[][2] = {{"", ""}, {"a", "b"}, {" ", "x"}, {"x\n", "\ny"}};
  for (uint32_t code = 1; code < 0x11000; code += code < 0x3100 ? 1 : 61) {
    char bytes[4], text[16];
    size_t count;
    if (code >= 0xD800 && code <= 0xDFFF) continue;
    count = lx_utf8_put(bytes, code);
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
      size_t length = (size_t)snprintf(text, sizeof text, "%s%.*s%s", frames[i][0], (int)count,
                                       bytes, frames[i][1]);
      lua_settop(its.L, 0);
      lua_createtable(its.L, 0, 1);
      lua_pushlstring(its.L, text, length);
      lua_pushvalue(its.L, -1);
      lua_rawset(its.L, 1);
      CHECK(survives());
    }
  }
}

int main(void) {
  codec_open();
  RUN(texts);
  RUN(values);
  RUN(characters);
  codec_close();
  return checks_done();
}
