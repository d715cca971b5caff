/* The phases through luxr.h: every hook, what it may return, and the words when it does not. */
#include "check.h"
#include "engine.h"

#define BUNDLE(more)                                                         \
  "return { name = 'test', accepts = { apiVersion = 'a/v1', kind = 'K' },\n" \
  "  policies = { 'first', 'second' }, resources = { 'thing', 'other' }, " more " }\n"
#define NOTHING(name) "return { name = '" name "' }"
#define MANIFEST(kind) \
  "{ apiVersion = 'v1', kind = '" kind "', metadata = { name = xr.metadata.name } }"
#define THING                                                                     \
  "return { name = 'thing',\n  render = function(xr, ctx)\n    return " MANIFEST( \
      "Thing") "\n  end,\n}"
#define OTHER                                                                             \
  "return { name = 'other', when = 'spec.other', render = function(xr) return " MANIFEST( \
      "Other") " end }"

static const char input[] =
    "apiVersion: a/v1\nkind: K\nmetadata:\n  name: m\n  namespace: ns\nspec:\n  size: 3\n"
    "  list: [a, b]\n";

/* Renders with one file replaced or added, and says all that came of it. */
static const char *outcome(const char *name, const char *text, const char *document,
                           unsigned flags) {
  static char out[65536];
  const char *pairs[16] = {"bundle.lua",
                           BUNDLE(""),
                           "policies/first.lua",
                           NOTHING("first"),
                           "policies/second.lua",
                           NOTHING("second"),
                           "resources/thing.lua",
                           THING,
                           "resources/other.lua",
                           OTHER,
                           NULL};
  luxr_result *problems = NULL, *result;
  luxr_bundle *bundle;
  size_t i = 0;
  while (pairs[i] && strcmp(pairs[i], name) != 0) i += 2;
  if (!pairs[i]) pairs[i + 2] = NULL;
  pairs[i] = name;
  pairs[i + 1] = text;
  bundle = open_one(pairs, &problems);
  if (!bundle) {
    snprintf(out, sizeof out, "not opened: %s", findings_of(problems));
    luxr_result_free(problems);
    return out;
  }
  result = render_flags(bundle, document, flags);
  if (luxr_result_status(result) == LUXR_OK) {
    snprintf(out, sizeof out, "%s%s", manifests_of(result), findings_of(result));
  } else {
    snprintf(out, sizeof out, "%s: %s", luxr_status_name(luxr_result_status(result)),
             findings_of(result));
  }
  luxr_result_free(result);
  luxr_bundle_free(bundle);
  return out;
}

static const char *policy(const char *text) {
  return outcome("policies/first.lua", text, input, 0);
}

static const char *resource(const char *text) {
  return outcome("resources/thing.lua", text, input, 0);
}

#define PLAIN "--- thing\napiVersion: v1\nkind: Thing\nmetadata:\n  name: m\n"
#define SKIPPED "--- other skipped: spec.other is not set\n"

static void renders_and_skips(void) {
  CHECK_TEXT(policy(NOTHING("first")), PLAIN SKIPPED);
  CHECK_TEXT(
      outcome("x.lua", "return 1",
              "apiVersion: a/v1\nkind: K\nmetadata: {name: m}\nspec: {other: false}\n", 0),
      PLAIN "--- other skipped: spec.other is false\n");
}

static void refuses_another_kind(void) {
  CHECK_TEXT(outcome("x.lua", "return 1", "apiVersion: a/v2\nkind: L\n", 0),
             "input: in.yaml:1: apiVersion: expected apiVersion 'a/v1', got 'a/v2'\n"
             "in.yaml:2: kind: expected kind 'K', got 'L'");
  CHECK_TEXT(outcome("x.lua", "return 1", "[1]\n", 0),
             "input: in.yaml:1: expected a mapping, got a list");
}

static void collects_rejections(void) {
  CHECK_TEXT(policy("return { name = 'first', check = function(xr, ctx)\n"
                    "  ctx.reject('spec.size', 'is too small', 'take 4')\n"
                    "  ctx.reject('spec.list[1]', 'is no letter')\n"
                    "  ctx.warn('metadata.labels', 'are missing')\nend }"),
             "input: in.yaml:7: spec.size: is too small (take 4)\n"
             "in.yaml:8: spec.list[1]: is no letter\n"
             "in.yaml:3: metadata.labels: are missing");
}

static void warns_and_is_strict(void) {
  const char *text =
      "return { name = 'first', check = function(xr, ctx) "
      "ctx.warn('spec.size', 'is odd') end }";
  CHECK_TEXT(policy(text), PLAIN SKIPPED "in.yaml:7: spec.size: is odd");
  CHECK_TEXT(outcome("policies/first.lua", text, input, LUXR_STRICT),
             "input: in.yaml:7: spec.size: is odd");
}

static void decides_in_order(void) {
  CHECK_TEXT(outcome("policies/second.lua",
                     "return { name = 'second', decide = function(xr, ctx)\n"
                     "  return { twice = ctx.decided.first.size * 2 } end }",
                     input, 0),
             "script: b/policies/second.lua:2: ctx.decided.first is not there");
}

static void guards_what_it_gives(void) {
  CHECK_TEXT(
      policy("return { name = 'first', check = function(xr, ctx)\n  xr.spec.size = 4\nend }"),
      "script: b/policies/first.lua:2: xr.spec.size is read-only");
  CHECK_TEXT(policy("return { name = 'first', check = function(xr, ctx)\n  ctx.xr = 4\nend }"),
             "script: b/policies/first.lua:2: ctx.xr is read-only");
  CHECK_TEXT(
      policy(
          "return { name = 'first', check = function(xr, ctx)\n  ctx.rject('a', 'b')\nend }"),
      "script: b/policies/first.lua:2: ctx has no 'rject' (did you mean 'reject'?)");
}

static void blames_a_hook_for_what_it_returns(void) {
  CHECK_TEXT(
      resource("return { name = 'thing',\n render = function() end }"),
      "script: b/resources/thing.lua:2: render must return a manifest (a table), got nothing");
  CHECK_TEXT(resource("return { name = 'thing', when = function() return false end,\n"
                      " render = function() end }"),
             "script: b/resources/thing.lua:1: when returned false without a reason");
  CHECK_TEXT(resource("return { name = 'thing', when = function() return 1 end,\n"
                      " render = function() end }"),
             "script: b/resources/thing.lua:1: when must return true, or false and a reason");
  CHECK_TEXT(
      resource("return { name = 'thing', render = function() return { kind = 'X' } end }"),
      "script: b/resources/thing.lua:1: 'thing' has no apiVersion");
  CHECK_TEXT(
      policy("return { name = 'first', decide = function() return 1 end }"),
      "script: b/policies/first.lua:1: decide must return a table or nothing, got a number");
  CHECK_TEXT(policy("return { name = 'first',\n mutate = function(doc) doc.x = 1 end }"),
             "script: b/policies/first.lua:2: mutate returned nothing for 'thing' (end it with "
             "'return doc')");
  CHECK_TEXT(
      policy("return { name = 'first', check = function() return false end }"),
      "script: b/policies/first.lua:1: check must return nothing, got a boolean (refuse with "
      "ctx.reject)");
  CHECK_TEXT(
      policy("return { name = 'first', verify = function() return false end }"),
      "script: b/policies/first.lua:1: verify must return nothing, got a boolean (refuse "
      "with ctx.reject)");
  CHECK_TEXT(
      policy("return { name = 'first', check = function(xr, ctx) ctx.reject('spec') end }"),
      "script: b/policies/first.lua:1: ctx.reject needs a sentence as a string, got nothing");
  CHECK_TEXT(policy("local function helper() error('is wrong', 2) end\n"
                    "return { name = 'first', check = function()\n  helper()\nend }"),
             "script: b/policies/first.lua:3: is wrong");
}

static void renders_each_item(void) {
  CHECK_TEXT(
      resource("return { name = 'thing', each = function(xr)\n"
               "  return { ['t-2'] = { size = 2 }, ['t-1'] = { size = 1 } }\nend,\n"
               "render = function(xr, ctx, item) return { apiVersion = 'v1', kind = 'T',\n"
               "  metadata = { name = ctx.resource .. '.x' .. item.size } } end }"),
      "--- t-1\napiVersion: v1\nkind: T\nmetadata:\n  name: t-1.x1\n"
      "--- t-2\napiVersion: v1\nkind: T\nmetadata:\n  name: t-2.x2\n" SKIPPED);
}

static void refuses_the_same_object_twice(void) {
  CHECK_TEXT(
      resource("return { name = 'thing', each = function(xr) return { a = 1, b = 2 } end,\n"
               "render = function(xr) return " MANIFEST("T") " end }"),
      "script: b/resources/thing.lua:2: 'b' and 'a' are the same object: T m");
}

static void mutates_a_copy(void) {
  CHECK_TEXT(
      outcome("policies/first.lua",
              "local shared = { a = 1 }\n"
              "return { name = 'first', decide = function() return { shared = shared } end,\n"
              "mutate = function(doc, ctx)\n"
              "  doc.data = { shared = shared, resource = ctx.resource }\n"
              "  doc.metadata.name = doc.metadata.name .. '!'\n"
              "  return doc\nend }",
              input, 0),
      "--- thing\napiVersion: v1\ndata:\n  resource: thing\n  shared:\n    a: 1\n"
      "kind: Thing\nmetadata:\n  name: m!\n" SKIPPED);
}

static void wraps_in_an_envelope(void) {
  const char *pairs[] = {
      "bundle.lua",
      BUNDLE("envelope = 'lib.wrap'"),
      "policies/first.lua",
      "return { name = 'first', mutate = function(doc, ctx)\n"
      "  ctx.object.labels.team = 'a' return doc end }",
      "policies/second.lua",
      NOTHING("second"),
      "resources/thing.lua",
      THING,
      "resources/other.lua",
      OTHER,
      "lib/wrap.lua",
      "return function(doc, resource, ctx) return { apiVersion = 'e/v1', kind = 'E',\n"
      "  metadata = { name = resource.name, labels = ctx.object.labels }, manifest = doc } end",
      NULL};
  luxr_result *problems = NULL, *result;
  luxr_bundle *bundle = open_one(pairs, &problems);
  CHECK(bundle != NULL);
  result = render_flags(bundle, input, 0);
  CHECK_TEXT(
      manifests_of(result),
      "--- thing\napiVersion: e/v1\nkind: E\nmanifest:\n  apiVersion: v1\n  kind: Thing\n"
      "  metadata:\n    name: m\nmetadata:\n  labels:\n    team: a\n  name: thing\n" SKIPPED);
  CHECK_TEXT(luxr_result_item(result, 0)->object.kind, "E");
  CHECK_TEXT(luxr_result_item(result, 0)->manifest.kind, "Thing");
  luxr_result_free(result);
  result = render_flags(bundle, input, LUXR_BARE);
  CHECK_TEXT(manifests_of(result), PLAIN SKIPPED);
  luxr_result_free(result);
  luxr_bundle_free(bundle);
}

static void verifies_the_output(void) {
  CHECK_TEXT(policy("return { name = 'first', verify = function(docs, ctx)\n"
                    "  if docs.other then error('no other') end\n"
                    "  ctx.reject('thing: metadata.name', 'is ' .. docs.thing.metadata.name)\n"
                    "end }"),
             "input: b/resources/thing.lua:3: thing: metadata.name: is m");
}

static void traces_an_error(void) {
  luxr_result *problems = NULL, *result;
  const char *pairs[] = {
      "bundle.lua",
      BUNDLE(""),
      "policies/first.lua",
      "local function deep(xr)\n  return xr.spec.size.x.y\nend\n"
      "return { name = 'first', check = function(xr, ctx)\n  deep(xr)\nend }",
      "policies/second.lua",
      NOTHING("second"),
      "resources/thing.lua",
      THING,
      "resources/other.lua",
      OTHER,
      NULL};
  luxr_bundle *bundle = open_one(pairs, &problems);
  const luxr_diagnostic *item;
  CHECK(bundle != NULL);
  result = render_flags(bundle, input, 0);
  item = luxr_result_diagnostic(result, 0);
  CHECK(luxr_result_status(result) == LUXR_ERR_SCRIPT && item->line == 2);
  CHECK_TEXT(item->sentence, "attempt to index a number value (field 'size')");
  CHECK_TEXT(item->hook, "first.check");
  CHECK_TEXT(item->subject, "ns/m");
  CHECK_TEXT(item->source, "  return xr.spec.size.x.y");
  CHECK_TEXT(item->trace,
             "b/policies/first.lua:2: in upvalue 'deep'\n"
             "b/policies/first.lua:5: in the function at line 4");
  luxr_result_free(result);
  luxr_bundle_free(bundle);
}

static void refuses_what_cannot_be_written(void) {
  CHECK(
      strstr(resource(
                 "return { name = 'thing', render = function(xr) return { apiVersion = 'v1',\n"
                 "kind = 'T', metadata = { name = 'n' }, spec = { f = print } } end }"),
             "thing: spec.f: ") != NULL);
  CHECK(
      strstr(resource(
                 "return { name = 'thing', render = function(xr) return { apiVersion = 'v1',\n"
                 "kind = 'T', metadata = { name = 'n' }, spec = { n = 0/0 } } end }"),
             "thing: spec.n: ") != NULL);
}

static void selects(void) {
  const char *only[] = {"other"}, *unknown[] = {"thign"};
  const char *pairs[] = {"bundle.lua",
                         BUNDLE(""),
                         "policies/first.lua",
                         NOTHING("first"),
                         "policies/second.lua",
                         NOTHING("second"),
                         "resources/thing.lua",
                         THING,
                         "resources/other.lua",
                         OTHER,
                         NULL};
  luxr_result *problems = NULL, *result;
  luxr_bundle *bundle = open_one(pairs, &problems);
  luxr_worker *worker = luxr_worker_new(NULL, LUXR_WORKER_MALLOC);
  luxr_document document = {.origin = "in.yaml", .bytes = input, .length = strlen(input)};
  luxr_request request = {
      .documents = &document, .document_count = 1, .only = only, .only_count = 1};
  result = luxr_render(worker, bundle, &request);
  CHECK_TEXT(manifests_of(result), "--- thing skipped: left out as asked\n" SKIPPED);
  luxr_result_free(result);
  request.only = unknown;
  result = luxr_render(worker, bundle, &request);
  CHECK(luxr_result_status(result) == LUXR_ERR_USAGE);
  CHECK_TEXT(luxr_result_diagnostic(result, 0)->sentence,
             "there is no resource 'thign' to select");
  CHECK_TEXT(luxr_result_diagnostic(result, 0)->hint, "did you mean 'thing'?");
  luxr_result_free(result);
  request.only_count = 0;
  request.default_namespace = "else";
  result = luxr_render(worker, bundle, &request);
  CHECK_TEXT(findings_of(result),
             "in.yaml:5: metadata.namespace: names the namespace 'ns', but "
             "'else' was asked for");
  luxr_result_free(result);
  luxr_worker_free(worker);
  luxr_bundle_free(bundle);
}

static void needs_a_resource(void) {
  CHECK_TEXT(resource("return { name = 'thing', when = 'spec.no', render = print }"),
             "script: in.yaml:0: no resource was rendered, and the bundle does not say 'empty "
             "= true'");
}

int main(void) {
  RUN(renders_and_skips);
  RUN(refuses_another_kind);
  RUN(collects_rejections);
  RUN(warns_and_is_strict);
  RUN(decides_in_order);
  RUN(guards_what_it_gives);
  RUN(blames_a_hook_for_what_it_returns);
  RUN(renders_each_item);
  RUN(refuses_the_same_object_twice);
  RUN(mutates_a_copy);
  RUN(wraps_in_an_envelope);
  RUN(verifies_the_output);
  RUN(traces_an_error);
  RUN(refuses_what_cannot_be_written);
  RUN(selects);
  RUN(needs_a_resource);
  return checks_done();
}
