/* constant.h: values that a schema holds: defaults and choices. */
#ifndef LX_SCHEMA_CONSTANT_H
#define LX_SCHEMA_CONSTANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lua.h>

#include "schema/schema.h"

typedef enum lx_constant_kind {
  LX_CONSTANT_NULL,
  LX_CONSTANT_BOOLEAN,
  LX_CONSTANT_INTEGER,
  LX_CONSTANT_NUMBER,
  LX_CONSTANT_TEXT,
  LX_CONSTANT_LIST,
  LX_CONSTANT_MAP
} lx_constant_kind;

typedef struct lx_constant lx_constant;

struct lx_constant {
  lx_constant_kind kind;
  bool boolean;
  int64_t integer;
  double number;
  const char *text; /* ends in a zero byte */
  size_t count;     /* bytes of the text, items, entries */
  const lx_constant *keys, *items;
};

/* Reads the plain Lua value at `index` into the memory of the schema. False, with the
 * schema failed or `*problem` saying what is wrong with the value. */
bool lx_constant_read(lx_schema *schema, lua_State *L, int index, lx_constant *constant,
                      const char **problem);

/* Pushes a fresh value: no table is shared. Takes up to LX_CONSTANT_STACK slots. */
enum { LX_CONSTANT_STACK = 64 };
void lx_constant_push(lua_State *L, const lx_constant *constant);

/* Whether a scalar is the value at `index`. */
bool lx_constant_is(lua_State *L, int index, const lx_constant *constant);

#endif
