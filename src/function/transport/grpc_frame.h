/* grpc_frame.h: messages out of a stream of bytes that may be cut anywhere: a flag, four
 * bytes of length, the message. */
#ifndef LX_FUNCTION_GRPC_FRAME_H
#define LX_FUNCTION_GRPC_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

enum { LX_GRPC_PREFIX = 5 };

typedef enum lx_frame_event {
  LX_FRAME_MORE,       /* all bytes were taken; nothing is complete */
  LX_FRAME_MESSAGE,    /* `message` is complete; call again for the rest of the bytes */
  LX_FRAME_COMPRESSED, /* the next message is compressed */
  LX_FRAME_BAD_FLAG,   /* the first byte is neither 0 nor 1 */
  LX_FRAME_TOO_LONG,   /* `length` is more than `max` */
  LX_FRAME_NO_MEMORY
} lx_frame_event;

/* All zero but `max` is the beginning. */
typedef struct lx_frames {
  unsigned char prefix[LX_GRPC_PREFIX];
  size_t prefix_length;
  uint32_t length; /* of the message that is being read */
  size_t max;
  lx_buffer message; /* the reader's to clear or to take after LX_FRAME_MESSAGE */
} lx_frames;

/* Takes from `*bytes`, and moves it on. After a failure the stream is of no use. */
lx_frame_event lx_frames_read(lx_frames *frames, const char **bytes, size_t *length);

/* Is the end of the stream allowed here? */
static inline bool lx_frames_between(const lx_frames *frames) {
  return frames->prefix_length == 0;
}

void lx_frames_write_prefix(unsigned char prefix[LX_GRPC_PREFIX], size_t length);

#endif
