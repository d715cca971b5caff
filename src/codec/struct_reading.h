/* struct_reading.h: what reading a whole document and reading a level of one share. */
#ifndef LX_CODEC_STRUCT_READING_H
#define LX_CODEC_STRUCT_READING_H

#include "codec/struct.h"

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
  const lx_struct_source *from; /* NULL: a whole document is read, not a level of one */
  const char *begin;            /* of the level */
  int source; /* the stack index of the source of unread tables; 0: read what is below, too */
  size_t nodes, bytes; /* values so far, and bytes of texts */
} lx_struct_reading;

/* Pushes the content of a Struct or ListValue that lies `depth` levels deep. False: the fault is
 * set, and the stack has more on it. */
bool lx_struct_read_level(lx_struct_reading *reading, const lx_unread_level *level);

/* Adds the path of the level of the document whose content begins there. */
void lx_struct_find(const lx_struct_source *source, const char *begin, lx_path *path);

#endif
