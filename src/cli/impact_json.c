#include <string.h>

#include "impact_show.h"
#include "impact_words.h"
#include "json.h"
#include "memory.h"

static void add_number(cJSON *object, const char *name, size_t number) {
  if (!cJSON_AddNumberToObject(object, name, (double)number)) cli_out_of_memory();
}

static cJSON *add_list(cJSON *object, const char *name) {
  cJSON *list = cJSON_AddArrayToObject(object, name);
  if (!list) cli_out_of_memory();
  return list;
}

static cJSON *add_object(cJSON *list) {
  cJSON *object = cli_json_object();
  if (!cJSON_AddItemToArray(list, object)) cli_out_of_memory();
  return object;
}

static void add_text(cJSON *object, const char *name, const char *string) {
  if (string) {
    cli_json_add_text(object, name, string, strlen(string));
  } else if (!cJSON_AddNullToObject(object, name)) {
    cli_out_of_memory();
  }
}

static void add_way(cJSON *ways, const cli_impact_way *way, cli_impact_part part) {
  cJSON *object = add_object(ways), *samples;
  add_number(object, "count", way->count);
  if (part == CLI_IMPACT_CHANGED) {
    add_text(object, "old", way->old);
    add_text(object, "new", way->new);
  } else {
    add_text(object, "sentence", way->new);
  }
  samples = add_list(object, "inputs");
  for (size_t i = 0; i < way->sample_count; i++) {
    cJSON *name = cJSON_CreateString(way->samples[i]);
    if (!name || !cJSON_AddItemToArray(samples, name)) cli_out_of_memory();
  }
}

static void add_field(cJSON *fields, const cli_impact *impact, const cli_impact_field *field,
                      cli_impact_part part) {
  cJSON *object = add_object(fields), *ways;
  bool of_resources =
      part == CLI_IMPACT_DELETED || part == CLI_IMPACT_ADDED || part == CLI_IMPACT_CHANGED;
  size_t kind = strcspn(field->kind, ".");
  if (of_resources) {
    const char *group = field->kind[kind] ? field->kind + kind + 1 : "";
    cli_json_add_text(object, "kind", field->kind, kind);
    cli_json_add_text(object, "group", group, strlen(group));
    add_text(object, part == CLI_IMPACT_CHANGED ? "path" : "resource", field->path);
    add_number(object, "of", cli_impact_total(impact, field->kind));
  } else {
    add_text(object, "hook", field->kind);
    add_text(object, "path", field->path);
  }
  add_number(object, "count", field->count);
  ways = add_list(object, "ways");
  for (size_t i = 0; i < field->way_count; i++) add_way(ways, &field->ways[i], part);
  add_number(object, "others", field->others);
}

static void add_summary(cJSON *object, const cli_impact *impact) {
  const cli_impact_list *parts = impact->parts;
  cJSON *inputs = cli_json_object(), *resources = cli_json_object();
  cli_text headline = {0};
  cli_words_headline(&headline, impact);
  add_number(object, "version", 1);
  add_text(object, "summary", cli_text_string(&headline));
  if (!cJSON_AddBoolToObject(object, "differs", !cli_impact_is_empty(impact))) {
    cli_out_of_memory();
  }
  add_number(inputs, "total", impact->inputs);
  add_number(inputs, "same", impact->same);
  add_number(inputs, "changed", impact->touched);
  add_number(inputs, "rejected", parts[CLI_IMPACT_REJECTED].things);
  add_number(inputs, "failed", parts[CLI_IMPACT_FAILED].things);
  add_number(inputs, "accepted", parts[CLI_IMPACT_ACCEPTED].things);
  add_number(inputs, "still_failing", parts[CLI_IMPACT_STILL].things);
  add_number(resources, "total", impact->resources);
  add_number(resources, "changed", parts[CLI_IMPACT_CHANGED].things);
  add_number(resources, "deleted", parts[CLI_IMPACT_DELETED].things);
  add_number(resources, "added", parts[CLI_IMPACT_ADDED].things);
  add_number(resources, "of_accepted", impact->created);
  if (!cJSON_AddItemToObject(object, "inputs", inputs) ||
      !cJSON_AddItemToObject(object, "resources", resources)) {
    cli_out_of_memory();
  }
  cli_text_free(&headline);
}

/* Left open: the diffs follow, which need not fit into memory. */
static void add_head(cli_text *text, const cli_impact *impact, size_t count, bool colored) {
  static const char *const names[CLI_IMPACT_PARTS] = {
      [CLI_IMPACT_DELETED] = "deleted",     [CLI_IMPACT_ADDED] = "added",
      [CLI_IMPACT_REJECTED] = "rejected",   [CLI_IMPACT_FAILED] = "failed",
      [CLI_IMPACT_ACCEPTED] = "accepted",   [CLI_IMPACT_CHANGED] = "changed",
      [CLI_IMPACT_WARNED] = "new_warnings", [CLI_IMPACT_SILENT] = "lost_warnings",
      [CLI_IMPACT_STILL] = "still_failing",
  };
  cJSON *object = cli_json_object();
  (void)count;
  (void)colored;
  add_summary(object, impact);
  for (int part = 0; part < CLI_IMPACT_PARTS; part++) {
    const cli_impact_list *list = &impact->parts[part];
    cJSON *fields = add_list(object, names[part]);
    for (size_t i = 0; i < list->count; i++) {
      add_field(fields, impact, &list->fields[i], (cli_impact_part)part);
    }
  }
  cli_json_print(text, object);
  text->length--; /* its closing brace */
  cli_text_put(text, ",\"diffs\":[");
}

static void add_diff(cli_text *text, const cli_impact_diff *diff, size_t index, bool colored) {
  cJSON *object = cli_json_object();
  cli_text unified = {0};
  (void)colored;
  cli_impact_diff_add(&unified, diff, false);
  add_text(object, "input", diff->input);
  add_text(object, "resource", diff->item->name);
  add_text(object, "kind", diff->item->manifest.kind);
  add_text(object, "name", diff->item->manifest.name);
  add_text(object, "diff", cli_text_string(&unified));
  cli_text_put(text, index ? ",\n" : "\n");
  cli_json_print(text, object);
  cli_text_free(&unified);
}

static void add_tail(cli_text *text, size_t count, size_t left_out) {
  cli_text_print(text, "%s],\"diffs_left_out\":%zu}\n", count ? "\n" : "", left_out);
}

const cli_impact_format cli_impact_json = {add_head, add_diff, add_tail};
