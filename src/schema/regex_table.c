#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "schema/regex_program.h"

/* Beyond any of these there is no table: definitions hold short patterns, and a render
 * starts in a millisecond. */
enum { MOST_KINDS = 64, MOST_STATES = 256, MOST_PLACES = 256, MOST_WORK = 200000 };

/* Of the states by what is in them; 0 is a free slot, as no state is found by that
 * number. */
enum { SLOTS = 512 };

/* The places of a program at which a state waits: those that take a character or the end.
 */
typedef struct state {
  uint16_t places[MOST_PLACES];
  size_t count;
} state;

typedef struct builder {
  const lx_regex *regex;
  uint32_t kinds[MOST_KINDS];
  size_t kind_count;
  state states[MOST_STATES];
  size_t state_count;
  uint16_t slots[SLOTS];
  uint16_t next[MOST_STATES * MOST_KINDS];
  uint8_t ends[MOST_STATES];
  uint8_t seen[LX_REGEX_INSTRUCTIONS]; /* in the set that is being made */
  uint16_t to_do[LX_REGEX_INSTRUCTIONS];
  size_t to_do_count;
  size_t work;
} builder;

/* ---- Kinds of characters --------------------------------------------------------- */

static int compare_codes(const void *a, const void *b) {
  const uint32_t *left = a, *right = b;
  return *left < *right ? -1 : *left > *right;
}

static bool add_kind(builder *b, uint32_t start) {
  for (size_t i = 0; i < b->kind_count; i++) {
    if (b->kinds[i] == start) return true;
  }
  if (b->kind_count == MOST_KINDS) return false;
  b->kinds[b->kind_count++] = start;
  return true;
}

/* Characters between two places where any set begins or ends are all alike. */
static bool find_kinds(builder *b) {
  if (b->regex->range_count > MOST_PLACES) return false;
  add_kind(b, 0);
  for (size_t i = 0; i < b->regex->range_count; i++) {
    const lx_range *range = &b->regex->ranges[i];
    if (!add_kind(b, range->first)) return false;
    if (range->last < LX_REGEX_LAST && !add_kind(b, range->last + 1)) return false;
  }
  qsort(b->kinds, b->kind_count, sizeof *b->kinds, compare_codes);
  return true;
}

/* ---- States ---------------------------------------------------------------------- */

static void want(builder *b, size_t place) {
  if (b->seen[place]) return;
  b->seen[place] = 1;
  b->to_do[b->to_do_count++] = (uint16_t)place;
}

/* Follows what is wanted; true when the pattern is found without another character. */
static bool follow(builder *b, size_t from, bool at_begin, bool at_end) {
  for (size_t i = from; i < b->to_do_count; i++) {
    size_t at = b->to_do[i];
    const lx_instruction *instruction = &b->regex->program[at];
    size_t target = (size_t)((ptrdiff_t)at + instruction->argument);
    lx_operation operation = instruction->operation;
    b->work++;
    if (operation == LX_FOUND) return true;
    if (operation == LX_SPLIT || (operation == LX_BEGIN && at_begin) ||
        (operation == LX_END && at_end)) {
      want(b, at + 1);
    }
    if (operation == LX_SPLIT || operation == LX_JUMP) want(b, target);
  }
  return false;
}

static void forget(builder *b) {
  for (size_t i = 0; i < b->to_do_count; i++) b->seen[b->to_do[i]] = 0;
  b->to_do_count = 0;
}

static int compare_places(const void *a, const void *b) {
  const uint16_t *left = a, *right = b;
  return *left < *right ? -1 : *left > *right;
}

/* The places that were reached, as a state; false when they are too many. */
static bool gather(const builder *b, state *made) {
  made->count = 0;
  for (size_t i = 0; i < b->to_do_count; i++) {
    lx_operation operation = b->regex->program[b->to_do[i]].operation;
    if (operation != LX_TAKE && operation != LX_END) continue;
    if (made->count == MOST_PLACES) return false;
    made->places[made->count++] = b->to_do[i];
  }
  qsort(made->places, made->count, sizeof *made->places, compare_places);
  return true;
}

/* Whether the text may end in a state. */
static bool may_end(builder *b, const state *given, bool at_begin) {
  bool found;
  forget(b);
  for (size_t i = 0; i < given->count; i++) {
    if (b->regex->program[given->places[i]].operation == LX_END) want(b, given->places[i]);
  }
  found = follow(b, 0, at_begin, true);
  forget(b);
  return found;
}

static size_t hash(const state *given) {
  uint32_t sum = 2166136261u;
  for (size_t i = 0; i < given->count; i++) sum = (sum ^ given->places[i]) * 16777619u;
  return (sum ^ sum >> 16) % SLOTS;
}

static bool is_same(const state *a, const state *b) {
  return a->count == b->count && !memcmp(a->places, b->places, a->count * sizeof *a->places);
}

/* The number of the state, made if it is new. The first state is never met again: only
 * there is the text at its beginning. */
static bool number(builder *b, const state *wanted, uint16_t *found) {
  size_t slot = hash(wanted);
  if (!wanted->count) {
    *found = LX_STATE_LOST;
    return true;
  }
  for (; b->slots[slot]; slot = (slot + 1) % SLOTS) {
    *found = b->slots[slot];
    if (is_same(&b->states[*found], wanted)) return true;
  }
  if (b->state_count == MOST_STATES) return false;
  *found = b->slots[slot] = (uint16_t)b->state_count;
  b->states[b->state_count].count = wanted->count;
  memcpy(b->states[b->state_count].places, wanted->places,
         wanted->count * sizeof *wanted->places);
  b->ends[b->state_count++] = may_end(b, wanted, false);
  return true;
}

static bool make_step(builder *b, size_t from, size_t kind) {
  const state *given = &b->states[from];
  uint16_t *next = &b->next[from * b->kind_count + kind];
  state made;
  forget(b);
  b->work += given->count;
  for (size_t i = 0; i < given->count; i++) {
    const lx_instruction *instruction = &b->regex->program[given->places[i]];
    if (instruction->operation != LX_TAKE) continue;
    if (!lx_regex_takes(b->regex, (size_t)instruction->argument, b->kinds[kind])) continue;
    want(b, given->places[i] + 1u);
  }
  want(b, 0);
  if (follow(b, 0, false, false)) {
    *next = LX_STATE_FOUND;
    forget(b);
    return true;
  }
  if (!gather(b, &made)) return false;
  forget(b);
  return number(b, &made, next);
}

/* False when it is not worth it. */
static bool find_states(builder *b) {
  b->state_count = LX_STATE_START + 1;
  for (size_t kind = 0; kind < b->kind_count; kind++) {
    b->next[LX_STATE_LOST * b->kind_count + kind] = LX_STATE_LOST;
    b->next[LX_STATE_FOUND * b->kind_count + kind] = LX_STATE_FOUND;
  }
  b->ends[LX_STATE_FOUND] = 1;
  want(b, 0);
  if (follow(b, 0, true, false)) return true; /* the start is FOUND, too */
  if (!gather(b, &b->states[LX_STATE_START])) return false;
  b->ends[LX_STATE_START] = may_end(b, &b->states[LX_STATE_START], true);
  for (size_t from = LX_STATE_START; from < b->state_count; from++) {
    for (size_t kind = 0; kind < b->kind_count; kind++) {
      if (b->work > MOST_WORK || !make_step(b, from, kind)) return false;
    }
  }
  return true;
}

/* ---- The table ------------------------------------------------------------------- */

static uint8_t kind_of(const uint32_t *kinds, size_t count, uint32_t code) {
  size_t low = 0, high = count;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (code < kinds[middle]) {
      high = middle;
    } else {
      low = middle;
    }
  }
  return (uint8_t)low;
}

/* One block: the table, the kinds, the steps, the ends. */
static void write_table(lx_regex *regex, const builder *b, bool found_at_start) {
  size_t kinds = b->kind_count * sizeof *b->kinds;
  size_t steps = b->state_count * b->kind_count * sizeof *b->next;
  char *block = lx_alloc_zero(sizeof(lx_table) + kinds + steps + b->state_count);
  lx_table *table = (lx_table *)(void *)block;
  if (!block) return;
  block += sizeof *table;
  memcpy(block, b->kinds, kinds);
  table->kinds = (const uint32_t *)(const void *)block;
  memcpy(block + kinds, b->next, steps);
  table->next = (const uint16_t *)(const void *)(block + kinds);
  memcpy(block + kinds + steps, b->ends, b->state_count);
  table->ends = (const uint8_t *)(block + kinds + steps);
  table->kind_count = b->kind_count;
  table->start = found_at_start ? LX_STATE_FOUND : LX_STATE_START;
  for (uint32_t code = 0; code < 128; code++) {
    table->ascii[code] = kind_of(b->kinds, b->kind_count, code);
  }
  atomic_store(&regex->table, table);
}

void lx_regex_tabulate(lx_regex *regex) {
  builder *b = lx_alloc(sizeof *b);
  bool start_found;
  if (!b) return;
  /* Most of it is never looked at: only this must be clear. */
  b->regex = regex;
  b->kind_count = b->state_count = b->to_do_count = b->work = 0;
  memset(b->slots, 0, sizeof b->slots);
  memset(b->seen, 0, regex->count);
  b->ends[LX_STATE_LOST] = 0;
  if (find_kinds(b) && find_states(b)) {
    forget(b);
    want(b, 0);
    start_found = follow(b, 0, true, false);
    write_table(regex, b, start_found);
  }
  lx_free(b);
}

bool lx_table_matches(const lx_table *table, const char *text, size_t length) {
  const char *end = text + length;
  uint16_t now = table->start;
  while (text < end && now > LX_STATE_FOUND) {
    unsigned char byte = (unsigned char)*text;
    uint8_t kind;
    if (byte < 128) {
      kind = table->ascii[byte];
      text++;
    } else {
      uint32_t code;
      size_t taken = lx_utf8_next(text, (size_t)(end - text), &code);
      if (!taken) code = 0xFFFD;
      kind = kind_of(table->kinds, table->kind_count, code);
      text += taken ? taken : 1;
    }
    now = table->next[now * table->kind_count + kind];
  }
  return now > LX_STATE_FOUND ? table->ends[now] : now == LX_STATE_FOUND;
}
