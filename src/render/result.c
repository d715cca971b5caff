#include "render/result.h"

#include <string.h>

#include "base/alloc.h"

luxr_result *lx_result_new(void) {
  static luxr_diagnostic no_memory = {
      .severity = LUXR_ERROR, .status = LUXR_ERR_MEMORY, .sentence = "out of memory"};
  static luxr_result without_memory = {.status = LUXR_ERR_MEMORY,
                                       .is_static = true,
                                       .problems = {.items = &no_memory, .count = 1},
                                       .ttl = -1};
  luxr_result *result = lx_alloc_zero(sizeof *result);
  if (!result) return &without_memory;
  result->ttl = -1;
  return result;
}

void luxr_result_free(luxr_result *result) {
  if (!result || result->is_static) return;
  lx_diagnostics_free(&result->problems);
  lx_free(result->subject);
  lx_free(result->items);
  lx_buffer_free(&result->bytes);
  lx_pool_free(&result->texts);
  for (size_t i = 0; i < LX_PARTS; i++) lx_free(result->parts[i].text);
  if (result->bundle) luxr_bundle_free(result->bundle);
  lx_free(result);
}

luxr_result *lx_result_from_problems(lx_diagnostics *problems) {
  luxr_result *result = lx_result_new();
  if (result->is_static) {
    lx_diagnostics_free(problems);
    return result;
  }
  result->problems = *problems;
  memset(problems, 0, sizeof *problems);
  lx_result_settle(result, false);
  return result;
}

luxr_item *lx_result_add_item(luxr_result *result) {
  if (result->item_count == result->item_capacity) {
    size_t capacity = result->item_capacity ? result->item_capacity * 2 : 16;
    luxr_item *items = lx_realloc(result->items, capacity * sizeof *items);
    if (!items) return NULL;
    result->items = items;
    result->item_capacity = capacity;
  }
  memset(&result->items[result->item_count], 0, sizeof *result->items);
  return &result->items[result->item_count++];
}

bool lx_result_set_part(luxr_result *result, luxr_part part, const char *text, size_t length) {
  char *copy = lx_copy_bytes(text, length);
  if (!copy) return false;
  lx_free(result->parts[part].text);
  result->parts[part].text = copy;
  result->parts[part].length = length;
  return true;
}

static void out_of_memory(luxr_result *result) {
  result->status = LUXR_ERR_MEMORY;
  lx_diagnostics_add(&result->problems, LUXR_ERROR, LUXR_ERR_MEMORY, NULL, "out of memory");
}

void lx_result_settle(luxr_result *result, bool strict) {
  lx_diagnostics *problems = &result->problems;
  for (size_t i = 0; strict && i < problems->count; i++) {
    if (problems->items[i].severity != LUXR_WARNING) continue;
    problems->items[i].severity = LUXR_ERROR;
    problems->items[i].status = LUXR_ERR_INPUT;
    problems->errors++;
  }
  lx_diagnostics_close(problems);
  for (size_t i = 0; i < problems->count; i++) { /* what has no place has no width */
    if (!problems->items[i].line) problems->items[i].width = 0;
  }
  if (problems->failed) {
    out_of_memory(result);
  } else {
    result->status = lx_diagnostics_status(problems);
  }
  if (result->status == LUXR_OK) return;
  lx_buffer_clear(&result->bytes);
  for (size_t i = 0; i < result->item_count; i++) {
    result->items[i].bytes = NULL;
    result->items[i].length = 0;
  }
}

luxr_status luxr_result_status(const luxr_result *result) {
  return result->status;
}

const char *luxr_result_subject(const luxr_result *result) {
  return result->subject ? result->subject : "";
}

size_t luxr_result_item_count(const luxr_result *result) {
  return result->item_count;
}

const luxr_item *luxr_result_item(const luxr_result *result, size_t index) {
  return index < result->item_count ? &result->items[index] : NULL;
}

size_t luxr_result_diagnostic_count(const luxr_result *result) {
  return result->problems.count;
}

const luxr_diagnostic *luxr_result_diagnostic(const luxr_result *result, size_t index) {
  return index < result->problems.count ? &result->problems.items[index] : NULL;
}

const char *luxr_result_part(const luxr_result *result, luxr_part part, size_t *length) {
  if (length) *length = 0;
  if ((unsigned)part >= LX_PARTS || !result->parts[part].text) return NULL;
  if (length) *length = result->parts[part].length;
  return result->parts[part].text;
}

const char *luxr_result_limit(const luxr_result *result) {
  return result->status == LUXR_OK ? NULL : result->problems.limit;
}

int64_t luxr_result_ttl(const luxr_result *result) {
  return result->ttl;
}
