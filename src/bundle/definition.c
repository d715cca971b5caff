/* definition.c: finds the schema in a definition: under the version that the bundle accepts. */
#include <stdio.h>
#include <string.h>

#include "bundle/build.h"
#include "bundle/embedded.h"
#include "bundle/scripts.h"

static const char *version_of(const char *api_version) {
  const char *slash = strrchr(api_version, '/');
  return slash ? slash + 1 : api_version;
}

static bool push_field(lua_State *L, const char *name) {
  if (!lua_istable(L, -1)) return false;
  lua_getfield(L, -1, name);
  lua_remove(L, -2);
  return lua_istable(L, -1);
}

/* With spec.versions on top: pushes the openAPIV3Schema of the version in its place, and says
 * where it stands. */
static bool push_version(lua_State *L, const char *version, size_t *at) {
  size_t count = lua_rawlen(L, -1);
  for (size_t i = 1; i <= count; i++) {
    bool same;
    lua_rawgeti(L, -1, (lua_Integer)i);
    if (lua_istable(L, -1)) {
      lua_getfield(L, -1, "name");
      same = lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), version) == 0;
      lua_pop(L, 1);
      if (same) {
        *at = i - 1;
        lua_remove(L, -2);
        return push_field(L, "schema") && push_field(L, "openAPIV3Schema");
      }
    }
    lua_pop(L, 1);
  }
  return false;
}

static bool push_schema(lua_State *L, const luxr_bundle *bundle, size_t *at) {
  return push_field(L, "spec") && push_field(L, "versions") &&
         push_version(L, version_of(bundle->api_version), at);
}

static void compile(lua_State *L, lx_build *build) {
  const luxr_bundle *bundle = build->bundle;
  char prefix[80];
  size_t at = 0;
  if (!push_schema(L, bundle, &at)) {
    lx_diagnostics_add(build->problems, LUXR_ERROR, LUXR_ERR_SCRIPT, "spec.versions",
                       "has no schema.openAPIV3Schema for version '%s'",
                       version_of(bundle->api_version));
    return;
  }
  snprintf(prefix, sizeof prefix, "spec.versions[%zu].schema.openAPIV3Schema", at);
  lx_schema_compile(bundle->schema, L, lua_gettop(L), prefix,
                    (const char *const *)bundle->platform, build->problems);
}

/* A resource whose `when` is misspelt would be skipped for ever. */
static void check_when(lx_build *build, const lx_unit *unit) {
  const lx_shape *shape = lx_schema_shape(build->bundle->schema);
  const char *path = unit->when_path, *near;
  luxr_diagnostic *item;
  while (path && *path && shape) {
    size_t length = strcspn(path, ".");
    const lx_field *field = lx_shape_find(shape, path, length);
    if (!field && !shape->open) break;
    shape = field ? field->shape : shape->others;
    path += length + (path[length] == '.');
  }
  if (!path || (*path && !shape)) return; /* anything may stand below */
  if (!*path && *unit->when_path) return;
  near = lx_shape_nearest(shape, path, strcspn(path, "."));
  item =
      lx_script_problem(build, &build->bundle->scripts[unit->script], "when",
                        "'when' names '%.100s', which is not in the schema", unit->when_path);
  if (item && near)
    lx_diagnostic_text(build->problems, &item->hint, "did you mean '%s'?", near);
}

static void name_file(lx_build *build, size_t from, const char *origin, const char *name) {
  lx_diagnostics *problems = build->problems;
  for (size_t i = from; i < problems->count; i++) {
    if (problems->items[i].file) continue;
    lx_diagnostic_text(problems, &problems->items[i].file, "%s/%s", origin, name);
  }
}

static lx_source source_of(const lx_layer_file *file) {
  const struct lx_embedded_file *json = file->prepared;
  if (!json) return (lx_source){.bytes = file->bytes, .length = file->length, .line = 1};
  return (lx_source){.bytes = (const char *)json->bytes,
                     .length = json->length,
                     .line = 1,
                     .format = LUXR_FORMAT_JSON};
}

int lx_bundle_read_schema(lua_State *L) {
  lx_build *build = lua_touserdata(L, 1);
  luxr_bundle *bundle = build->bundle;
  size_t layer = 0, before = build->problems->count;
  const lx_layer_file *file;
  luxr_limits limits =
      luxr_limits_default(); /* it is the bundle's: inputs' limits are not for it */
  lx_source source;
  if (!bundle->definition) return 0;
  file = lx_bundle_find_file(bundle, bundle->definition, &layer);
  if (!file) {
    lx_diagnostics_add(build->problems, LUXR_ERROR, LUXR_ERR_NOT_FOUND, NULL,
                       "the definition '%s' that bundle.lua names is not there",
                       bundle->definition);
    return 0;
  }
  source = source_of(file);
  limits.input = limits.scalar = bundle->limits.source;
  if (lx_read(L, build->tools->reader, &source, &limits, build->problems)) {
    compile(L, build);
  }
  for (size_t i = 0; i < bundle->unit_count && build->problems->count == before; i++) {
    check_when(build, &bundle->units[i]);
  }
  name_file(build, before, bundle->layers[layer]->origin, file->name);
  return 0;
}
