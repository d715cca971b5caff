/* write.c: manifests become bytes, and the result learns what they are. */
#include <string.h>

#include "base/suggest.h"
#include "render/run.h"

static bool write_as(lua_State *L, const lx_run *run, int index, luxr_format format,
                     lx_buffer *out, lx_write_problem *problem) {
  lx_write_options options = {.depth = run->limits->output_depth};
  lx_writer *writer = run->tools->writer;
  switch (format) {
    case LUXR_FORMAT_JSON: return lx_write_json(L, index, writer, &options, out, problem);
    case LUXR_FORMAT_STRUCT: return lx_write_struct(L, index, writer, &options, out, problem);
    default: return lx_write_yaml(L, index, writer, &options, out, problem);
  }
}

/* Parts are JSON, but for those that a caller who speaks protobuf sends on. */
static luxr_format part_format(const lx_run *run, luxr_part part) {
  bool is_text = run->request->output != LUXR_FORMAT_STRUCT || part == LUXR_PART_REPORT;
  return is_text ? LUXR_FORMAT_JSON : LUXR_FORMAT_STRUCT;
}

bool lx_run_set_part(lua_State *L, lx_run *run, luxr_part part, int index) {
  lx_write_problem problem;
  lx_buffer *text = run->tools->buffer;
  lx_buffer_clear(text);
  if (!write_as(L, run, index, part_format(run, part), text, &problem)) {
    if (text->failed) return lx_problems(run)->failed = true, false;
    lx_diagnostics_add(lx_problems(run), LUXR_ERROR, LUXR_ERR_SCRIPT, problem.path.text, "%s",
                       problem.sentence);
    lx_diagnostics_limit(lx_problems(run), problem.limit);
    return false;
  }
  if (lx_result_set_part(run->result, part, text->data, text->length)) return true;
  lx_problems(run)->failed = true;
  return false;
}

/* ---- only and skip ----------------------------------------------------------------------- */

static bool names(const char *const *list, size_t count, const lx_run *run,
                  const lx_draft *draft) {
  for (size_t i = 0; i < count; i++) {
    if (strcmp(list[i], draft->name) == 0) return true;
    if (strcmp(list[i], run->bundle->units[draft->unit].name) == 0) return true;
  }
  return false;
}

static bool is_wanted(const lx_run *run, const lx_draft *draft) {
  const luxr_request *request = run->request;
  if (request->only_count && !names(request->only, request->only_count, run, draft)) {
    return false;
  }
  return !names(request->skip, request->skip_count, run, draft);
}

static void check_selection(lx_run *run, const char *option, const char *const *list,
                            size_t count) {
  for (size_t i = 0; i < count; i++) {
    lx_suggestion near = lx_suggest(list[i], strlen(list[i]));
    luxr_diagnostic *item;
    bool known = false;
    for (size_t k = 0; k < run->result->item_count && !known; k++) {
      const char *name = run->result->items[k].name;
      known = strcmp(name, list[i]) == 0;
      lx_suggest_offer(&near, name, strlen(name));
    }
    for (size_t k = run->bundle->policy_count; k < run->bundle->unit_count && !known; k++) {
      known = strcmp(run->bundle->units[k].name, list[i]) == 0;
    }
    if (known) continue;
    item = lx_diagnostics_add(lx_problems(run), LUXR_ERROR, LUXR_ERR_USAGE, NULL,
                              "there is no resource '%.100s' to select", list[i]);
    if (!item) continue;
    lx_diagnostic_text(lx_problems(run), &item->file, "%s", option);
    if (near.best) {
      lx_diagnostic_text(lx_problems(run), &item->hint, "did you mean '%s'?", near.best);
    }
  }
}

/* ---- writing ----------------------------------------------------------------------------- */

static void report_unwritable(lua_State *L, lx_run *run, const lx_draft *draft,
                              const lx_write_problem *problem) {
  luxr_diagnostic *item;
  if (run->result->bytes.failed && !run->result->bytes.full) {
    lx_problems(run)->failed = true;
    return;
  }
  if (run->result->bytes.full) {
    lx_diagnostics_add(lx_problems(run), LUXR_ERROR, LUXR_ERR_LIMIT, NULL,
                       "the manifests are larger than %zu bytes together (the limit)",
                       run->limits->output);
    lx_diagnostics_limit(lx_problems(run), "output");
    return;
  }
  item = lx_run_blame(L, run, draft->unit, LX_HOOK_RENDER, "%s", problem->sentence);
  lx_diagnostics_limit(lx_problems(run), problem->limit);
  if (item) {
    lx_diagnostic_text(lx_problems(run), &item->path, "%s: %s", draft->name,
                       problem->path.text);
  }
}

static bool is_too_large(lx_run *run, const lx_draft *draft, size_t length) {
  size_t most = run->bundle->output.bytes;
  luxr_diagnostic *item;
  if (!most || length <= most) return false;
  item = lx_diagnostics_add(lx_problems(run), LUXR_ERROR, LUXR_ERR_INPUT, NULL,
                            "'%s' takes %zu bytes, more than the %zu that one may have",
                            draft->name, length, most);
  if (item) lx_diagnostic_text(lx_problems(run), &item->hook, "output");
  return true;
}

/* Writes draft `number`; its item holds an offset in place of a pointer until all are there. */
static bool write_draft(lua_State *L, lx_run *run, size_t number) {
  const lx_draft *draft = &run->drafts[number];
  luxr_item *item = &run->result->items[draft->item];
  lx_write_problem problem;
  lx_buffer *bytes = &run->result->bytes;
  size_t before = bytes->length;
  if (lua_rawgeti(L, LX_AT_WRAPPED, (lua_Integer)number + 1) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_rawgeti(L, LX_AT_DOCS, (lua_Integer)number + 1);
  }
  if (!is_wanted(run, draft)) {
    item->state = LUXR_SKIPPED;
    item->reason = "left out as asked";
    lua_pop(L, 1);
    return true;
  }
  if (!write_as(L, run, -1, run->request->output, bytes, &problem)) {
    report_unwritable(L, run, draft, &problem);
    return false;
  }
  item->length = bytes->length - before;
  if (is_too_large(run, draft, item->length)) return false;
  lua_pop(L, 1);
  return true;
}

bool lx_phase_write(lua_State *L, lx_run *run) {
  luxr_result *result = run->result;
  size_t offset = 0;
  check_selection(run, "--only", run->request->only, run->request->only_count);
  check_selection(run, "--skip", run->request->skip, run->request->skip_count);
  if (lx_run_failed(run)) return false;
  result->bytes.max = run->limits->output;
  for (size_t i = 0; i < run->draft_count; i++) {
    if (!write_draft(L, run, i)) return false;
  }
  for (size_t i = 0; i < run->draft_count; i++) {
    luxr_item *item = &result->items[run->drafts[i].item];
    if (item->state != LUXR_RENDERED) continue;
    item->bytes = result->bytes.data + offset;
    offset += item->length;
  }
  return true;
}
