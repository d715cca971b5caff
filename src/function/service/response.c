#include "response.h"

#include <string.h>

#include "base/wire.h"
#include "structs.h"

/* Field numbers of RunFunctionResponse and of what is in it. */
enum {
  RESPONSE_META = 1,
  RESPONSE_DESIRED = 2,
  RESPONSE_RESULTS = 3,
  RESPONSE_CONTEXT = 4,
  META_TAG = 1,
  META_TTL = 2,
  DURATION_SECONDS = 1,
  DURATION_NANOS = 2,
  STATE_COMPOSITE = 1,
  STATE_RESOURCES = 2,
  RESOURCE_RESOURCE = 1,
  RESOURCE_READY = 3,
  RESULT_SEVERITY = 1,
  RESULT_MESSAGE = 2,
  RESULT_REASON = 3,
  RESULT_TARGET = 4,
  READY_TRUE = 1,
  READY_FALSE = 2,
  TARGET_COMPOSITE = 1,
  TARGET_COMPOSITE_AND_CLAIM = 2
};

void lx_response_meta(lx_buffer *out, const lx_rf_request *request, int64_t ttl_ms) {
  size_t meta = lx_wire_begin(out, RESPONSE_META), ttl;
  if (request->tag.length) {
    lx_wire_put_bytes(out, META_TAG, request->tag.bytes, request->tag.length);
  }
  ttl = lx_wire_begin(out, META_TTL);
  if (ttl_ms / 1000) lx_wire_put_uint(out, DURATION_SECONDS, (uint64_t)(ttl_ms / 1000));
  if (ttl_ms % 1000) lx_wire_put_uint(out, DURATION_NANOS, (uint64_t)(ttl_ms % 1000) * 1000000);
  lx_wire_end(out, ttl);
  lx_wire_end(out, meta);
}

void lx_response_pass_desired(lx_buffer *out, const lx_rf_request *request) {
  if (!request->desired.bytes) return;
  lx_wire_put_bytes(out, RESPONSE_DESIRED, request->desired.bytes, request->desired.length);
}

void lx_response_pass_context(lx_buffer *out, const lx_rf_request *request) {
  if (!request->context.bytes) return;
  lx_wire_put_bytes(out, RESPONSE_CONTEXT, request->context.bytes, request->context.length);
}

void lx_response_result(lx_buffer *out, lx_result_severity severity, lx_span reason,
                        lx_span message, bool to_claim) {
  size_t result = lx_wire_begin(out, RESPONSE_RESULTS);
  lx_wire_put_uint(out, RESULT_SEVERITY, severity);
  lx_wire_put_bytes(out, RESULT_MESSAGE, message.bytes, message.length);
  if (reason.length) lx_wire_put_bytes(out, RESULT_REASON, reason.bytes, reason.length);
  lx_wire_put_uint(out, RESULT_TARGET,
                   to_claim ? TARGET_COMPOSITE_AND_CLAIM : TARGET_COMPOSITE);
  lx_wire_end(out, result);
}

/* ---- desired ----------------------------------------------------------------------------- */

static const lx_entry *find_desired(const lx_rf_request *request, const char *name) {
  lx_span wanted = {name, strlen(name)};
  size_t low = 0, count = request->desired_count;
  while (low < count) {
    size_t middle = low + (count - low) / 2;
    int order = lx_span_compare(request->desired_resources[middle].name, wanted);
    if (order == 0) return &request->desired_resources[middle];
    if (order < 0)
      low = middle + 1;
    else
      count = middle;
  }
  return NULL;
}

/* Whether a Resource holds an object, and not only what is said about one. */
static bool has_object(lx_span resource) {
  lx_wire wire = lx_wire_over(resource.bytes, resource.length);
  lx_wire_field field;
  while (lx_wire_next(&wire, &field)) {
    if (field.number == RESOURCE_RESOURCE && field.type == LX_WIRE_BYTES) return true;
  }
  return false;
}

const char *lx_response_collision(const lx_rf_request *request, const luxr_result *result) {
  for (size_t i = 0; request->desired_count && i < luxr_result_item_count(result); i++) {
    const luxr_item *item = luxr_result_item(result, i);
    const lx_entry *entry;
    if (item->state != LUXR_RENDERED) continue;
    entry = find_desired(request, item->name);
    if (entry && has_object(entry->value)) return item->name;
  }
  return NULL;
}

/* Copies the fields of a message as they are, without those of one or two numbers. */
static void copy_others(lx_buffer *out, lx_span message, uint32_t without, uint32_t nor) {
  lx_wire wire = lx_wire_over(message.bytes, message.length);
  const char *at = message.bytes;
  lx_wire_field field;
  while (lx_wire_next(&wire, &field)) {
    const char *end = (const char *)wire.at;
    if (field.number != without && field.number != nor)
      lx_buffer_add(out, at, (size_t)(end - at));
    at = end;
  }
}

static bool is_rendered(const luxr_result *result, lx_span name) {
  for (size_t i = 0; i < luxr_result_item_count(result); i++) {
    const luxr_item *item = luxr_result_item(result, i);
    if (item->state == LUXR_RENDERED && lx_span_is(name, item->name)) return true;
  }
  return false;
}

/* Everything of earlier steps but the entries that are written anew. */
static void pass_others(lx_buffer *out, const lx_rf_request *request, const luxr_result *result,
                        bool with_composite) {
  lx_wire wire = lx_wire_over(request->desired.bytes, request->desired.length);
  const char *at = request->desired.bytes;
  lx_wire_field field;
  while (lx_wire_next(&wire, &field)) {
    const char *end = (const char *)wire.at;
    bool passed = field.number != STATE_COMPOSITE || with_composite;
    if (field.number == STATE_RESOURCES && field.type == LX_WIRE_BYTES) {
      lx_wire entry = lx_wire_over(field.bytes, field.length);
      lx_wire_field part;
      lx_span name = {"", 0};
      while (lx_wire_next(&entry, &part)) {
        if (part.number == 1 && part.type == LX_WIRE_BYTES)
          name = (lx_span){part.bytes, part.length};
      }
      passed = !is_rendered(result, name);
    }
    if (passed) lx_buffer_add(out, at, (size_t)(end - at));
    at = end;
  }
}

static void put_text_field(lx_buffer *out, const char *name, lx_span text) {
  size_t entry = lx_wire_begin(out, 1), value;
  lx_wire_put_text(out, 1, name);
  value = lx_wire_begin(out, 2);
  lx_wire_put_bytes(out, 3, text.bytes, text.length);
  lx_wire_end(out, value);
  lx_wire_end(out, entry);
}

/* { apiVersion, kind, status } of the XR as a Struct. */
static void put_identity(lx_buffer *out, const lx_rf_request *request, lx_span status,
                         lx_pool *pool) {
  static const char *const names[] = {"apiVersion", "kind"};
  size_t entry, value;
  for (size_t i = 0; i < 2; i++) {
    lx_span text = lx_tree_text(request->composite, names[i], pool);
    if (text.bytes) put_text_field(out, names[i], text);
  }
  entry = lx_wire_begin(out, 1);
  lx_wire_put_text(out, 1, "status");
  value = lx_wire_begin(out, 2);
  lx_wire_put_bytes(out, 5, status.bytes, status.length);
  lx_wire_end(out, value);
  lx_wire_end(out, entry);
}

static lx_decoded put_composite(lx_buffer *out, const lx_rf_request *request, lx_span status,
                                lx_pool *pool) {
  lx_wanted wanted[] = {{.number = RESOURCE_RESOURCE, .shape = LX_SHAPE_MESSAGE}};
  lx_decoded decoded = lx_message_read(request->desired_composite, wanted, 1, pool);
  lx_buffer over = {0};
  size_t composite, resource;
  if (decoded != LX_DECODED) return decoded;
  put_identity(&over, request, status, pool);
  if (over.failed) return lx_buffer_free(&over), LX_NO_MEMORY;
  composite = lx_wire_begin(out, STATE_COMPOSITE);
  copy_others(out, request->desired_composite, RESOURCE_RESOURCE, RESOURCE_RESOURCE);
  resource = lx_wire_begin(out, RESOURCE_RESOURCE);
  decoded = lx_tree_merge(out, wanted[0].span, (lx_span){over.data, over.length}, pool);
  lx_wire_end(out, resource);
  lx_wire_end(out, composite);
  lx_buffer_free(&over);
  return decoded;
}

static void put_item(lx_buffer *out, const lx_rf_request *request, const luxr_item *item) {
  const lx_entry *before = find_desired(request, item->name);
  size_t name = strlen(item->name);
  size_t inside = 1 + lx_wire_size(item->length) + item->length + (item->ready >= 0 ? 2 : 0);
  size_t about = 1 + lx_wire_size(name) + name + 1 + lx_wire_size(inside) + inside;
  size_t entry = lx_wire_begin_long(out, STATE_RESOURCES, about), resource;
  lx_wire_put_bytes(out, 1, item->name, name);
  resource = lx_wire_begin_long(out, 2, inside);
  if (before) copy_others(out, before->value, RESOURCE_RESOURCE, RESOURCE_READY);
  lx_wire_put_bytes(out, RESOURCE_RESOURCE, item->bytes, item->length);
  if (item->ready >= 0)
    lx_wire_put_uint(out, RESOURCE_READY, item->ready ? READY_TRUE : READY_FALSE);
  lx_wire_end_long(out, resource, inside);
  lx_wire_end_long(out, entry, about);
}

/* So long will `desired` be, roughly. */
static size_t guess_length(const lx_rf_request *request, const luxr_result *result,
                           lx_span status) {
  size_t length = request->desired.length + status.length;
  for (size_t i = 0; i < luxr_result_item_count(result); i++) {
    const luxr_item *item = luxr_result_item(result, i);
    if (item->state == LUXR_RENDERED) length += item->length + 32;
  }
  return length;
}

lx_decoded lx_response_desired(lx_buffer *out, const lx_rf_request *request,
                               const luxr_result *result, lx_span status, lx_pool *pool) {
  size_t expected = guess_length(request, result, status);
  size_t desired = lx_wire_begin_long(out, RESPONSE_DESIRED, expected);
  lx_decoded decoded = LX_DECODED;
  pass_others(out, request, result, status.bytes == NULL);
  if (status.bytes) decoded = put_composite(out, request, status, pool);
  for (size_t i = 0; i < luxr_result_item_count(result) && decoded == LX_DECODED; i++) {
    const luxr_item *item = luxr_result_item(result, i);
    if (item->state == LUXR_RENDERED) put_item(out, request, item);
  }
  lx_wire_end_long(out, desired, expected);
  return decoded;
}
