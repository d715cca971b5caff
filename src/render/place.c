/* place.c: paths become lines and columns, by reading the document again. */
#include <string.h>

#include "render/run.h"

enum { LONGEST_LINE = 4096 };

/* Copies line `wanted` of a text whose first line has the number `first`. */
static void excerpt(lx_run *run, luxr_diagnostic *item, const char *bytes, size_t length,
                    size_t first) {
  size_t line = first, start = 0, end;
  if (item->source || item->line < first) return;
  while (start < length && line < item->line) {
    if (bytes[start++] == '\n') line++;
  }
  if (line < item->line) return;
  for (end = start; end < length && bytes[end] != '\n'; end++) continue;
  if (end > start && bytes[end - 1] == '\r') end--;
  if (end - start > LONGEST_LINE) return;
  lx_diagnostic_text(lx_problems(run), &item->source, "%.*s", (int)(end - start),
                     bytes + start);
}

/* `path` is within the document; NULL: the whole of it. */
static void place_in_document(lx_run *run, luxr_diagnostic *item, const luxr_document *document,
                              const char *path) {
  lx_source source = {.bytes = document->bytes,
                      .length = document->length,
                      .line = document->line ? document->line : 1,
                      .format = document->format};
  lx_place place;
  if (!item->line && path) {
    if (lx_locate(&source, path, item->width == LX_WIDTH_OF_NAME, &place)) {
      item->line = place.line;
      item->column = place.column;
      item->width = place.width;
    }
    if (place.no_memory) lx_problems(run)->failed = true;
  }
  if (item->line) excerpt(run, item, source.bytes, source.length, source.line);
}

/* The document that a path such as "parameters.zone" is about, and by `*path` the rest of it;
 * the input, unless there are parameters and the input has no field of that name. */
static const luxr_document *document_of(const lx_run *run, const luxr_diagnostic *item,
                                        const char **path) {
  static const char first[] = "parameters.";
  const luxr_request *request = run->request;
  const lx_shape *shape = run->bundle->definition ? lx_schema_shape(run->bundle->schema) : NULL;
  *path = item->path;
  if (!item->path || strncmp(item->path, first, sizeof first - 1) != 0) return run->input;
  if (!shape || lx_shape_find(shape, first, sizeof first - 2)) return run->input;
  for (size_t i = 0; i < request->document_count; i++) {
    if (request->documents[i].role != LUXR_ROLE_PARAMETERS) continue;
    *path += sizeof first - 1;
    return &request->documents[i];
  }
  return run->input;
}

/* A finding about the input, or about what came with it. */
static void place_in_input(lx_run *run, luxr_diagnostic *item) {
  const char *path;
  const luxr_document *document = document_of(run, item, &path);
  if (document != run->input && document->origin) {
    lx_diagnostic_text(lx_problems(run), &item->file, "%s", document->origin);
  }
  place_in_document(run, item, document, path);
}

static void place_in_script(lx_run *run, luxr_diagnostic *item) {
  const luxr_bundle *bundle = run->bundle;
  for (size_t i = 0; i < bundle->script_count; i++) {
    const lx_script *script = &bundle->scripts[i];
    if (strcmp(script->file, item->file) != 0) continue;
    excerpt(run, item, script->source->bytes, script->source->length, 1);
    return;
  }
}

/* The draft that a path such as "scaled-object: spec.triggers" is about; NULL: it is about the
 * input. */
static const lx_draft *output_of(const lx_run *run, const luxr_diagnostic *item) {
  const char *colon = item->path ? strstr(item->path, ": ") : NULL;
  for (size_t i = 0; colon && i < run->draft_count; i++) {
    const lx_draft *draft = &run->drafts[i];
    if ((size_t)(colon - item->path) == draft->name_length &&
        memcmp(item->path, draft->name, draft->name_length) == 0) {
      return draft;
    }
  }
  return NULL;
}

/* A field of a manifest: the script that renders it, at the line that sets it. */
static void place_in_output(lx_run *run, luxr_diagnostic *item, const lx_draft *draft) {
  const luxr_bundle *bundle = run->bundle;
  const lx_script *script = &bundle->scripts[bundle->units[draft->unit].script];
  size_t line = lx_script_line_of_path(script, strstr(item->path, ": ") + 2);
  lx_diagnostic_text(lx_problems(run), &item->file, "%s", script->file);
  if (line) item->line = line;
  place_in_script(run, item);
}

void lx_place_findings(lx_run *run) {
  lx_diagnostics *problems = lx_problems(run);
  const char *origin = run->input && run->input->origin ? run->input->origin : "<input>";
  for (size_t i = 0; i < problems->count; i++) {
    luxr_diagnostic *item = &problems->items[i];
    const lx_draft *draft = output_of(run, item);
    if (item->severity == LUXR_NOTE) continue;
    if (!item->file) {
      bool by_option = !draft && run->input && lx_run_was_set(run, item->path);
      lx_diagnostic_text(problems, &item->file, "%s", by_option ? "--set" : origin);
      if (!item->file) return;
    }
    if (!item->subject && run->result->subject) {
      lx_diagnostic_text(problems, &item->subject, "%s", run->result->subject);
    }
    if (draft) {
      place_in_output(run, item, draft);
    } else if (run->input && strcmp(item->file, origin) == 0) {
      place_in_input(run, item);
    } else if (item->line) {
      place_in_script(run, item);
    }
  }
}
