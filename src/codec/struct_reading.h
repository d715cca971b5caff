/* struct_reading.h: what reading a whole document and reading a level of one share. */
#ifndef LX_CODEC_STRUCT_READING_H
#define LX_CODEC_STRUCT_READING_H

#include "codec/struct.h"
#include "codec/struct_wire.h"

/* A map or list that is being read, and where in it: for the path. */
typedef struct lx_struct_place {
  const struct lx_struct_place *up;
  const char *name; /* NULL: `index` */
  size_t length, index;
} lx_struct_place;

typedef struct lx_struct_reading {
  lua_State *L;
  const luxr_limits *limits;
  lx_struct_fault *fault;   /* untouched while all is well */
  lx_diagnostics *warnings; /* NULL: nobody wants any */
  const lx_struct_place *place;
  const lx_unread *level; /* where reading begins; NULL: at the document's begin */
  bool shallow;           /* maps and lists below are left unread */
  size_t nodes, bytes;    /* values so far, and bytes of texts */
} lx_struct_reading;

/* Each says false when the fault is set; then the stack has more on it. */

/* Pushes the content of a Struct or ListValue; counts its values, and those below. */
bool lx_struct_read_level(lx_struct_reading *reading, const lx_unread *level);

/* Too deep is a fault. */
bool lx_struct_check_depth(lx_struct_reading *reading, const lx_unread *level);

/* How many values lie beside each other in it; too many, or too deep, is a fault. */
bool lx_struct_count_values(lx_struct_reading *reading, const lx_unread *level, size_t *count);

/* Pushes a name, for the table at an index as it is afterwards; a Value that lies in a level of
 * that depth. */
bool lx_struct_read_name(lx_struct_reading *reading, const char *name, size_t length,
                         int table);
bool lx_struct_read_value(lx_struct_reading *reading, const lx_struct_span *span, size_t depth);

/* The bytes are no such message. */
bool lx_struct_fail_malformed(lx_struct_reading *reading, const char *message);

/* Adds the path of the level within its document. */
void lx_struct_find(const lx_unread *level, lx_path *path);

#endif
