#include "base/utf8.h"

#include "check.h"

static size_t next(const char *bytes, uint32_t *code) {
  return lx_utf8_next(bytes, strlen(bytes), code);
}

static void reads_each_length(void) {
  uint32_t code;
  CHECK(next("A", &code) == 1 && code == 0x41);
  CHECK(next("\xC3\xA9", &code) == 2 && code == 0xE9);
  CHECK(next("\xE2\x82\xAC", &code) == 3 && code == 0x20AC);
  CHECK(next("\xF0\x9F\x98\x80", &code) == 4 && code == 0x1F600);
  CHECK(lx_utf8_next("\0", 1, &code) == 1 && code == 0);
  CHECK(next("\xF4\x8F\xBF\xBF", &code) == 4 && code == 0x10FFFF);
}

static void refuses_what_is_not_utf8(void) {
  static const char *const bad[] = {
      "\x80",             /* a continuation alone */
      "\xC0\x80",         /* overlong */
      "\xC1\xBF",         /* overlong */
      "\xE0\x9F\xBF",     /* overlong */
      "\xF0\x8F\xBF\xBF", /* overlong */
      "\xED\xA0\x80",     /* a surrogate */
      "\xED\xBF\xBF",     /* a surrogate */
      "\xF4\x90\x80\x80", /* beyond 10FFFF */
      "\xF5\x80\x80\x80", /* beyond 10FFFF */
      "\xFF",             /* never */
      "\xC3",             /* cut */
      "\xE2\x82",         /* cut */
      "\xF0\x9F\x98",     /* cut */
      "\xC3(",            /* no continuation */
      "\xE2\x82(",        /* no continuation */
  };
  uint32_t code;
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) CHECK(next(bad[i], &code) == 0);
  CHECK(lx_utf8_next("", 0, &code) == 0);
}

static void writes_what_it_reads(void) {
  for (uint32_t code = 0; code <= 0x10FFFF; code++) {
    char bytes[4];
    uint32_t again;
    size_t count;
    if (code == 0xD800) code = 0xE000;
    count = lx_utf8_put(bytes, code);
    CHECK(lx_utf8_next(bytes, count, &again) == count && again == code);
    CHECK(count == 1 || lx_utf8_next(bytes, count - 1, &again) == 0);
  }
}

static void checks_and_counts(void) {
  CHECK(lx_utf8_check("plain \xC3\xA9\xE2\x82\xAC", 11) == 11);
  CHECK(lx_utf8_check("ab\xFF"
                      "cd",
                      5) == 2);
  CHECK(lx_utf8_check("ab\xE2\x82", 4) == 2);
  CHECK(lx_utf8_check("", 0) == 0);
  CHECK(lx_utf8_count("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 10) == 4);
  CHECK(lx_utf8_count("\xFF\xFF"
                      "a",
                      3) == 3);
  CHECK(lx_utf8_count("", 0) == 0);
}

static void knows_what_a_message_may_show(void) {
  CHECK(lx_utf8_shows('a') && lx_utf8_shows(' ') && lx_utf8_shows(0xE9));
  CHECK(lx_utf8_shows(0x1F600) && lx_utf8_shows(0xA0));
  CHECK(!lx_utf8_shows(0) && !lx_utf8_shows('\n') && !lx_utf8_shows(0x1B));
  CHECK(!lx_utf8_shows(0x7F) && !lx_utf8_shows(0x85) && !lx_utf8_shows(0x2028));
  CHECK(!lx_utf8_shows(0x202E) && !lx_utf8_shows(0x2066) && !lx_utf8_shows(0x200B));
  CHECK(!lx_utf8_shows(0xFEFF));
}

int main(void) {
  RUN(reads_each_length);
  RUN(refuses_what_is_not_utf8);
  RUN(writes_what_it_reads);
  RUN(checks_and_counts);
  RUN(knows_what_a_message_may_show);
  return checks_done();
}
