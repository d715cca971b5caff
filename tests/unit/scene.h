/* scene.h: a render of an input and one observed object, in any format, for tests of both. */
#ifndef TEST_SCENE_H
#define TEST_SCENE_H

#include "check.h"
#include "engine.h"

/* A bundle whose status is what the script SEES returns of the observed object `thing`. */
#define BUNDLE(more)                                                         \
  "return { name = 'test', accepts = { apiVersion = 'a/v1', kind = 'K' },\n" \
  "  policies = { 'look' }, resources = { 'thing' }, " more " }\n"
#define THING(more)                                                          \
  "return { name = 'thing', " more                                           \
  "\n  render = function(xr, ctx)\n"                                         \
  "    return { apiVersion = 'v1', kind = 'T', metadata = { name = 'm' },\n" \
  "             spec = xr.spec }\n  end,\n}"
#define LOOK(body)                                             \
  "return { name = 'look', status = function(observed, ctx)\n" \
  "  local object = observed.thing\n" body "\nend }"

static const char input[] =
    "apiVersion: a/v1\nkind: K\nmetadata:\n  name: m\nspec:\n  size: 3\n  half: 0.5\n"
    "  list: [a, b]\n  none: null\n  empty: {}\n  nothing: []\n";

static const char observed[] =
    "apiVersion: v1\nkind: T\nmetadata:\n  name: m\n  labels: {b: two, a: one}\n"
    "spec:\n  size: 3\nstatus:\n  conditions:\n"
    "  - {type: Ready, status: 'True'}\n  - {type: Synced, status: 'False'}\n"
    "  numbers: [1, 2.5, null, 7]\n  words: [one, two, three]\n  deep: {a: {b: {c: [[1], [2, "
    "[3]]]}}}\n"
    "  empty: {}\n  nothing: []\n";

typedef struct blob {
  char *data;
  size_t length;
} blob;

/* The document in another format. */
static inline blob convert(const char *yaml, luxr_format format) {
  luxr_document document = {.format = LUXR_FORMAT_YAML, .bytes = yaml, .length = strlen(yaml)};
  luxr_worker *worker = luxr_worker_new(NULL, 0);
  luxr_result *result = luxr_convert(worker, &document, format);
  const luxr_item *item = luxr_result_item(result, 0);
  blob out = {malloc(item->length), item->length}; /* exactly, for sanitizers */
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

static inline luxr_result *render_documents(const scene *of, const luxr_document *documents,
                                            size_t count) {
  const char *pairs[] = {"bundle.lua",
                         of->bundle ? of->bundle : BUNDLE(""),
                         "policies/look.lua",
                         of->look,
                         "resources/thing.lua",
                         of->thing ? of->thing : THING(""),
                         NULL};
  luxr_request request = {.documents = documents,
                          .document_count = count,
                          .output = of->output,
                          .flags = LUXR_LIVE | of->flags};
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

static inline luxr_result *render_scene(const scene *of) {
  blob xr = convert(input, of->format), seen = {NULL, 0};
  luxr_document documents[2] = {
      {.origin = "in", .format = of->format, .bytes = xr.data, .length = xr.length},
      {.role = LUXR_ROLE_OBSERVED,
       .format = of->format,
       .name = "thing",
       .origin = "observed thing"},
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
static inline const char *told(const scene *of) {
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

#endif
