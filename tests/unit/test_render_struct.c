/* Documents as google.protobuf.Struct through luxr.h: what a script sees of them is what it sees
 * of YAML, whichever way it looks, and what nobody looks at is not read. */
#include "check.h"
#include "engine.h"
#include "struct_bytes.h"

/* A bundle whose status is what the script SEES returns of the observed object `thing`. */
#define BUNDLE(more)                                                           \
  "return { name = 'test', accepts = { apiVersion = 'a/v1', kind = 'K' },\n"   \
  "  policies = { 'look' }, resources = { 'thing' }, " more " }\n"
#define THING(more)                                                                    \
  "return { name = 'thing', " more "\n  render = function(xr, ctx)\n"                  \
  "    return { apiVersion = 'v1', kind = 'T', metadata = { name = 'm' },\n"           \
  "             spec = xr.spec }\n  end,\n}"
#define LOOK(body)                                                             \
  "return { name = 'look', status = function(observed, ctx)\n"                 \
  "  local object = observed.thing\n" body "\nend }"

static const char input[] =
    "apiVersion: a/v1\nkind: K\nmetadata:\n  name: m\nspec:\n  size: 3\n  half: 0.5\n"
    "  list: [a, b]\n  none: null\n  empty: {}\n  nothing: []\n";

static const char observed[] =
    "apiVersion: v1\nkind: T\nmetadata:\n  name: m\n  labels: {b: two, a: one}\n"
    "spec:\n  size: 3\nstatus:\n  conditions:\n"
    "  - {type: Ready, status: 'True'}\n  - {type: Synced, status: 'False'}\n"
    "  numbers: [1, 2.5, null, 7]\n  words: [one, two, three]\n  deep: {a: {b: {c: [[1], [2, [3]]]}}}\n"
    "  empty: {}\n  nothing: []\n";

typedef struct bytes {
  char *data;
  size_t length;
} bytes;

/* The document in another format. */
static bytes convert(const char *yaml, luxr_format format) {
  luxr_document document = {.format = LUXR_FORMAT_YAML, .bytes = yaml, .length = strlen(yaml)};
  luxr_worker *worker = luxr_worker_new(NULL, 0);
  luxr_result *result = luxr_convert(worker, &document, format);
  const luxr_item *item = luxr_result_item(result, 0);
  bytes out = {malloc(item->length), item->length}; /* exactly, for sanitizers */
  memcpy(out.data, item->bytes, item->length);
  luxr_result_free(result);
  luxr_worker_free(worker);
  return out;
}

typedef struct scene {
  const char *look, *thing, *bundle;
  luxr_format format, output;
  const char *observed; /* NULL: that of above */
  size_t length;        /* of Struct bytes in `observed` */
  unsigned flags, worker_flags;
} scene;

static luxr_result *render_documents(const scene *of, const luxr_document *documents,
                                     size_t count) {
  const char *pairs[] = {"bundle.lua",          of->bundle ? of->bundle : BUNDLE(""),
                         "policies/look.lua",   of->look,
                         "resources/thing.lua", of->thing ? of->thing : THING(""),
                         NULL};
  luxr_request request = {.documents = documents, .document_count = count,
                          .output = of->output, .flags = LUXR_LIVE | of->flags};
  luxr_result *problems = NULL, *result;
  luxr_bundle *bundle = open_one(pairs, &problems);
  luxr_worker *worker;
  if (!bundle) {
    printf("%s\n", findings_of(problems));
    return problems;
  }
  worker = luxr_worker_new(NULL, of->worker_flags);
  for (int again = 0;; again++) { /* the second time with a used worker */
    result = luxr_render(worker, bundle, &request);
    if (again) break;
    luxr_result_free(result);
  }
  luxr_worker_free(worker);
  luxr_bundle_free(bundle);
  return result;
}

static luxr_result *render_scene(const scene *of) {
  bytes xr = convert(input, of->format), seen = {NULL, 0};
  luxr_document documents[2] = {
      {.origin = "in", .format = of->format, .bytes = xr.data, .length = xr.length},
      {.role = LUXR_ROLE_OBSERVED, .format = of->format, .name = "thing", .origin = "observed thing"},
  };
  luxr_result *result;
  if (of->length) {
    documents[1].bytes = of->observed;
    documents[1].length = of->length;
  } else {
    seen = convert(of->observed ? of->observed : observed, of->format);
    documents[1].bytes = seen.data;
    documents[1].length = seen.length;
  }
  result = render_documents(of, documents, 2);
  free(xr.data);
  free(seen.data);
  return result;
}

/* The status as JSON, or the status word and the findings. */
static const char *told(const scene *of) {
  static char out[8192];
  luxr_result *result = render_scene(of);
  const char *status = luxr_result_part(result, LUXR_PART_STATUS, NULL);
  if (luxr_result_status(result) == LUXR_OK) {
    snprintf(out, sizeof out, "%s", status ? status : "(none)");
  } else {
    snprintf(out, sizeof out, "%s: %s", luxr_status_name(luxr_result_status(result)),
             findings_of(result));
  }
  luxr_result_free(result);
  return out;
}

/* What the script says of YAML, JSON and a Struct: the same, with both kinds of memory. */
static const char *look(const char *script) {
  static char first[8192];
  scene of = {.look = script, .format = LUXR_FORMAT_YAML};
  snprintf(first, sizeof first, "%s", told(&of));
  of.format = LUXR_FORMAT_JSON;
  if (strcmp(told(&of), first) != 0) return "(JSON differs)";
  of.format = LUXR_FORMAT_STRUCT;
  if (strcmp(told(&of), first) != 0) return told(&of);
  of.worker_flags = LUXR_WORKER_MALLOC;
  if (strcmp(told(&of), first) != 0) return told(&of);
  return first;
}

#define SEES(body) look(LOOK("return { status = { seen = " body " } }"))
#define DOES(body) look(LOOK(body))

static void reads_fields(void) {
  CHECK_TEXT(SEES("object.kind .. object.metadata.labels.a .. object.status.words[2]"),
             "{\"seen\":\"Tonetwo\"}");
  CHECK_TEXT(SEES("object.status.conditions[2].type"), "{\"seen\":\"Synced\"}");
  CHECK_TEXT(SEES("math.type(object.spec.size) .. math.type(object.status.numbers[2])"),
             "{\"seen\":\"integerfloat\"}");
  CHECK_TEXT(SEES("object.status.numbers[3]"), "{\"seen\":null}");
  CHECK_TEXT(SEES("tostring(object.status.absent) .. tostring(object.status.words[4])"),
             "{\"seen\":\"nilnil\"}");
  CHECK_TEXT(SEES("object.status.deep.a.b.c[2][2][1]"), "{\"seen\":3}");
}

static void gives_the_same_view_again(void) {
  CHECK_TEXT(SEES("rawequal(object.status, observed.thing.status)"), "{\"seen\":true}");
  CHECK_TEXT(SEES("object.status.conditions[1] == object.status.conditions[1]"),
             "{\"seen\":true}");
  CHECK_TEXT(SEES("object.status.conditions[1] == object.status.conditions[2]"),
             "{\"seen\":false}");
}

static void walks_in_order(void) {
  CHECK_TEXT(DOES("local names = {}\n"
                  "for key, value in pairs(object) do\n"
                  "  names[#names + 1] = key .. '=' .. type(value)\nend\n"
                  "return { status = { names = table.concat(names, ' ') } }"),
             "{\"names\":\"apiVersion=string kind=string metadata=table spec=table status=table\"}");
  CHECK_TEXT(DOES("local types = {}\n"
                  "for i, row in ipairs(object.status.conditions) do\n"
                  "  types[i] = row.type .. #object.status.conditions\nend\n"
                  "return { status = { types = types } }"),
             "{\"types\":[\"Ready2\",\"Synced2\"]}");
  CHECK_TEXT(DOES("local key, labels = next(object.metadata)\n"
                  "local last = next(object.metadata, key)\n"
                  "return { status = { key = key, label = labels.b, last = last } }"),
             "{\"key\":\"labels\",\"label\":\"two\",\"last\":\"name\"}");
  CHECK_TEXT(SEES("#object.status.nothing + #object.status.empty"), "{\"seen\":0}");
  CHECK_TEXT(SEES("tostring(next(object.status.empty))"), "{\"seen\":\"nil\"}");
}

static void is_seen_through_by_the_table_functions(void) {
  CHECK_TEXT(SEES("table.concat(object.status.words, '-')"), "{\"seen\":\"one-two-three\"}");
  CHECK_TEXT(SEES("select('#', table.unpack(object.status.numbers))"), "{\"seen\":4}");
  CHECK_TEXT(DOES("local first, second = table.unpack(object.status.conditions)\n"
                  "return { status = { of = second.type .. first.type } }"),
             "{\"of\":\"SyncedReady\"}");
  CHECK_TEXT(SEES("luxr.list(object.status.conditions)[1].status"), "{\"seen\":\"True\"}");
  CHECK_TEXT(DOES("object.status.words[1] = 'w'"),
             "script: b/policies/look.lua:3: observed.thing.status.words[0] is read-only");
  CHECK_TEXT(DOES("table.insert(object.status.deep.a.b.c, 1)"),
             "script: b/policies/look.lua:3: observed.thing.status.deep.a.b.c[0] is read-only");
}

static void is_seen_through_by_get(void) {
  CHECK_TEXT(SEES("luxr.get(object, 'status.conditions[0].type')"), "{\"seen\":\"Ready\"}");
  CHECK_TEXT(SEES("luxr.get(object, 'status.deep.a.b')"),
             "{\"seen\":{\"c\":[[1],[2,[3]]]}}");
  CHECK_TEXT(SEES("luxr.get(object, 'status.deep.x.b', 'none')"), "{\"seen\":\"none\"}");
  CHECK_TEXT(SEES("luxr.get(object, 'status.numbers[2]', 'null')"), "{\"seen\":\"null\"}");
  CHECK_TEXT(SEES("luxr.get(observed, 'thing.status') == object.status"), "{\"seen\":true}");
  CHECK_TEXT(SEES("luxr.get({ a = observed }, 'a.thing.kind')"), "{\"seen\":\"T\"}");
}

static void is_written_whole(void) {
  CHECK_TEXT(look(LOOK("return { status = object.status }")),
             "{\"conditions\":[{\"status\":\"True\",\"type\":\"Ready\"},"
             "{\"status\":\"False\",\"type\":\"Synced\"}],"
             "\"deep\":{\"a\":{\"b\":{\"c\":[[1],[2,[3]]]}}},\"empty\":{},\"nothing\":[],"
             "\"numbers\":[1,2.5,null,7],\"words\":[\"one\",\"two\",\"three\"]}");
  CHECK_TEXT(SEES("luxr.json.encode(object.metadata)"),
             "{\"seen\":\"{\\\"labels\\\":{\\\"a\\\":\\\"one\\\",\\\"b\\\":\\\"two\\\"},"
             "\\\"name\\\":\\\"m\\\"}\"}");
  CHECK_TEXT(SEES("luxr.json.encode(observed) == luxr.json.encode { thing = object }"),
             "{\"seen\":true}");
  CHECK_TEXT(SEES("luxr.json.encode(object) .. #luxr.yaml.encode(object)"
                  " == luxr.json.encode(object) .. #luxr.yaml.encode(object)"),
             "{\"seen\":true}");
}

/* A manifest may be, and hold, what was observed: mutate gets a copy. */
static void is_copied_where_it_is_changed(void) {
  scene of = {
      .look = "return { name = 'look', mutate = function(doc)\n"
              "  doc.status.conditions[1].type = 'Changed'\n"
              "  doc.status.deep.a.more = doc.status.conditions[2]\n  return doc\nend }",
      .thing = "return { name = 'thing', render = function(xr, ctx)\n"
               "  return ctx.observed.thing\nend }",
  };
  static const luxr_format formats[] = {LUXR_FORMAT_YAML, LUXR_FORMAT_STRUCT};
  char both[2][4096];
  for (int i = 0; i < 2; i++) {
    luxr_result *result;
    of.format = formats[i];
    result = render_scene(&of);
    snprintf(both[i], sizeof both[i], "%s%s", manifests_of(result), findings_of(result));
    luxr_result_free(result);
  }
  CHECK(strstr(both[0], "type: Changed") && strstr(both[0], "type: Synced"));
  CHECK_TEXT(both[1], both[0]);
}

/* Every reading of one object is of the same state of it, and of the same price. */
static void costs_the_same_each_time(void) {
  CHECK_TEXT(look(LOOK("local all = {}\n"
                       "for i = 1, 200 do all[i] = luxr.json.encode(object) end\n"
                       "return { status = { same = all[1] == all[200], length = #all[7] } }")),
             "{\"length\":315,\"same\":true}");
}

/* ---- the others ------------------------------------------------------------------------- */

static const char *with_others(luxr_format format, const char *script) {
  static const char list[] = "kind: C\nspec: {a: [1, {b: 2}]}\n", more[] = "kind: D\n";
  bytes xr = convert(input, format), one = convert(list, format), two = convert(more, format);
  luxr_document documents[] = {
      {.format = format, .bytes = xr.data, .length = xr.length},
      {.role = LUXR_ROLE_REQUIRED, .format = format, .name = "r", .bytes = one.data, .length = one.length},
      {.role = LUXR_ROLE_REQUIRED, .format = format, .name = "r", .bytes = two.data, .length = two.length},
      {.role = LUXR_ROLE_ENVIRONMENT, .format = format, .bytes = one.data, .length = one.length},
      {.role = LUXR_ROLE_PARAMETERS, .format = format, .bytes = one.data, .length = one.length},
  };
  static char out[4096];
  scene of = {.look = script};
  luxr_result *result = render_documents(&of, documents, 5);
  const char *status = luxr_result_part(result, LUXR_PART_STATUS, NULL);
  snprintf(out, sizeof out, "%s%s", status ? status : "(none)", findings_of(result));
  luxr_result_free(result);
  free(xr.data);
  free(one.data);
  free(two.data);
  return out;
}

static void reads_what_else_comes_along(void) {
  static const char script[] =
      "return { name = 'look', status = function(observed, ctx)\n"
      "  local of = ctx.required.r\n"
      "  return { status = { count = #of, kinds = of[1].kind .. of[2].kind,\n"
      "    deep = of[1].spec.a[2].b, env = ctx.environment.spec, own = ctx.parameters.spec.a[2],\n"
      "    none = tostring(ctx.required.x) } }\nend }";
  static const char want[] = "{\"count\":2,\"deep\":2,\"env\":{\"a\":[1,{\"b\":2}]},"
                             "\"kinds\":\"CD\",\"none\":\"nil\",\"own\":{\"b\":2}}";
  CHECK_TEXT(with_others(LUXR_FORMAT_YAML, script), want);
  CHECK_TEXT(with_others(LUXR_FORMAT_STRUCT, script), want);
}

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
  CHECK_TEXT(broken(LOOK("return { status = { of = object.status.good .. object.kind } }"), NULL, NULL),
             "{\"of\":\"yesT\"}");
  CHECK_TEXT(broken(LOOK("return { status = { none = object.absent == nil } }"), NULL, NULL),
             "{\"none\":true}");
}

static void finds_what_is_broken_when_it_is_looked_at(void) {
  static const char text[] =
      "input: observed thing:0: status.inner.text: the text is not UTF-8: byte 1 of 1";
  static const char spec[] =
      "input: observed thing:0: spec: the bytes are no google.protobuf.Struct";
  CHECK_TEXT(broken(LOOK("return { status = { of = object.status.inner.before } }"), NULL, NULL), text);
  CHECK_TEXT(broken(LOOK("return { status = { of = luxr.get(object, 'status.inner.absent') } }"), NULL, NULL),
             text);
  CHECK_TEXT(broken(LOOK("return { status = object.status }"), NULL, NULL), text);
  CHECK_TEXT(broken(LOOK("return { status = { of = luxr.json.encode(object.status) } }"), NULL, NULL), text);
  CHECK_TEXT(broken(LOOK("for _ in pairs(object.spec) do end"), NULL, NULL), spec);
  CHECK_TEXT(broken(LOOK("return { status = { of = #object.spec } }"), NULL, NULL), spec);
}

/* No script gets past it, so that nothing is left out because of it. */
static void lets_no_script_go_on_behind_it(void) {
  static const char text[] =
      "input: observed thing:0: status.inner.text: the text is not UTF-8: byte 1 of 1";
  CHECK_TEXT(broken(LOOK("local good = pcall(function() return object.status.inner.before end)\n"
                         "return { status = { good = good } }"), NULL, NULL), text);
  CHECK_TEXT(broken("return { name = 'look' }",
                    THING("ready = function(object) return object.status.inner.x == nil end,"), NULL),
             text);
  CHECK_TEXT(broken("return { name = 'look' }",
                    "return { name = 'thing', render = function(xr, ctx)\n"
                    "  return { apiVersion = 'v1', kind = 'T', metadata = { name = 'm' },\n"
                    "    spec = ctx.observed.thing.status }\nend }", NULL),
             text);
  CHECK_TEXT(broken("return { name = 'look', mutate = function(doc) return doc end }",
                    "return { name = 'thing', render = function(xr, ctx)\n"
                    "  return { apiVersion = 'v1', kind = 'T', metadata = { name = 'm' },\n"
                    "    spec = ctx.observed.thing.status }\nend }", NULL),
             text);
}

/* The guard looks at objects that nothing explains; one that it cannot read ends the render. */
static void ends_where_the_guard_cannot_look(void) {
  static const char bundle[] =
      BUNDLE("owned = function(object) return object.status.inner.mine == true end");
  bytes xr = convert(input, LUXR_FORMAT_STRUCT);
  scene of = {.look = "return { name = 'look' }", .bundle = bundle};
  luxr_result *result;
  broken(of.look, NULL, NULL); /* makes the bytes */
  luxr_document documents[] = {
      {.format = LUXR_FORMAT_STRUCT, .bytes = xr.data, .length = xr.length},
      {.role = LUXR_ROLE_OBSERVED, .format = LUXR_FORMAT_STRUCT, .name = "other",
       .origin = "observed other", .bytes = made.data, .length = made.length},
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
  scene of = {.look = LOOK("return { status = { of = object.a } }"), .format = LUXR_FORMAT_STRUCT,
              .observed = "\x0A\x01", .length = 2};
  luxr_result *result = render_scene(&of);
  const luxr_diagnostic *item = luxr_result_diagnostic(result, 0);
  CHECK(luxr_result_status(result) == LUXR_ERR_INPUT && item->status == LUXR_ERR_INPUT);
  CHECK_TEXT(item->file, "observed thing");
  CHECK(!item->path && !item->line);
  CHECK_TEXT(item->sentence, "the bytes are no google.protobuf.Struct");
  CHECK_TEXT(item->hook, "look.status");
  CHECK_TEXT(item->trace, "b/policies/look.lua:2: in the function at line 1");
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
  CHECK_TEXT(told(&of), "input: observed thing:0: list: more than 100000 values beside each other");
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
  of.look = LOOK("for i = 1, 99 do object = object.k end\nreturn { status = { of = type(object) } }");
  CHECK_TEXT(told(&of), "{\"of\":\"table\"}");
  of.look = LOOK("for i = 1, 100 do object = object.k end\nreturn { status = { of = type(object) } }");
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
  CHECK_TEXT(told(&of), "input: observed thing:0: the document has 4194305 bytes, more than the "
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
      .look = "return { name = 'look',\n"
              "requires = function() return { c = { apiVersion = 'v1', kind = 'C', name = 'c' } } end,\n"
              "status = function(observed, ctx)\n  ctx.event('Normal', 'Seen', 'it is there')\n"
              "  return { status = { n = 1, half = 0.5 },\n"
              "    conditions = { { type = 'Good', status = 'True', reason = 'Because' } } }\nend }",
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
              .thing = "return { name = 'thing', render = function(xr)\n"
                       "  return { apiVersion = 'v1', kind = 'T', metadata = { name = 'm' },\n"
                       "    spec = { n = 9007199254740993 } }\nend }",
              .format = LUXR_FORMAT_STRUCT,
              .output = LUXR_FORMAT_STRUCT};
  CHECK_TEXT(told(&of), "script: b/resources/thing.lua:3: thing: spec.n: the integer "
                        "9007199254740993 is larger than a double can hold exactly");
  of.output = LUXR_FORMAT_YAML;
  CHECK_TEXT(told(&of), "(none)");
  of.output = LUXR_FORMAT_STRUCT;
  of.thing = NULL;
  of.look = LOOK("return { status = { n = math.maxinteger } }");
  CHECK_TEXT(told(&of), "script: in:0: n: the integer 9223372036854775807 is larger than a double "
                        "can hold exactly");
}

static void says_where_the_input_is_wrong(void) {
  scene of = {.look = "return { name = 'look', check = function(xr, ctx)\n"
                      "  ctx.reject('spec.size', 'is odd')\nend }",
              .format = LUXR_FORMAT_STRUCT};
  CHECK_TEXT(told(&of), "input: in:0: spec.size: is odd");
}

int main(void) {
  RUN(reads_fields);
  RUN(gives_the_same_view_again);
  RUN(walks_in_order);
  RUN(is_seen_through_by_the_table_functions);
  RUN(is_seen_through_by_get);
  RUN(is_written_whole);
  RUN(is_copied_where_it_is_changed);
  RUN(costs_the_same_each_time);
  RUN(reads_what_else_comes_along);
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
