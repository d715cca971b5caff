#include "schema/regex.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "schema/regex_class.h"
#include "schema/regex_program.h"

lx_regex *lx_regex_new(const char *pattern, size_t length, char problem[LX_REGEX_PROBLEM]) {
  lx_regex *regex = lx_alloc_zero(sizeof *regex);
  problem[0] = '\0';
  if (!regex) return NULL;
  if (lx_regex_parse(regex, pattern, length, problem)) return regex;
  lx_regex_free(regex);
  return NULL;
}

void lx_regex_free(lx_regex *regex) {
  if (!regex) return;
  lx_free(regex->program);
  lx_free(regex->sets);
  lx_free(regex->ranges);
  lx_free(atomic_load(&regex->table));
  lx_free(regex);
}

bool lx_regex_fail(lx_regex_parser *parser, const char *format, ...) {
  size_t character = lx_utf8_count(parser->start, (size_t)(parser->at - parser->start)) + 1;
  va_list arguments;
  int length;
  va_start(arguments, format);
  length = vsnprintf(parser->problem, LX_REGEX_PROBLEM, format, arguments);
  va_end(arguments);
  if (length > 0 && length < LX_REGEX_PROBLEM) {
    snprintf(parser->problem + length, LX_REGEX_PROBLEM - (size_t)length, ", at character %zu",
             character);
  }
  return false;
}

/* ---- Running the program: all ways at once --------------------------------------- */

/* Instructions without order or repetition; clearing is free. */
typedef struct places {
  uint16_t items[LX_REGEX_INSTRUCTIONS], position[LX_REGEX_INSTRUCTIONS];
  size_t count;
} places;

static bool add_place(places *set, size_t place) {
  size_t position = set->position[place];
  if (position < set->count && set->items[position] == place) return false;
  set->position[place] = (uint16_t)set->count;
  set->items[set->count++] = (uint16_t)place;
  return true;
}

/* Adds a place and every place it leads to without taking a character: those are looked
 * at in turn, as the set is also the list of what is still to do. */
static bool add_all(const lx_regex *regex, places *set, size_t place, bool at_begin,
                    bool at_end) {
  size_t next = set->count;
  add_place(set, place);
  for (; next < set->count; next++) {
    size_t at = set->items[next];
    const lx_instruction *instruction = &regex->program[at];
    size_t target = (size_t)((ptrdiff_t)at + instruction->argument);
    switch (instruction->operation) {
      case LX_FOUND: return true;
      case LX_TAKE: break;
      case LX_SPLIT:
        add_place(set, at + 1);
        add_place(set, target);
        break;
      case LX_JUMP: add_place(set, target); break;
      case LX_BEGIN:
        if (at_begin) add_place(set, at + 1);
        break;
      case LX_END:
        if (at_end) add_place(set, at + 1);
        break;
    }
  }
  return false;
}

static bool run(const lx_regex *regex, const char *text, size_t length) {
  places sets[2];
  places *now = &sets[0], *then = &sets[1];
  size_t at = 0;
  now->count = then->count = 0;
  /* Places are read before they are written, but what is read then is never believed. */
  memset(sets[0].position, 0, regex->count * sizeof *sets[0].position);
  memset(sets[1].position, 0, regex->count * sizeof *sets[1].position);
  if (add_all(regex, now, 0, true, length == 0)) return true;
  while (at < length) {
    places *spare = now;
    uint32_t code;
    size_t taken = lx_utf8_next(text + at, length - at, &code);
    if (!taken) code = 0xFFFD;
    at += taken ? taken : 1;
    then->count = 0;
    for (size_t i = 0; i < now->count; i++) {
      const lx_instruction *instruction = &regex->program[now->items[i]];
      if (instruction->operation != LX_TAKE) continue;
      if (!lx_regex_takes(regex, (size_t)instruction->argument, code)) continue;
      if (add_all(regex, then, now->items[i] + 1u, false, at == length)) return true;
    }
    if (add_all(regex, then, 0, false, at == length)) return true;
    now = then;
    then = spare;
  }
  return false;
}

/* A table costs as much as many runs, and a process that renders once has few. One run makes it:
 * one thread's, whichever that is. */
bool lx_regex_matches(lx_regex *regex, const char *text, size_t length) {
  const lx_table *table = atomic_load(&regex->table);
  if (!table && atomic_fetch_add(&regex->runs, 1) == LX_REGEX_RUNS) {
    lx_regex_tabulate(regex);
    table = atomic_load(&regex->table);
  }
  if (table) return lx_table_matches(table, text, length);
  return run(regex, text, length);
}
