#include "codec/read.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "codec/reader.h"
#include "codec/struct.h"

enum { MOST_DEPTH = 1000 };

lx_reader *lx_reader_new(void) {
  return lx_alloc_zero(sizeof(lx_reader));
}

void lx_reader_reset(lx_reader *reader) {
  if (reader->holding) yaml_event_delete(&reader->event);
  if (reader->parsing) yaml_parser_delete(&reader->parser);
  reader->holding = reader->parsing = false;
  lx_buffer_clear(&reader->decoded);
  lx_buffer_clear(&reader->scratch);
  reader->mark_count = 0;
}

void lx_reader_free(lx_reader *reader) {
  if (!reader) return;
  lx_reader_reset(reader);
  lx_buffer_free(&reader->decoded);
  lx_buffer_free(&reader->scratch);
  lx_free(reader->frames);
  lx_free(reader->marks);
  lx_free(reader);
}

void lx_push_number(lua_State *L, double number) {
  if (fabs(number) <= 0x1p53 && number == floor(number)) {
    lua_pushinteger(L, (lua_Integer)number);
  } else {
    lua_pushnumber(L, number);
  }
}

bool lx_reading_count(lx_reading *reading, size_t offset) {
  if (reading->nodes++ < reading->limits.nodes) return true;
  lx_fault_set(&reading->fault, offset, "more than %zu values in one document",
               reading->limits.nodes);
  reading->fault.limit = "nodes";
  return false;
}

/* ---- The format ---------------------------------------------------------------------- */

static bool starts_like_json(const lx_text *text) {
  const char *at = text->bytes, *end = at + text->length;
  while (at < end && *at && strchr(" \t\r\n", *at)) at++;
  return at < end && (*at == '{' || *at == '[');
}

static bool fail(lx_reading *reading) {
  lua_settop(reading->L, reading->top);
  lx_text_report(reading->text, &reading->fault, reading->problems);
  return false;
}

static bool read_json(lx_reading *reading) {
  if (reading->text->decoded) {
    lx_fault_set(&reading->fault, 0, "the document is UTF-16, but JSON is always UTF-8");
    return fail(reading);
  }
  return lx_read_json(reading) || fail(reading);
}

static bool read_yaml(lx_reading *reading) {
  if (!lx_text_check_yaml(reading->text, &reading->fault)) return fail(reading);
  lx_text_skip_comments(reading->text);
  return lx_read_yaml(reading) || fail(reading);
}

/* JSON if it starts like JSON and is; of two failures the one that came further is told. */
static bool read_any(lx_reading *reading) {
  lx_reading second = *reading;
  if (reading->text->decoded || !starts_like_json(reading->text)) return read_yaml(reading);
  if (lx_read_json(reading)) return true;
  if (!reading->bad_syntax) return fail(reading);
  lua_settop(reading->L, reading->top);
  lx_reader_reset(reading->reader);
  if (lx_text_check_yaml(second.text, &second.fault) && lx_read_yaml(&second)) return true;
  if (second.bad_syntax && !second.fault.no_memory &&
      reading->fault.offset > second.fault.offset) {
    return fail(reading);
  }
  return fail(&second);
}

/* ---- Reading ------------------------------------------------------------------------- */

bool lx_read(lua_State *L, lx_reader *reader, const lx_source *source,
             const luxr_limits *limits, lx_diagnostics *problems) {
  lx_text text;
  lx_reading reading = {.L = L, .reader = reader, .text = &text, .problems = problems};
  bool ok;
  reading.limits = lx_limits_complete(limits);
  if (reading.limits.depth > MOST_DEPTH) reading.limits.depth = MOST_DEPTH;
  reading.top = lua_gettop(L);
  lx_reader_reset(reader);
  if (source->length > reading.limits.input) {
    lx_diagnostics_at(problems, 0, 0, "the document has %zu bytes, more than the limit of %zu",
                      source->length, reading.limits.input);
    lx_diagnostics_limit(problems, "input");
    return false;
  }
  if (!lua_checkstack(L, 16)) {
    lx_diagnostics_at(problems, 0, 0, "nested too deep");
    return false;
  }
  if (source->format == LUXR_FORMAT_STRUCT) {
    return lx_read_struct(L, source, &reading.limits, problems);
  }
  if (!lx_text_open(&text, source, &reader->decoded, &reading.fault)) return fail(&reading);
  if (source->format == LUXR_FORMAT_JSON) {
    ok = read_json(&reading);
  } else if (source->format == LUXR_FORMAT_YAML) {
    ok = read_yaml(&reading);
  } else {
    ok = read_any(&reading);
  }
  lx_reader_reset(reader);
  return ok;
}
