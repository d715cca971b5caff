/* Lines of JSON: cJSON reads them back. */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "function/log.h"

static char text[65536];
static int ends[2];

/* What was written, read as JSON; NULL when it is none, or no single line. */
static cJSON *read_back(void) {
  ssize_t count = read(ends[0], text, sizeof text - 1);
  if (count <= 0) return NULL;
  text[count] = '\0';
  if (text[count - 1] != '\n' || strchr(text, '\n') != text + count - 1) return NULL;
  return cJSON_Parse(text);
}

static const char *field(const cJSON *line, const char *name) {
  return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(line, name));
}

static lx_log new_log(lx_log_level level) {
  return (lx_log){.fd = ends[1], .level = level};
}

static void writes_fields(void) {
  lx_log log = new_log(LX_LOG_INFO);
  lx_log_line line;
  cJSON *back;
  lx_log_begin(&line, &log, LX_LOG_WARN, "a message");
  lx_log_text(&line, "text", "q\"b\\s/\n\t\x01\x7f \xc3\xa9 \xff");
  lx_log_text(&line, "absent", NULL);
  lx_log_number(&line, "number", -42);
  lx_log_bytes(&line, "bytes", "abc", 2);
  lx_log_end(&line);
  back = read_back();
  CHECK(back);
  CHECK_TEXT(field(back, "level"), "warn");
  CHECK_TEXT(field(back, "msg"), "a message");
  CHECK_TEXT(field(back, "text"), "q\"b\\s/\n\t\x01\x7f \xc3\xa9 \xef\xbf\xbd");
  CHECK_TEXT(field(back, "bytes"), "ab");
  CHECK(!cJSON_HasObjectItem(back, "absent"));
  CHECK(cJSON_GetObjectItemCaseSensitive(back, "number")->valuedouble == -42);
  CHECK(strlen(field(back, "time")) == strlen("2026-01-01T00:00:00.000000Z"));
  cJSON_Delete(back);
}

static void leaves_out_what_is_below_the_level(void) {
  lx_log log = new_log(LX_LOG_WARN);
  lx_log_line line;
  cJSON *back;
  lx_log_begin(&line, &log, LX_LOG_INFO, "unheard");
  lx_log_text(&line, "x", "y");
  lx_log_end(&line);
  lx_log_say(&log, LX_LOG_ERROR, "heard");
  back = read_back();
  CHECK(back);
  CHECK_TEXT(field(back, "msg"), "heard");
  cJSON_Delete(back);
}

/* Whatever is too long is cut, and the line stays whole. */
static void stays_json_when_it_is_full(void) {
  lx_log log = new_log(LX_LOG_DEBUG);
  static char big[8192];
  for (size_t size = 3900; size < 4200; size++) {
    lx_log_line line;
    cJSON *back;
    memset(big, size % 2 ? '"' : 'x', size);
    big[size] = '\0';
    lx_log_begin(&line, &log, LX_LOG_INFO, "full");
    lx_log_text(&line, "big", big);
    for (int i = 0; i < 10; i++) lx_log_number(&line, "n", i);
    lx_log_text(&line, "more", "text");
    lx_log_end(&line);
    back = read_back();
    CHECK(back && strlen(text) <= sizeof line.bytes);
    CHECK_TEXT(field(back, "msg"), "full");
    cJSON_Delete(back);
  }
}

static void a_closed_log_ends_nothing(void) {
  lx_log log = {.fd = -1, .level = LX_LOG_DEBUG};
  lx_log_say(&log, LX_LOG_ERROR, "nobody hears it");
  CHECK(log.fd == -1);
}

int main(void) {
  if (pipe(ends) != 0) return 1;
  RUN(writes_fields);
  RUN(leaves_out_what_is_below_the_level);
  RUN(stays_json_when_it_is_full);
  RUN(a_closed_log_ends_nothing);
  return checks_done();
}
