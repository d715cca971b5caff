#include "finding.h"

/* What follows the last line that fits. */
enum { MORE_ROOM = 48 };

static const char *text_or(const char *text, const char *otherwise) {
  return text && *text ? text : otherwise;
}

void lx_finding_print(lx_buffer *text, const luxr_diagnostic *finding,
                      const lx_source_paths *paths) {
  if (finding->file && *finding->file) {
    lx_buffer_add_text(text, lx_path_shown(paths, finding->file));
    if (finding->line) lx_buffer_print(text, ":%zu", finding->line);
    if (finding->line && finding->column) lx_buffer_print(text, ":%zu", finding->column);
    lx_buffer_add_text(text, ": ");
  }
  if (finding->path && *finding->path) lx_buffer_print(text, "%s: ", finding->path);
  lx_buffer_add_text(text, text_or(finding->sentence, "something is wrong"));
  if (finding->hint && *finding->hint) lx_buffer_print(text, " (%s)", finding->hint);
}

void lx_message_cut(lx_buffer *text, size_t most) {
  if (text->length <= most) return;
  text->length = most;
  while (text->length && ((unsigned char)text->data[text->length] & 0xC0) == 0x80)
    text->length--;
}

void lx_fatal_print(lx_buffer *text, const luxr_result *result, const lx_source_paths *paths) {
  size_t from = text->length, shown = 0, errors = 0;
  for (size_t i = 0; i < luxr_result_diagnostic_count(result); i++) {
    const luxr_diagnostic *finding = luxr_result_diagnostic(result, i);
    size_t before = text->length;
    if (finding->severity != LUXR_ERROR) continue;
    if (errors++ != shown) continue;
    if (shown) lx_buffer_add_char(text, '\n');
    lx_finding_print(text, finding, paths);
    if (text->length - from <= LX_MESSAGE_MAX - MORE_ROOM) {
      shown++;
    } else if (shown) {
      text->length = before;
    } else {
      lx_message_cut(text, from + LX_MESSAGE_MAX - MORE_ROOM);
      lx_buffer_add_text(text, "...");
      shown++;
    }
  }
  if (!errors) lx_buffer_print(text, "%s", luxr_status_name(luxr_result_status(result)));
  if (errors > shown) lx_buffer_print(text, "\nand %zu more", errors - shown);
}
