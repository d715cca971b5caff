/* Texts that were made to hash alike: without a limit 100,000 of them take minutes to read. */
#include <ctype.h>

#include "codec.h"

/* A text is two blocks of two words each, behind one more block if it is long: Lua keeps texts of
 * more than 40 bytes another way. */
enum { WAYS = 64, BLOCK = 16, MOST = WAYS * WAYS };

static const char long_begin[] = "a-longer-text-48";

/* The words of any way of a row lead the hash of the built-in Lua to the same state, zero. */
typedef char row[WAYS][BLOCK];
static row short_first, long_first, second;

/* ---- The hash, told once more: value/inside_hash.h ----------------------------------- */

static uint64_t stir(uint64_t hash, uint64_t word) {
  hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
  return hash ^ hash >> 32;
}

static uint64_t word_at(const char *text) {
  uint64_t word;
  memcpy(&word, text, sizeof word);
  return word;
}

static unsigned hash_of(const char *text, size_t length) {
  uint64_t hash = 0x6c757872u ^ length;
  for (size_t at = 0; at < length; at += 8) hash = stir(hash, word_at(text + at));
  return (unsigned)(hash * 0xD6E8FEB86659FD93u >> 32);
}

/* ---- How such texts are made ---------------------------------------------------------- */

static bool is_plain(const char *text, size_t length) {
  for (size_t i = 0; i < length; i++) {
    if (!isalnum((unsigned char)text[i])) return false;
  }
  return true;
}

/* Tries first words until the second one, which makes the state zero, happens to be plain text. */
static void make_row(row ways, uint64_t state) {
  size_t count = 0;
  for (uint64_t number = 0; count < WAYS; number++) {
    char *way = ways[count];
    uint64_t word, digits = number;
    for (size_t i = 0; i < 8; i++, digits /= 26) way[i] = (char)('a' + digits % 26);
    word = stir(state, word_at(way));
    memcpy(way + 8, &word, sizeof word);
    count += is_plain(way + 8, 8);
  }
}

static void make_rows(void) {
  uint64_t state = 0x6c757872u ^ (sizeof long_begin - 1 + 2 * BLOCK);
  for (size_t at = 0; at < sizeof long_begin - 1; at += 8) {
    state = stir(state, word_at(long_begin + at));
  }
  make_row(short_first, 0x6c757872u ^ (2 * BLOCK));
  make_row(long_first, state);
  make_row(second, 0);
}

static void add_alike(lx_buffer *out, size_t number, bool is_long) {
  if (is_long) lx_buffer_add_text(out, long_begin);
  lx_buffer_add(out, (is_long ? long_first : short_first)[number % WAYS], BLOCK);
  lx_buffer_add(out, second[number / WAYS % WAYS], BLOCK);
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
  for (size_t i = 0; i < 2 * MOST; i++) {
    lx_buffer_clear(&text);
    add_alike(&text, i / 2, i % 2);
    alike += hash_of(text.data, text.length) == 0;
  }
  CHECK(alike == 2 * MOST);
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
    const char *told = read_alike(&shapes[i], MOST);
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
  make_rows();
  RUN(they_are_alike);
  RUN(few_are_read);
  RUN(many_are_refused);
  RUN(merged_ones_are_refused);
  RUN(other_ones_are_read);
  codec_close();
  return checks_done();
}
