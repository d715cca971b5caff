#include "scenarios.h"

#include <stdio.h>
#include <string.h>

#define ROOT LUXR_SOURCE_DIR "/"
#define SMALL "tests/torture/bundle"

const luxr_limits *scenario_limits(void) {
  static const luxr_limits limits = {.steps = 300000}; /* a loop is soon at its end */
  return &limits;
}

/* ---- opening ----------------------------------------------------------------------------- */

/* Takes over the result. */
static void end_with(outcome *got, luxr_result *problems) {
  if (problems) {
    outcome_add_result(got, problems);
  } else {
    outcome_add_no_memory(got);
  }
  luxr_result_free(problems);
}

static void open_bundle(luxr_layer *const *layers, size_t count, outcome *got) {
  luxr_result *problems = NULL;
  luxr_bundle *bundle = luxr_bundle_open(layers, count, scenario_limits(), &problems);
  const char *described, *digest;
  if (!bundle) return end_with(got, problems);
  described = luxr_bundle_describe(bundle);
  digest = luxr_bundle_digest(bundle);
  outcome_add_text(got, described);
  outcome_add_text(got, digest);
  if (!described || !digest) outcome_add_no_memory(got);
  luxr_bundle_free(bundle);
}

/* `detail`: a NULL-ended list of directories. */
static void open_directories(const scenario *self, const fixture *given, outcome *got) {
  const char *const *paths = self->detail;
  luxr_layer *layers[4] = {NULL};
  luxr_result *problems = NULL;
  size_t count = 0;
  (void)given;
  for (; paths[count]; count++) {
    layers[count] = luxr_layer_directory_open(paths[count], &problems);
    if (!layers[count]) break;
  }
  if (paths[count]) {
    end_with(got, problems);
  } else {
    open_bundle(layers, count, got);
  }
  while (count) luxr_layer_free(layers[--count]);
}

/* `detail`: the files, ended by one without a name. */
static void open_files(const scenario *self, const fixture *given, outcome *got) {
  const luxr_file *files = self->detail;
  size_t count = 0;
  luxr_layer *layer;
  (void)given;
  while (files[count].name) count++;
  layer = luxr_layer_files_new("files", files, count);
  if (!layer) return outcome_add_no_memory(got);
  open_bundle(&layer, 1, got);
  luxr_layer_free(layer);
}

static void open_embedded(const scenario *self, const fixture *given, outcome *got) {
  luxr_layer *layer = luxr_layer_embedded_new();
  (void)self;
  (void)given;
  if (!layer) return outcome_add_no_memory(got);
  open_bundle(&layer, 1, got);
  luxr_layer_free(layer);
}

/* ---- rendering --------------------------------------------------------------------------- */

/* `detail`: the request; its documents' lengths are filled in here. */
static void render(const scenario *self, const fixture *given, outcome *got) {
  luxr_request request = *(const luxr_request *)self->detail;
  luxr_document documents[8];
  luxr_result *result;
  for (size_t i = 0; i < request.document_count; i++) {
    documents[i] = request.documents[i];
    documents[i].length = strlen(documents[i].bytes);
  }
  request.documents = documents;
  result = luxr_render(given->worker, given->bundle, &request);
  outcome_add_result(got, result);
  luxr_result_free(result);
}

/* The same with its documents as protobuf, which they are made into first. */
static void render_structs(const scenario *self, const fixture *given, outcome *got) {
  luxr_request request = *(const luxr_request *)self->detail;
  luxr_document documents[8];
  luxr_result *made[8] = {NULL}, *result = NULL;
  size_t count = 0;
  for (; count < request.document_count; count++) {
    luxr_document *document = &documents[count];
    *document = request.documents[count];
    document->length = strlen(document->bytes);
    made[count] = luxr_convert(given->worker, document, LUXR_FORMAT_STRUCT);
    if (luxr_result_status(made[count]) != LUXR_OK) break;
    document->format = LUXR_FORMAT_STRUCT;
    document->bytes = luxr_result_item(made[count], 0)->bytes;
    document->length = luxr_result_item(made[count], 0)->length;
  }
  request.documents = documents;
  if (count == request.document_count) {
    result = luxr_render(given->worker, given->bundle, &request);
  }
  outcome_add_result(got, result ? result : made[count]);
  luxr_result_free(result);
  for (size_t i = 0; i <= count && i < 8; i++) luxr_result_free(made[i]);
}

/* Opens the small bundle and renders with it at once: what opening made is taken over. */
static void open_and_render(const scenario *self, const fixture *given, outcome *got) {
  luxr_result *problems = NULL;
  luxr_layer *layer = luxr_layer_directory_open(ROOT SMALL, &problems);
  fixture own = {NULL, NULL};
  (void)given;
  if (!layer) return end_with(got, problems);
  own.bundle = luxr_bundle_open(&layer, 1, scenario_limits(), &problems);
  luxr_layer_free(layer);
  if (!own.bundle) return end_with(got, problems);
  own.worker = luxr_worker_new(scenario_limits(), self->worker);
  if (own.worker) {
    render(self, &own, got);
  } else {
    outcome_add_no_memory(got);
  }
  luxr_worker_free(own.worker);
  luxr_bundle_free(own.bundle);
}

/* ---- streams ----------------------------------------------------------------------------- */

typedef struct text_source {
  const char *text;
  size_t at;
} text_source;

/* A few bytes at a time, so that every buffer has to grow. */
static ptrdiff_t read_text(void *data, char *bytes, size_t size) {
  text_source *source = data;
  size_t left = strlen(source->text + source->at), length = size < 100 ? size : 100;
  if (length > left) length = left;
  memcpy(bytes, source->text + source->at, length);
  source->at += length;
  return (ptrdiff_t)length;
}

/* Splits `detail`, a text, and renders each document of it where there is a bundle. */
static void stream(const scenario *self, const fixture *given, outcome *got) {
  text_source source = {.text = self->detail};
  luxr_stream *reading = luxr_stream_new("in", LUXR_FORMAT_ANY, read_text, &source, NULL);
  luxr_result *problems = NULL;
  luxr_document document;
  int more;
  if (!reading) return outcome_add_no_memory(got);
  while ((more = luxr_stream_next(reading, &document, &problems)) > 0) {
    outcome_add_bytes(got, document.bytes, document.length);
    outcome_add_bytes(got, &document.line, sizeof document.line);
    if (given->bundle) {
      luxr_request request = {.documents = &document, .document_count = 1};
      luxr_result *result = luxr_render(given->worker, given->bundle, &request);
      outcome_add_result(got, result);
      luxr_result_free(result);
    }
  }
  if (more < 0) end_with(got, problems);
  luxr_stream_free(reading);
}

/* ---- inputs ------------------------------------------------------------------------------ */

#define HEAD \
  "apiVersion: torture.example.com/v1\nkind: Thing\nmetadata: {name: a, namespace: ns}\n"
#define GOOD                                                                                 \
  HEAD "spec:\n  size: 40\n  mode: slow\n  host: a.example\n  labels: &l {x: a, z: \"1\"}\n" \
       "  parts:\n    - name: one\n    - {name: two, weight: 2.5}\n"

static const char as_json[] =
    "{\"apiVersion\": \"torture.example.com/v1\", \"kind\": \"Thing\",\n"
    " \"metadata\": {\"name\": \"a\", \"namespace\": \"ns\"}, \"spec\": {\"size\": 3.0, "
    "\"labels\": {\"\\u00e4\": \"b\"},\n"
    " \"parts\": [{\"name\": \"one\", \"weight\": 1e-3}]}}\n";

#define INPUT(text) \
  { .role = LUXR_ROLE_INPUT, .origin = "in.yaml", .bytes = text }
#define OTHER(kind, title, text) \
  { .role = kind, .name = title, .origin = title, .bytes = text }
#define REQUEST(...)       \
  (const luxr_request[]) { \
    { __VA_ARGS__ }        \
  }
#define ONE(text) .documents = (const luxr_document[]){INPUT(text)}, .document_count = 1
#define TEXTS(...)        \
  (const char *const[]) { \
    __VA_ARGS__           \
  }

static const luxr_document live_documents[] = {
    INPUT(GOOD),
    OTHER(LUXR_ROLE_OBSERVED, "plain", "kind: Plain\nstatus: {ready: true}\n"),
    OTHER(LUXR_ROLE_OBSERVED, "many-one", "{\"kind\": \"Part\", \"spec\": {}}"),
    OTHER(LUXR_ROLE_OBSERVED, "gone", "metadata: {labels: {torture: \"yes\"}}\n"),
    OTHER(LUXR_ROLE_REQUIRED, "class", "kind: Class\nlist: [1, 2, {a: b}]\n"),
    OTHER(LUXR_ROLE_PARAMETERS, "parameters.yaml", "team: red\n"),
    OTHER(LUXR_ROLE_ENVIRONMENT, "environment.yaml", "zone: z\n"),
};
static const luxr_document lost_documents[] = {
    INPUT(GOOD),
    OTHER(LUXR_ROLE_OBSERVED, "was-here", "metadata: {labels: {torture: \"yes\"}}\n"),
};

static const char two_documents[] = GOOD "---\n# nothing\n---\n" HEAD "spec: {size: 2}\n";
static const char a_list[] =
    "apiVersion: v1\nkind: List\nitems:\n- apiVersion: torture.example.com/v1\n  kind: Thing\n"
    "  metadata: {name: a}\n  spec: {size: 1}\n- apiVersion: torture.example.com/v1\n"
    "  kind: Thing\n  metadata: {name: b}\n  spec:\n    size: 2\n    labels: {a: 'it''s'}\n";
static const char json_list[] =
    "{\"kind\": \"List\", \"apiVersion\": \"v1\", \"items\": [\n{\"apiVersion\": "
    "\"torture.example.com/v1\", \"kind\": \"Thing\", \"metadata\": {\"name\": "
    "\"a\"},\n\"spec\": "
    "{\"size\": 1}}, {\"kind\": \"Other\", \"text\": \"\\u00e4\\n\"}]}\n";
static const char no_items[] = "a: 1\n---\nkind: List\nitem: [1]\n";

#define FILE_OF(title, text) \
  { title, text, sizeof text - 1 }
static const luxr_file broken_files[] = {
    FILE_OF("bundle.lua",
            "return { name = 'x', accepts = { apiVersion = 'a/v1', kind = 'K' },\n"
            "  polcies = {}, policies = { 'a', 'b' }, resources = { 'c' } }\n"),
    FILE_OF("policies/a.lua", "return { name = 'a', chekc = 1, decide = 'no' }\n"),
    FILE_OF("policies/b.lua", "return { name = 'B b' }\n"),
    FILE_OF("resources/c.lua", "return { name = 'c' }\n"),
    {NULL, NULL, 0},
};
static const luxr_file syntax_errors[] = {
    FILE_OF("bundle.lua", "return { name = 'x'\n"),
    FILE_OF("policies/a.lua", "local x = = 1\n"),
    {NULL, NULL, 0},
};

/* ---- all of them ------------------------------------------------------------------------- */

#define OPENS(title, ends, body, how) \
  { title, ends, NULL, 0, false, body, how }
#define RENDERS(title, ends, flags, request) \
  { title, ends, SMALL, flags, false, render, request }
#define STREAMS(title, ends, bundle, text) \
  { title, ends, bundle, 0, false, stream, text }
#define PROJECT(title, flags, large, request) \
  { title, LUXR_OK, "lua", flags, large, render, request }

#define MODEL                                                                           \
  "apiVersion: inference.devopstoolkit.ai/v1alpha1\nkind: LLMInference\n"               \
  "metadata: {name: llama-3, namespace: production}\nspec:\n"                           \
  "  model: meta-llama/Llama-3.3-70B-Instruct\n  gpu: 8\n  providerConfigName: large\n" \
  "  host: llama.example.com\n  criticality: critical\n  maxReplicas: 4\n"              \
  "  scaling: {enabled: true, metric: latency}\n"

const scenario scenarios[] = {
    OPENS("opens a directory", LUXR_OK, open_directories, TEXTS(ROOT SMALL, NULL)),
    OPENS("opens a bundle and an overlay", LUXR_OK, open_directories,
          TEXTS(ROOT SMALL, ROOT "tests/torture/overlay", NULL)),
    OPENS("finds no directory", LUXR_ERR_NOT_FOUND, open_directories,
          TEXTS(ROOT "tests/torture/nowhere", NULL)),
    OPENS("refuses a broken bundle", LUXR_ERR_SCRIPT, open_files, broken_files),
    OPENS("refuses syntax errors", LUXR_ERR_SCRIPT, open_files, syntax_errors),
    OPENS("opens and renders", LUXR_OK, open_and_render, REQUEST(ONE(GOOD))),
    RENDERS("renders YAML (arena)", LUXR_OK, 0, REQUEST(ONE(GOOD))),
    RENDERS("renders YAML (malloc)", LUXR_OK, LUXR_WORKER_MALLOC, REQUEST(ONE(GOOD))),
    RENDERS("renders JSON (arena)", LUXR_OK, 0,
            REQUEST(ONE(as_json), .output = LUXR_FORMAT_JSON, .flags = LUXR_REPORT)),
    RENDERS("renders JSON (malloc)", LUXR_OK, LUXR_WORKER_MALLOC,
            REQUEST(ONE(as_json), .output = LUXR_FORMAT_JSON, .flags = LUXR_REPORT)),
    RENDERS("renders bare, some of them", LUXR_OK, 0,
            REQUEST(ONE(GOOD), .flags = LUXR_BARE, .only = TEXTS("plain", "many"),
                    .only_count = 2, .skip = TEXTS("many-two"), .skip_count = 1,
                    .sets = TEXTS("spec.size=5", "spec.labels.q=7"), .set_count = 2,
                    .default_namespace = "ns")),
    RENDERS("checks only", LUXR_OK, 0, REQUEST(ONE(GOOD), .flags = LUXR_CHECK_ONLY)),
    RENDERS("renders live (arena)", LUXR_OK, 0,
            REQUEST(.documents = live_documents, .document_count = 7,
                    .flags = LUXR_LIVE | LUXR_REPORT)),
    RENDERS("renders live (malloc)", LUXR_OK, LUXR_WORKER_MALLOC,
            REQUEST(.documents = live_documents, .document_count = 7, .flags = LUXR_LIVE)),
    {"renders Structs (arena)", LUXR_OK, SMALL, 0, false, render_structs,
     REQUEST(.documents = live_documents, .document_count = 7, .only = TEXTS("many"),
             .only_count = 1, .output = LUXR_FORMAT_STRUCT, .flags = LUXR_LIVE | LUXR_REPORT)},
    {"renders Structs (malloc)", LUXR_OK, SMALL, LUXR_WORKER_MALLOC, true, render_structs,
     REQUEST(.documents = live_documents, .document_count = 7, .only = TEXTS("many"),
             .only_count = 1, .output = LUXR_FORMAT_STRUCT, .flags = LUXR_LIVE)},
    RENDERS("would delete", LUXR_ERR_SCRIPT, 0,
            REQUEST(.documents = lost_documents, .document_count = 2, .flags = LUXR_LIVE)),
    RENDERS("is strict", LUXR_ERR_INPUT, 0, REQUEST(ONE(GOOD), .flags = LUXR_STRICT)),
    RENDERS("takes unknown fields", LUXR_OK, 0,
            REQUEST(ONE(GOOD "  sizes: 1\n  hots: b\n"), .flags = LUXR_UNKNOWN_FIELDS)),
    RENDERS("rejects by a policy", LUXR_ERR_INPUT, 0,
            REQUEST(ONE(HEAD "spec:\n  size: 61\n  parts: [{name: a}, {name: b}]\n"))),
    RENDERS("rejects by the schema (arena)", LUXR_ERR_INPUT, 0,
            REQUEST(ONE(HEAD "spec:\n  size: 99\n  sizes: 1\n  mode: fats\n  host: -\n"
                             "  parts: [{nam: a}, 3]\n"))),
    RENDERS("rejects by the schema (malloc)", LUXR_ERR_INPUT, LUXR_WORKER_MALLOC,
            REQUEST(ONE(HEAD "spec:\n  size: many\n  labels: [a]\n"))),
    RENDERS("rejects what was set", LUXR_ERR_INPUT, 0,
            REQUEST(ONE(GOOD), .sets = TEXTS("spec.sise=5", "spec.size=a"), .set_count = 2)),
    RENDERS("selects what is not there", LUXR_ERR_USAGE, 0,
            REQUEST(ONE(GOOD), .only = TEXTS("plian"), .only_count = 1)),
    RENDERS("reads broken YAML", LUXR_ERR_INPUT, 0, REQUEST(ONE(HEAD "spec:\n  a: [1, 2\n b"))),
    RENDERS("reads doubled keys", LUXR_ERR_INPUT, 0, REQUEST(ONE(HEAD "spec: {a: 1, a: 2}\n"))),
    RENDERS("reads broken JSON", LUXR_ERR_INPUT, 0,
            REQUEST(ONE("{\"apiVersion\": \"torture.example.com/v1\", \"a\": [1, }"))),
    RENDERS("meets an error (arena)", LUXR_ERR_SCRIPT, 0,
            REQUEST(ONE(HEAD "spec: {size: 50}"))),
    RENDERS("meets an error (malloc)", LUXR_ERR_SCRIPT, LUXR_WORKER_MALLOC,
            REQUEST(ONE(HEAD "spec: {size: 50}"))),
    RENDERS("meets a limit", LUXR_ERR_LIMIT, 0, REQUEST(ONE(HEAD "spec: {size: 51}"))),
    STREAMS("splits documents", LUXR_OK, NULL, two_documents),
    STREAMS("splits a list", LUXR_OK, NULL, a_list),
    STREAMS("splits a list in JSON", LUXR_OK, NULL, json_list),
    STREAMS("refuses a list without items", LUXR_ERR_INPUT, NULL, no_items),
    STREAMS("renders documents", LUXR_OK, SMALL, two_documents),
    STREAMS("renders a list", LUXR_OK, SMALL, a_list),
    {"opens the project's bundle", LUXR_OK, NULL, 0, false, open_embedded, NULL},
    PROJECT("renders the project's bundle (arena)", 0, false, REQUEST(ONE(MODEL))),
    PROJECT("renders the project's bundle (malloc)", LUXR_WORKER_MALLOC, true,
            REQUEST(ONE(MODEL))),
    {NULL, LUXR_OK, NULL, 0, false, NULL, NULL},
};
