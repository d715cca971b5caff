#include "record.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base64.h"
#include "file.h"
#include "luxr.h"
#include "redact.h"
#include "structs.h"

struct lx_record {
  const char *directory;
  const lx_log *log;
  atomic_uint next;
};

static void name_file(char path[PATH_MAX], const lx_record *record, unsigned number) {
  snprintf(path, PATH_MAX, "%s/call-%03u.json", record->directory, number % LX_RECORD_FILES);
}

static void complain(const lx_record *record, const char *path, const char *problem) {
  lx_log_line line;
  lx_log_begin(&line, record->log, LX_LOG_WARN, "a call cannot be recorded");
  lx_log_text(&line, "path", path);
  lx_log_text(&line, "problem", problem);
  lx_log_end(&line);
}

static bool is_newer(const struct stat *facts, const struct timespec *newest) {
  if (facts->st_mtim.tv_sec != newest->tv_sec) return facts->st_mtim.tv_sec > newest->tv_sec;
  return facts->st_mtim.tv_nsec >= newest->tv_nsec;
}

static unsigned first_number(const lx_record *record) {
  struct timespec newest = {0, 0};
  unsigned number = 0;
  for (unsigned i = 0; i < LX_RECORD_FILES; i++) {
    char path[PATH_MAX];
    struct stat facts;
    name_file(path, record, i);
    if (stat(path, &facts) != 0 || !is_newer(&facts, &newest)) continue;
    newest = facts.st_mtim;
    number = i + 1;
  }
  return number;
}

lx_record *lx_record_open(const char *directory, const lx_log *log) {
  lx_record *record = lx_alloc_zero(sizeof *record);
  if (!record) return NULL;
  record->directory = directory;
  record->log = log;
  if (strlen(directory) > PATH_MAX - 32)
    errno = ENAMETOOLONG;
  else if (access(directory, W_OK | X_OK) == 0) {
    atomic_init(&record->next, first_number(record));
    return record;
  }
  complain(record, directory, strerror(errno));
  lx_free(record);
  return NULL;
}

void lx_record_close(lx_record *record) {
  lx_free(record);
}

/* ---- a file ------------------------------------------------------------------------------ */

static bool add_span(cJSON *object, const char *name, lx_span span) {
  char *text;
  bool good;
  if (!span.bytes) return true;
  text = lx_copy_bytes(span.bytes, span.length);
  good = text && cJSON_AddStringToObject(object, name, text);
  lx_free(text);
  return good;
}

static bool add_message(cJSON *object, const char *name, const lx_buffer *message) {
  lx_buffer text = {0};
  bool good;
  lx_base64_write(&text, message->data, message->length);
  good = lx_buffer_text(&text) && cJSON_AddStringToObject(object, name, text.data);
  lx_buffer_free(&text);
  return good;
}

static bool add_messages(cJSON *object, const lx_run_call *run) {
  const lx_buffer *answer = &run->reply->message;
  lx_buffer request = {0}, response = {0};
  bool good =
      lx_redact_request(
          &request, (lx_span){run->call->bytes ? run->call->bytes : "", run->call->length}) &&
      lx_redact_response(&response,
                         (lx_span){answer->data ? answer->data : "", answer->length}) &&
      add_message(object, "request", &request) && add_message(object, "response", &response);
  lx_buffer_free(&request);
  lx_buffer_free(&response);
  return good;
}

static bool add_xr(cJSON *object, lx_run_call *run) {
  lx_span composite = run->request.composite;
  lx_span space = lx_tree_text(composite, "metadata.namespace", &run->pool);
  lx_span name = lx_tree_text(composite, "metadata.name", &run->pool);
  lx_buffer text = {0};
  bool good;
  lx_buffer_add(&text, space.bytes, space.length);
  if (space.length) lx_buffer_add_char(&text, '/');
  lx_buffer_add(&text, name.bytes, name.length);
  good = !text.failed && add_span(object, "xr", (lx_span){text.data, text.length}) &&
         add_span(object, "kind", lx_tree_text(composite, "kind", &run->pool)) &&
         add_span(object, "tag", run->request.tag);
  lx_buffer_free(&text);
  return good;
}

static bool add_time(cJSON *object) {
  time_t now = time(NULL);
  struct tm utc;
  char text[32];
  gmtime_r(&now, &utc);
  strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return cJSON_AddStringToObject(object, "time", text) != NULL;
}

static bool fill(cJSON *object, lx_run_call *run, const char *bundle, int64_t ttl_ms) {
  const lx_reply *reply = run->reply;
  return cJSON_AddStringToObject(object, "luxr", LUXR_VERSION) &&
         cJSON_AddNumberToObject(object, "format", LX_RECORD_FORMAT) && add_time(object) &&
         add_xr(object, run) &&
         (!bundle || cJSON_AddStringToObject(object, "bundle", bundle)) &&
         cJSON_AddNumberToObject(object, "ttl", (double)ttl_ms) &&
         cJSON_AddNumberToObject(object, "status", reply->grpc_status) &&
         (!reply->grpc_message ||
          cJSON_AddStringToObject(object, "message", reply->grpc_message)) &&
         add_messages(object, run);
}

void lx_record_keep(lx_record *record, lx_run_call *run, const char *bundle, int64_t ttl_ms) {
  cJSON *object = cJSON_CreateObject();
  const char *problem = "it is malformed, or memory is out";
  char *text = NULL, path[PATH_MAX];
  name_file(path, record, atomic_fetch_add(&record->next, 1) % LX_RECORD_FILES);
  if (object && fill(object, run, bundle, ttl_ms)) text = cJSON_Print(object);
  cJSON_Delete(object);
  if (!text || !lx_file_write(path, text, strlen(text), &problem)) {
    complain(record, path, problem);
  }
  cJSON_free(text);
}
