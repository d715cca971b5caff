#include "replay.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base64.h"
#include "file.h"
#include "flatten.h"
#include "record.h"
#include "redact.h"
#include "service.h"

enum {
  EXIT_DIFFERENT = 1,
  EXIT_USAGE = 64,
  EXIT_DATA = 65,
  EXIT_NO_FILE = 66,
  EXIT_START = 70
};
enum { MOST_OVERLAYS = 32 };

static const char help[] =
    "Usage: luxr replay [OPTIONS] FILE...\n"
    "Renders calls again that `luxr serve --record DIR` kept, and prints what\n"
    "differs: \"-\" and what was answered then, \"+\" and what is answered now. Ends\n"
    "with 1 when anything does.\n"
    "\n"
    "  --bundle DIR           scripts instead of the embedded ones\n"
    "  --overlay DIR          scripts over them; may be repeated, the last one wins\n"
    "  --bundles-dir DIR      its directories are bundles that an input may name\n"
    "  --overlays-dir DIR     and overlays\n"
    "  --parameters FILE      parameters for every render\n"
    "\n"
    "Example:\n"
    "  luxr replay --overlay my-overlay records/call-007.json\n";

typedef struct replay_record {
  cJSON *json;
  lx_buffer request, response;
} replay_record;

static int complain(const char *file, const char *problem, int code) {
  fprintf(stderr, "%s: error: %s\n", file, problem);
  return code;
}

/* ---- a file ------------------------------------------------------------------------------ */

static const char *text_of(const replay_record *record, const char *name) {
  const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(record->json, name));
  return text ? text : "";
}

static double number_of(const replay_record *record, const char *name) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(record->json, name);
  return cJSON_IsNumber(item) ? item->valuedouble : -1;
}

static void free_record(replay_record *record) {
  cJSON_Delete(record->json);
  lx_buffer_free(&record->request);
  lx_buffer_free(&record->response);
}

static int read_record(replay_record *record, const char *file) {
  lx_buffer text = {0};
  const char *problem;
  if (!lx_file_read(file, &text, &problem)) {
    lx_buffer_free(&text);
    return complain(file, problem, EXIT_NO_FILE);
  }
  record->json = cJSON_ParseWithLength(text.data ? text.data : "", text.length);
  lx_buffer_free(&text);
  if (!cJSON_IsObject(record->json)) return complain(file, "is no recorded call", EXIT_DATA);
  if (number_of(record, "format") != LX_RECORD_FORMAT) {
    return complain(file, "is no recorded call of format 1", EXIT_DATA);
  }
  if (!lx_base64_read(&record->request, text_of(record, "request")) ||
      !lx_base64_read(&record->response, text_of(record, "response"))) {
    return complain(file, "holds a message that is no base64", EXIT_DATA);
  }
  return 0;
}

/* ---- the difference ---------------------------------------------------------------------- */

static bool flatten(lx_lines *lines, const lx_buffer *message, lx_pool *pool) {
  return lx_flatten(lines, (lx_span){message->data ? message->data : "", message->length},
                    pool);
}

/* What is answered now, without its secrets, as the recorded answer is. */
static int print_difference(const char *file, const replay_record *record,
                            const lx_reply *reply) {
  lx_buffer clean = {0}, text = {0};
  lx_lines before = {0}, now = {0};
  lx_pool pool = {0};
  lx_span answer = {reply->message.data ? reply->message.data : "", reply->message.length};
  size_t differences = 0;
  bool good = lx_redact_response(&clean, answer) &&
              flatten(&before, &record->response, &pool) && flatten(&now, &clean, &pool);
  if (good) differences = lx_lines_compare(&text, &before, &now);
  if (number_of(record, "status") != reply->grpc_status) {
    lx_buffer_print(&text, "- status: %.0f\n+ status: %d %s\n", number_of(record, "status"),
                    reply->grpc_status, reply->grpc_message ? reply->grpc_message : "");
    differences++;
  }
  good = good && !text.failed;
  if (good && differences) {
    printf("%s: %s\n%.*s", file, text_of(record, "xr"), (int)text.length, text.data);
  }
  if (good && !differences) printf("%s: %s: the same\n", file, text_of(record, "xr"));
  lx_lines_free(&before);
  lx_lines_free(&now);
  lx_buffer_free(&clean);
  lx_buffer_free(&text);
  lx_pool_free(&pool);
  if (!good) return complain(file, "holds a response that is malformed", EXIT_DATA);
  return differences ? EXIT_DIFFERENT : 0;
}

static int replay(const char *file, lx_service_options *options, lx_log *log) {
  replay_record record = {0};
  lx_reply reply = {0};
  lx_handler handler = {0};
  int code = read_record(&record, file);
  if (code == 0) {
    options->ttl_ms = (int64_t)number_of(&record, "ttl");
    if (!lx_service_open(&handler, options, log)) code = EXIT_START;
  }
  if (code == 0) {
    const lx_call call = {
        .bytes = record.request.data, .length = record.request.length, .deadline_ms = -1};
    log->level = LX_LOG_ERROR + 1; /* what is answered is shown, not logged */
    handler.run(handler.data, &call, &reply);
    code = print_difference(file, &record, &reply);
  }
  log->level = LX_LOG_ERROR;
  if (handler.data) lx_service_close(&handler);
  lx_buffer_free(&reply.message);
  lx_free(reply.grpc_message);
  free_record(&record);
  return code;
}

/* ---- the command line -------------------------------------------------------------------- */

static const char **option(lx_service_options *options, const char **overlays,
                           const char *name) {
  if (strcmp(name, "--bundle") == 0) return &options->bundle;
  if (strcmp(name, "--bundles-dir") == 0) return &options->bundles_dir;
  if (strcmp(name, "--overlays-dir") == 0) return &options->overlays_dir;
  if (strcmp(name, "--parameters") == 0) return &options->parameters;
  if (strcmp(name, "--overlay") != 0 || options->overlay_count == MOST_OVERLAYS) return NULL;
  return &overlays[options->overlay_count++];
}

int lx_replay_run(char *const *arguments) {
  const char *overlays[MOST_OVERLAYS];
  lx_service_options options = {
      .overlays = overlays, .workers = 1, .response_max = 4 << 20, .still = true};
  lx_log log = {.fd = STDERR_FILENO, .level = LX_LOG_ERROR};
  int worst = 0;
  for (; *arguments && strncmp(*arguments, "--", 2) == 0; arguments++) {
    const char **place;
    if (strcmp(*arguments, "--help") == 0) return fputs(help, stdout), 0;
    place = option(&options, overlays, *arguments);
    if (!place || !arguments[1]) return fputs(help, stderr), EXIT_USAGE;
    *place = *++arguments;
  }
  if (!*arguments) return fputs(help, stderr), EXIT_USAGE;
  for (; *arguments; arguments++) {
    int code = replay(*arguments, &options, &log);
    if (code > worst) worst = code;
  }
  return fflush(stdout) == 0 ? worst : 74;
}
