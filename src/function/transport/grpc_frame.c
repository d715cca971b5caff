#include "grpc_frame.h"

/* A claimed length buys no memory: room is made as bytes come. */
enum { FIRST_ROOM = 64 * 1024 };

static size_t least(size_t a, size_t b) {
  return a < b ? a : b;
}

static lx_frame_event read_prefix(lx_frames *frames, const char **bytes, size_t *length) {
  size_t count = least(LX_GRPC_PREFIX - frames->prefix_length, *length);
  const unsigned char *prefix = frames->prefix;
  memcpy(frames->prefix + frames->prefix_length, *bytes, count);
  frames->prefix_length += count;
  *bytes += count;
  *length -= count;
  if (prefix[0] > 1) return LX_FRAME_BAD_FLAG;
  if (prefix[0] == 1) return LX_FRAME_COMPRESSED;
  if (frames->prefix_length < LX_GRPC_PREFIX) return LX_FRAME_MORE;
  frames->length = (uint32_t)prefix[1] << 24 | (uint32_t)prefix[2] << 16 |
                   (uint32_t)prefix[3] << 8 | prefix[4];
  if (frames->length > frames->max) return LX_FRAME_TOO_LONG;
  lx_buffer_reserve(&frames->message, least(frames->length, FIRST_ROOM));
  return frames->message.failed ? LX_FRAME_NO_MEMORY : LX_FRAME_MORE;
}

lx_frame_event lx_frames_read(lx_frames *frames, const char **bytes, size_t *length) {
  size_t count;
  if (frames->prefix_length < LX_GRPC_PREFIX) {
    lx_frame_event event;
    if (*length == 0) return LX_FRAME_MORE;
    event = read_prefix(frames, bytes, length);
    if (event != LX_FRAME_MORE || frames->prefix_length < LX_GRPC_PREFIX) return event;
  }
  count = least(frames->length - frames->message.length, *length);
  lx_buffer_add(&frames->message, *bytes, count);
  if (frames->message.failed) return LX_FRAME_NO_MEMORY;
  *bytes += count;
  *length -= count;
  if (frames->message.length < frames->length) return LX_FRAME_MORE;
  frames->prefix_length = 0;
  return LX_FRAME_MESSAGE;
}

void lx_frames_write_prefix(unsigned char prefix[LX_GRPC_PREFIX], size_t length) {
  prefix[0] = 0;
  for (int i = 0; i < 4; i++) prefix[1 + i] = (unsigned char)(length >> (24 - 8 * i));
}
