#include "composition_live.h"

#include <stdlib.h>
#include <string.h>

#include "composition_step.h"
#include "memory.h"

struct cli_live {
  cli_emitter *emitter;
  cli_composition all; /* of the last document that was answered */
  cJSON *documents;    /* what is printed of it */
  cli_text *texts;     /* as it is printed, one for each */
  size_t count;        /* of inputs so far */
};

bool cli_live_is_wanted(const cli_settings *settings) {
  return settings->observed || settings->required.count || settings->context_values.count ||
         settings->context_files.count || settings->definition || settings->full_xr ||
         settings->results || settings->context;
}

cli_live *cli_live_new(cli_emitter *emitter) {
  cli_live *live = cli_alloc(sizeof *live);
  *live = (cli_live){.emitter = emitter};
  return live;
}

static void clear(cli_live *live) {
  for (int i = 0; i < cJSON_GetArraySize(live->documents); i++) {
    cli_text_free(&live->texts[i]);
  }
  free(live->texts);
  cJSON_Delete(live->documents);
  cli_composition_clear(&live->all);
  live->texts = NULL;
  live->documents = NULL;
}

void cli_live_free(cli_live *live) {
  clear(live);
  free(live);
}

/* What the options name. False: reported. */
static bool read_others(cli_composition *all) {
  const cli_settings *settings = all->library.settings;
  if (settings->definition && !cli_composition_define(all, settings->definition)) return false;
  if (!cli_composition_observe(all, settings->observed, 0)) return false;
  for (size_t i = 0; i < settings->required.count; i++) {
    if (!cli_documents_read(&all->library, &all->required, settings->required.items[i], 0))
      return false;
  }
  return cli_composition_seed(all);
}

/* The input as a tree, in the namespace that an option gives it. False: reported. */
static bool read_input(cli_composition *all, const luxr_document *document) {
  const char *name_space = all->library.settings->name_space;
  luxr_result *result = luxr_convert(all->library.worker, document, LUXR_FORMAT_JSON);
  const luxr_item *item = luxr_result_item(result, 0);
  if (item) {
    all->file = cli_tree_parse(item->bytes, item->length);
  } else {
    cli_report_result(all->library.report, result);
  }
  luxr_result_free(result);
  if (!cJSON_IsObject(all->file)) {
    cJSON_Delete(all->file);
    all->file = cli_tree_object();
  }
  if (name_space && !*cli_tree_string(all->file, "metadata.namespace")) {
    cli_tree_set_text(cli_tree_enter(all->file, "metadata"), "namespace", name_space);
  }
  return item != NULL;
}

/* Observed objects are one input's: to another they would be strangers that it deletes.
 */
static bool is_alone(cli_live *live, const cli_run *run) {
  if (live->count++ == 0 || !run->settings->observed) return true;
  cli_report_error(run->report, LUXR_ERR_USAGE, NULL, NULL,
                   "--observed is what exists of one input, but there are several");
  return false;
}

static void describe_step(cli_own_step *own, const cli_run *run, const cli_document *document) {
  const cli_settings *settings = run->settings;
  *own = (cli_own_step){.library = {run->engine.worker, settings, run->report},
                        .xr = document,
                        .engine = run->engine,
                        .parameters = run->parameters,
                        .parameters_name = run->parameters_name,
                        .name_space = settings->name_space,
                        .knows_fields = true,
                        .only = settings->only,
                        .skip = settings->skip,
                        .sets = settings->sets,
                        .deadline = run->deadline};
  if (settings->bare) own->flags |= LUXR_BARE;
  own->strict = settings->strict;
}

/* Writes the documents, all before one of them is printed. False: reported. */
static bool write_documents(cli_live *live, const cli_settings *settings) {
  cli_printing printing = {.xr = settings->full_xr,
                           .full = true,
                           .results = settings->results,
                           .context = settings->context};
  luxr_format format = cli_emit_format(live->emitter->format);
  const cJSON *value;
  size_t size, count = 0;
  live->documents = cli_composition_documents(&live->all, &printing);
  size = (size_t)cJSON_GetArraySize(live->documents) * sizeof *live->texts;
  live->texts = cli_alloc(size);
  memset(live->texts, 0, size);
  cJSON_ArrayForEach(value, live->documents) {
    if (!cli_tree_write(&live->all.library, value, format, "<output>", &live->texts[count++])) {
      return false;
    }
  }
  return true;
}

/* The core's part before and after the step. False: reported, unless the step failed. */
static bool compose(cli_live *live, const cli_run *run, const cli_document *source,
                    const cli_step *step) {
  cli_composition *all = &live->all;
  if (!is_alone(live, run) || !read_input(all, &source->source) || !read_others(all))
    return false;
  cli_composition_prepare(all, NULL);
  if (all->is_over) {
    cli_document_error(&all->library, source, "metadata", NULL,
                       "is paused or being deleted: nothing is rendered then");
    return false;
  }
  return cli_composition_run(all, step) && cli_composition_compose(all) &&
         write_documents(live, run->settings);
}

luxr_result *cli_live_answer(cli_run *run, const luxr_document *document) {
  cli_live *live = (cli_live *)run->context;
  cli_document source = {.source = *document};
  cli_own_step own;
  cli_step step = {.name = "render", .run = cli_own_step_run, .data = &own};
  bool good;
  describe_step(&own, run, &source);
  clear(live);
  live->all.library = own.library;
  good = compose(live, run, &source, &step);
  if (own.is_late) {
    cli_own_step_report(&own);
    run->stopped = true;
  }
  if (good || !own.last) return own.last;
  if (!own.is_late && luxr_result_status(own.last) != LUXR_OK) return own.last;
  luxr_result_free(own.last);
  return NULL;
}

void cli_live_add(void *data, const luxr_result *result, const luxr_document *document,
                  cli_text *text) {
  cli_live *live = data;
  const cJSON *value;
  size_t count = 0;
  (void)result;
  (void)document;
  cJSON_ArrayForEach(value, live->documents) {
    luxr_identity identity = {
        cli_tree_string(value, "apiVersion"), cli_tree_string(value, "kind"),
        cli_tree_string(value, "metadata.namespace"), cli_tree_string(value, "metadata.name")};
    const cli_text *bytes = &live->texts[count++];
    /* Results and contexts are nothing that has a name. */
    if (live->emitter->format == CLI_NAME && !*identity.name) continue;
    cli_emit_document(live->emitter, &identity, bytes->data, bytes->length, text);
  }
}

void cli_live_end(void *data, cli_text *text) {
  cli_live *live = data;
  cli_emit_end(live->emitter, text);
}
