#include "outcome.h"

#include <stdio.h>
#include <string.h>

outcome outcome_start(void) {
  outcome started = {.hash = 14695981039346656037u};
  return started;
}

void outcome_add_bytes(outcome *so_far, const void *bytes, size_t length) {
  const unsigned char *byte = bytes;
  for (size_t i = 0; i < length; i++) so_far->hash = (so_far->hash ^ byte[i]) * 1099511628211u;
  so_far->hash = (so_far->hash ^ length) * 1099511628211u;
}

void outcome_add_text(outcome *so_far, const char *text) {
  if (text) {
    outcome_add_bytes(so_far, text, strlen(text));
  } else {
    so_far->hash += 7;
  }
}

static void settle(outcome *so_far, luxr_status status, const char *sentence) {
  if (so_far->status != LUXR_OK || status == LUXR_OK) return;
  so_far->status = status;
  snprintf(so_far->sentence, sizeof so_far->sentence, "%s", sentence);
}

void outcome_add_no_memory(outcome *so_far) {
  settle(so_far, LUXR_ERR_MEMORY, "(no result)");
}

static void add_finding(outcome *so_far, const luxr_diagnostic *item) {
  const char *texts[] = {item->file,   item->path, item->sentence, item->hint,
                         item->source, item->hook, item->subject,  item->trace};
  size_t numbers[] = {(size_t)item->severity, (size_t)item->status, item->line, item->column,
                      item->width};
  so_far->findings++;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) outcome_add_text(so_far, texts[i]);
  outcome_add_bytes(so_far, numbers, sizeof numbers);
}

static void add_identity(outcome *so_far, const luxr_identity *identity) {
  outcome_add_text(so_far, identity->api_version);
  outcome_add_text(so_far, identity->kind);
  outcome_add_text(so_far, identity->name_space);
  outcome_add_text(so_far, identity->name);
}

static void add_item(outcome *so_far, const luxr_item *item) {
  if (item->state == LUXR_RENDERED) so_far->rendered++;
  if (item->state == LUXR_SKIPPED) so_far->skipped++;
  outcome_add_text(so_far, item->name);
  outcome_add_text(so_far, item->summary);
  outcome_add_text(so_far, item->reason);
  outcome_add_bytes(so_far, &item->ready, sizeof item->ready);
  add_identity(so_far, &item->object);
  add_identity(so_far, &item->manifest);
  if (item->bytes) outcome_add_bytes(so_far, item->bytes, item->length);
}

void outcome_add_result(outcome *so_far, const luxr_result *result) {
  int64_t ttl = luxr_result_ttl(result);
  const char *sentence = "(no finding)";
  for (size_t i = 0; i < luxr_result_diagnostic_count(result); i++) {
    const luxr_diagnostic *item = luxr_result_diagnostic(result, i);
    if (item->severity == LUXR_ERROR && item->sentence) sentence = item->sentence;
    add_finding(so_far, item);
  }
  for (size_t i = 0; i < luxr_result_item_count(result); i++) {
    add_item(so_far, luxr_result_item(result, i));
  }
  for (int part = LUXR_PART_STATUS; part <= LUXR_PART_LOG; part++) {
    size_t length;
    const char *text = luxr_result_part(result, (luxr_part)part, &length);
    if (text) outcome_add_bytes(so_far, text, length);
  }
  outcome_add_text(so_far, luxr_result_subject(result));
  outcome_add_bytes(so_far, &ttl, sizeof ttl);
  settle(so_far, luxr_result_status(result), sentence);
}

bool outcome_same(const outcome *a, const outcome *b) {
  return a->status == b->status && a->rendered == b->rendered && a->skipped == b->skipped &&
         a->findings == b->findings && a->hash == b->hash;
}
