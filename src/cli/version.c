#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "engine.h"
#include "json.h"
#include "memory.h"

/* "Lua 5.4.4 (...)" is what scripts can crash; from 5.4.8 on they cannot. */
static bool is_old_lua(const char *version) {
  static const char series[] = "Lua 5.4.";
  if (strncmp(version, series, sizeof series - 1) != 0) return false;
  return strtol(version + sizeof series - 1, NULL, 10) < 8;
}

static void print_bundle(cli_text *text, const cli_context *context,
                         const luxr_bundle *bundle) {
  const char *described = luxr_bundle_describe(bundle), *digest = luxr_bundle_digest(bundle);
  const char *name, *version;
  cJSON *description;
  if (!described || !digest) cli_out_of_memory();
  description = cli_json_parse(described, strlen(described));
  name = cli_json_get(description, "name");
  version = cli_json_get(description, "version");
  cli_text_put(text, "bundle ");
  cli_text_safe(text, name ? name : "?", name ? strlen(name) : 1);
  if (version) cli_text_put(text, " ");
  if (version) cli_text_safe(text, version, strlen(version));
  cli_text_put(text, context->settings.bundle ? "" : " (built in)");
  if (context->settings.overlays.count) {
    cli_text_print(text, " and %zu overlay%s", context->settings.overlays.count,
                   context->settings.overlays.count == 1 ? "" : "s");
  }
  cli_text_print(text, "\ndigest sha256:%s\n", digest);
  cJSON_Delete(description);
}

void cli_version(cli_context *context) {
  cli_engine engine;
  cli_text *text = &context->out.text;
  const char *lua = luxr_lua_version();
  if (context->settings.files.count) {
    cli_report_error(&context->report, LUXR_ERR_USAGE, NULL, NULL,
                     "version takes no arguments, only options");
    return;
  }
  if (!cli_engine_open(&engine, &context->settings, context->settings.bundle, NULL,
                       &context->report)) {
    return;
  }
  cli_text_print(text, "luxr %s\n", LUXR_VERSION);
  print_bundle(text, context, engine.bundle);
  cli_text_print(text, "%s\n", lua);
  if (is_old_lua(lua)) {
    luxr_diagnostic finding = {
        .severity = LUXR_WARNING,
        .sentence = "this Lua has faults that scripts can reach: run scripts you trust only",
        .hint = "build luxr with its own Lua, or with 5.4.8 or newer",
    };
    cli_report_finding(&context->report, &finding);
  }
  cli_engine_close(&engine);
}
