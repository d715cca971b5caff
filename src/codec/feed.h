/* feed.h: the bytes of a stream as far as they were read, for split.c. */
#ifndef LX_CODEC_FEED_H
#define LX_CODEC_FEED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/diagnostic.h"
#include "luxr.h"

/* Where nothing was taken yet: `start` in the buffer. Places below count from there. */
typedef struct lx_feed {
  luxr_read read;
  void *data;
  lx_buffer buffer;
  size_t start;
  size_t line, column; /* of the start: from 1, from 0 in characters */
  size_t limit;        /* bytes of one document */
  bool ended;          /* nothing more will come */
  int error;           /* errno of a failed read */
} lx_feed;

static inline const char *lx_feed_at(const lx_feed *feed) {
  return feed->buffer.data ? feed->buffer.data + feed->start : "";
}

static inline size_t lx_feed_length(const lx_feed *feed) {
  return feed->buffer.length - feed->start;
}

/* Reads another block. False at the end, or when it failed: see `ended` and `error`. */
bool lx_feed_more(lx_feed *feed);

/* Takes the next bytes. */
void lx_feed_take(lx_feed *feed, size_t length);

/* Takes blanks and one line break, of what is there. */
void lx_feed_take_blank(lx_feed *feed);

/* A document as far as it is known. */
typedef struct lx_extent {
  size_t skip;   /* white space before it */
  size_t length; /* behind that */
  bool is_empty; /* nothing but comments and markers */
  bool is_json;
  bool is_large; /* more bytes than the limit */
} lx_extent;

/* How far the YAML document at the start goes. */
lx_extent lx_feed_yaml(lx_feed *feed);

/* How far the JSON document at the start goes. False when none is there; with `only_json` the
 * rest of the line is taken then. */
bool lx_feed_json(lx_feed *feed, bool only_json, lx_extent *extent);

#endif
