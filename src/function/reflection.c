#include "answers.h"

void lx_answer_reflection(lx_stream *stream, const char *bytes, size_t length) {
  (void)bytes;
  (void)length;
  lx_stream_finish(stream, LX_GRPC_UNIMPLEMENTED, NULL);
}
