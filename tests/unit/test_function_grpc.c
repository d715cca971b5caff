/* gRPC's small parsers: timeouts, sentences, frames; and what is counted beside them. */
#include "function/transport/budget.h"
#include "check.h"
#include "function/transport/grpc_frame.h"
#include "function/transport/grpc_message.h"
#include "function/transport/grpc_timeout.h"
#include "function/transport/routes.h"

static uint64_t timeout_of(const char *text) {
  uint64_t nanoseconds = 0;
  return lx_grpc_timeout_read(text, strlen(text), &nanoseconds) ? nanoseconds : 123456789;
}

static void reads_every_unit(void) {
  CHECK(timeout_of("1n") == 1);
  CHECK(timeout_of("2u") == 2000);
  CHECK(timeout_of("3m") == 3000000);
  CHECK(timeout_of("4S") == 4000000000);
  CHECK(timeout_of("5M") == 300000000000);
  CHECK(timeout_of("1H") == 3600000000000);
  CHECK(timeout_of("0S") == 0);
  CHECK(timeout_of("00000012S") == 12000000000);
}

static void keeps_long_times_in_range(void) {
  CHECK(timeout_of("99999999n") == 99999999);
  CHECK(timeout_of("99999999S") == 99999999000000000);
  CHECK(timeout_of("99999999M") == 5999999940000000000);
  CHECK(timeout_of("99999999H") == UINT64_MAX);
}

static void refuses_what_is_no_timeout(void) {
  const char *const bad[] = {"",           "S",          "1",    "1s",  "1h",       "-1S",
                             "+1S",        "1.5S",       " 1S",  "1S ", "1 S",      "1SS",
                             "123456789S", "000000012S", "0x1S", "S1",  "1\xc2\xb5"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) CHECK(timeout_of(bad[i]) == 123456789);
}

static const char *sentence_of(const char *text, size_t max) {
  static char result[512];
  lx_buffer out = {0};
  lx_grpc_message_write(&out, text, max);
  snprintf(result, sizeof result, "%s", lx_buffer_text(&out));
  lx_buffer_free(&out);
  return result;
}

static void writes_sentences(void) {
  CHECK_TEXT(sentence_of("plain words, ~!", 100), "plain words, ~!");
  CHECK_TEXT(sentence_of("100%", 100), "100%25");
  CHECK_TEXT(sentence_of("a\nb\tc\x7f", 100), "a%0Ab%09c%7F");
  CHECK_TEXT(sentence_of("h\xc3\xa9", 100), "h%C3%A9");
  CHECK_TEXT(sentence_of("\xff\x80", 100), "%FF%80");
  CHECK_TEXT(sentence_of("", 100), "");
}

static void cuts_sentences_between_characters(void) {
  CHECK_TEXT(sentence_of("abc", 2), "ab");
  CHECK_TEXT(sentence_of("ab%", 4), "ab");
  CHECK_TEXT(sentence_of("ab%", 5), "ab%25");
  CHECK_TEXT(sentence_of("a\xe4\xb8\xad", 9), "a");
  CHECK_TEXT(sentence_of("a\xe4\xb8\xad", 10), "a%E4%B8%AD");
  CHECK_TEXT(sentence_of("\xf0\x9f\x98\x80", 12), "%F0%9F%98%80");
}

/* Feeds `bytes` in pieces of `size`, and says how it went: the messages between bars,
 * then a letter for the end. */
static const char *framed_in_pieces(const char *bytes, size_t length, size_t size) {
  static char result[256];
  lx_frames frames = {.max = 20};
  lx_frame_event event = LX_FRAME_MORE;
  size_t written = 0;
  while (length > 0 && (event == LX_FRAME_MORE || event == LX_FRAME_MESSAGE)) {
    const char *at = bytes;
    size_t piece = size < length ? size : length, left = piece;
    while (left > 0 && (event == LX_FRAME_MORE || event == LX_FRAME_MESSAGE)) {
      event = lx_frames_read(&frames, &at, &left);
      if (event != LX_FRAME_MESSAGE) continue;
      written += (size_t)snprintf(result + written, sizeof result - written, "%.*s|",
                                  (int)frames.message.length, frames.message.data);
      lx_buffer_clear(&frames.message);
    }
    bytes += piece;
    length -= piece;
  }
  snprintf(result + written, sizeof result - written, "%c",
           event == LX_FRAME_COMPRESSED ? 'z'
           : event == LX_FRAME_BAD_FLAG ? 'f'
           : event == LX_FRAME_TOO_LONG ? 'l'
           : lx_frames_between(&frames) ? 'e'
                                        : 'p');
  lx_buffer_free(&frames.message);
  return result;
}

static void frames_any_pieces(void) {
  static const char two[] = "\0\0\0\0\5hello\0\0\0\0\0\0\0\0\0\1x";
  for (size_t size = 1; size < sizeof two; size++) {
    CHECK_TEXT(framed_in_pieces(two, sizeof two - 1, size), "hello||x|e");
    CHECK_TEXT(framed_in_pieces(two, sizeof two - 2, size), "hello||p");
    CHECK_TEXT(framed_in_pieces(two, 3, size), "p");
    CHECK_TEXT(framed_in_pieces("\0\0\0\0\0", 5, size), "|e");
  }
}

static void frames_name_what_is_wrong(void) {
  for (size_t size = 1; size < 8; size++) {
    CHECK_TEXT(framed_in_pieces("\1\0\0\0\1x", 6, size), "z");
    CHECK_TEXT(framed_in_pieces("\2\0\0\0\1x", 6, size), "f");
    CHECK_TEXT(framed_in_pieces("\0\0\0\0\25", 5, size), "l");
    CHECK_TEXT(framed_in_pieces("\0\xff\xff\xff\xff", 5, size), "l");
  }
}

static void a_claimed_length_buys_little(void) {
  lx_frames frames = {.max = SIZE_MAX};
  const char *at = "\0\x7f\xff\xff\xff";
  size_t length = 5;
  CHECK(lx_frames_read(&frames, &at, &length) == LX_FRAME_MORE);
  CHECK(frames.message.capacity <= 64 * 1024);
  lx_buffer_free(&frames.message);
}

static void prefixes(void) {
  unsigned char prefix[LX_GRPC_PREFIX];
  lx_frames_write_prefix(prefix, 0x01020304);
  CHECK(memcmp(prefix, "\0\1\2\3\4", 5) == 0);
}

static void budgets_end_and_fill_again(void) {
  lx_budget budget = lx_budget_full(3, 2, 1000);
  for (int i = 0; i < 3; i++) CHECK(lx_budget_take(&budget, 1000));
  CHECK(!lx_budget_take(&budget, 1000));
  CHECK(!lx_budget_take(&budget, 1499));
  CHECK(lx_budget_take(&budget, 1500));
  CHECK(!lx_budget_take(&budget, 1500));
  lx_budget_give(&budget, 100); /* no more than it holds */
  for (int i = 0; i < 3; i++) CHECK(lx_budget_take(&budget, 1500));
  CHECK(!lx_budget_take(&budget, 1500));
  for (int i = 0; i < 3; i++) CHECK(lx_budget_take(&budget, UINT64_MAX));
  CHECK(!lx_budget_take(&budget, UINT64_MAX));
}

static bool finds(const char *path) {
  return lx_route_find(path, strlen(path)) != NULL;
}

static void routes_are_whole_paths(void) {
  CHECK(finds("/apiextensions.fn.proto.v1.FunctionRunnerService/RunFunction"));
  CHECK(finds("/grpc.health.v1.Health/Check") && finds("/grpc.health.v1.Health/Watch"));
  CHECK(!finds("") && !finds("/") && !finds("grpc.health.v1.Health/Check"));
  CHECK(!finds("/grpc.health.v1.Health/Check/") && !finds("/grpc.health.v1.Health/Chec"));
  CHECK(!finds("/grpc.health.v1.HealthxCheck") && !finds("xgrpc.health.v1.Health/Check"));
}

int main(void) {
  RUN(reads_every_unit);
  RUN(keeps_long_times_in_range);
  RUN(refuses_what_is_no_timeout);
  RUN(writes_sentences);
  RUN(cuts_sentences_between_characters);
  RUN(frames_any_pieces);
  RUN(frames_name_what_is_wrong);
  RUN(a_claimed_length_buys_little);
  RUN(prefixes);
  RUN(budgets_end_and_fill_again);
  RUN(routes_are_whole_paths);
  return checks_done();
}
