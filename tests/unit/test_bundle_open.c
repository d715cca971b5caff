/* Opening bundles and overlays: what is stacked, what is refused, and with which words. */
#include "check.h"
#include "engine.h"

#define BUNDLE                                                                       \
  "return {\n"                                                                       \
  "  name = 'test', version = '1', accepts = { apiVersion = 'a/v1', kind = 'K' },\n" \
  "  policies = { 'first' },\n"                                                      \
  "  resources = { 'thing' },\n"                                                     \
  "}\n"
#define THING                                                         \
  "return { name = 'thing', render = function(xr, ctx) return {\n"    \
  "  apiVersion = 'v1', kind = 'Thing', metadata = { name = 'x' },\n" \
  "  value = ctx.decided.first.value } end }\n"
#define FIRST                                       \
  "local settings = { value = 1 }\n"                \
  "return { name = 'first', settings = settings,\n" \
  "  decide = function() return { value = settings.value } end }\n"

static const char input[] = "apiVersion: a/v1\nkind: K\nmetadata: {name: m}\n";
static const char *const base[] = {
    "bundle.lua", BUNDLE, "policies/first.lua", FIRST, "resources/thing.lua", THING, NULL};

/* What a broken one-layer bundle says. */
static const char *refusal(const char *const *pairs) {
  static char text[16384];
  luxr_result *problems = NULL;
  luxr_bundle *bundle = open_one(pairs, &problems);
  luxr_bundle_free(bundle);
  snprintf(text, sizeof text, "%s", problems ? findings_of(problems) : "(opened)");
  luxr_result_free(problems);
  return text;
}

static const char *overlay_refusal(const char *const *overlay) {
  static char text[16384];
  luxr_result *problems = NULL;
  luxr_bundle *bundle = open_two(base, overlay, &problems);
  luxr_bundle_free(bundle);
  snprintf(text, sizeof text, "%s", problems ? findings_of(problems) : "(opened)");
  luxr_result_free(problems);
  return text;
}

static const char *policy_refusal(const char *policy) {
  const char *pairs[] = {
      "bundle.lua", BUNDLE, "policies/first.lua", policy, "resources/thing.lua", THING, NULL};
  return refusal(pairs);
}

static const char *rendered_with(const char *const *overlay) {
  static char text[65536];
  luxr_result *problems = NULL, *result;
  luxr_bundle *bundle = open_two(base, overlay, &problems);
  if (!bundle) {
    snprintf(text, sizeof text, "%s", findings_of(problems));
    luxr_result_free(problems);
    return text;
  }
  result = render_flags(bundle, input, 0);
  snprintf(text, sizeof text, "%s%s", manifests_of(result), findings_of(result));
  luxr_result_free(result);
  luxr_bundle_free(bundle);
  return text;
}

static void renders(void) {
  luxr_result *problems = NULL, *result;
  luxr_bundle *bundle = open_one(base, &problems);
  CHECK(bundle && !problems);
  CHECK(strlen(luxr_bundle_digest(bundle)) == 64);
  CHECK(strstr(luxr_bundle_describe(bundle), "\"name\":\"test\"") != NULL);
  result = render_flags(bundle, input, 0);
  CHECK_TEXT(findings_of(result), "");
  CHECK_TEXT(manifests_of(result),
             "--- thing\napiVersion: v1\nkind: Thing\nmetadata:\n  name: x\nvalue: 1\n");
  CHECK_TEXT(luxr_result_subject(result), "m");
  luxr_result_free(result);
  luxr_bundle_free(bundle);
}

static void names_a_misspelt_key(void) {
  CHECK_TEXT(policy_refusal("return {\n  name = 'first',\n  chekc = function() end,\n}\n"),
             "b/policies/first.lua:3: unknown key 'chekc' of a policy (did you mean 'check'?)");
  CHECK_TEXT(policy_refusal("return { name = 'first', check = 3 }\n"),
             "b/policies/first.lua:1: 'check' must be a function, got a number");
  CHECK_TEXT(policy_refusal("return { summary = 'x' }\n"),
             "b/policies/first.lua:0: has no 'name'");
  CHECK_TEXT(policy_refusal("return { name = 'No Name' }\n"),
             "b/policies/first.lua:1: the name 'No Name' must be 1 to 63 lower-case letters, "
             "digits and dashes");
  CHECK_TEXT(policy_refusal("return 3\n"),
             "b/policies/first.lua:0: must return a table, got a number");
}

static void says_what_a_script_did_at_load(void) {
  CHECK_TEXT(policy_refusal("\nglobal = 1\nreturn { name = 'first' }\n"),
             "b/policies/first.lua:2: global 'global' is assigned (write 'local global')");
  CHECK_TEXT(policy_refusal("local x = require 'nothing'\nreturn {}\n"),
             "b/policies/first.lua:1: there is no module 'nothing' in the bundle");
  CHECK_TEXT(policy_refusal("local x = require 'policies.frist'\nreturn {}\n"),
             "b/policies/first.lua:1: there is no module 'policies.frist' (did you mean "
             "'policies.first'?)");
  CHECK_TEXT(
      policy_refusal("local x = require 'policies.first'\nreturn {}\n"),
      "b/policies/first.lua:1: module 'policies.first' requires itself, and no layer below "
      "has it");
  CHECK_TEXT(policy_refusal("return {\n"),
             "b/policies/first.lua:2: unexpected symbol near <eof>");
  CHECK_TEXT(policy_refusal("\x1bLua"),
             "b/policies/first.lua:0: is a binary chunk; scripts are text");
  CHECK_TEXT(
      policy_refusal(""),
      "b/policies/first.lua:0: 'b/policies/first.lua' returns nothing; a script ends with "
      "'return' and a table");
}

static void takes_a_mark_and_a_first_line(void) {
  const char *overlay[] = {"policies/first.lua", "\xef\xbb\xbf#!/usr/bin/lua\n" FIRST, NULL};
  CHECK(strstr(rendered_with(overlay), "value: 1") != NULL);
}

static void lists_every_finding(void) {
  const char *pairs[] = {"bundle.lua",
                         BUNDLE,
                         "policies/first.lua",
                         "return { nam = 1 }",
                         "resources/thing.lua",
                         "return { name = 'thing' }",
                         "policies/other.lua",
                         FIRST,
                         NULL};
  CHECK_TEXT(refusal(pairs),
             "b/policies/first.lua:1: unknown key 'nam' of a policy (did you mean 'name'?)\n"
             "b/policies/other.lua:0: is not listed in bundle.lua\n"
             "b/resources/thing.lua:0: has no 'render'");
}

static void needs_a_bundle(void) {
  const char *nothing[] = {"policies/first.lua", FIRST, NULL};
  const char *unlisted[] = {"bundle.lua", BUNDLE, "resources/thing.lua", THING, NULL};
  const char *misspelt[] = {"bundle.lua", "return { nmae = 'x' }", NULL};
  CHECK_TEXT(refusal(nothing), "b:0: there is no bundle.lua");
  CHECK_TEXT(refusal(unlisted),
             "b/bundle.lua:3: lists 'first', but there is no policies/first.lua");
  CHECK_TEXT(refusal(misspelt),
             "b/bundle.lua:1: unknown key 'nmae' (did you mean 'name'?)\n"
             "b/bundle.lua:0: has no 'name'\n"
             "b/bundle.lua:0: has no 'accepts.apiVersion'\n"
             "b/bundle.lua:0: has no 'accepts.kind'");
}

/* A path in `when` is looked up in the schema, which is not there. */
static void says_that_a_schema_is_missing(void) {
  const char *pairs[] = {
      "bundle.lua",
      "return { name = 'test', version = '1', accepts = { apiVersion = 'a/v1', kind = 'K' },\n"
      "  definition = 'definition.yaml', policies = {}, resources = { 'thing' } }",
      "definition.yaml",
      "spec: {versions: [{name: v2, schema: {openAPIV3Schema: {}}}]}\n",
      "resources/thing.lua",
      "return { name = 'thing', when = 'spec.host', render = function() end }",
      NULL};
  CHECK_TEXT(refusal(pairs),
             "b/definition.yaml:0: spec.versions: has no schema.openAPIV3Schema "
             "for version 'v1'");
}

static void an_overlay_changes_a_row(void) {
  const char *overlay[] = {"policies/first.lua",
                           "local first = require 'policies.first'\n"
                           "first.settings.value = 2\n"
                           "return first\n",
                           NULL};
  CHECK(strstr(rendered_with(overlay), "value: 2") != NULL);
}

static void an_overlay_adds_and_removes(void) {
  const char *add[] = {
      "resources/more.lua",
      "return { name = 'more', render = function() return { apiVersion = 'v1', "
      "kind = 'More', metadata = { name = 'm' } } end }",
      NULL};
  const char *replace[] = {"overlay.lua", "return { remove = { resources = { 'thing' } } }",
                           "resources/more.lua", add[1], NULL};
  CHECK_TEXT(rendered_with(add),
             "--- thing\napiVersion: v1\nkind: Thing\nmetadata:\n  name: x\nvalue: 1\n"
             "--- more\napiVersion: v1\nkind: More\nmetadata:\n  name: m\n");
  CHECK_TEXT(rendered_with(replace),
             "--- more\napiVersion: v1\nkind: More\nmetadata:\n  name: m\n");
}

static void an_overlay_names_what_exists(void) {
  const char *unknown[] = {"overlay.lua", "return { remove = { policies = { 'frist' } } }",
                           NULL};
  const char *misspelt[] = {"overlay.lua", "return { rmeove = {} }", NULL};
  const char *list[] = {"overlay.lua", "return { remove = { 'thing' } }", NULL};
  const char *kind[] = {"overlay.lua", "return { remove = { resource = { 'thing' } } }", NULL};
  const char *twice[] = {"policies/again.lua", FIRST, NULL};
  CHECK_TEXT(
      overlay_refusal(unknown),
      "o/overlay.lua:1: 'remove' names 'frist', but there is no such policy (did you mean "
      "'first'?)");
  CHECK_TEXT(overlay_refusal(misspelt),
             "o/overlay.lua:1: unknown key 'rmeove' (did you mean 'remove'?)");
  CHECK_TEXT(
      overlay_refusal(list),
      "o/overlay.lua:1: 'remove' must be a table with the lists 'policies' and 'resources'");
  CHECK_TEXT(overlay_refusal(kind),
             "o/overlay.lua:1: unknown key 'resource' (did you mean 'resources'?)");
  CHECK_TEXT(overlay_refusal(twice),
             "o/policies/again.lua:2: 'first' is already the name of b/policies/first.lua");
}

/* Scripts that lie where nothing looks would change nothing, in silence. */
static void an_overlay_has_an_effect(void) {
  const char *const changes_nothing =
      "o:0: changes nothing: none of its scripts is overlay.lua, or in policies/, resources/ "
      "or "
      "lib/";
  const char *below[] = {"team/policies/first.lua", FIRST, "first.lua", FIRST, NULL};
  const char *shared[] = {"lib/more.lua", "return {}", NULL};
  const char *beside[] = {"overlay.lua", "return {}", "spec/first_spec.lua", "return {}", NULL};
  const char *empty[] = {NULL};
  CHECK_TEXT(overlay_refusal(below), changes_nothing);
  CHECK_TEXT(overlay_refusal(shared), "(opened)");
  CHECK_TEXT(overlay_refusal(beside), "(opened)");
  CHECK_TEXT(overlay_refusal(empty), "(opened)");
}

/* What a script did at load is said once, and not as a circle to those who come later. */
static void a_failure_is_said_once(void) {
  const char *nothing[] = {"overlay.lua", "", NULL};
  const char *shared[] = {"lib/more.lua",
                          "error 'broken'",
                          "policies/a.lua",
                          "require 'lib.more'\nreturn { name = 'a' }\n",
                          "policies/b.lua",
                          "require 'lib.more'\nreturn { name = 'b' }\n",
                          NULL};
  CHECK_TEXT(
      overlay_refusal(nothing),
      "o/overlay.lua:0: 'o/overlay.lua' returns nothing; a script ends with 'return' and a "
      "table");
  CHECK_TEXT(overlay_refusal(shared),
             "o/lib/more.lua:1: broken\n"
             "o/policies/b.lua:1: module 'lib.more' did not load");
}

#define WAITS(name, other) \
  "return { name = '" name "', after = { '" other "' }, render = function() end }\n"

static void nothing_waits_for_itself(void) {
  const char *alone[] = {"resources/a.lua", WAITS("a", "a"), NULL};
  const char *circle[] = {"resources/a.lua",
                          WAITS("a", "b"),
                          "resources/b.lua",
                          WAITS("b", "c"),
                          "resources/c.lua",
                          WAITS("c", "b"),
                          NULL};
  const char *chain[] = {"resources/a.lua", WAITS("a", "b"), "resources/b.lua",
                         WAITS("b", "thing"), NULL};
  CHECK_TEXT(overlay_refusal(alone),
             "o/resources/a.lua:1: 'after' leads back to 'a', which would never be created");
  CHECK_TEXT(overlay_refusal(circle),
             "o/resources/b.lua:1: 'after' leads back to 'b', which would never be created\n"
             "o/resources/c.lua:1: 'after' leads back to 'c', which would never be created");
  CHECK_TEXT(overlay_refusal(chain), "(opened)");
}

static void shows_the_line(void) {
  const char *pairs[] = {"overlay.lua", "return {\r\n  lokc = { 'first' },\r\n}\r\n", NULL};
  luxr_result *problems = NULL;
  CHECK(!open_two(base, pairs, &problems));
  CHECK_TEXT(luxr_result_diagnostic(problems, 0)->source, "  lokc = { 'first' },");
  luxr_result_free(problems);
}

static void a_locked_policy_stays(void) {
  const char *lock[] = {"overlay.lua", "return { lock = { 'first' } }", NULL};
  const char *replace[] = {"policies/first.lua", FIRST, NULL};
  const char *removal[] = {"overlay.lua", "return { remove = { policies = { 'first' } } }",
                           NULL};
  const char *const *third[] = {replace, removal};
  const char *const want[] = {
      "t/policies/first.lua:0: policy 'first' is locked by o/overlay.lua",
      "t/overlay.lua:1: policy 'first' is locked by a layer below"};
  for (int i = 0; i < 2; i++) {
    luxr_layer *layers[3] = {layer_of("b", base), layer_of("o", lock), layer_of("t", third[i])};
    luxr_result *problems = NULL;
    CHECK(!open_layers(layers, 3, &problems));
    CHECK_TEXT(findings_of(problems), want[i]);
    luxr_result_free(problems);
  }
}

static void refuses_what_is_too_large(void) {
  static char large[300000];
  const char *pairs[] = {
      "bundle.lua", BUNDLE, "policies/first.lua", large, "resources/thing.lua", THING, NULL};
  memset(large, ' ', sizeof large - 1);
  /* The limit depends on the Lua underneath. */
  CHECK(strncmp(refusal(pairs), "b/policies/first.lua:0: is larger than ", 39) == 0);
  CHECK(strstr(refusal(pairs), " bytes, the limit for one script") != NULL);
}

static void refuses_odd_names(void) {
  const char *pairs[] = {"bundle.lua", BUNDLE, "policies/fi rst.lua", FIRST, NULL};
  CHECK_TEXT(
      refusal(pairs),
      "b/policies/fi rst.lua:0: a script's name is made of letters, digits, '_' and '-', "
      "and ends in .lua");
}

int main(void) {
  RUN(renders);
  RUN(names_a_misspelt_key);
  RUN(says_what_a_script_did_at_load);
  RUN(takes_a_mark_and_a_first_line);
  RUN(lists_every_finding);
  RUN(needs_a_bundle);
  RUN(says_that_a_schema_is_missing);
  RUN(an_overlay_changes_a_row);
  RUN(an_overlay_adds_and_removes);
  RUN(an_overlay_names_what_exists);
  RUN(an_overlay_has_an_effect);
  RUN(a_failure_is_said_once);
  RUN(nothing_waits_for_itself);
  RUN(shows_the_line);
  RUN(a_locked_policy_stays);
  RUN(refuses_what_is_too_large);
  RUN(refuses_odd_names);
  return checks_done();
}
