/* schema.h: OpenAPI v3 structural schemas: defaults, validation, "did you mean".
 *
 * Compiled once from the definition's own openAPIV3Schema into C, immutable and shared.
 * Nothing here raises, but the state's allocator may jump to the worker's door at any
 * time: so what is being compiled hangs on a handle that the caller has and frees. */
#ifndef LX_SCHEMA_SCHEMA_H
#define LX_SCHEMA_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "base/diagnostic.h"
#include "codec/read.h"
#include "value/shape.h"

typedef struct lx_schema lx_schema;

/* An empty schema, to be compiled once. NULL when memory is out. Free: lx_schema_free. */
lx_schema *lx_schema_start(void);
void lx_schema_free(lx_schema *schema);

/* Compiles the openAPIV3Schema table at `index`. What the schema language does not know
 * is an error, as is a default that breaks its own schema; findings say where within the
 * schema, as paths that begin with `prefix` ("spec.versions[0].schema.openAPIV3Schema";
 * may be ""). `platform` are paths ("metadata", "status", "spec.platform"), NULL-ended,
 * that the platform adds to any input: anything is accepted below them, except where the
 * schema says otherwise. `apiVersion`, `kind` and the usual parts of `metadata` need not
 * be declared. False on failure, with findings in `problems`; then the schema is only
 * good to be freed. */
bool lx_schema_compile(lx_schema *schema, lua_State *L, int index, const char *prefix,
                       const char *const *platform, lx_diagnostics *problems);

/* The names it declares, for views. Lives as long as the schema. NULL: anything, or it was not
 * compiled. */
const lx_shape *lx_schema_shape(const lx_schema *schema);

typedef struct lx_schema_options {
  bool unknown_is_warning; /* fields that are not declared warn instead of failing */
} lx_schema_options;

/* Fills in defaults and lists every violation, with paths, in the input table at `index`
 * (a plain table, changed in place). As in the API server, a null takes the default where
 * there is one and is an error elsewhere; 8.0 is the integer 8. Each sentence goes behind
 * its path; the hint says how to mend it. Order of findings: names bytewise, items in
 * turn; at each map its declared names first, then the unknown ones, then what is wrong
 * with the map as a whole. */
void lx_schema_apply(lua_State *L, int index, const lx_schema *schema,
                     const lx_schema_options *options, lx_diagnostics *problems);

/* Reads "spec.gpu=4" into the input table at `index`, typed by the schema: a string field
 * takes the text as it is, others are read as YAML. Maps on the way are made, a list
 * grows by the item behind its last. Findings name the path and have "--set" as their
 * file. */
bool lx_schema_set(lua_State *L, int index, const lx_schema *schema, lx_reader *reader,
                   const luxr_limits *limits, const char *assignment, lx_diagnostics *problems);

#endif
