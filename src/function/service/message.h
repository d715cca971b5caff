/* message.h: fields of a protobuf message where they lie, without copying them.
 *
 * A singular message that a sender wrote in several pieces is their concatenation, by the rules
 * of protobuf; only then are bytes copied, into the call's pool. */
#ifndef LX_FUNCTION_MESSAGE_H
#define LX_FUNCTION_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "answer/span.h"
#include "base/pool.h"

typedef enum lx_shape {
  LX_SHAPE_MESSAGE, /* pieces are joined */
  LX_SHAPE_BYTES,   /* the last one counts */
  LX_SHAPE_TEXT,    /* as bytes; must be UTF-8 without a zero byte */
  LX_SHAPE_NUMBER,  /* a varint; the last one counts */
  LX_SHAPE_DOUBLE   /* eight bytes; the last one counts */
} lx_shape;

/* A field that is looked for, and what was found of it. */
typedef struct lx_wanted {
  uint32_t number;
  lx_shape shape;
  lx_span span;
  uint64_t value;
  size_t count, total; /* occurrences, and their bytes together */
} lx_wanted;

typedef enum lx_decoded { LX_DECODED, LX_MALFORMED, LX_NO_MEMORY } lx_decoded;

/* Finds `count` fields of a message in one walk (two when pieces are joined). Fields of another
 * number or wire type are passed over, as any reader of an older version does. */
lx_decoded lx_message_read(lx_span message, lx_wanted *wanted, size_t count, lx_pool *pool);

/* One entry of a map: a text and a message. Absent ones are "" and an empty message. */
typedef struct lx_entry {
  lx_span name, value;
  size_t place; /* which of the message's entries it was */
} lx_entry;

/* Reads an entry as every sender writes it: a text, then a message, and nothing else. False: it
 * is another one, and has to be read as any message. */
bool lx_entry_read_plain(lx_span bytes, lx_entry *entry);

/* Reads a map<string, MESSAGE>: field `number` of `message`. Of entries with one name the last
 * counts. `*entries` is in the pool, sorted bytewise by name. */
lx_decoded lx_message_read_map(lx_span message, uint32_t number, lx_pool *pool,
                               lx_entry **entries, size_t *count);

int lx_span_compare(lx_span a, lx_span b);

#endif
