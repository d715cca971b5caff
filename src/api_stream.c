#include "base/alloc.h"
#include "codec/split.h"
#include "luxr.h"
#include "render/result.h"

struct luxr_stream {
  const char *origin;
  lx_split *split;
};

luxr_stream *luxr_stream_new(const char *origin, luxr_format format, luxr_read read, void *data,
                             const luxr_limits *limits) {
  luxr_stream *stream = lx_alloc_zero(sizeof *stream);
  if (!stream) return NULL;
  stream->origin = origin;
  stream->split = lx_split_new(format, read, data, limits);
  if (stream->split) return stream;
  lx_free(stream);
  return NULL;
}

void luxr_stream_free(luxr_stream *stream) {
  if (!stream) return;
  lx_split_free(stream->split);
  lx_free(stream);
}

/* The findings say which stream they are about. */
static luxr_result *hand_out(const luxr_stream *stream, lx_diagnostics *problems) {
  for (size_t i = 0; i < problems->count && stream->origin; i++) {
    lx_diagnostic_text(problems, &problems->items[i].file, "%s", stream->origin);
  }
  return lx_result_from_problems(problems);
}

int luxr_stream_next(luxr_stream *stream, luxr_document *document, luxr_result **problems) {
  lx_diagnostics found = {0};
  lx_piece piece;
  int more = lx_split_next(stream->split, &piece, &found);
  if (more > 0) {
    *document = (luxr_document){
        .role = LUXR_ROLE_INPUT,
        .format = piece.format,
        .origin = stream->origin,
        .bytes = piece.bytes,
        .length = piece.length,
        .line = piece.line,
    };
  }
  if (more < 0 && problems) {
    *problems = hand_out(stream, &found);
  } else {
    lx_diagnostics_free(&found);
  }
  return more;
}
