/* shape.h: the names that a map may have, for views that refuse the others. */
#ifndef LX_VALUE_SHAPE_H
#define LX_VALUE_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct lx_shape lx_shape;

typedef struct lx_field {
  const char *name;
  size_t length;
  const lx_shape *shape; /* of its value; NULL: anything */
} lx_field;

/* Immutable; outlives every view made with it. */
struct lx_shape {
  const lx_field *fields; /* sorted bytewise by name */
  size_t count;
  bool open;              /* names beside `fields` are fine */
  const lx_shape *others; /* shape of values under other names, or of a list's items */
};

/* NULL when there is none. */
const lx_field *lx_shape_find(const lx_shape *shape, const char *name, size_t length);

/* The declared name nearest to a misspelt one; NULL when none is near. */
const char *lx_shape_nearest(const lx_shape *shape, const char *name, size_t length);

#endif
