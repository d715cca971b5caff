#include "base/diagnostic.h"

#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"

enum { MOST_KEPT = 1000 };

void lx_diagnostics_free(lx_diagnostics *list) {
  for (size_t i = 0; i < list->count; i++) {
    luxr_diagnostic *item = &list->items[i];
    const char *texts[] = {item->file,   item->path, item->sentence, item->hint,
                           item->source, item->hook, item->subject,  item->trace};
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) lx_free((void *)texts[k]);
  }
  lx_free(list->items);
  memset(list, 0, sizeof *list);
}

static char *print_text(const char *format, va_list arguments) {
  lx_buffer text = {0};
  lx_buffer_vprint(&text, format, arguments);
  if (lx_buffer_text(&text)) return text.data;
  lx_buffer_free(&text);
  return NULL;
}

static luxr_diagnostic *new_item(lx_diagnostics *list) {
  if (list->count == list->capacity) {
    size_t capacity = list->capacity ? list->capacity * 2 : 4;
    luxr_diagnostic *items = lx_realloc(list->items, capacity * sizeof *items);
    if (!items) return NULL;
    list->items = items;
    list->capacity = capacity;
  }
  memset(&list->items[list->count], 0, sizeof *list->items);
  return &list->items[list->count];
}

/* Counts a finding. True if it is to be kept as well. */
static bool counted(lx_diagnostics *list, luxr_severity severity, luxr_status status) {
  if (severity == LUXR_WARNING) list->warnings++;
  if ((severity == LUXR_ERROR ? ++list->errors : ++list->mild) <= MOST_KEPT) return true;
  list->left_out++;
  if (severity == LUXR_ERROR && status > list->worst) list->worst = status;
  return false;
}

static luxr_diagnostic *keep(lx_diagnostics *list, luxr_severity severity, luxr_status status,
                             const char *path, const char *format, va_list arguments) {
  luxr_diagnostic *item = new_item(list);
  if (!item) {
    list->failed = true;
    return NULL;
  }
  item->severity = severity;
  item->status = status;
  item->sentence = print_text(format, arguments);
  item->path = lx_copy_text(path);
  if (!item->sentence || (path && !item->path)) list->failed = true;
  list->count++;
  return item;
}

luxr_diagnostic *lx_diagnostics_vadd(lx_diagnostics *list, luxr_severity severity,
                                     luxr_status status, const char *path, const char *format,
                                     va_list arguments) {
  if (!counted(list, severity, status)) return NULL;
  return keep(list, severity, status, path, format, arguments);
}

static void keep_note(lx_diagnostics *list, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  keep(list, LUXR_NOTE, LUXR_OK, NULL, format, arguments);
  va_end(arguments);
}

void lx_diagnostics_close(lx_diagnostics *list) {
  if (!list->left_out) return;
  keep_note(list, "%zu more findings are left out", list->left_out);
  list->left_out = 0;
}

luxr_diagnostic *lx_diagnostics_add(lx_diagnostics *list, luxr_severity severity,
                                    luxr_status status, const char *path, const char *format,
                                    ...) {
  luxr_diagnostic *item;
  va_list arguments;
  va_start(arguments, format);
  item = lx_diagnostics_vadd(list, severity, status, path, format, arguments);
  va_end(arguments);
  return item;
}

luxr_diagnostic *lx_diagnostics_at(lx_diagnostics *list, size_t line, size_t column,
                                   const char *format, ...) {
  luxr_diagnostic *item;
  va_list arguments;
  va_start(arguments, format);
  item = lx_diagnostics_vadd(list, LUXR_ERROR, LUXR_ERR_INPUT, NULL, format, arguments);
  va_end(arguments);
  if (!item) return NULL;
  item->line = line;
  item->column = column;
  return item;
}

void lx_diagnostic_text(lx_diagnostics *list, const char **field, const char *format, ...) {
  va_list arguments;
  char *text;
  va_start(arguments, format);
  text = print_text(format, arguments);
  va_end(arguments);
  if (!text) {
    list->failed = true;
    return;
  }
  lx_free((void *)*field);
  *field = text;
}

luxr_status lx_diagnostics_status(const lx_diagnostics *list) {
  luxr_status worst = list->worst;
  for (size_t i = 0; i < list->count; i++) {
    if (list->items[i].severity == LUXR_ERROR && list->items[i].status > worst) {
      worst = list->items[i].status;
    }
  }
  return list->failed ? LUXR_ERR_MEMORY : worst;
}
