#include <stdlib.h>
#include <string.h>

#include "composition_step.h"
#include "files.h"
#include "memory.h"
#include "suggest.h"

enum { MOST_LAYERS = 64 };

/* The input of one step, and where it is. */
struct reading {
  cli_own_step *own;
  const cli_document *composition;
  const cJSON *input;
  const char *path; /* of the step */
  luxr_layer *layers[MOST_LAYERS];
  size_t count;
};

/* Reports an error about a field of the input; false. */
static bool refuse(const struct reading *reading, const char *field, const char *hint,
                   const char *sentence) {
  cli_text path = {0};
  cli_text_print(&path, "%s.input%s%s", reading->path, *field ? "." : "", field);
  cli_document_error(&reading->own->library, reading->composition, cli_text_string(&path), hint,
                     "%s: %s", path.data, sentence);
  cli_text_free(&path);
  return false;
}

/* ---- what may be said ------------------------------------------------------------- */

enum kind { TEXT, LIST, MAP, FLAG };

static const struct {
  const char *name;
  enum kind kind;
} fields[] = {{"apiVersion", TEXT}, {"kind", TEXT},   {"metadata", MAP},   {"bundle", TEXT},
              {"overlays", LIST},   {"scripts", MAP}, {"parameters", MAP}, {"ttl", TEXT},
              {"envelope", FLAG},   {"strict", FLAG}};

enum { FIELDS = sizeof fields / sizeof *fields };

static bool is_kind(const cJSON *value, enum kind kind) {
  if (cJSON_IsNull(value)) return true; /* as good as absent */
  if (kind == TEXT) return cJSON_IsString(value);
  if (kind == LIST) return cJSON_IsArray(value);
  return kind == MAP ? cJSON_IsObject(value) : cJSON_IsBool(value);
}

static bool check_field(const struct reading *reading, const cJSON *value) {
  static const char *const words[] = {"must be a text", "must be a list", "must be a map",
                                      "must be true or false"};
  cli_suggestion near = cli_suggest(value->string, strlen(value->string));
  cli_text hint = {0};
  for (size_t i = 0; i < FIELDS; i++) {
    cli_suggest_offer(&near, fields[i].name);
    if (strcmp(fields[i].name, value->string) != 0) continue;
    if (is_kind(value, fields[i].kind)) return true;
    return refuse(reading, value->string, NULL, words[fields[i].kind]);
  }
  if (near.best) cli_text_print(&hint, "did you mean '%s'?", near.best);
  refuse(reading, value->string, near.best ? cli_text_string(&hint) : NULL, "is no field");
  cli_text_free(&hint);
  return false;
}

static bool check(const struct reading *reading) {
  const cJSON *value;
  bool good = true;
  if (reading->input && !cJSON_IsObject(reading->input)) {
    return refuse(reading, "", NULL, "must be a map");
  }
  cJSON_ArrayForEach(value, reading->input) good = check_field(reading, value) && good;
  return good;
}

/* ---- layers ----------------------------------------------------------------------- */

/* False: `problems` (or that there was no memory) was reported. */
static bool push(struct reading *reading, luxr_layer *layer, luxr_result *problems) {
  if (!layer) {
    cli_report_problems(reading->own->library.report, problems);
    return false;
  }
  reading->layers[reading->count++] = layer;
  return true;
}

static bool push_directory(struct reading *reading, const char *path) {
  luxr_result *problems = NULL;
  luxr_layer *layer = NULL;
  if (reading->count + 1 == MOST_LAYERS) {
    return refuse(reading, "overlays", NULL, "there are too many overlays");
  }
  layer = luxr_layer_directory_open(path, &problems);
  return push(reading, layer, problems);
}

static bool push_embedded(struct reading *reading) {
  return push(reading, luxr_layer_embedded_new(), NULL);
}

/* The directory `name` in the one that an option names. */
static bool push_named(struct reading *reading, const char *field, const char *folder,
                       const char *option, const char *name) {
  cli_text path = {0}, sentence = {0};
  bool good;
  if (!folder || strchr(name, '/') || *name == '.' || !*name) {
    cli_text_put(&sentence, "there is no ");
    cli_text_safe(&sentence, name, strlen(name));
    good = refuse(reading, field, option, cli_text_string(&sentence));
    cli_text_free(&sentence);
    return good;
  }
  cli_text_print(&path, "%s/%s", folder, name);
  good = push_directory(reading, cli_text_string(&path));
  cli_text_free(&path);
  return good;
}

/* The command's own, with its overlays. */
static bool push_default(struct reading *reading) {
  const cli_settings *settings = reading->own->library.settings;
  bool good =
      settings->bundle ? push_directory(reading, settings->bundle) : push_embedded(reading);
  for (size_t i = 0; good && i < settings->overlays.count; i++) {
    good = push_directory(reading, settings->overlays.items[i]);
  }
  return good;
}

static bool push_bundle(struct reading *reading) {
  const char *name = cli_tree_value(cli_tree_get(reading->input, "bundle"));
  if (!name) return push_default(reading);
  if (strcmp(name, "embedded") == 0) return push_embedded(reading);
  return push_named(reading, "bundle", reading->own->library.settings->bundles_folder,
                    "--bundles-dir names the directory it is in", name);
}

static bool push_overlays(struct reading *reading) {
  const cJSON *overlay;
  cJSON_ArrayForEach(overlay, cli_tree_get(reading->input, "overlays")) {
    const char *name = cli_tree_value(overlay);
    if (!name) return refuse(reading, "overlays", NULL, "must be a list of names");
    if (!push_named(reading, "overlays", reading->own->library.settings->overlays_folder,
                    "--overlays-dir names the directory it is in", name)) {
      return false;
    }
  }
  return true;
}

static bool push_scripts(struct reading *reading) {
  const cJSON *scripts = cli_tree_get(reading->input, "scripts"), *script;
  luxr_file *files;
  size_t count = 0;
  luxr_layer *layer;
  if (!cJSON_IsObject(scripts) || !scripts->child) return true;
  files = cli_alloc((size_t)cJSON_GetArraySize(scripts) * sizeof *files);
  cJSON_ArrayForEach(script, scripts) {
    const char *text = cli_tree_value(script);
    if (!text) {
      free(files);
      return refuse(reading, "scripts", NULL, "must be a map of paths to texts");
    }
    files[count++] = (luxr_file){script->string, text, strlen(text)};
  }
  layer = luxr_layer_files_new("input.scripts", files, count);
  free(files);
  return push(reading, layer, NULL);
}

static bool open_engine(struct reading *reading) {
  cli_own_step *own = reading->own;
  const cli_settings *settings = own->library.settings;
  luxr_result *problems = NULL;
  own->engine.bundle =
      luxr_bundle_open(reading->layers, reading->count, &settings->limits, &problems);
  if (!own->engine.bundle) {
    cli_report_problems(own->library.report, problems);
    return false;
  }
  own->engine.worker = luxr_worker_new(&settings->limits,
                                       settings->memory == CLI_MALLOC ? LUXR_WORKER_MALLOC : 0);
  if (!own->engine.worker) cli_out_of_memory();
  return true;
}

/* Those of the input, else those of the command. False: reported. */
static bool read_parameters(const struct reading *reading) {
  const cJSON *parameters = cli_tree_get(reading->input, "parameters");
  cli_own_step *own = reading->own;
  const cli_settings *settings = own->library.settings;
  size_t most = settings->limits.input;
  if (cJSON_IsObject(parameters)) {
    cli_tree_print(&own->parameters, parameters);
    own->parameters_name = "input";
  }
  if (cJSON_IsObject(parameters) || !settings->parameters) return true;
  own->parameters_name = settings->parameters;
  if (!most) most = luxr_limits_default().input;
  return cli_file_read(own->library.report, settings->parameters, most, &own->parameters);
}

bool cli_own_step_open(cli_own_step *own, const cli_document *composition, const cJSON *step,
                       const char *path) {
  struct reading reading = {.own = own,
                            .composition = composition,
                            .input = cli_tree_get(step, "input"),
                            .path = path};
  bool good = check(&reading) && push_bundle(&reading) && push_overlays(&reading) &&
              push_scripts(&reading) && open_engine(&reading) && read_parameters(&reading);
  for (size_t i = 0; i < reading.count; i++) luxr_layer_free(reading.layers[i]);
  own->strict = cJSON_IsTrue(cli_tree_get(reading.input, "strict"));
  if (cJSON_IsFalse(cli_tree_get(reading.input, "envelope"))) own->flags |= LUXR_BARE;
  return good;
}
