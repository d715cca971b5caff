#include "input.h"

#include <ctype.h>
#include <string.h>

#include "base/suggest.h"

enum { MOST_OVERLAYS = 16, MOST_SCRIPTS = 256, MOST_PROBLEMS = 20 };

typedef struct input_reading {
  lx_input *input;
  lx_pool *pool;
  lx_buffer *problems;
  size_t problem_count;
} input_reading;

static void refuse(input_reading *reading, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void refuse(input_reading *reading, const char *format, ...) {
  va_list arguments;
  if (reading->problem_count++ >= MOST_PROBLEMS) return;
  if (reading->problems->length) lx_buffer_add_char(reading->problems, '\n');
  lx_buffer_add_text(reading->problems, "input.");
  va_start(arguments, format);
  lx_buffer_vprint(reading->problems, format, arguments);
  va_end(arguments);
}

static const char *const kind_names[] = {"nothing",       "null",      "a number", "a text",
                                         "a truth value", "an object", "a list"};

/* Whether a value is of its kind; a null is as good as absent. */
static bool is_kind(input_reading *reading, const char *name, const lx_value *value,
                    lx_value_kind wanted) {
  if (value->kind == wanted) return true;
  if (value->kind == LX_VALUE_NONE || value->kind == LX_VALUE_NULL) return false;
  refuse(reading, "%s must be %s, got %s", name, kind_names[wanted], kind_names[value->kind]);
  return false;
}

static const char *keep(input_reading *reading, lx_span text) {
  const char *kept = lx_pool_copy(reading->pool, text.bytes, text.length);
  if (!kept) reading->problems->failed = true;
  return kept;
}

/* How much of a span a message shows. */
static int shown(lx_span span) {
  return span.length < 100 ? (int)span.length : 100;
}

/* ---- duration ---------------------------------------------------------------------------- */

static bool read_unit(lx_span text, size_t *at, double *unit) {
  static const struct {
    const char *name;
    double milliseconds;
  } units[] = {{"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}};
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    size_t length = strlen(units[i].name);
    if (text.length - *at < length || memcmp(text.bytes + *at, units[i].name, length) != 0) {
      continue;
    }
    *at += length;
    *unit = units[i].milliseconds;
    return true;
  }
  return false;
}

/* Digits with at most one point among them, and at least one before and behind it. */
static bool read_number(lx_span text, size_t *at, double *number) {
  double scale = 0;
  size_t digits = 0;
  for (*number = 0; *at < text.length; ++*at) {
    char c = text.bytes[*at];
    if (c == '.' && digits && scale <= 0) {
      scale = 1;
      digits = 0;
      continue;
    }
    if (c < '0' || c > '9') break;
    if (++digits > 9) return false;
    *number = *number * 10 + (c - '0');
    scale *= 10;
  }
  if (scale > 0) *number /= scale;
  return digits > 0;
}

int64_t lx_duration_read(lx_span text) {
  const double year = 365.0 * 24 * 3600000;
  double all = 0;
  size_t at = 0;
  if (!text.length) return -1;
  while (at < text.length) {
    double number, unit;
    if (!read_number(text, &at, &number) || !read_unit(text, &at, &unit)) return -1;
    all += number * unit;
  }
  return all <= year ? (int64_t)(all + 0.5) : -1;
}

/* ---- the fields -------------------------------------------------------------------------- */

static void read_identity(input_reading *reading, const char *name, const lx_value *value,
                          const char *wanted) {
  if (!is_kind(reading, name, value, LX_VALUE_TEXT)) return;
  if (lx_span_is(value->bytes, wanted)) return;
  refuse(reading, "%s must be '%s', got '%.*s'", name, wanted, shown(value->bytes),
         value->bytes.bytes);
}

static void read_api_version(input_reading *reading, const char *name, const lx_value *value) {
  read_identity(reading, name, value, LX_INPUT_API_VERSION);
}

static void read_kind(input_reading *reading, const char *name, const lx_value *value) {
  read_identity(reading, name, value, LX_INPUT_KIND);
}

static void read_metadata(input_reading *reading, const char *name, const lx_value *value) {
  lx_span step;
  if (!is_kind(reading, name, value, LX_VALUE_STRUCT)) return;
  step = lx_tree_text(value->bytes, "name", reading->pool);
  if (step.bytes) reading->input->step = keep(reading, step);
}

static void read_bundle(input_reading *reading, const char *name, const lx_value *value) {
  if (!is_kind(reading, name, value, LX_VALUE_TEXT)) return;
  if (value->bytes.length)
    reading->input->bundle = keep(reading, value->bytes);
  else
    refuse(reading, "%s must not be empty", name);
}

static void add_overlay(input_reading *reading, const lx_value *value, size_t index) {
  lx_input *input = reading->input;
  if (value->kind != LX_VALUE_TEXT || !value->bytes.length) {
    refuse(reading, "overlays[%zu] must be the name of an overlay", index);
    return;
  }
  input->overlays[input->overlay_count++] = keep(reading, value->bytes);
}

static void read_overlays(input_reading *reading, const char *name, const lx_value *value) {
  lx_list_walk walk;
  lx_value item;
  size_t index = 0;
  if (!is_kind(reading, name, value, LX_VALUE_LIST)) return;
  reading->input->overlays = lx_pool_take(reading->pool, MOST_OVERLAYS * sizeof(char *));
  if (!reading->input->overlays) {
    reading->problems->failed = true;
    return;
  }
  for (walk = lx_list_over(value->bytes); lx_list_next(&walk, reading->pool, &item); index++) {
    if (index < MOST_OVERLAYS) add_overlay(reading, &item, index);
  }
  if (index > MOST_OVERLAYS) {
    refuse(reading, "%s has %zu items, more than the %d that are allowed", name, index,
           MOST_OVERLAYS);
  }
}

/* Names of letters, digits, '_' and '-', with slashes between them, and .lua at the end. */
static bool is_script_path(lx_span path) {
  size_t length = path.length > 4 ? path.length - 4 : 0, named = 0;
  if (!length || memcmp(path.bytes + length, ".lua", 4) != 0) return false;
  for (size_t i = 0; i < length; i++) {
    char c = path.bytes[i];
    if (c == '/' && !named) return false;
    if (c != '/' && c != '_' && c != '-' && !isalnum((unsigned char)c)) return false;
    named = c == '/' ? 0 : named + 1;
  }
  return named > 0;
}

static void read_scripts(input_reading *reading, const char *name, const lx_value *value) {
  lx_input *input = reading->input;
  if (!is_kind(reading, name, value, LX_VALUE_STRUCT)) return;
  if (lx_tree_fields(value->bytes, reading->pool, &input->scripts, &input->script_count) !=
      LX_DECODED) {
    refuse(reading, "%s is malformed", name);
    return;
  }
  if (input->script_count > MOST_SCRIPTS) {
    refuse(reading, "%s has %zu entries, more than the %d that are allowed", name,
           input->script_count, MOST_SCRIPTS);
    return;
  }
  for (size_t i = 0; i < input->script_count; i++) {
    lx_entry *script = &input->scripts[i];
    lx_value text;
    if (!is_script_path(script->name)) {
      refuse(reading,
             "%s has '%.*s', which is no path of a script, such as policies/scaling.lua", name,
             shown(script->name), script->name.bytes);
    }
    if (lx_value_read(script->value, reading->pool, &text) != LX_DECODED ||
        text.kind != LX_VALUE_TEXT) {
      refuse(reading, "%s has '%.*s', whose value must be the script's text", name,
             shown(script->name), script->name.bytes);
    }
    script->value = text.bytes;
  }
}

static void read_parameters(input_reading *reading, const char *name, const lx_value *value) {
  if (is_kind(reading, name, value, LX_VALUE_STRUCT)) reading->input->parameters = value->bytes;
}

static void read_ttl(input_reading *reading, const char *name, const lx_value *value) {
  if (!is_kind(reading, name, value, LX_VALUE_TEXT)) return;
  reading->input->ttl_ms = lx_duration_read(value->bytes);
  if (reading->input->ttl_ms >= 0) return;
  refuse(reading, "%s must be a duration of at most a year, such as 90s or 5m, got '%.*s'",
         name, shown(value->bytes), value->bytes.bytes);
}

static void read_envelope(input_reading *reading, const char *name, const lx_value *value) {
  if (is_kind(reading, name, value, LX_VALUE_BOOL)) reading->input->bare = !value->truth;
}

static void read_strict(input_reading *reading, const char *name, const lx_value *value) {
  if (is_kind(reading, name, value, LX_VALUE_BOOL)) reading->input->strict = value->truth;
}

static const struct {
  const char *name;
  void (*read)(input_reading *reading, const char *name, const lx_value *value);
} fields[] = {{"apiVersion", read_api_version}, {"kind", read_kind},
              {"metadata", read_metadata},      {"bundle", read_bundle},
              {"overlays", read_overlays},      {"scripts", read_scripts},
              {"parameters", read_parameters},  {"ttl", read_ttl},
              {"envelope", read_envelope},      {"strict", read_strict}};

enum { FIELD_COUNT = sizeof fields / sizeof *fields };

static void refuse_name(input_reading *reading, lx_span name) {
  lx_suggestion near = lx_suggest(name.bytes, name.length);
  for (size_t i = 0; i < FIELD_COUNT; i++) {
    lx_suggest_offer(&near, fields[i].name, strlen(fields[i].name));
  }
  if (near.best) {
    refuse(reading, "%.*s is no field (did you mean '%s'?)", shown(name), name.bytes,
           near.best);
  } else {
    refuse(reading, "%.*s is no field", shown(name), name.bytes);
  }
}

static void read_field(input_reading *reading, const lx_entry *entry) {
  lx_value value;
  for (size_t i = 0; i < FIELD_COUNT; i++) {
    if (!lx_span_is(entry->name, fields[i].name)) continue;
    if (lx_value_read(entry->value, reading->pool, &value) == LX_DECODED) {
      fields[i].read(reading, fields[i].name, &value);
    } else {
      refuse(reading, "%s is malformed", fields[i].name);
    }
    return;
  }
  refuse_name(reading, entry->name);
}

/* Without these two nobody can say what the rest means. */
static bool has_identity(input_reading *reading, lx_span bytes) {
  static const char *const names[] = {"apiVersion", "kind"};
  static const char *const wanted[] = {LX_INPUT_API_VERSION, LX_INPUT_KIND};
  bool good = true;
  for (size_t i = 0; i < 2; i++) {
    lx_value value = lx_tree_find(bytes, names[i], reading->pool);
    if (value.kind == LX_VALUE_TEXT && lx_span_is(value.bytes, wanted[i])) continue;
    good = false;
    if (value.kind == LX_VALUE_NONE || value.kind == LX_VALUE_NULL) {
      refuse(reading, "%s is missing: it must be '%s'", names[i], wanted[i]);
    } else {
      fields[i].read(reading, names[i], &value);
    }
  }
  return good;
}

bool lx_input_read(lx_input *input, lx_span bytes, lx_pool *pool, lx_buffer *problems) {
  input_reading reading = {input, pool, problems, 0};
  lx_entry *entries;
  size_t count;
  lx_decoded decoded;
  *input = (lx_input){.ttl_ms = -1};
  if (!bytes.bytes) return true;
  decoded = lx_tree_fields(bytes, pool, &entries, &count);
  if (decoded == LX_NO_MEMORY) problems->failed = true;
  if (decoded == LX_MALFORMED) lx_buffer_add_text(problems, "input is malformed");
  if (decoded != LX_DECODED || !has_identity(&reading, bytes)) return false;
  for (size_t i = 0; i < count; i++) read_field(&reading, &entries[i]);
  if (reading.problem_count > MOST_PROBLEMS) {
    lx_buffer_print(problems, "\nand %zu more", reading.problem_count - MOST_PROBLEMS);
  }
  return !problems->length && !problems->failed;
}
