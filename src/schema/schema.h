/* schema.h: OpenAPI v3 structural schemas: defaults, validation, "did you mean".
 *
 * Compiled once from the definition's own openAPIV3Schema into C, immutable and shared. */
#ifndef LX_SCHEMA_SCHEMA_H
#define LX_SCHEMA_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "base/diagnostic.h"
#include "codec/read.h"
#include "value/shape.h"

typedef struct lx_schema lx_schema;

/* Compiles the openAPIV3Schema table at `index`. What the schema language does not know is an
 * error that names the path within the schema. NULL on failure, with findings in `problems`.
 * `platform` are paths ("metadata", "status", "spec.crossplane"), NULL-ended, that the platform
 * adds to any input: anything is accepted below them, except where the schema says otherwise.
 * Does not raise. */
lx_schema *lx_schema_new(lua_State *L, int index, const char *const *platform,
                         lx_diagnostics *problems);
void lx_schema_free(lx_schema *schema);

/* The names it declares, for views. Lives as long as the schema. */
const lx_shape *lx_schema_shape(const lx_schema *schema);

typedef struct lx_schema_options {
  bool unknown_is_warning; /* fields that are not declared warn instead of failing */
} lx_schema_options;

/* Fills in defaults and lists every violation, with paths, in the input table at `index` (a
 * plain table, changed in place). As in the API server, a null takes the default where there is
 * one and is an error elsewhere; 8.0 is the integer 8. Order of findings: by path as written in
 * the schema, so the same input gives the same list. */
void lx_schema_apply(lua_State *L, int index, const lx_schema *schema,
                     const lx_schema_options *options, lx_diagnostics *problems);

/* Reads "spec.gpu=4" into the input table at `index`, typed by the schema: a string field takes
 * the text as it is, others are read as YAML scalars, lists and maps as YAML flow. Findings name
 * the path; its origin is "--set". */
bool lx_schema_set(lua_State *L, int index, const lx_schema *schema, lx_reader *reader,
                   const char *assignment, lx_diagnostics *problems);

#endif
