/* Structs that are broken or too large, as scripts meet them; and what is written as Structs. */
#include "scene.h"
#include "struct_bytes.h"

/* ---- what is broken --------------------------------------------------------------------- */

/* An object whose status.inner.text is not UTF-8, and whose spec is no message. */
static const char *broken(const char *script, const char *thing, const char *bundle) {
  scene of = {.look = script, .thing = thing, .bundle = bundle, .format = LUXR_FORMAT_STRUCT};
  bytes_mark status, inner;
  bytes_start();
  bytes_text("kind", "T", 1);
  ENTRY("spec", "\x2A\x02\x0A\x09");
  status = bytes_open("status", 5);
  bytes_text("good", "yes", 3);
  inner = bytes_open("inner", 5);
  bytes_text("before", "fine", 4);
  bytes_text("text", "\xFF", 1);
  bytes_close(inner);
  bytes_close(status);
  of.observed = made.data;
  of.length = made.length;
  return told(&of);
}

static void reads_around_what_is_broken(void) {
  CHECK_TEXT(broken(LOOK("return { status = { of = object.status.good .. object.kind } }"),
                    NULL, NULL),
             "{\"of\":\"yesT\"}");
  CHECK_TEXT(broken(LOOK("return { status = { none = object.absent == nil } }"), NULL, NULL),
             "{\"none\":true}");
  CHECK_TEXT(
      broken(LOOK("return { status = { of = object.status.inner.before } }"), NULL, NULL),
      "{\"of\":\"fine\"}");
}

static void finds_what_is_broken_when_it_is_looked_at(void) {
  static const char text[] =
      "input: observed thing:0: status.inner.text: the text is not UTF-8: byte 1 of 1";
  static const char spec[] =
      "input: observed thing:0: spec: the bytes are no google.protobuf.Struct";
  CHECK_TEXT(broken(LOOK("return { status = { of = object.status.inner.text } }"), NULL, NULL),
             text);
  CHECK_TEXT(broken(LOOK("return { status = { of = luxr.get(object, 'status.inner.text') } }"),
                    NULL, NULL),
             text);
  CHECK_TEXT(broken(LOOK("local of = luxr.getter 'status.inner.text[a=b].c' (object)\n"
                         "return { status = { of = of } }"),
                    NULL, NULL),
             "(none)");
  CHECK_TEXT(broken(LOOK("local of = luxr.getter 'spec.any[a=b].c' (object)\n"
                         "return { status = { of = of } }"),
                    NULL, NULL),
             spec);
  CHECK_TEXT(broken(LOOK("return { status = object.status }"), NULL, NULL), text);
  CHECK_TEXT(
      broken(LOOK("return { status = { of = luxr.json.encode(object.status) } }"), NULL, NULL),
      text);
  CHECK_TEXT(broken(LOOK("for _ in pairs(object.status.inner) do end"), NULL, NULL), text);
  CHECK_TEXT(broken(LOOK("return { status = { of = object.spec.any } }"), NULL, NULL), spec);
  CHECK_TEXT(broken(LOOK("for _ in pairs(object.spec) do end"), NULL, NULL), spec);
  CHECK_TEXT(broken(LOOK("return { status = { of = #object.spec } }"), NULL, NULL), spec);
}

/* No script gets past it, so that nothing is left out because of it. */
static void lets_no_script_go_on_behind_it(void) {
  static const char text[] =
      "input: observed thing:0: status.inner.text: the text is not UTF-8: byte 1 of 1";
  CHECK_TEXT(broken(LOOK("local good = pcall(function() return object.status.inner.text end)\n"
                         "return { status = { good = good } }"),
                    NULL, NULL),
             text);
  CHECK_TEXT(
      broken("return { name = 'look' }",
             THING("ready = function(object) return object.status.inner.text == nil end,"),
             NULL),
      text);
  CHECK_TEXT(broken("return { name = 'look' }",
                    "return { name = 'thing', render = function(xr, ctx)\n"
                    "  return { apiVersion = 'v1', kind = 'T', metadata = { name = 'm' },\n"
                    "    spec = ctx.observed.thing.status }\nend }",
                    NULL),
             text);
  CHECK_TEXT(broken("return { name = 'look', mutate = function(doc) return doc end }",
                    "return { name = 'thing', render = function(xr, ctx)\n"
                    "  return { apiVersion = 'v1', kind = 'T', metadata = { name = 'm' },\n"
                    "    spec = ctx.observed.thing.status }\nend }",
                    NULL),
             text);
}

/* The guard looks at objects that nothing explains; one that it cannot read ends the render. */
static void ends_where_the_guard_cannot_look(void) {
  static const char bundle[] =
      BUNDLE("owned = function(object) return object.status.inner.text == 'mine' end");
  blob xr = convert(input, LUXR_FORMAT_STRUCT);
  scene of = {.look = "return { name = 'look' }", .bundle = bundle};
  luxr_result *result;
  broken(of.look, NULL, NULL); /* makes the bytes */
  luxr_document documents[] = {
      {.format = LUXR_FORMAT_STRUCT, .bytes = xr.data, .length = xr.length},
      {.role = LUXR_ROLE_OBSERVED,
       .format = LUXR_FORMAT_STRUCT,
       .name = "other",
       .origin = "observed other",
       .bytes = made.data,
       .length = made.length},
  };
  result = render_documents(&of, documents, 2);
  CHECK(luxr_result_status(result) == LUXR_ERR_INPUT);
  CHECK(luxr_result_item(result, 0)->bytes == NULL);
  CHECK_TEXT(findings_of(result),
             "observed other:0: status.inner.text: the text is not UTF-8: byte 1 of 1");
  CHECK_TEXT(luxr_result_diagnostic(result, 0)->hook, "test.owned");
  luxr_result_free(result);
  free(xr.data);
}

static void names_the_script_that_looked(void) {
  scene of = {.look = LOOK("return { status = { of = object.a } }"),
              .format = LUXR_FORMAT_STRUCT,
              .observed = "\x0A\x01",
              .length = 2};
  luxr_result *result = render_scene(&of);
  const luxr_diagnostic *item = luxr_result_diagnostic(result, 0);
  CHECK(luxr_result_status(result) == LUXR_ERR_INPUT && item->status == LUXR_ERR_INPUT);
  CHECK_TEXT(item->file, "observed thing");
  CHECK(!item->path && !item->line);
  CHECK_TEXT(item->sentence, "the bytes are no google.protobuf.Struct");
  CHECK_TEXT(item->hook, "look.status");
  CHECK_TEXT(item->trace, "b/policies/look.lua:3: in the function at line 1");
  luxr_result_free(result);
}

/* ---- limits ----------------------------------------------------------------------------- */

static const char *limit_of(const scene *of) {
  static char name[64];
  luxr_result *result = render_scene(of);
  const char *limit = luxr_result_limit(result);
  snprintf(name, sizeof name, "%s %s", luxr_status_name(luxr_result_status(result)),
           limit ? limit : "(none)");
  luxr_result_free(result);
  return name;
}

static void names_the_limit_that_was_met(void) {
  scene of = {.format = LUXR_FORMAT_YAML};
  of.look = LOOK("while true do end");
  CHECK_TEXT(limit_of(&of), "limit steps");
  of.look = LOOK("local t = {}\nfor i = 1, 1e9 do t[i] = { i } end");
  CHECK_TEXT(limit_of(&of), "limit memory");
  of.look = LOOK("return ('x'):rep(2000000)");
  CHECK_TEXT(limit_of(&of), "limit string");
  of.look = LOOK("local t = {}\nfor i = 1, 70 do t = { t } end\nreturn { status = { t = t } }");
  CHECK_TEXT(limit_of(&of), "script output_depth");
  of.look = LOOK("error 'x'");
  CHECK_TEXT(limit_of(&of), "script (none)");
  of.look = LOOK("return {}");
  CHECK_TEXT(limit_of(&of), "ok (none)");
}

static void bounds_each_level(void) {
  scene of = {.look = LOOK("return { status = { of = #object.list } }"),
              .format = LUXR_FORMAT_STRUCT};
  bytes_mark list;
  bytes_start();
  list = bytes_open("list", 6);
  for (int i = 0; i < 100001; i++) lx_buffer_add(&made, "\x0A\x00", 2);
  bytes_close(list);
  of.observed = made.data;
  of.length = made.length;
  CHECK_TEXT(told(&of),
             "input: observed thing:0: list: more than 100000 values beside each other");
  CHECK_TEXT(limit_of(&of), "input nodes");
  of.look = LOOK("return { status = { of = object.other == nil } }");
  CHECK_TEXT(told(&of), "{\"of\":true}");
}

static void bounds_the_depth_that_is_looked_at(void) {
  scene of = {.format = LUXR_FORMAT_STRUCT};
  lx_buffer inner = {0};
  for (int i = 0; i < 3000; i++) { /* { k: { k: ... } } */
    bytes_mark mark;
    bytes_start();
    mark = bytes_open("k", 5);
    lx_buffer_add(&made, inner.data, inner.length);
    bytes_close(mark);
    lx_buffer swap = inner;
    inner = made;
    made = swap;
  }
  of.observed = inner.data;
  of.length = inner.length;
  of.look =
      LOOK("for i = 1, 99 do object = object.k end\nreturn { status = { of = type(object) } }");
  CHECK_TEXT(told(&of), "{\"of\":\"table\"}");
  of.look = LOOK(
      "for i = 1, 101 do object = object.k end\nreturn { status = { of = type(object) } }");
  CHECK_TEXT(limit_of(&of), "input depth");
  of.look = LOOK("return { status = { of = luxr.json.encode(object) } }");
  CHECK(strstr(told(&of), "nested deeper than 64 levels"));
  lx_buffer_free(&inner);
}

static void refuses_a_document_that_is_too_large(void) {
  scene of = {.look = LOOK("return {}"), .format = LUXR_FORMAT_STRUCT};
  char *large = calloc(1, (4 << 20) + 1);
  of.observed = large;
  of.length = (4 << 20) + 1;
  CHECK_TEXT(told(&of),
             "input: observed thing:0: the document has 4194305 bytes, more than the "
             "limit of 4194304");
  CHECK_TEXT(limit_of(&of), "input input");
  free(large);
}

/* ---- output ----------------------------------------------------------------------------- */

/* The Struct (or, with `wrapped`, the ListValue as the field `list` of one) as JSON. */
static const char *as_json(const char *data, size_t length, bool is_list) {
  static char text[4096];
  luxr_worker *worker = luxr_worker_new(NULL, 0);
  luxr_document document = {.format = LUXR_FORMAT_STRUCT, .bytes = data, .length = length};
  luxr_result *result;
  if (is_list) {
    bytes_mark mark;
    bytes_start();
    mark = bytes_open("list", 6);
    lx_buffer_add(&made, data, length);
    bytes_close(mark);
    document.bytes = made.data;
    document.length = made.length;
  }
  result = luxr_convert(worker, &document, LUXR_FORMAT_JSON);
  if (luxr_result_status(result) == LUXR_OK) {
    const luxr_item *item = luxr_result_item(result, 0);
    snprintf(text, sizeof text, "%.*s", (int)item->length, item->bytes);
  } else {
    snprintf(text, sizeof text, "%s", findings_of(result));
  }
  luxr_result_free(result);
  luxr_worker_free(worker);
  return text;
}

static const char *part_as_json(const luxr_result *result, luxr_part part, bool is_list) {
  size_t length;
  const char *data = luxr_result_part(result, part, &length);
  return data ? as_json(data, length, is_list) : "(none)";
}

static void writes_structs(void) {
  scene of = {
      .look =
          "return { name = 'look',\n"
          "requires = function() return { c = { apiVersion = 'v1', kind = 'C', name = 'c' } } "
          "end,\n"
          "status = function(observed, ctx)\n  ctx.event('Normal', 'Seen', 'it is there')\n"
          "  return { status = { n = 1, half = 0.5 },\n"
          "    conditions = { { type = 'Good', status = 'True', reason = 'Because' } } }\nend "
          "}",
      .format = LUXR_FORMAT_STRUCT,
      .output = LUXR_FORMAT_STRUCT,
      .flags = LUXR_REPORT,
  };
  luxr_result *result = render_scene(&of);
  const luxr_item *item = luxr_result_item(result, 0);
  CHECK(luxr_result_status(result) == LUXR_OK);
  CHECK_TEXT(as_json(item->bytes, item->length, false),
             "{\"apiVersion\":\"v1\",\"kind\":\"T\",\"metadata\":{\"name\":\"m\"},\"spec\":"
             "{\"empty\":{},\"half\":0.5,\"list\":[\"a\",\"b\"],\"none\":null,\"nothing\":[],"
             "\"size\":3}}");
  CHECK_TEXT(part_as_json(result, LUXR_PART_STATUS, false), "{\"half\":0.5,\"n\":1}");
  CHECK_TEXT(part_as_json(result, LUXR_PART_CONDITIONS, true),
             "{\"list\":[{\"reason\":\"Because\",\"status\":\"True\",\"type\":\"Good\"}]}");
  CHECK_TEXT(part_as_json(result, LUXR_PART_EVENTS, true),
             "{\"list\":[{\"message\":\"it is there\",\"reason\":\"Seen\","
             "\"severity\":\"Normal\"}]}");
  CHECK_TEXT(part_as_json(result, LUXR_PART_REQUIREMENTS, false),
             "{\"c\":{\"apiVersion\":\"v1\",\"kind\":\"C\",\"name\":\"c\"}}");
  CHECK(*luxr_result_part(result, LUXR_PART_REPORT, NULL) == '{');
  luxr_result_free(result);
}

static void refuses_integers_that_a_double_cannot_hold(void) {
  scene of = {.look = LOOK("return {}"),
              .thing =
                  "return { name = 'thing', render = function(xr)\n"
                  "  return { apiVersion = 'v1', kind = 'T', metadata = { name = 'm' },\n"
                  "    spec = { n = 9007199254740993 } }\nend }",
              .format = LUXR_FORMAT_STRUCT,
              .output = LUXR_FORMAT_STRUCT};
  CHECK_TEXT(told(&of),
             "script: b/resources/thing.lua:3: thing: spec.n: the integer "
             "9007199254740993 is larger than a double can hold exactly");
  of.output = LUXR_FORMAT_YAML;
  CHECK_TEXT(told(&of), "(none)");
  of.output = LUXR_FORMAT_STRUCT;
  of.thing = NULL;
  of.look = LOOK("return { status = { n = math.maxinteger } }");
  CHECK_TEXT(told(&of),
             "script: in:0: n: the integer 9223372036854775807 is larger than a double "
             "can hold exactly");
}

static void says_where_the_input_is_wrong(void) {
  scene of = {.look =
                  "return { name = 'look', check = function(xr, ctx)\n"
                  "  ctx.reject('spec.size', 'is odd')\nend }",
              .format = LUXR_FORMAT_STRUCT};
  CHECK_TEXT(told(&of), "input: in:0: spec.size: is odd");
}

int main(void) {
  RUN(reads_around_what_is_broken);
  RUN(finds_what_is_broken_when_it_is_looked_at);
  RUN(lets_no_script_go_on_behind_it);
  RUN(ends_where_the_guard_cannot_look);
  RUN(names_the_script_that_looked);
  RUN(names_the_limit_that_was_met);
  RUN(bounds_each_level);
  RUN(bounds_the_depth_that_is_looked_at);
  RUN(refuses_a_document_that_is_too_large);
  RUN(writes_structs);
  RUN(refuses_integers_that_a_double_cannot_hold);
  RUN(says_where_the_input_is_wrong);
  lx_buffer_free(&made);
  return checks_done();
}
