#include "emit.h"

#include "identities.h"

luxr_format cli_emit_format(cli_format format) {
  return format == CLI_JSON || format == CLI_JSONL ? LUXR_FORMAT_JSON : LUXR_FORMAT_YAML;
}

void cli_emit_document(cli_emitter *emitter, const luxr_identity *object, const char *bytes,
                       size_t length, cli_text *text) {
  bool first = emitter->count++ == 0;
  switch (emitter->format) {
    case CLI_YAML:
      cli_text_put(text, "---\n");
      cli_text_add(text, bytes, length);
      return;
    case CLI_JSON:
      cli_text_put(text, first ? "{\"apiVersion\":\"v1\",\"items\":[\n" : ",\n");
      cli_text_add(text, bytes, length);
      return;
    case CLI_JSONL:
      cli_text_add(text, bytes, length);
      cli_text_put(text, "\n");
      return;
    case CLI_NAME:
      cli_identity_name(text, object);
      cli_text_put(text, "\n");
      return;
  }
}

void cli_emit_add(void *data, const luxr_result *result, const luxr_document *document,
                  cli_text *text) {
  cli_emitter *emitter = data;
  size_t count = luxr_result_item_count(result);
  (void)document;
  for (size_t i = 0; i < count; i++) {
    const luxr_item *item = luxr_result_item(result, i);
    if (item->state != LUXR_RENDERED) continue;
    cli_emit_document(emitter, &item->object, item->bytes, item->length, text);
  }
}

void cli_emit_end(void *data, cli_text *text) {
  const cli_emitter *emitter = data;
  if (emitter->format != CLI_JSON) return;
  cli_text_put(text, emitter->count
                         ? "\n],\"kind\":\"List\"}\n"
                         : "{\"apiVersion\":\"v1\",\"items\":[],\"kind\":\"List\"}\n");
}
