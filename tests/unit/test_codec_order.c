/* The order of keys: natural for YAML, bytewise for JSON. */
#include "codec/order.h"

#include "check.h"
#include "codec/letters.h"
#include "random.h"

enum { MOST = 64 };

static lx_key keys[MOST], spare[MOST];

static size_t take(const char *const *texts) {
  size_t count = 0;
  for (; texts[count]; count++) keys[count] = lx_key_of(texts[count], strlen(texts[count]), 0);
  return count;
}

static const char *joined(size_t count) {
  static char told[1024];
  told[0] = '\0';
  for (size_t i = 0; i < count; i++) {
    strcat(told, i ? " " : "");
    strncat(told, keys[i].text, keys[i].length);
  }
  return told;
}

static const char *natural(const char *const *texts) {
  size_t count = take(texts);
  lx_order_natural(keys, spare, count);
  return joined(count);
}

static const char *bytewise(const char *const *texts) {
  size_t count = take(texts);
  lx_order_bytewise(keys, spare, count);
  return joined(count);
}

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

static void digits_by_value(void) {
  CHECK_TEXT(natural(LIST("a10", "a2", "a1", "a")), "a a1 a2 a10");
  CHECK_TEXT(natural(LIST("10", "9", "1", "100")), "1 9 10 100");
  CHECK_TEXT(natural(LIST("a01", "a1", "a001")), "a1 a01 a001");
  CHECK_TEXT(natural(LIST("1.10", "1.9", "1.09")), "1.9 1.09 1.10");
  CHECK_TEXT(natural(LIST("a100", "a1000", "a10")), "a10 a100 a1000");
  CHECK_TEXT(natural(LIST("x2y10", "x2y9", "x10y1")), "x2y9 x2y10 x10y1");
  CHECK_TEXT(natural(LIST("99999999999999999999", "1")), "1 99999999999999999999");
  CHECK_TEXT(natural(LIST("9223372036854775808", "1")), "9223372036854775808 1"); /* wraps */
}

static void others_before_letters(void) {
  CHECK_TEXT(natural(LIST("ab", "a-b", "a.b", "a_b", "a/b", "aB", "a1")),
             "a-b a.b a/b a_b a1 aB ab");
  CHECK_TEXT(natural(LIST("Z", "a", "_", "~", "A", "9")), "_ ~ 9 A Z a");
  CHECK_TEXT(natural(LIST("name", "namespace", "nam", "")), " nam name namespace");
  CHECK_TEXT(natural(LIST("containers", "containerPort", "container-x")),
             "container-x containerPort containers");
}

static void beyond_ascii(void) {
  CHECK_TEXT(natural(LIST("\xC3\xA9", "z", "\xF0\x9F\x98\x80", "a")),
             "\xF0\x9F\x98\x80 a z \xC3\xA9");
  CHECK_TEXT(natural(LIST("a\xD9\xA2", "a\xD9\xA1\xD9\xA0")), "a\xD9\xA2 a\xD9\xA1\xD9\xA0");
  CHECK(lx_is_letter(0xE9) && lx_is_letter(0x65E5) && lx_is_letter(0x1F600) == false);
  CHECK(lx_is_letter('z') && !lx_is_letter('[') && !lx_is_letter('1') && lx_is_letter(0x323AF));
  CHECK(lx_is_digit('0') && lx_is_digit(0x0661) && !lx_is_digit(0xB2) && lx_is_digit(0x1FBF9));
}

static void bytes(void) {
  CHECK_TEXT(bytewise(LIST("a10", "a2", "a", "B", "ab", "a-b")), "B a a-b a10 a2 ab");
  CHECK_TEXT(bytewise(LIST("abcdefghi", "abcdefgh", "abcdefghj", "abcdefg")),
             "abcdefg abcdefgh abcdefghi abcdefghj");
  CHECK_TEXT(bytewise(LIST("\xC3\xA9", "z", "\xF0\x9F\x98\x80")),
             "z \xC3\xA9 \xF0\x9F\x98\x80");
}

/* The comparison goes round in a ring; what comes first in memory must not matter. */
static void cycles(void) {
  CHECK_TEXT(natural(LIST("1.100", "1.1v1", "1.3")), "1.3 1.100 1.1v1");
  CHECK_TEXT(natural(LIST("1.3", "1.1v1", "1.100")), "1.3 1.100 1.1v1");
  CHECK_TEXT(natural(LIST("1.1v1", "1.3", "1.100")), "1.3 1.100 1.1v1");
}

static void shuffle(lx_key *some, size_t count) {
  for (size_t i = count; i > 1; i--) {
    size_t other = random_below((uint32_t)i);
    lx_key moved = some[i - 1];
    some[i - 1] = some[other];
    some[other] = moved;
  }
}

static void any_order_gives_the_same(void) {
  static char texts[MOST][12], first[1024];
  for (int round = 0; round < 400; round++) {
    size_t count = 2 + random_below(round % 2 ? 10 : MOST - 2);
    for (size_t i = 0; i < count; i++) {
      size_t length = 1 + random_below(10);
      for (size_t k = 0; k < length; k++) texts[i][k] = "abAB019.-_"[random_below(10)];
      texts[i][length] = '\0';
      keys[i] = lx_key_of(texts[i], length, 0);
    }
    lx_order_natural(keys, spare, count);
    strcpy(first, joined(count));
    for (int again = 0; again < 3; again++) {
      shuffle(keys, count);
      lx_order_natural(keys, spare, count);
      CHECK_TEXT(joined(count), first);
    }
    lx_order_bytewise(keys, spare, count);
    for (size_t i = 1; i < count; i++) {
      CHECK(strcmp(keys[i - 1].text, keys[i].text) <= 0);
    }
  }
}

int main(void) {
  RUN(digits_by_value);
  RUN(others_before_letters);
  RUN(beyond_ascii);
  RUN(bytes);
  RUN(cycles);
  RUN(any_order_gives_the_same);
  return checks_done();
}
