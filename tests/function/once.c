/* once.c: the service without a transport, for tests: requests in on standard input, answers out.
 *   usage: function_once [--bundle DIR] [--overlay DIR]... [--bundles-dir DIR]
 *                        [--overlays-dir DIR] [--parameters FILE] [--record DIR] [--debug]
 * A command is a letter, a length of four bytes (the last one lowest), and so many bytes:
 *   R a request; D the deadline of those that follow, in milliseconds as text; S after how many
 *   questions they are stopped, as text (-1: never); L look at the directories; M metrics.
 * The first answer says that the service is open.
 * An answer is a gRPC status in one byte, a length, and the response, or what there is to say. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "function/service/service.h"

typedef struct test_state {
  lx_handler handler;
  int64_t deadline_ms;
  long stop_after;
} test_state;

static int count_down(void *data) {
  long *left = data;
  if (*left < 0) return 0;
  if (*left == 0) return 1;
  --*left;
  return 0;
}

static bool read_fully(char *bytes, size_t length) {
  return fread(bytes, 1, length, stdin) == length;
}

static void answer(int status, const char *bytes, size_t length) {
  unsigned char head[5] = {(unsigned char)status, (unsigned char)(length >> 24),
                           (unsigned char)(length >> 16), (unsigned char)(length >> 8),
                           (unsigned char)length};
  fwrite(head, 1, sizeof head, stdout);
  if (length) fwrite(bytes, 1, length, stdout);
  fflush(stdout);
}

static void run(test_state *state, const char *bytes, size_t length) {
  lx_reply reply = {0};
  long left = state->stop_after;
  lx_call call = {.bytes = bytes,
                  .length = length,
                  .deadline_ms = state->deadline_ms,
                  .stopped = count_down,
                  .stopped_data = &left};
  state->handler.run(state->handler.data, &call, &reply);
  if (reply.grpc_status == LX_GRPC_OK) {
    answer(0, reply.message.data, reply.message.length);
  } else {
    const char *sentence = reply.grpc_message ? reply.grpc_message : "";
    answer(reply.grpc_status, sentence, strlen(sentence));
  }
  lx_buffer_free(&reply.message);
  lx_free(reply.grpc_message);
}

static void obey(test_state *state, char command, const char *bytes, size_t length) {
  lx_buffer text = {0};
  switch (command) {
    case 'R': run(state, bytes, length); return;
    case 'D': state->deadline_ms = atol(bytes); return;
    case 'S': state->stop_after = atol(bytes); return;
    case 'L':
      state->handler.reload(state->handler.data);
      answer(0, NULL, 0);
      return;
    default:
      state->handler.metrics(state->handler.data, &text);
      answer(0, text.data, text.length);
      lx_buffer_free(&text);
  }
}

static const char **option(lx_service_options *options, const char *name) {
  if (strcmp(name, "--bundle") == 0) return &options->bundle;
  if (strcmp(name, "--bundles-dir") == 0) return &options->bundles_dir;
  if (strcmp(name, "--overlays-dir") == 0) return &options->overlays_dir;
  if (strcmp(name, "--parameters") == 0) return &options->parameters;
  return strcmp(name, "--record") == 0 ? &options->record : NULL;
}

int main(int count, char **arguments) {
  const char *overlays[16];
  lx_service_options options = {.overlays = overlays,
                                .ttl_ms = 60000,
                                .workers = 1,
                                .response_max = 4 << 20,
                                .still = true};
  lx_log log = {.fd = STDERR_FILENO, .level = LX_LOG_ERROR};
  test_state state = {.deadline_ms = -1, .stop_after = -1};
  char head[5];
  for (int i = 1; i < count; i++) {
    const char **place = option(&options, arguments[i]);
    if (strcmp(arguments[i], "--debug") == 0) {
      log.level = LX_LOG_DEBUG;
    } else if (i + 1 == count) {
      return 64;
    } else if (place) {
      *place = arguments[++i];
    } else {
      overlays[options.overlay_count++] = arguments[++i];
    }
  }
  if (!lx_service_open(&state.handler, &options, &log)) return 70;
  answer(0, NULL, 0);
  while (read_fully(head, sizeof head)) {
    size_t length = (size_t)(unsigned char)head[1] << 24 |
                    (size_t)(unsigned char)head[2] << 16 | (size_t)(unsigned char)head[3] << 8 |
                    (unsigned char)head[4];
    char *bytes = malloc(length + 1);
    if (!bytes || !read_fully(bytes, length)) return 74;
    bytes[length] = '\0';
    obey(&state, head[0], bytes, length);
    free(bytes);
  }
  lx_service_close(&state.handler);
  return 0;
}
