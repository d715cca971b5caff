/* struct_level.c: a Struct read where scripts look: one value of a map, or a map or list without
 * what is in those inside it. */
#include <string.h>

#include "codec/struct_reading.h"
#include "value/raise.h"

enum { FEW = 32, BYTES_A_VALUE = 16 }; /* FEW: entries that are gone through for a name */

static const lx_struct_source *source_of(const lx_unread *unread) {
  return (const lx_struct_source *)unread->source; /* it begins there */
}

/* ---- Where a level is ---------------------------------------------------------------- */

/* What of the level holds the byte: pushes its name or index, and moves down. False: none. */
static bool descend(lx_unread *level, const char *target, lx_path *path) {
  lx_wire wire = lx_wire_over(level->bytes, level->length);
  lx_wire_field field;
  for (size_t i = 0; lx_struct_next(&wire, &field); i++) {
    lx_struct_entry entry = {.value = {field.bytes, field.length, 0}};
    lx_struct_value value;
    if (target < field.bytes || target > field.bytes + field.length) continue;
    if (!level->is_list && !lx_struct_entry_read(field.bytes, field.length, &entry))
      return false;
    if (!lx_struct_value_read(entry.value.bytes, entry.value.length, &value)) return false;
    if (level->is_list) {
      lx_path_push_index(path, i);
    } else {
      lx_path_push_name(path, entry.name, entry.length);
    }
    level->bytes = value.span.bytes;
    level->length = value.span.length;
    level->is_list = value.kind == LX_STRUCT_LIST;
    return value.span.bytes != NULL;
  }
  return false;
}

/* From the top down, since nobody keeps a path for what is well. */
void lx_struct_find(const lx_unread *level, lx_path *path) {
  const lx_struct_source *source = source_of(level);
  lx_unread at = {.bytes = source->bytes, .length = source->length};
  while (at.bytes != level->bytes && descend(&at, level->bytes, path)) continue;
}

/* ---- Reading ------------------------------------------------------------------------- */

static void end(const lx_struct_reading *reading, bool good) {
  const lx_struct_source *source = source_of(reading->level);
  source->charge(reading->L, reading->bytes + reading->nodes * BYTES_A_VALUE);
  if (good) return;
  source->fail(reading->L, source->data, reading->fault);
  lx_raise(reading->L, "%s: %s", reading->fault->path.text, reading->fault->sentence);
}

static lx_struct_reading begin(lua_State *L, const lx_unread *unread, lx_struct_fault *fault) {
  return (lx_struct_reading){.L = L,
                             .limits = source_of(unread)->limits,
                             .fault = fault,
                             .level = unread,
                             .shallow = true};
}

/* The last entry of that name, if the map is small; MANY when it is not. */
static bool search(lx_struct_reading *reading, const char *name, size_t length,
                   lx_struct_entry *found, lx_unread_answer *answer) {
  lx_wire wire = lx_wire_over(reading->level->bytes, reading->level->length);
  lx_struct_entry entry;
  lx_wire_field field;
  *answer = LX_UNREAD_ABSENT;
  while (lx_struct_next(&wire, &field)) {
    if (reading->nodes++ == FEW) {
      *answer = LX_UNREAD_MANY;
      return true;
    }
    if (!lx_struct_entry_read(field.bytes, field.length, &entry)) {
      return lx_struct_fail_malformed(reading, "Struct");
    }
    if (entry.length != length || memcmp(entry.name, name, length) != 0) continue;
    *found = entry;
    *answer = LX_UNREAD_FOUND;
  }
  return !wire.broken || lx_struct_fail_malformed(reading, "Struct");
}

static lx_unread_answer look(lua_State *L, const lx_unread *unread, const char *name,
                             size_t length) {
  lx_struct_fault fault;
  lx_struct_reading reading = begin(L, unread, &fault);
  lx_struct_place place = {.name = name, .length = length};
  lx_struct_entry entry;
  lx_unread_answer answer = LX_UNREAD_ABSENT;
  bool good = lx_struct_check_depth(&reading, unread) &&
              search(&reading, name, length, &entry, &answer);
  if (good && answer == LX_UNREAD_FOUND) {
    reading.place = &place;
    good = lx_struct_read_value(&reading, &entry.value, unread->depth);
  }
  end(&reading, good);
  return answer;
}

static bool complete_list(lx_struct_reading *reading, int table) {
  const lx_unread *level = reading->level;
  lx_wire wire = lx_wire_over(level->bytes, level->length);
  lx_struct_place place = {.name = NULL};
  lx_wire_field field;
  reading->place = &place;
  while (lx_struct_next(&wire, &field)) {
    lx_struct_span span = {field.bytes, field.length, 0};
    if (!lx_struct_read_value(reading, &span, level->depth)) return false;
    lua_rawseti(reading->L, table, (lua_Integer)++place.index);
  }
  reading->place = NULL;
  return true;
}

/* Puts an entry into the table, unless its name is there. */
static bool complete_entry(lx_struct_reading *reading, const lx_wire_field *field, int table) {
  lua_State *L = reading->L;
  lx_struct_place place = {.up = NULL};
  lx_struct_entry entry;
  bool is_there;
  if (!lx_struct_entry_read(field->bytes, field->length, &entry)) {
    return lx_struct_fail_malformed(reading, "Struct");
  }
  if (!lx_struct_read_name(reading, entry.name, entry.length, table)) return false;
  lua_pushvalue(L, -1);
  is_there = lua_rawget(L, table) != LUA_TNIL;
  lua_pop(L, 1);
  if (is_there) return lua_pop(L, 1), true;
  place.name = entry.name;
  place.length = entry.length;
  reading->place = &place;
  if (!lx_struct_read_value(reading, &entry.value, reading->level->depth)) return false;
  reading->place = NULL;
  lua_rawset(L, table);
  return true;
}

/* From behind: of equal names the last one counts. */
static bool complete_map(lx_struct_reading *reading, size_t count, int table) {
  lx_wire wire = lx_wire_over(reading->level->bytes, reading->level->length);
  lx_wire_field *fields = lua_newuserdatauv(reading->L, count * sizeof *fields, 0);
  for (size_t i = 0; i < count; i++) lx_struct_next(&wire, &fields[i]);
  for (size_t i = count; i > 0; i--) {
    if (!complete_entry(reading, &fields[i - 1], table)) return false;
  }
  lua_pop(reading->L, 1);
  return true;
}

static void complete(lua_State *L, const lx_unread *unread, int table) {
  lx_struct_fault fault;
  lx_struct_reading reading = begin(L, unread, &fault);
  size_t count;
  bool good = lx_struct_count_values(&reading, unread, &count);
  table = lua_absindex(L, table);
  if (good) {
    good =
        unread->is_list ? complete_list(&reading, table) : complete_map(&reading, count, table);
  }
  end(&reading, good);
}

/* ---- Several levels down ------------------------------------------------------------- */

/* Moves to the map or list that the value is. ABSENT: it is neither; MANY: it lies in pieces. */
static bool enter(lx_struct_reading *reading, lx_unread *level, const lx_struct_span *span,
                  lx_unread_answer *answer) {
  lx_struct_value value;
  *answer = LX_UNREAD_MANY;
  if (span->pieces) return true;
  if (!lx_struct_value_read(span->bytes, span->length, &value)) {
    return lx_struct_fail_malformed(reading, "Value");
  }
  if (value.kind != LX_STRUCT_MAP && value.kind != LX_STRUCT_LIST) {
    *answer = LX_UNREAD_ABSENT;
  } else if (!value.span.pieces) {
    level->bytes = value.span.bytes;
    level->length = value.span.length;
    level->is_list = value.kind == LX_STRUCT_LIST;
    level->depth++;
    *answer = LX_UNREAD_FOUND;
  }
  return true;
}

/* Whether the map at hand has the text that the step wants. */
static bool matches(lx_struct_reading *reading, const lx_unread_step *step,
                    lx_unread_answer *answer) {
  lx_struct_entry entry;
  lx_struct_value value;
  size_t before = reading->nodes;
  bool good;
  reading->nodes = 0; /* each map may have its few */
  good = search(reading, step->name, step->length, &entry, answer);
  reading->nodes += before;
  if (!good) return false;
  if (*answer != LX_UNREAD_FOUND) return true;
  *answer = LX_UNREAD_MANY;
  if (entry.value.pieces) return true;
  if (!lx_struct_value_read(entry.value.bytes, entry.value.length, &value)) {
    return lx_struct_fail_malformed(reading, "Value");
  }
  if (value.kind == LX_STRUCT_TEXT && value.span.pieces) return true;
  *answer = value.kind == LX_STRUCT_TEXT && value.span.length == step->wanted_length &&
                    memcmp(value.span.bytes, step->wanted, step->wanted_length) == 0
                ? LX_UNREAD_FOUND
                : LX_UNREAD_ABSENT;
  return true;
}

/* Moves to the first item that the step wants. */
static bool choose(lx_struct_reading *reading, lx_unread *level, const lx_unread_step *step,
                   lx_unread_answer *answer) {
  lx_unread list = *level;
  lx_wire wire = lx_wire_over(list.bytes, list.length);
  lx_wire_field field;
  *answer = LX_UNREAD_ABSENT;
  while (lx_struct_next(&wire, &field)) {
    lx_struct_span span = {field.bytes, field.length, 0};
    *level = list;
    if (!enter(reading, level, &span, answer)) return false;
    if (*answer == LX_UNREAD_FOUND && !level->is_list && !matches(reading, step, answer)) {
      return false;
    }
    if (*answer == LX_UNREAD_FOUND && level->is_list) *answer = LX_UNREAD_ABSENT;
    if (*answer != LX_UNREAD_ABSENT) return true;
  }
  *level = list;
  return !wire.broken || lx_struct_fail_malformed(reading, "ListValue");
}

static bool take_step(lx_struct_reading *reading, lx_unread *level, const lx_unread_step *step,
                      lx_struct_entry *found, lx_unread_answer *answer) {
  *answer = LX_UNREAD_ABSENT;
  if (!lx_struct_check_depth(reading, level)) return false;
  if (level->is_list != (step->wanted != NULL)) return true;
  if (step->wanted) return choose(reading, level, step, answer);
  return search(reading, step->name, step->length, found, answer);
}

static lx_unread_answer walk(lua_State *L, const lx_unread *unread, const lx_unread_step *steps,
                             size_t count) {
  lx_struct_fault fault;
  lx_unread level = *unread;
  lx_struct_reading reading = begin(L, &level, &fault);
  lx_struct_place place = {.name = steps[count - 1].name, .length = steps[count - 1].length};
  lx_struct_entry entry = {.length = 0};
  lx_struct_value value;
  lx_unread_answer answer = LX_UNREAD_FOUND;
  size_t nodes = 0;
  bool good = true;
  for (size_t i = 0; i < count && good && answer == LX_UNREAD_FOUND; i++) {
    good = take_step(&reading, &level, &steps[i], &entry, &answer);
    nodes += reading.nodes;
    reading.nodes = 0; /* each level may have its few */
    if (!good || answer != LX_UNREAD_FOUND || steps[i].wanted || i + 1 == count) continue;
    good = enter(&reading, &level, &entry.value, &answer);
  }
  reading.nodes = nodes;
  if (good && answer == LX_UNREAD_FOUND) {
    answer = LX_UNREAD_MANY;
    if (!steps[count - 1].wanted && !entry.value.pieces &&
        lx_struct_value_read(entry.value.bytes, entry.value.length, &value) &&
        value.kind != LX_STRUCT_MAP && value.kind != LX_STRUCT_LIST) {
      answer = LX_UNREAD_FOUND;
      reading.place = &place;
      good = lx_struct_read_value(&reading, &entry.value, level.depth);
    }
  }
  end(&reading, good);
  return answer;
}

void lx_struct_push_unread(lua_State *L, lx_struct_source *source) {
  lx_unread unread = {
      .source = &source->head, .bytes = source->bytes, .length = source->length, .depth = 1};
  source->head = (lx_unread_source){.look = look, .walk = walk, .complete = complete};
  lx_unread_push(L, &unread);
}
