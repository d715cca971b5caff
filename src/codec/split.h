/* split.h: a stream of bytes as one document after the other.
 *
 * YAML documents are told apart by "---" and "..." at the begin of a line, JSON ones by their
 * brackets; a List is its items. No more is held than one document. */
#ifndef LX_CODEC_SPLIT_H
#define LX_CODEC_SPLIT_H

#include <stddef.h>

#include "base/diagnostic.h"
#include "luxr.h"

typedef struct lx_split lx_split;

/* The limits that matter are input, documents, nodes. NULL: out of memory. */
lx_split *lx_split_new(luxr_format format, luxr_read read, void *data,
                       const luxr_limits *limits);
void lx_split_free(lx_split *split);

/* A document; the bytes live until the next call. Where it begins in the middle of a line,
 * spaces stand before it, so that its columns are those of the stream. */
typedef struct lx_piece {
  const char *bytes;
  size_t length;
  size_t line;
  luxr_format format;
} lx_piece;

/* The next document that is not empty: 1; 0 at the end; -1: a finding was added, and the stream
 * has ended. */
int lx_split_next(lx_split *split, lx_piece *piece, lx_diagnostics *problems);

#endif
