/* api_convert.c: a document read and written again, and the places of its fields. */
#include "codec/read.h"
#include "codec/write.h"
#include "render/worker.h"
#include "value/value.h"
#include "value/view.h"

/* The state for it is kept like a bundle's, under a number that no bundle gets. */
static const uint64_t own_state = UINT64_MAX;

/* One conversion, as the door's body sees it. */
struct conversion {
  const luxr_document *document;
  luxr_format format;
  lx_engine *engine;
  luxr_result *result;
};

static int open_state(lua_State *L) {
  lx_value_open(L);
  lx_view_open(L);
  return 0;
}

static lx_source source_of(const luxr_document *document) {
  return (lx_source){.bytes = document->bytes,
                     .length = document->length,
                     .line = document->line ? document->line : 1,
                     .format = document->format};
}

static bool write(lua_State *L, const struct conversion *conversion) {
  lx_library_tools *tools = &conversion->engine->tools;
  lx_write_options options = {.depth = conversion->engine->limits.depth};
  lx_buffer *bytes = &conversion->result->bytes;
  lx_write_problem problem;
  bool good = conversion->format == LUXR_FORMAT_JSON
                  ? lx_write_json(L, -1, tools->writer, &options, bytes, &problem)
              : conversion->format == LUXR_FORMAT_STRUCT
                  ? lx_write_struct(L, -1, tools->writer, &options, bytes, &problem)
                  : lx_write_yaml(L, -1, tools->writer, &options, bytes, &problem);
  if (good) return true;
  if (bytes->failed) {
    conversion->result->problems.failed = true;
  } else {
    lx_diagnostics_add(&conversion->result->problems, LUXR_ERROR, LUXR_ERR_INPUT,
                       problem.path.text, "%s", problem.sentence);
  }
  return false;
}

static int convert(lua_State *L) {
  struct conversion *conversion = lua_touserdata(L, 1);
  lx_source source = source_of(conversion->document);
  luxr_item *item;
  if (!lx_read(L, conversion->engine->tools.reader, &source, &conversion->engine->limits,
               &conversion->result->problems) ||
      !write(L, conversion)) {
    return 0;
  }
  item = lx_result_add_item(conversion->result);
  if (!item || !lx_buffer_text(&conversion->result->bytes)) {
    conversion->result->problems.failed = true;
    return 0;
  }
  *item = (luxr_item){.name = "", .summary = "", .ready = -1};
  item->object = item->manifest = (luxr_identity){"", "", "", ""};
  item->bytes = conversion->result->bytes.data;
  item->length = conversion->result->bytes.length;
  return 0;
}

luxr_result *luxr_convert(luxr_worker *worker, const luxr_document *document,
                          luxr_format format) {
  luxr_result *result = lx_result_new();
  lx_engine *engine = worker->engine;
  lx_host_budget budget = {0};
  struct conversion conversion = {document, format, engine, result};
  if (result->is_static) return result;
  lx_host_set_user(engine->host, NULL);
  if (!lx_host_begin(engine->host, own_state, &budget, open_state, NULL) ||
      !lx_host_enter(engine->host, convert, &conversion)) {
    lx_fault_report(lx_host_fault(engine->host), &result->problems);
  }
  lx_host_end(engine->host);
  lx_reader_reset(engine->tools.reader);
  for (size_t i = 0; i < result->problems.count; i++) {
    luxr_diagnostic *item = &result->problems.items[i];
    lx_diagnostic_text(&result->problems, &item->file, "%s",
                       document->origin ? document->origin : "<input>");
  }
  lx_result_settle(result, false);
  return result;
}

int luxr_locate(const luxr_document *document, const char *path, size_t *line, size_t *column) {
  lx_source source = source_of(document);
  lx_place place = {0};
  if (!lx_locate(&source, path, false, &place)) return 0;
  *line = place.line;
  *column = place.column;
  return 1;
}
