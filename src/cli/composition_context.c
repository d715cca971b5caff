#include <stdlib.h>
#include <string.h>

#include "composition.h"
#include "files.h"
#include "memory.h"

/* Sets a value of the context from a text. False: reported. */
static bool set(cli_composition *all, const char *key, size_t length, const char *bytes,
                size_t size, const char *origin) {
  cJSON *value = cli_text_read(&all->library, bytes, size, origin);
  char *name;
  if (!value) return false;
  name = cli_copy(key, length);
  cli_tree_set(all->context, name, value);
  free(name);
  return true;
}

/* The place of the = in "KEY=VALUE"; 0: reported. */
static size_t find_equals(const cli_composition *all, const char *option, const char *pair) {
  size_t length = strcspn(pair, "=");
  if (length && pair[length]) return length;
  cli_report_error(all->library.report, LUXR_ERR_USAGE, NULL, NULL,
                   "%s must be KEY=VALUE, not '%s'", option, pair);
  return 0;
}

static bool read_file(cli_composition *all, const char *option, const char *pair) {
  size_t length = find_equals(all, option, pair);
  size_t most = all->library.settings->limits.input;
  const char *path = pair + length + 1;
  cli_text text = {0};
  bool good = false;
  if (!length) return false;
  if (!most) most = luxr_limits_default().input;
  if (cli_file_read(all->library.report, path, most, &text)) {
    good = set(all, pair, length, cli_text_string(&text), text.length, path);
  }
  cli_text_free(&text);
  return good;
}

bool cli_composition_seed(cli_composition *all) {
  const cli_settings *settings = all->library.settings;
  const cli_list *files = &settings->context_files, *values = &settings->context_values;
  all->context = cli_tree_object();
  for (size_t i = 0; i < files->count; i++) {
    if (!read_file(all, "--context-files", files->items[i])) return false;
  }
  for (size_t i = 0; i < values->count; i++) {
    const char *pair = values->items[i];
    size_t length = find_equals(all, "a value of the context", pair);
    if (!length ||
        !set(all, pair, length, pair + length + 1, strlen(pair + length + 1), "<context>")) {
      return false;
    }
  }
  return true;
}
