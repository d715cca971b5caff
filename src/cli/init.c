#include <string.h>

#include "cases.h"
#include "command.h"
#include "engine.h"
#include "files.h"
#include "json.h"
#include "memory.h"
#include "scaffold.h"
#include "template.h"

/* What the second case calls its input: longer than the template's rule allows. */
static const char long_name[] = "longer-than-the-forty-characters-that-are-allowed";

enum { MOST_READ = 4 << 20 };

/* What can stand in a Lua string and in a shell command as it is. */
static void add_plain(cli_text *text, const char *bytes, size_t length) {
  static const char plain[] =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  for (size_t i = 0; i < length; i++) {
    cli_text_fill(text, bytes[i] && strchr(plain, bytes[i]) ? bytes[i] : '-', 1);
  }
}

/* The last part of the path: what the overlay is called. "." is called what it is. */
static void add_overlay_name(cli_text *name, const char *path) {
  size_t end = strlen(path), start;
  while (end > 1 && path[end - 1] == '/') end--;
  for (start = end; start && path[start - 1] != '/'; start--) continue;
  if (end == start || path[start] == '.') {
    cli_text_put(name, "my-overlay");
  } else {
    add_plain(name, path + start, end - start);
  }
}

static void fill_in(cli_text *text, const luxr_file *file, const char *name) {
  static const char hole[] = "{{name}}";
  const char *at = file->bytes, *found;
  while ((found = strstr(at, hole)) != NULL) {
    cli_text_add(text, at, (size_t)(found - at));
    cli_text_put(text, name);
    at = found + sizeof hole - 1;
  }
  cli_text_put(text, at);
}

static bool add_template(cli_scaffold *scaffold, const char *name) {
  bool good = true;
  for (size_t i = 0; i < cli_template_count && good; i++) {
    cli_text text = {0};
    fill_in(&text, &cli_template_files[i], name);
    good = cli_scaffold_add(scaffold, cli_template_files[i].name, text.data, text.length);
    cli_text_free(&text);
  }
  return good;
}

/* The input with another metadata.name, where it is block YAML of the usual kind; else
 * false. Nothing is understood here: the line `name:` is looked for behind the line
 * `metadata:`. */
static bool rename_input(const cli_text *input, cli_text *renamed) {
  const char *end = input->data + input->length;
  const char *line = input->data;
  bool in_metadata = false;
  while (line < end) {
    const char *stop = memchr(line, '\n', (size_t)(end - line));
    size_t length = (size_t)((stop ? stop : end) - line);
    size_t indent = strspn(line, " ");
    if (in_metadata && indent && length > indent + 5 &&
        memcmp(line + indent, "name:", 5) == 0) {
      cli_text_add(renamed, input->data, (size_t)(line - input->data) + indent);
      cli_text_print(renamed, "name: %s", long_name);
      cli_text_add(renamed, line + length, (size_t)(end - line) - length);
      return true;
    }
    if (!indent) in_metadata = length == 9 && memcmp(line, "metadata:", 9) == 0;
    line += length + 1;
  }
  return false;
}

static bool add_cases(cli_scaffold *scaffold, const cli_text *input) {
  cli_text renamed = {0};
  bool good =
      cli_scaffold_add(scaffold, "cases/an-example/xr.yaml", input->data, input->length);
  if (good && rename_input(input, &renamed)) {
    good = cli_scaffold_add(scaffold, "cases/long-name-is-refused/xr.yaml", renamed.data,
                            renamed.length);
  }
  cli_text_free(&renamed);
  return good;
}

/* The input of the first case: --from, or the example that the bundle brings. */
static bool find_input(const cli_context *context, cli_report *report, cli_text *input) {
  cli_engine engine;
  const char *described, *example;
  cJSON *description;
  if (context->settings.from) {
    return cli_file_read(report, context->settings.from, MOST_READ, input);
  }
  if (!cli_engine_open(&engine, &context->settings, context->settings.bundle, NULL, report)) {
    return false;
  }
  described = luxr_bundle_describe(engine.bundle);
  if (!described) cli_out_of_memory();
  description = cli_json_parse(described, strlen(described));
  example = cli_json_get(description, "example");
  if (example) {
    cli_text_put(input, example);
  } else {
    cli_report_error(report, LUXR_ERR_NOT_FOUND, context->settings.bundle,
                     "--from FILE names an input for the first case",
                     "the bundle has no example.yaml");
  }
  cJSON_Delete(description);
  cli_engine_close(&engine);
  return example != NULL;
}

/* Writes what the cases make as what they want, so that they pass. */
static bool fill_wants(cli_context *context, const char *stage) {
  cli_settings settings = {.bundle = context->settings.bundle, .update = true};
  cli_output nowhere = {.fd = -1};
  cli_cases cases = {.settings = &settings, .report = &context->report, .out = &nowhere};
  cli_cases_run(&cases, stage);
  if (cases.failed && !context->report.exit_code) {
    cli_report_error(&context->report, LUXR_ERR_INPUT, NULL, NULL, "%s",
                     cli_text_string(&nowhere.text));
  }
  cli_text_free(&nowhere.text);
  return !cases.failed;
}

/* An overlay whose first case is a refusal helps nobody. */
static bool check_example(cli_context *context, const char *stage) {
  cli_text path = {0};
  const char *from = context->settings.from;
  bool renders = cli_file_exists(cli_file_path(&path, stage, "cases/an-example/want.yaml"));
  cli_text_free(&path);
  if (!renders) {
    cli_report_error(&context->report, LUXR_ERR_INPUT, from ? from : context->settings.bundle,
                     from ? "`luxr check` says why" : "--from FILE names another input",
                     from ? "does not render" : "the bundle's example.yaml does not render");
  }
  return renders;
}

static bool write_overlay(cli_context *context, cli_scaffold *scaffold, const cli_text *input) {
  cli_text name = {0};
  bool good;
  add_overlay_name(&name, scaffold->target);
  good = add_template(scaffold, cli_text_string(&name)) && add_cases(scaffold, input) &&
         fill_wants(context, scaffold->stage.data) &&
         check_example(context, scaffold->stage.data);
  cli_text_free(&name);
  return good;
}

static void say_written(cli_text *text, const char *directory, const char *bundle) {
  cli_text_put(text, "wrote ");
  cli_text_safe(text, directory, strlen(directory));
  cli_text_put(text, ": see its README.md; `luxr test ");
  if (bundle) {
    cli_text_put(text, "--bundle ");
    cli_text_safe(text, bundle, strlen(bundle));
    cli_text_put(text, " ");
  }
  cli_text_safe(text, directory, strlen(directory));
  cli_text_put(text, "` runs its cases\n");
}

void cli_init(cli_context *context) {
  const cli_list *names = &context->settings.files;
  cli_scaffold scaffold;
  cli_text input = {0};
  if (names->count != 1) {
    cli_report_error(&context->report, LUXR_ERR_USAGE, NULL, NULL,
                     "init takes one directory, not %zu", names->count);
    return;
  }
  if (find_input(context, &context->report, &input) &&
      cli_scaffold_open(&scaffold, names->items[0], &context->report)) {
    bool good = write_overlay(context, &scaffold, &input);
    if (cli_scaffold_close(&scaffold, good)) {
      say_written(&context->out.text, names->items[0], context->settings.bundle);
    }
  }
  cli_text_free(&input);
}
