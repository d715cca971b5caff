/* list.h: a List as its items, for split.c. */
#ifndef LX_CODEC_LIST_H
#define LX_CODEC_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "codec/split.h"

/* An item in the text of its list. */
typedef struct lx_item {
  size_t from, to;     /* bytes */
  size_t line, column; /* from 1, from 0 in characters */
  bool needs_others;   /* it has an alias to something outside of it */
  size_t event;        /* where it begins among the events, if so */
} lx_item;

struct lx_list_events;

/* A list: its text and the items in it. All zero is none. */
typedef struct lx_list {
  lx_buffer text;
  luxr_format format;
  lx_item *items;
  size_t count, capacity, next;
  size_t line;
  bool no_memory;
  struct lx_list_events *events; /* once an item needed others */
} lx_list;

void lx_list_free(lx_list *list);

typedef enum lx_list_answer {
  LX_LIST_NOT, /* the piece is no list, or cannot be read */
  LX_LIST_IS,
  LX_LIST_WITHOUT_ITEMS,
  LX_LIST_NO_MEMORY
} lx_list_answer;

/* Whether the piece has the kind List; then it is copied and its items found. */
lx_list_answer lx_list_open(lx_list *list, const lx_piece *piece);

/* Room for one more item at the end; NULL: out of memory. */
lx_item *lx_list_add(lx_list *list);

/* Writes an item that needs others as one line of YAML that needs none. False: it has more
 * than `nodes` values, is nested too deep, or `out` is full. */
void lx_list_forget_events(lx_list *list);
bool lx_list_write_alone(lx_list *list, const lx_item *item, size_t nodes, lx_buffer *out);

#endif
