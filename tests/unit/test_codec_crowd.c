/* Texts that were made to hash alike: without a limit 100,000 of them take minutes to read. */
#include "codec.h"

enum { WAYS = 18, BLOCKS = 4, BLOCK = 5, MOST = WAYS * WAYS * WAYS * WAYS };

/* Any block of a row leads Lua's hash, with the built-in seed and from the last row on, to the
 * same state. */
static const char *const rows[BLOCKS][WAYS] = {
    {"fmqok", "fmq1m", "fmtLu", "fmPrk", "fmP0m", "fmSKu", "fm2Ju", "fpjKu", "fpwpk", "fpw2m",
     "fpKJu", "fpXok", "fpX1m", "fp9rk", "fp90m", "fMlok", "fMl1m", "fMmLu"},
    {"rpmsy", "rpm5w", "rpNty", "rpN6w", "rQnsy", "rQn5w", "rQMty", "rQM6w", "rQ0uy", "rQ03w",
     "r2osy", "r2o5w", "r2Pty", "r2P6w", "r2-uy", "r2-3w", "swrsy", "swr5w"},
    {"rikjy", "riNmy", "ri-ly", "rtROy", "rt3Ny", "rJnjy", "rJKmy", "rUSOy", "rU2Ny", "r6TOy",
     "r65Ny", "zuljy", "zuMmy", "zCTOy", "zC5Ny", "zTkjy", "zTNmy", "zT-ly"},
    {"a_WKo", "a_6Lo", "imZwq", "imZ5o", "im9xq", "im96o", "ipquq", "ipq7o", "ipRvq", "ipR8o",
     "ip3wq", "ip35o", "iMvvq", "iMv8o", "iMWwq", "iMW5o", "iM8xq", "iM86o"},
};

/* Makes texts of 48 bytes hash as alike as those of 20 do: Lua keeps both in different ways. */
static const char long_begin[] = "a-longer-text-of-48-", long_end[] = "lUxZ-cPB";

static unsigned hash_of(const char *text, size_t length) {
  unsigned hash = 0x6c757872u ^ (unsigned)length;
  while (length--) hash ^= (hash << 5) + (hash >> 2) + (unsigned char)text[length];
  return hash;
}

static void add_alike(lx_buffer *out, size_t number, bool is_long) {
  if (is_long) lx_buffer_add_text(out, long_begin);
  for (size_t i = 0; i < BLOCKS; i++) {
    lx_buffer_add_text(out, rows[i][number % WAYS]);
    number /= WAYS;
  }
  if (is_long) lx_buffer_add_text(out, long_end);
}

/* `count` times `before`, the next text, `after`; in `begin` and `end`. */
typedef struct shape {
  const char *begin, *before, *after, *end;
  luxr_format format;
  bool is_long;
} shape;

static const char *read_alike(const shape *is, size_t count) {
  static char told[4096];
  lx_buffer text = {0};
  lx_buffer_add_text(&text, is->begin);
  for (size_t i = 0; i < count; i++) {
    if (i) lx_buffer_add_text(&text, is->format == LUXR_FORMAT_JSON ? ",\n" : "\n");
    lx_buffer_add_text(&text, is->before);
    add_alike(&text, i, is->is_long);
    lx_buffer_add_text(&text, is->after);
  }
  lx_buffer_add_text(&text, is->end);
  snprintf(told, sizeof told, "%s",
           read_bytes(text.data, text.length, is->format) ? "read" : findings());
  lx_buffer_free(&text);
  return told;
}

static const shape shapes[] = {
    {"{", "\"", "\":1", "}", LUXR_FORMAT_JSON, false},
    {"{", "\"", "\":1", "}", LUXR_FORMAT_JSON, true},
    {"[", "\"", "\"", "]", LUXR_FORMAT_JSON, false},
    {"[", "\"\\u0066\",\"", "\"", "]", LUXR_FORMAT_JSON, false},
    {"", "", ": 1", "", LUXR_FORMAT_YAML, false},
    {"", "", ": 1", "", LUXR_FORMAT_YAML, true},
    {"", "? ", "", "", LUXR_FORMAT_YAML, false},
    {"", "- ", "", "", LUXR_FORMAT_YAML, false},
    {"", "- &", " x", "", LUXR_FORMAT_YAML, false},
    {"", "- &", " x", "", LUXR_FORMAT_YAML, true},
};

static void they_are_alike(void) {
  lx_buffer text = {0};
  size_t alike = 0;
  for (size_t i = 0; i < MOST; i++) {
    lx_buffer_clear(&text);
    add_alike(&text, i, i % 2);
    alike += hash_of(text.data, text.length) == (i % 2 ? 0xb2c1b33eu : 0x69bdc8aau);
  }
  CHECK(alike == MOST);
  lx_buffer_free(&text);
}

static void few_are_read(void) {
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
    CHECK_TEXT(read_alike(&shapes[i], 100), "read");
  }
}

/* The hundred and first of them, where luxr's own Lua reads; the system's has another seed. */
static void many_are_refused(void) {
#ifdef LUXR_LUA_INSIDE
  static const char sentence[] = "more than 100 texts of the document hash alike";
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
    const char *told = read_alike(&shapes[i], 70000);
    size_t length = strlen(told), most = sizeof sentence - 1;
    CHECK_TEXT(told + (length < most ? 0 : length - most), sentence);
    CHECK(strncmp(told, "error 101:", 10) == 0);
  }
#endif
}

/* Each map is small enough, and what they make together is not. */
static void merged_ones_are_refused(void) {
#ifdef LUXR_LUA_INSIDE
  lx_buffer text = {0};
  lx_buffer_add_text(&text, "x:\n  <<:\n");
  for (size_t i = 0; i < 4; i++) {
    for (size_t k = 0; k < 50; k++) {
      lx_buffer_add_text(&text, k ? "    " : "  - ");
      add_alike(&text, i * 50 + k, true);
      lx_buffer_add_text(&text, ": 1\n");
    }
  }
  CHECK_TEXT(read_as_json(text.data, text.length, LUXR_FORMAT_YAML),
             "error 203:1: more than 100 texts of the document hash alike");
  lx_buffer_free(&text);
#endif
}

static void other_ones_are_read(void) {
  lx_buffer text = {0};
  for (size_t i = 0; i < 49000; i++) lx_buffer_print(&text, "key-%zu: v%zu\n", i, i);
  CHECK_TEXT(read_bytes(text.data, text.length, LUXR_FORMAT_YAML) ? "read" : findings(),
             "read");
  lx_buffer_free(&text);
}

int main(void) {
  codec_open();
  RUN(they_are_alike);
  RUN(few_are_read);
  RUN(many_are_refused);
  RUN(merged_ones_are_refused);
  RUN(other_ones_are_read);
  codec_close();
  return checks_done();
}
