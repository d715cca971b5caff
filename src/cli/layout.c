#include "layout.h"

#include <string.h>

#include "emit.h"

enum { LONGEST_NAME = 255 };

/* What a pattern may ask for. */
static const struct {
  const char *name;
  bool split; /* with --split only */
} fields[] = {{"namespace", false}, {"name", false}, {"resource", true}, {"kind", true}};

enum { FIELDS = sizeof fields / sizeof *fields };

/* ---- The pattern ---------------------------------------------------------------------
 */

static bool refuse(cli_report *report, const char *hint, const char *pattern, const char *why) {
  cli_report_error(report, LUXR_ERR_USAGE, NULL, hint, "--layout '%s' %s", pattern, why);
  return false;
}

/* The index of the field between the braces at `at`; FIELDS when there is none. */
static size_t find_field(const char *at, size_t length) {
  size_t i = 0;
  while (i < FIELDS &&
         (strlen(fields[i].name) != length || memcmp(fields[i].name, at, length) != 0)) {
    i++;
  }
  return i;
}

static bool check_fields(const cli_layout *layout, cli_report *report, bool *seen) {
  for (const char *at = layout->pattern; (at = strpbrk(at, "{}")) != NULL;) {
    size_t length = strcspn(at + 1, "}"), field;
    if (*at == '}' || !at[1 + length]) {
      return refuse(report, NULL, layout->pattern, "has a brace without its other one");
    }
    field = find_field(at + 1, length);
    if (field == FIELDS) {
      return refuse(report, "{namespace} and {name}; with --split also {resource}, {kind}",
                    layout->pattern, "asks for a field that there is not");
    }
    if (fields[field].split && !layout->split) {
      return refuse(report, NULL, layout->pattern,
                    "asks for {resource} or {kind}, which only --split has");
    }
    seen[field] = true;
    at += length + 2;
  }
  return true;
}

/* Segments are told apart by slashes; each must be able to be a name. */
static bool check_segments(const cli_layout *layout, cli_report *report) {
  const char *at = layout->pattern;
  for (;;) {
    size_t length = strcspn(at, "/");
    if (!length) {
      return refuse(report, "it is a path below the directory", layout->pattern,
                    "has an empty name in it");
    }
    if (*at == '.') {
      return refuse(report, NULL, layout->pattern, "has a name that begins with a dot");
    }
    if (!at[length]) return true;
    at += length + 1;
  }
}

static const char *usual_pattern(const cli_layout *layout) {
  bool json = layout->format == CLI_JSON, lines = layout->format == CLI_JSONL;
  if (layout->split) {
    return json || lines ? "{namespace}/{name}/{resource}.json"
                         : "{namespace}/{name}/{resource}.yaml";
  }
  if (lines) return "{namespace}/{name}.jsonl";
  return json ? "{namespace}/{name}.json" : "{namespace}/{name}.yaml";
}

bool cli_layout_open(cli_layout *layout, const cli_settings *settings, cli_report *report) {
  bool seen[FIELDS] = {false};
  *layout = (cli_layout){settings->layout, (cli_format)settings->format, settings->split};
  if (layout->format == CLI_NAME) {
    cli_report_error(report, LUXR_ERR_USAGE, NULL, NULL,
                     "files hold manifests: -o name is for standard output");
    return false;
  }
  if (!layout->pattern) layout->pattern = usual_pattern(layout);
  if (strlen(layout->pattern) > LONGEST_NAME) {
    return refuse(report, NULL, layout->pattern, "is too long");
  }
  if (!check_segments(layout, report) || !check_fields(layout, report, seen)) {
    return false;
  }
  if (!seen[1]) {
    return refuse(report, NULL, layout->pattern, "has no {name}: all files would be one");
  }
  if (layout->split && !seen[2]) {
    return refuse(report, NULL, layout->pattern,
                  "has no {resource}: all files of an input would be one");
  }
  return true;
}

/* ---- Paths ---------------------------------------------------------------------------
 */

static bool is_of_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         c == '.' || c == '-' || c == '_';
}

/* Names of devices on systems where a checkout may end up. */
static bool is_device(const char *name, size_t length) {
  static const char *const devices[] = {"con", "prn", "aux", "nul", "com", "lpt"};
  size_t stem = 0;
  char lower[5] = {0};
  while (stem < length && name[stem] != '.') stem++;
  if (stem < 3 || stem > 4) return false;
  for (size_t i = 0; i < stem; i++) lower[i] = (char)(name[i] | 0x20);
  for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
    bool numbered = i >= 4;
    if (memcmp(lower, devices[i], 3) != 0) continue;
    if (!numbered && stem == 3) return true;
    if (numbered && stem == 4 && name[3] >= '1' && name[3] <= '9') return true;
  }
  return false;
}

static bool refuse_name(cli_text *problem, const char *name, size_t length, const char *why) {
  cli_text_put(problem, "'");
  cli_text_safe(problem, name, length);
  cli_text_print(problem, "' %s", why);
  return false;
}

/* One field's text. An empty one is well: what is left is checked as a name. */
static bool add_field(cli_text *path, const char *value, size_t length, cli_text *problem) {
  for (size_t i = 0; i < length; i++) {
    if (is_of_name(value[i])) continue;
    return refuse_name(problem, value, length,
                       "cannot be part of a file's name: only letters, digits, '.', "
                       "'-' and '_' can");
  }
  cli_text_add(path, value, length);
  return true;
}

/* The name at `start`. Without text it is left out, as the namespace of what has none. */
static bool check_name(cli_text *path, size_t start, bool is_last, cli_text *problem) {
  const char *name = path->data + start;
  size_t length = path->length - start;
  if (!length && !is_last) return true;
  if (!length || *name == '.') {
    return refuse_name(problem, name, length,
                       "cannot be a file's name: it is empty or begins with a dot");
  }
  if (length > LONGEST_NAME) {
    return refuse_name(problem, name, length, "is too long for a file's name");
  }
  if (is_device(name, length)) {
    return refuse_name(problem, name, length,
                       "is the name of a device on some systems; --layout can add to it");
  }
  if (!is_last) cli_text_put(path, "/");
  return true;
}

static bool add_value(cli_text *path, size_t field, const luxr_result *result,
                      const luxr_item *item, cli_text *problem) {
  const char *subject = luxr_result_subject(result);
  const char *slash = strchr(subject, '/');
  const char *name = slash ? slash + 1 : subject;
  switch (field) {
    case 0: return add_field(path, subject, slash ? (size_t)(slash - subject) : 0, problem);
    case 1: return add_field(path, name, strlen(name), problem);
    case 2: return item && add_field(path, item->name, strlen(item->name), problem);
    default:
      return item && add_field(path, item->manifest.kind, strlen(item->manifest.kind), problem);
  }
}

static bool make_path(const cli_layout *layout, const luxr_result *result,
                      const luxr_item *item, cli_text *path, cli_text *problem) {
  const char *at = layout->pattern;
  size_t start = 0;
  path->length = 0;
  while (*at) {
    if (*at == '{') {
      size_t length = strcspn(at + 1, "}");
      if (!add_value(path, find_field(at + 1, length), result, item, problem)) {
        return false;
      }
      at += length + 2;
    } else if (*at == '/') {
      if (!check_name(path, start, false, problem)) return false;
      start = path->length;
      at++;
    } else {
      cli_text_add(path, at++, 1);
    }
  }
  cli_text_string(path);
  if (!check_name(path, start, true, problem)) return false;
  if (path->length <= CLI_LAYOUT_LONGEST) return true;
  return refuse_name(problem, path->data, path->length, "is too long for a path");
}

/* ---- Files ---------------------------------------------------------------------------
 */

typedef bool visitor(void *data, const cli_layout_file *file);

static bool visit_whole(const cli_layout *layout, const luxr_result *result, visitor *visit,
                        void *data, cli_text *path, cli_text *problem) {
  cli_emitter emitter = {.format = layout->format};
  cli_text text = {0};
  bool good;
  cli_emit_add(&emitter, result, NULL, &text);
  good = !emitter.count || make_path(layout, result, NULL, path, problem);
  if (good && emitter.count) {
    cli_layout_file file = {.path = path->data};
    cli_emit_end(&emitter, &text);
    file.bytes = text.data;
    file.length = text.length;
    good = visit(data, &file);
  }
  cli_text_free(&text);
  return good;
}

static bool visit_items(const cli_layout *layout, const luxr_result *result, visitor *visit,
                        void *data, cli_text *path, cli_text *problem) {
  bool lines = layout->format != CLI_YAML;
  cli_text text = {0};
  bool good = true;
  for (size_t i = 0; good && i < luxr_result_item_count(result); i++) {
    const luxr_item *item = luxr_result_item(result, i);
    cli_layout_file file = {.item = item};
    if (item->state != LUXR_RENDERED) continue;
    text.length = 0;
    cli_text_add(&text, item->bytes, item->length);
    if (lines) cli_text_put(&text, "\n");
    file.bytes = text.data;
    file.length = text.length;
    good = make_path(layout, result, item, path, problem);
    file.path = path->data;
    good = good && visit(data, &file);
  }
  cli_text_free(&text);
  return good;
}

bool cli_layout_files(const cli_layout *layout, const luxr_result *result, visitor *visit,
                      void *data, cli_text *problem) {
  cli_text path = {0};
  bool good = layout->split ? visit_items(layout, result, visit, data, &path, problem)
                            : visit_whole(layout, result, visit, data, &path, problem);
  cli_text_free(&path);
  return good;
}
