#include "codec/split.h"

#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "codec/feed.h"
#include "codec/list.h"

enum { MOST_LISTS = 10, WIDEST = 1000 };

struct lx_split {
  luxr_format format;
  luxr_limits limits;
  size_t documents; /* so far */
  lx_feed feed;
  lx_buffer piece;           /* the document given out, where it was made */
  lx_list lists[MOST_LISTS]; /* being given out, each an item of the one before */
  size_t list_count;
  bool ended;
};

lx_split *lx_split_new(luxr_format format, luxr_read read, void *data,
                       const luxr_limits *limits) {
  lx_split *split = lx_alloc_zero(sizeof *split);
  if (!split) return NULL;
  split->format = format;
  split->limits = lx_limits_complete(limits);
  split->feed.read = read;
  split->feed.data = data;
  split->feed.line = 1;
  split->feed.limit = split->limits.input;
  split->piece.max = split->limits.input + WIDEST;
  return split;
}

void lx_split_free(lx_split *split) {
  if (!split) return;
  for (size_t i = 0; i < MOST_LISTS; i++) lx_list_free(&split->lists[i]);
  lx_buffer_free(&split->piece);
  lx_buffer_free(&split->feed.buffer);
  lx_free(split);
}

/* ---- Ends ---------------------------------------------------------------------------- */

static int fail(lx_split *split) {
  split->ended = true;
  for (size_t i = 0; i < MOST_LISTS; i++) lx_list_free(&split->lists[i]);
  split->list_count = 0;
  return -1;
}

static int fail_memory(lx_split *split, lx_diagnostics *problems) {
  lx_diagnostics_add(problems, LUXR_ERROR, LUXR_ERR_MEMORY, NULL, "out of memory");
  return fail(split);
}

static int fail_read(lx_split *split, lx_diagnostics *problems) {
  if (split->feed.buffer.failed) return fail_memory(split, problems);
  lx_diagnostics_add(problems, LUXR_ERROR, LUXR_ERR_IO, NULL, "cannot be read: %s",
                     strerror(split->feed.error));
  return fail(split);
}

static int fail_size(lx_split *split, size_t line, lx_diagnostics *problems) {
  lx_diagnostics_at(problems, line, 0,
                    "the document that begins here has more bytes than the limit of %zu",
                    split->limits.input);
  return fail(split);
}

/* One more document. */
static int give(lx_split *split, const lx_piece *piece, lx_diagnostics *problems) {
  if (!split->limits.documents || split->documents++ < split->limits.documents) return 1;
  lx_diagnostics_at(problems, piece->line, 0, "more documents than the limit of %zu",
                    split->limits.documents);
  return fail(split);
}

/* ---- Pieces -------------------------------------------------------------------------- */

/* Copies text with spaces before it, as many as its column, so that columns are right. */
static bool make_piece(lx_split *split, const char *bytes, size_t length, size_t column,
                       lx_piece *piece) {
  lx_buffer *out = &split->piece;
  lx_buffer_clear(out);
  if (column > WIDEST) column = 0;
  if (!lx_buffer_reserve(out, column + length + 1)) return false;
  memset(out->data, ' ', column);
  out->length = column;
  lx_buffer_add(out, bytes, length);
  piece->bytes = out->data;
  piece->length = out->length;
  return !out->failed;
}

/* The next item of the innermost list; false when it has no more. `*problem` says what failed. */
static bool next_item(lx_split *split, lx_piece *piece, bool *problem) {
  lx_list *list = &split->lists[split->list_count - 1];
  const lx_item *item;
  if (list->next == list->count) {
    lx_list_free(list);
    split->list_count--;
    return false;
  }
  item = &list->items[list->next++];
  *piece = (lx_piece){.line = item->line, .format = list->format};
  if (item->needs_others) {
    lx_buffer_clear(&split->piece);
    *problem = !lx_list_write_alone(list, item, split->limits.nodes, &split->piece);
    piece->format = LUXR_FORMAT_YAML;
    piece->bytes = split->piece.data;
    piece->length = split->piece.length;
  } else {
    *problem = !make_piece(split, list->text.data + item->from, item->to - item->from,
                           item->column, piece);
  }
  return true;
}

/* Whether that is why the item at hand could not be made. */
static bool is_out_of_memory(const lx_split *split) {
  return split->lists[split->list_count - 1].no_memory ||
         (split->piece.failed && !split->piece.full);
}

/* The next document of the feed: as lx_split_next. */
static int next_extent(lx_split *split, lx_piece *piece, lx_diagnostics *problems) {
  lx_feed *feed = &split->feed;
  for (;;) {
    lx_extent extent = {0};
    size_t column;
    if (!lx_feed_length(feed) && !lx_feed_more(feed)) {
      split->ended = true;
      return feed->error ? fail_read(split, problems) : 0;
    }
    if (split->format == LUXR_FORMAT_YAML ||
        !lx_feed_json(feed, split->format == LUXR_FORMAT_JSON, &extent)) {
      extent = lx_feed_yaml(feed);
    }
    if (feed->error) return fail_read(split, problems);
    if (extent.is_large) return fail_size(split, feed->line, problems);
    lx_feed_take(feed, extent.skip);
    *piece = (lx_piece){lx_feed_at(feed), extent.length, feed->line, split->format};
    if (extent.is_json) piece->format = LUXR_FORMAT_JSON;
    column = feed->column;
    lx_feed_take(feed, extent.length);
    if (extent.is_json) lx_feed_take_blank(feed);
    if (extent.is_empty) continue;
    if (column && !make_piece(split, piece->bytes, piece->length, column, piece)) {
      return fail_memory(split, problems);
    }
    return 1;
  }
}

/* Whether the piece is a list, which is entered then: 1, 0, -1. */
static int enter_list(lx_split *split, const lx_piece *piece, lx_diagnostics *problems) {
  lx_list list = {0};
  lx_list_answer answer = lx_list_open(&list, piece);
  if (answer == LX_LIST_IS && split->list_count < MOST_LISTS) {
    split->lists[split->list_count++] = list;
    return 1;
  }
  lx_list_free(&list);
  if (answer == LX_LIST_NOT) return 0;
  if (answer == LX_LIST_NO_MEMORY) return fail_memory(split, problems);
  if (answer == LX_LIST_IS) {
    lx_diagnostics_at(problems, piece->line, 0, "lists in lists, deeper than %d", MOST_LISTS);
  } else {
    lx_diagnostics_at(problems, piece->line, 0, "a List without a list of items");
  }
  return fail(split);
}

int lx_split_next(lx_split *split, lx_piece *piece, lx_diagnostics *problems) {
  if (split->format == LUXR_FORMAT_STRUCT &&
      !split->ended) { /* it does not say where it ends */
    lx_diagnostics_add(problems, LUXR_ERROR, LUXR_ERR_USAGE, NULL,
                       "a stream is YAML or JSON, and no Struct");
    return fail(split);
  }
  for (;;) {
    bool problem = false;
    int found;
    if (split->list_count) {
      if (!next_item(split, piece, &problem)) continue;
      if (problem && is_out_of_memory(split)) return fail_memory(split, problems);
      if (problem) {
        lx_diagnostics_at(problems, piece->line, 0,
                          "the item that begins here is too large with its aliases expanded");
        return fail(split);
      }
    } else {
      if (split->ended) return 0;
      found = next_extent(split, piece, problems);
      if (found <= 0) return found;
    }
    found = enter_list(split, piece, problems);
    if (found < 0) return found;
    if (!found) return give(split, piece, problems);
  }
}
