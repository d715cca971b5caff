/* Documents as google.protobuf.Struct through luxr.h: what a script sees of them is what it sees
 * of YAML, whichever way it looks. */
#include "scene.h"
#include "struct_bytes.h"

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
  CHECK_TEXT(
      DOES("local names = {}\n"
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
  CHECK_TEXT(SEES("luxr.get(object, 'status.deep.a.b')"), "{\"seen\":{\"c\":[[1],[2,[3]]]}}");
  CHECK_TEXT(SEES("luxr.get(object, 'status.deep.x.b', 'none')"), "{\"seen\":\"none\"}");
  CHECK_TEXT(SEES("luxr.get(object, 'status.numbers[2]', 'null')"), "{\"seen\":\"null\"}");
  CHECK_TEXT(SEES("luxr.get(observed, 'thing.status') == object.status"), "{\"seen\":true}");
  CHECK_TEXT(SEES("luxr.get({ a = observed }, 'a.thing.kind')"), "{\"seen\":\"T\"}");
}

/* Before anything else was looked at, and after. */
static void is_seen_through_by_a_getter_that_chooses(void) {
  static const char *const rows[][2] = {
      {"status.conditions[type=Ready].status", "\"True\""},
      {"status.conditions[type=Synced].status", "\"False\""},
      {"status.conditions[status=False].type", "\"Synced\""},
      {"status.conditions[type=Absent].status", "\"none\""},
      {"status.conditions[absent=Ready].status", "\"none\""},
      {"status.conditions[type=Ready].absent", "\"none\""},
      {"status.conditions[type=Ready].type.deeper", "\"none\""},
      {"status.conditions[type=Ready][type=Ready].type", "\"none\""},
      {"status.conditions.type[type=Ready]", "\"none\""},
      {"status.words[type=Ready].status", "\"none\""},
      {"status.numbers[type=Ready].status", "\"none\""},
      {"status.nothing[type=Ready].status", "\"none\""},
      {"status.empty[type=Ready].status", "\"none\""},
      {"status.deep.a.b.c[type=Ready].status", "\"none\""},
      {"absent[type=Ready].status", "\"none\""},
      {"status.conditions[type=Synced]", "{\"status\":\"False\",\"type\":\"Synced\"}"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char script[1024], want[256];
    snprintf(want, sizeof want, "{\"again\":%s,\"first\":%s}", rows[i][1], rows[i][1]);
    snprintf(script, sizeof script,
             LOOK("local get = luxr.getter '%s'\n"
                  "local first = get(object, 'none')\nlocal _ = #luxr.json.encode(object)\n"
                  "return { status = { first = first, again = get(object, 'none') } }"),
             rows[i][0]);
    CHECK_TEXT(look(script), want);
  }
}

/* A list longer than what is gone through for a name, and a map. */
static void is_seen_through_by_a_getter_where_there_is_much(void) {
  scene of = {.format = LUXR_FORMAT_STRUCT};
  bytes_mark list;
  bytes_start();
  list = bytes_open("list", 6);
  for (int i = 0; i < 40; i++) {
    char name[16];
    size_t item = bytes_begin(1), map = bytes_begin(5);
    snprintf(name, sizeof name, "n%d", i);
    bytes_text("name", name, strlen(name));
    bytes_number("i", i);
    bytes_end(map);
    bytes_end(item);
  }
  bytes_close(list);
  for (int i = 0; i < 40; i++) {
    char name[16];
    snprintf(name, sizeof name, "m%d", i);
    bytes_number(name, i);
  }
  of.observed = made.data;
  of.length = made.length;
  of.look = LOOK(
      "local map = luxr.getter 'm39[a=b].c' (object, 'none')\n"
      "return { status = { map = map, item = luxr.getter 'list[name=n38].i' (object) } }");
  CHECK_TEXT(told(&of), "{\"item\":38,\"map\":\"none\"}");
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
      .look =
          "return { name = 'look', mutate = function(doc)\n"
          "  doc.status.conditions[1].type = 'Changed'\n"
          "  doc.status.deep.a.more = doc.status.conditions[2]\n  return doc\nend }",
      .thing =
          "return { name = 'thing', render = function(xr, ctx)\n"
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
  blob xr = convert(input, format), one = convert(list, format), two = convert(more, format);
  luxr_document documents[] = {
      {.format = format, .bytes = xr.data, .length = xr.length},
      {.role = LUXR_ROLE_REQUIRED,
       .format = format,
       .name = "r",
       .bytes = one.data,
       .length = one.length},
      {.role = LUXR_ROLE_REQUIRED,
       .format = format,
       .name = "r",
       .bytes = two.data,
       .length = two.length},
      {.role = LUXR_ROLE_ENVIRONMENT,
       .format = format,
       .bytes = one.data,
       .length = one.length},
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
      "    deep = of[1].spec.a[2].b, env = ctx.environment.spec, own = "
      "ctx.parameters.spec.a[2],\n"
      "    none = tostring(ctx.required.x) } }\nend }";
  static const char want[] =
      "{\"count\":2,\"deep\":2,\"env\":{\"a\":[1,{\"b\":2}]},"
      "\"kinds\":\"CD\",\"none\":\"nil\",\"own\":{\"b\":2}}";
  CHECK_TEXT(with_others(LUXR_FORMAT_YAML, script), want);
  CHECK_TEXT(with_others(LUXR_FORMAT_STRUCT, script), want);
}

int main(void) {
  RUN(reads_fields);
  RUN(gives_the_same_view_again);
  RUN(walks_in_order);
  RUN(is_seen_through_by_the_table_functions);
  RUN(is_seen_through_by_get);
  RUN(is_seen_through_by_a_getter_that_chooses);
  RUN(is_seen_through_by_a_getter_where_there_is_much);
  RUN(is_written_whole);
  RUN(is_copied_where_it_is_changed);
  RUN(costs_the_same_each_time);
  RUN(reads_what_else_comes_along);
  return checks_done();
}
