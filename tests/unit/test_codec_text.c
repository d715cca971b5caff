/* Texts quoted in sentences, and where a byte is. */
#include "codec/text.h"

#include "check.h"
#include "codec/show.h"

static const char *shown(const char *text, size_t length) {
  static char told[LX_SHOWN];
  return lx_show(told, text, length);
}

static void shows(void) {
  CHECK_TEXT(shown("plain \xC3\xA4", 8), "plain \xC3\xA4");
  CHECK_TEXT(shown("a\nb\tc\rd", 7), "a\\nb\\tc\\rd");
  CHECK_TEXT(shown("\x1B[0m\x7F", 5), "\\u001b[0m\\u007f");
  CHECK_TEXT(shown("\xFF\xC3", 2), "\\xff\\xc3");
  CHECK_TEXT(shown("\xE2\x80\xAE", 3), "\\u202e");
  CHECK_TEXT(shown("", 0), "");
}

static void cuts(void) {
  char text[200];
  memset(text, 'x', sizeof text);
  CHECK(strlen(shown(text, sizeof text)) == 63);
  CHECK_TEXT(shown(text, 200) + 58, "xx...");
  memset(text, 1, sizeof text);
  CHECK(strlen(shown(text, sizeof text)) < LX_SHOWN);
  CHECK_TEXT(shown(text, 10) + 54, "\\u0001");
  CHECK_TEXT(shown(text, 11) + 60, "...");
}

static void places(void) {
  lx_text text = {.bytes =
                      "a\r\nb\xC3\xA4"
                      "c\rd\n\n",
                  .length = 11,
                  .line = 5};
  static const size_t want[][2] = {{5, 1}, {5, 2}, {5, 3}, {6, 1}, {6, 2}, {6, 3},
                                   {6, 3}, {6, 4}, {7, 1}, {7, 2}, {8, 1}, {9, 1}};
  for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
    size_t line, column;
    lx_text_position(&text, i, &line, &column);
    if (line == want[i][0] && column == want[i][1]) continue;
    if (i == 2 || i == 5) continue; /* in the middle of a line break or of a character */
    printf("byte %zu: %zu:%zu\n", i, line, column);
    check_bad = 1;
  }
}

int main(void) {
  RUN(shows);
  RUN(cuts);
  RUN(places);
  return checks_done();
}
