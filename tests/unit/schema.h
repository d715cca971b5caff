/* schema.h: for tests of schemas: schema and input as YAML, findings and output as text.
 */
#ifndef TEST_SCHEMA_H
#define TEST_SCHEMA_H

#include "codec.h"
#include "schema/schema.h"

static lx_schema *schema;

static inline void schema_open(void) {
  codec_open();
  schema = NULL;
}

static inline void schema_close(void) {
  lx_schema_free(schema);
  schema = NULL;
  codec_close();
}

/* All findings: "path: sentence (hint)", one a line; "warning " before a warning's. */
static inline const char *told(void) {
  size_t used = 0;
  its.told[0] = '\0';
  for (size_t i = 0; i < its.problems.count && used < sizeof its.told - 900; i++) {
    const luxr_diagnostic *item = &its.problems.items[i];
    used += (size_t)snprintf(its.told + used, 900, "%s%s%s%s%s%s%s%s%s%s", i ? "\n" : "",
                             item->severity == LUXR_WARNING ? "warning " : "",
                             item->file ? item->file : "", item->file ? " " : "",
                             item->path ? item->path : "", item->path ? ": " : "",
                             item->sentence, item->hint ? " (" : "",
                             item->hint ? item->hint : "", item->hint ? ")" : "");
  }
  return its.told;
}

/* Compiles; "" or what is wrong with the schema. */
static inline const char *compile_with(const char *text, const char *const *platform) {
  lx_schema_free(schema);
  schema = lx_schema_start();
  if (!schema || !read_bytes(text, strlen(text), LUXR_FORMAT_YAML)) return findings();
  lx_schema_compile(schema, its.L, -1, "root", platform, &its.problems);
  lua_settop(its.L, 0);
  return told();
}

static inline const char *compile(const char *text) {
  return compile_with(text, NULL);
}

/* The same for one field "f" of a root object. */
static inline const char *compile_field(const char *flow) {
  static char text[4096];
  snprintf(text, sizeof text, "{type: object, properties: {f: %s}}", flow);
  return compile(text);
}

static inline void apply_top(bool unknown_is_warning) {
  lx_schema_options options = {unknown_is_warning};
  lx_schema_apply(its.L, -1, schema, &options, &its.problems);
}

/* The input, with its defaults, as JSON; or all findings. */
static inline const char *applied(const char *text) {
  if (!read_bytes(text, strlen(text), LUXR_FORMAT_YAML)) return findings();
  apply_top(false);
  if (lua_gettop(its.L) != 1) return "the stack is not as before";
  return its.problems.count ? told() : top_as_json();
}

/* One assignment into the input, and then as above. */
static inline const char *assigned(const char *text, const char *assignment) {
  bool fine;
  if (!read_bytes(text, strlen(text), LUXR_FORMAT_YAML)) return findings();
  fine = lx_schema_set(its.L, 1, schema, its.reader, &its.limits, assignment, &its.problems);
  if (lua_gettop(its.L) != 1) return "the stack is not as before";
  if (fine != !its.problems.errors) return "the answer does not fit the findings";
  if (!fine) return told();
  apply_top(false);
  return its.problems.count ? told() : top_as_json();
}

#define COMPILE(text) CHECK_TEXT(compile(text), "")
#define COMPILE_FIELD(text) CHECK_TEXT(compile_field(text), "")

/* Runs a test with everything opened for it. */
#define RUN_SCHEMA(test) \
  do {                   \
    schema_open();       \
    RUN(test);           \
    schema_close();      \
  } while (0)

#endif
