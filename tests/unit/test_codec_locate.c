/* Where a field is, in characters from 1. */
#include "codec.h"

static char told[64];

static const char *place_in(const char *bytes, size_t length, const char *path,
                            luxr_format format, bool at_name) {
  lx_source source = {bytes, length, 1, format};
  lx_place place;
  if (!lx_locate(&source, path, at_name, &place)) return "unreadable";
  snprintf(told, sizeof told, "%zu:%zu+%zu", place.line, place.column, place.width);
  return told;
}

static const char *in_yaml(const char *text, const char *path) {
  return place_in(text, strlen(text), path, LUXR_FORMAT_YAML, false);
}

static const char *in_json(const char *text, const char *path) {
  return place_in(text, strlen(text), path, LUXR_FORMAT_JSON, false);
}

static const char document[] =
    "# a model\n"
    "metadata:\n"
    "  name: llama\n"
    "  labels: {\"a.b\": 'x y', on: 2}\n"
    "spec:\n"
    "  gpu: 4\n"
    "  list:\n"
    "  - one\n"
    "  - name: two\n"
    "    1: x\n"
    "  empty:\n"
    "  text: |\n"
    "    line\n"
    "    line\n"
    "  \xC3\xBC: \xC3\xA4\xC3\xB6\n";

static void yaml_fields(void) {
  CHECK_TEXT(in_yaml(document, "metadata.name"), "3:9+5");
  CHECK_TEXT(in_yaml(document, "metadata"), "2:1+8");
  CHECK_TEXT(in_yaml(document, "metadata.labels"), "4:3+6");
  CHECK_TEXT(in_yaml(document, "metadata.labels[\"a.b\"]"), "4:19+5");
  CHECK_TEXT(in_yaml(document, "metadata.labels.true"), "4:30+1");
  CHECK_TEXT(in_yaml(document, "spec.gpu"), "6:8+1");
  CHECK_TEXT(in_yaml(document, "spec.list"), "7:3+4");
  CHECK_TEXT(in_yaml(document, "spec.list[0]"), "8:5+3");
  CHECK_TEXT(in_yaml(document, "spec.list[1]"), "9:5+1");
  CHECK_TEXT(in_yaml(document, "spec.list[1].name"), "9:11+3");
  CHECK_TEXT(in_yaml(document, "spec.list[1].1"), "10:8+1");
  CHECK_TEXT(in_yaml(document, "spec.text"), "12:9+1");
  CHECK_TEXT(in_yaml(document, "spec[\"\xC3\xBC\"]"), "15:6+2");
  CHECK_TEXT(in_yaml(document, ""), "2:1+1");
}

static void absent_yaml_fields(void) {
  CHECK_TEXT(in_yaml(document, "spec.empty"), "11:3+5");
  CHECK_TEXT(in_yaml(document, "spec.host"), "5:1+4");
  CHECK_TEXT(in_yaml(document, "spec.scaling.metric"), "5:1+4");
  CHECK_TEXT(in_yaml(document, "spec.list[7]"), "7:3+4");
  CHECK_TEXT(in_yaml(document, "spec.list[1].other"), "9:5+1");
  CHECK_TEXT(in_yaml(document, "spec.list.name"), "7:3+4");
  CHECK_TEXT(in_yaml(document, "spec[0]"), "5:1+4");
  CHECK_TEXT(in_yaml(document, "spec.gpu.x"), "6:8+1");
  CHECK_TEXT(in_yaml(document, "status"), "2:1+1");
  CHECK_TEXT(in_yaml(document, "spec.gpu]"), "5:1+4");
  CHECK_TEXT(in_yaml(document, "spec.gpu..."), "6:8+1");
}

static void aliases_and_merges(void) {
  const char *text =
      "x: &x {a: {b: 1}}\nv: *x\nz:\n  <<: *x\n  c: 1\nw: {<<: [*x, {d: 2}], a: 3}\n";
  CHECK_TEXT(in_yaml(text, "v"), "2:4+2");
  CHECK_TEXT(in_yaml(text, "v.a.b"), "2:4+2");
  CHECK_TEXT(in_yaml(text, "z.a.b"), "4:3+2");
  CHECK_TEXT(in_yaml(text, "z.c"), "5:6+1");
  CHECK_TEXT(in_yaml(text, "w.d"), "6:5+2");
  CHECK_TEXT(in_yaml(text, "w.a"), "6:26+1");
  CHECK_TEXT(in_yaml(text, "x.a"), "1:8+1");
}

static void many_lines(void) {
  CHECK_TEXT(in_yaml("a: \"one\n  two\"\nb: 1", "a"), "1:4+4");
  CHECK_TEXT(in_yaml("? a\n: b", "a"), "2:3+1");
  CHECK_TEXT(in_yaml("a: !!str 1", "a"), "1:4+7");
}

static void other_texts(void) {
  static const char utf16[] =
      "\xFF\xFE"
      "a\0:\0 \0"
      "7\0";
  lx_source later = {"   gpu: 4\n", 10, 41, LUXR_FORMAT_YAML};
  lx_place place;
  CHECK_TEXT(place_in(utf16, sizeof utf16 - 1, "a", LUXR_FORMAT_YAML, false), "1:4+1");
  CHECK_TEXT(in_yaml("\xEF\xBB\xBF"
                     "a: 7",
                     "a"),
             "1:4+1");
  CHECK_TEXT(in_yaml("---\n# x\n---\na: 1", "a"), "4:4+1");
  CHECK(lx_locate(&later, "gpu", false, &place) && place.line == 41 && place.column == 9);
}

static void what_cannot_be_read(void) {
  CHECK_TEXT(in_yaml("", "a"), "unreadable");
  CHECK_TEXT(in_yaml("a: [", "b"), "unreadable");
  CHECK_TEXT(in_yaml("a: \x01", "a"), "unreadable");
  CHECK_TEXT(in_json("{", "a"), "unreadable");
  CHECK_TEXT(in_json("", ""), "unreadable");
  CHECK_TEXT(in_json("{\"a\" 1}", "a"), "unreadable");
  CHECK_TEXT(in_json("[1,,]", "[3]"), "unreadable");
}

static void json_fields(void) {
  const char *text =
      "{\n \"spec\": {\"gpu\": 4,\n  \"l\": [1, {\"a\": \"\xC3\xA4\"}, []],\n"
      "  \"a.b\": null, \"\\u0078\": true, \"m\": {}}}";
  CHECK_TEXT(in_json(text, "spec.gpu"), "2:18+1");
  CHECK_TEXT(in_json(text, "spec"), "2:2+6");
  CHECK_TEXT(in_json(text, "spec.l"), "3:3+3");
  CHECK_TEXT(in_json(text, "spec.l[0]"), "3:9+1");
  CHECK_TEXT(in_json(text, "spec.l[1]"), "3:12+1");
  CHECK_TEXT(in_json(text, "spec.l[1].a"), "3:18+3");
  CHECK_TEXT(in_json(text, "spec.l[2]"), "3:24+1");
  CHECK_TEXT(in_json(text, "spec.l[9]"), "3:3+3");
  CHECK_TEXT(in_json(text, "spec[\"a.b\"]"), "4:10+4");
  CHECK_TEXT(in_json(text, "spec.x"), "4:26+4");
  CHECK_TEXT(in_json(text, "spec.m"), "4:32+3");
  CHECK_TEXT(in_json(text, "spec.absent.more"), "2:2+6");
  CHECK_TEXT(in_json(text, "spec.gpu.x"), "2:18+1");
  CHECK_TEXT(in_json(text, ""), "1:1+1");
}

static const char *key_in(const char *text, const char *path) {
  return place_in(text, strlen(text), path, LUXR_FORMAT_ANY, true);
}

static void names_of_fields(void) {
  const char *json = "{\"spec\": {\"gpu\": 4, \"l\": [1, {\"a\": 2}]}}";
  CHECK_TEXT(key_in(document, "spec.gpu"), "6:3+3");
  CHECK_TEXT(key_in(document, "metadata.labels[\"a.b\"]"), "4:12+5");
  CHECK_TEXT(key_in(document, "spec.list[1].name"), "9:5+4");
  CHECK_TEXT(key_in(document, "spec.list[0]"), "8:5+3"); /* an item has no name */
  CHECK_TEXT(key_in(document, "spec.text"), "12:3+4");
  CHECK_TEXT(key_in(document, "spec.host"), "5:1+4");
  CHECK_TEXT(key_in("x: &x {a: 1}\nz:\n  <<: *x\n", "z.a"), "3:3+2");
  CHECK_TEXT(key_in("x: &x {a: 1}\nz: *x\n", "z"), "2:1+1");
  CHECK_TEXT(key_in(json, "spec.gpu"), "1:11+5");
  CHECK_TEXT(key_in(json, "spec.l[1].a"), "1:31+3");
  CHECK_TEXT(key_in(json, "spec.l[0]"), "1:27+1");
  CHECK_TEXT(key_in(json, "spec.host"), "1:2+6");
}

static void either(void) {
  CHECK_TEXT(place_in("{\"a\": \"\\ud83d\\ude00\"}", 21, "a", LUXR_FORMAT_ANY, false),
             "1:7+14");
  CHECK_TEXT(place_in("{a: 1}", 6, "a", LUXR_FORMAT_ANY, false), "1:5+1");
  CHECK_TEXT(place_in("a: 1", 4, "a", LUXR_FORMAT_ANY, false), "1:4+1");
}

int main(void) {
  RUN(yaml_fields);
  RUN(absent_yaml_fields);
  RUN(aliases_and_merges);
  RUN(many_lines);
  RUN(other_texts);
  RUN(what_cannot_be_read);
  RUN(json_fields);
  RUN(names_of_fields);
  RUN(either);
  return checks_done();
}
