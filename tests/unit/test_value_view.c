#include "value/view.h"

#include "check.h"
#include "script.h"
#include "value/keys.h"

/* The shape of an input: spec has a map of settings, a list of rows, and free labels. */
static const lx_field row_fields[] = {{"name", 4, NULL}, {"weight", 6, NULL}};
static const lx_shape row = {row_fields, 2, false, NULL};
static const lx_shape rows = {NULL, 0, false, &row};
static const lx_field scaling_fields[] = {{"enabled", 7, NULL}, {"metric", 6, NULL}};
static const lx_shape scaling = {scaling_fields, 2, false, NULL};
static const lx_shape labels = {NULL, 0, true, NULL};
static const lx_shape by_name = {NULL, 0, true, &row};
static const lx_field spec_fields[] = {
    {"gpu", 3, NULL},          {"host", 4, NULL},         {"labels", 6, &labels},
    {"maxReplicas", 11, NULL}, {"minReplicas", 11, NULL}, {"pools", 5, &by_name},
    {"rows", 4, &rows},        {"scaling", 7, &scaling},
};
static const lx_shape spec = {spec_fields, 8, false, NULL};
static const lx_field root_fields[] = {{"spec", 4, &spec}};
static const lx_shape root = {root_fields, 1, false, NULL};

static lua_State *new_input(void) {
  lua_State *L = script_new();
  script_view(L, "xr", &root,
              "{ spec = { gpu = 8, minReplicas = 1, labels = { ['a.b/c'] = 'x' },"
              "  pools = { one = { name = 'p' } },"
              "  rows = { { name = 'first' }, { name = 'second', weight = 2 } },"
              "  scaling = { enabled = false } } }");
  return L;
}

static void reads_what_is_there(void) {
  lua_State *L = new_input();
  CHECK_TEXT(script_run(L, "return xr.spec.gpu"), "8");
  CHECK_TEXT(script_run(L, "return math.type(xr.spec.gpu)"), "integer");
  CHECK_TEXT(script_run(L, "return xr.spec.scaling.enabled"), "false");
  CHECK_TEXT(script_run(L, "return xr.spec.labels['a.b/c']"), "x");
  CHECK_TEXT(script_run(L, "return xr.spec.rows[2].name .. xr.spec.rows[1].name"),
             "secondfirst");
  CHECK_TEXT(script_run(L, "return xr['spec']['rows'][2]['weight']"), "2");
  lua_close(L);
}

static void reads_the_same_view_again(void) {
  lua_State *L = new_input();
  CHECK_TEXT(script_run(L, "return rawequal(xr.spec, xr.spec)"), "true");
  CHECK_TEXT(script_run(L, "return xr.spec.rows[1] == xr.spec.rows[1]"), "true");
  CHECK_TEXT(script_run(L, "return xr.spec.rows[1] == xr.spec.rows[2]"), "false");
  CHECK_TEXT(script_run(L, "return rawlen(xr.spec.rows) .. type(xr.spec)"), "0table");
  lua_close(L);
}

static void absent_names_are_nil(void) {
  lua_State *L = new_input();
  CHECK_TEXT(script_run(L, "return xr.spec.host"), "nil");
  CHECK_TEXT(script_run(L, "return xr.spec.scaling.metric"), "nil");
  CHECK_TEXT(script_run(L, "return xr.spec.labels.other"), "nil");
  CHECK_TEXT(script_run(L, "return xr.spec.rows[3]"), "nil");
  CHECK_TEXT(script_run(L, "return xr.spec[1]"), "nil");
  CHECK_TEXT(script_run(L, "return xr.spec[1.5] or xr.spec[true] or xr[xr]"), "nil");
  lua_close(L);
}

static void undeclared_names_raise(void) {
  lua_State *L = new_input();
  CHECK_TEXT(script_run(L, "return xr.spec.minReplica"),
             "xr.spec.minReplica is not in the schema (did you mean 'minReplicas'?)");
  CHECK_TEXT(script_run(L, "return xr.spec.scaling.enable"),
             "xr.spec.scaling.enable is not in the schema (did you mean 'enabled'?)");
  CHECK_TEXT(script_run(L, "return xr.spec.rows[2].nam"),
             "xr.spec.rows[1].nam is not in the schema (did you mean 'name'?)");
  CHECK_TEXT(script_run(L, "return xr.spec.pools.one.wieght"),
             "xr.spec.pools.one.wieght is not in the schema (did you mean 'weight'?)");
  CHECK_TEXT(
      script_run(L, "return xr.spec.scaling['a b']"),
      "xr.spec.scaling[\"a b\"] is not in the schema (there are 'enabled' and 'metric')");
  CHECK_TEXT(script_run(L, "return xr.zzz"),
             "xr.zzz is not in the schema (there is only 'spec')");
  CHECK_TEXT(script_run(L, "return xr.spec.rows.name"),
             "xr.spec.rows.name is not in the schema");
  CHECK_TEXT(
      script_run(L, "return xr.spec.q"),
      "xr.spec.q is not in the schema (there are 'gpu', 'host', 'labels', 'maxReplicas', "
      "'minReplicas', 'pools', 'rows' and 'scaling')");
  lua_close(L);
}

static void writes_raise(void) {
  lua_State *L = new_input();
  CHECK_TEXT(script_run(L, "xr.spec.gpu = 4"), "xr.spec.gpu is read-only");
  CHECK_TEXT(script_run(L, "xr.spec.host = 'h'"), "xr.spec.host is read-only");
  CHECK_TEXT(script_run(L, "xr.spec.gpu = nil"), "xr.spec.gpu is read-only");
  CHECK_TEXT(script_run(L, "xr.spec.undeclared = 1"), "xr.spec.undeclared is read-only");
  CHECK_TEXT(script_run(L, "xr.spec = {}"), "xr.spec is read-only");
  CHECK_TEXT(script_run(L, "xr.spec.rows[1] = {}"), "xr.spec.rows[0] is read-only");
  CHECK_TEXT(script_run(L, "xr.spec.rows[1].name = 'x'"), "xr.spec.rows[0].name is read-only");
  CHECK_TEXT(script_run(L, "xr.spec.rows[0] = 1"), "xr.spec.rows is read-only");
  CHECK_TEXT(script_run(L, "xr.spec.labels['a.b/c'] = 1"),
             "xr.spec.labels[\"a.b/c\"] is read-only");
  lua_close(L);
}

/* What was read stands nowhere that a write could reach. */
static void writes_raise_after_reads(void) {
  lua_State *L = new_input();
  CHECK_TEXT(script_run(L, "local _ = xr.spec.gpu xr.spec.gpu = 4"),
             "xr.spec.gpu is read-only");
  CHECK_TEXT(script_run(L, "local _ = xr.spec xr.spec = 4"), "xr.spec is read-only");
  CHECK_TEXT(script_run(L, "local r = xr.spec.rows local _ = r[1] r[1] = 4"),
             "xr.spec.rows[0] is read-only");
  CHECK_TEXT(script_run(L, "return xr.spec.gpu"), "8");
  lua_close(L);
}

static void metatables_are_hidden(void) {
  lua_State *L = new_input();
  CHECK_TEXT(script_run(L, "return getmetatable(xr.spec)"), "false");
  CHECK_TEXT(script_run(L, "return (select(2, pcall(setmetatable, xr, {})))"),
             "cannot change a protected metatable");
  lua_close(L);
}

static void length_is_that_of_the_list(void) {
  lua_State *L = new_input();
  CHECK_TEXT(script_run(L, "return #xr.spec.rows"), "2");
  CHECK_TEXT(script_run(L, "return #xr.spec"), "0");
  CHECK_TEXT(script_run(L,
                        "local s = '' for i, v in ipairs(xr.spec.rows) do"
                        " s = s .. i .. v.name end return s"),
             "1first2second");
  lua_close(L);
}

static int run_keys(lua_State *L) {
  lx_sorted_keys(L, 1);
  return 1;
}

/* Nested frozen values are reached through pairs as they are by name. */
static void keys_look_through_views(void) {
  lua_State *L = new_input();
  lua_register(L, "keys", run_keys);
  CHECK_TEXT(script_run(L, "return table.concat(keys(xr.spec), ' ')"),
             "gpu labels minReplicas pools rows scaling");
  CHECK_TEXT(script_run(L, "return table.concat(keys(xr.spec.rows[2]), ' ')"), "name weight");
  CHECK_TEXT(script_run(L,
                        "for _, key in ipairs(keys(xr.spec.pools)) do"
                        " xr.spec.pools[key].name = 'x' end"),
             "xr.spec.pools.one.name is read-only");
  lua_close(L);
}

static void push_ctx(lua_State *L, const char *constructor) {
  lua_settop(L, 0);
  lua_pushfstring(L, "return %s", constructor);
  if (luaL_loadstring(L, lua_tostring(L, 1))) lua_error(L);
  lua_call(L, 0, 1);
  lx_view_push_closed(L, -1, "ctx");
  lua_replace(L, 1);
  lua_settop(L, 1);
  lua_pushvalue(L, 1);
  lua_setglobal(L, "ctx");
}

static void closed_views_raise_for_any_absent_name(void) {
  lua_State *L = script_new();
  push_ctx(L, "{ decided = { scaling = { on = true } }, reject = print, note = print }");
  CHECK_TEXT(script_run(L, "return ctx.decidd"),
             "ctx.decidd is not there (did you mean 'decided'?)");
  CHECK_TEXT(script_run(L, "return ctx.x"),
             "ctx.x is not there (there are 'decided', 'note' and 'reject')");
  CHECK_TEXT(script_run(L, "return ctx.decided.scaling.absent"), "nil");
  CHECK_TEXT(script_run(L, "ctx.decided = 1"), "ctx.decided is read-only");
  CHECK_TEXT(script_run(L, "ctx.decided.scaling.on = 1"),
             "ctx.decided.scaling.on is read-only");
  CHECK_TEXT(script_run(L, "return ctx[1]"), "nil");
  CHECK_TEXT(script_run(L, "return ctx.note == print"), "true");
  push_ctx(L, "{}");
  CHECK_TEXT(script_run(L, "return ctx.anything"), "ctx.anything is not there");
  lua_close(L);
}

static void closed_views_name_at_most_sixteen(void) {
  lua_State *L = script_new();
  push_ctx(L,
           "(function() local t = {} for i = 101, 118 do t['name' .. i] = i end return t "
           "end)()");
  CHECK_TEXT(script_run(L, "return ctx.zzzzzzzzzzzz"),
             "ctx.zzzzzzzzzzzz is not there (there are 'name101', 'name102', 'name103', "
             "'name104', "
             "'name105', 'name106', 'name107', 'name108', 'name109', 'name110', 'name111', "
             "'name112', 'name113', 'name114', 'name115', 'name116' and 2 more)");
  lua_close(L);
}

static void views_in_tables_stay_themselves(void) {
  lua_State *L = new_input();
  CHECK_TEXT(script_run(L, "doc = { metadata = { labels = xr.spec.labels } }"), "nil");
  lua_settop(L, 0);
  lua_getglobal(L, "doc");
  lx_view_push(L, 1, NULL, "docs");
  lua_setglobal(L, "docs");
  CHECK_TEXT(script_run(L, "return docs.metadata.labels == xr.spec.labels"), "true");
  CHECK_TEXT(script_run(L, "docs.metadata.labels.x = 1"), "xr.spec.labels.x is read-only");
  CHECK_TEXT(script_run(L, "docs.metadata.x = 1"), "docs.metadata.x is read-only");
  CHECK_TEXT(script_run(L, "return doc.metadata == docs.metadata"), "false");
  lua_close(L);
}

static void a_view_of_a_view_has_its_own_name(void) {
  lua_State *L = new_input();
  lua_getglobal(L, "xr");
  lx_view_push(L, 1, NULL, "again");
  lua_setglobal(L, "again");
  CHECK_TEXT(script_run(L, "return again.spec.undeclared"), "nil");
  CHECK_TEXT(script_run(L, "again.spec.x = 1"), "again.spec.x is read-only");
  lua_settop(L, 0);
  lua_pushinteger(L, 7);
  lx_view_push(L, 1, NULL, "seven");
  CHECK(lua_tointeger(L, -1) == 7);
  lua_close(L);
}

static void what_is_added_later_is_seen(void) {
  lua_State *L = script_new();
  push_ctx(L, "{ model = {} }");
  CHECK_TEXT(script_run(L, "return ctx.scaling"),
             "ctx.scaling is not there (there is only 'model')");
  lua_settop(L, 0);
  lua_getglobal(L, "ctx");
  lx_view_peel(L, 1);
  lua_newtable(L);
  lua_setfield(L, 1, "scaling");
  CHECK_TEXT(script_run(L, "return type(ctx.scaling)"), "table");
  CHECK_TEXT(script_run(L, "ctx.scaling.on = true"), "ctx.scaling.on is read-only");
  lua_close(L);
}

/* A script that made what is frozen now has its tables in hand. */
static void real_tables_as_keys_reach_nothing(void) {
  lua_State *L = script_new();
  script_run(L, "inner = { a = 1 } outer = { inner = inner }");
  lua_getglobal(L, "outer");
  lx_view_push(L, -1, NULL, "v");
  lua_setglobal(L, "v");
  CHECK_TEXT(script_run(L, "local _ = v.inner return v[inner]"), "nil");
  CHECK_TEXT(script_run(L, "v[inner] = {}"), "v is read-only");
  CHECK_TEXT(script_run(L, "v.inner.a = 2"), "v.inner.a is read-only");
  lua_close(L);
}

static void one_table_under_two_names_has_the_first(void) {
  lua_State *L = script_new();
  script_view(L, "v", NULL, "(function() local t = {} return { b = t, a = t, [2] = 1 } end)()");
  CHECK_TEXT(script_run(L, "return v.a == v.b"), "true");
  CHECK_TEXT(script_run(L, "v.b.x = 1"), "v.a.x is read-only");
  script_view(L, "v", NULL, "(function() local t = {} return { [print] = 1, t = t, t } end)()");
  CHECK_TEXT(script_run(L, "v.t.x = 1"), "v[0].x is read-only");
  lua_close(L);
}

static void names_are_not_searched_for_ever(void) {
  lua_State *L = script_new();
  script_view(L, "v", NULL,
              "(function() local t = {} for i = 1, 20000 do t[i] = {} end return t end)()");
  CHECK_TEXT(script_run(L, "v[9999].x = 1"), "v[9998].x is read-only");
  CHECK_TEXT(script_run(L, "v[20000].x = 1"), "v[\"?\"].x is read-only");
  lua_close(L);
}

static void null_stays_null(void) {
  lua_State *L = script_new();
  lua_createtable(L, 0, 1);
  lx_push_null(L);
  lua_setfield(L, -2, "key");
  lx_view_push(L, -1, NULL, "v");
  lua_setglobal(L, "v");
  lx_push_null(L);
  lua_setglobal(L, "null");
  CHECK_TEXT(script_run(L, "return v.key == null"), "true");
  CHECK_TEXT(script_run(L, "return v[null]"), "nil");
  CHECK_TEXT(script_run(L, "v[null] = 1"), "v is read-only");
  lua_close(L);
}

static void deep_paths_are_cut(void) {
  lua_State *L = script_new();
  script_view(L, "v", NULL, "(function() local t = {} t.self = t return t end)()");
  CHECK_TEXT(script_run(L, "local w = v for _ = 1, 3 do w = w.self end w.x = 1"),
             "v.self.self.self.x is read-only");
  CHECK_TEXT(script_run(L,
                        "local w = v for _ = 1, 100000 do w = w.self end"
                        " local _, text = pcall(function() w.x = 1 end)"
                        " return text:sub(1, 12) .. ' ' .. #text"),
             "...self.self 662");
  lua_close(L);
}

static void peels(void) {
  lua_State *L = new_input();
  lua_getglobal(L, "xr");
  CHECK(lx_is_view(L, -1));
  CHECK(lx_view_peel(L, 1));
  CHECK(!lx_is_view(L, 1));
  CHECK(!lx_view_peel(L, 1));
  CHECK(lua_getfield(L, 1, "spec") == LUA_TTABLE);
  CHECK(!lx_is_view(L, -1));
  lua_pushinteger(L, 1);
  CHECK(!lx_is_view(L, -1) && !lx_view_peel(L, lua_gettop(L)));
  lua_newtable(L);
  lx_mark_list(L, -1);
  CHECK(!lx_is_view(L, -1));
  lua_close(L);
}

int main(void) {
  RUN(reads_what_is_there);
  RUN(reads_the_same_view_again);
  RUN(absent_names_are_nil);
  RUN(undeclared_names_raise);
  RUN(writes_raise);
  RUN(writes_raise_after_reads);
  RUN(metatables_are_hidden);
  RUN(length_is_that_of_the_list);
  RUN(keys_look_through_views);
  RUN(closed_views_raise_for_any_absent_name);
  RUN(closed_views_name_at_most_sixteen);
  RUN(views_in_tables_stay_themselves);
  RUN(a_view_of_a_view_has_its_own_name);
  RUN(what_is_added_later_is_seen);
  RUN(real_tables_as_keys_reach_nothing);
  RUN(one_table_under_two_names_has_the_first);
  RUN(names_are_not_searched_for_ever);
  RUN(null_stays_null);
  RUN(deep_paths_are_cut);
  RUN(peels);
  return checks_done();
}
