#include "redact.h"

#include <string.h>

#include "base/wire.h"

enum { DEEPEST = 200 };

/* What a field of a message holds. */
typedef enum redact_kind {
  REDACT_DROP = 0, /* not known: it may be anything */
  REDACT_COPY,
  REDACT_STATE,
  REDACT_RESOURCE,
  REDACT_RESOURCES,
  REDACT_STRUCT,
  REDACT_CREDENTIALS,
  REDACT_CREDENTIAL_DATA,
  REDACT_SECRET,  /* bytes that must not be kept */
  REDACT_MAP = 32 /* the field is a map of such */
} redact_kind;

typedef struct redact_rule {
  uint32_t number;
  int kind;
} redact_rule;

static const redact_rule request_rules[] = {{1, REDACT_COPY},
                                            {2, REDACT_STATE},
                                            {3, REDACT_STATE},
                                            {4, REDACT_STRUCT},
                                            {5, REDACT_STRUCT},
                                            {6, REDACT_MAP | REDACT_RESOURCES},
                                            {7, REDACT_MAP | REDACT_CREDENTIALS},
                                            {8, REDACT_MAP | REDACT_RESOURCES},
                                            {9, REDACT_COPY},
                                            {0, 0}};
static const redact_rule response_rules[] = {
    {1, REDACT_COPY}, {2, REDACT_STATE}, {3, REDACT_COPY},   {4, REDACT_STRUCT},
    {5, REDACT_COPY}, {6, REDACT_COPY},  {7, REDACT_STRUCT}, {0, 0}};
static const redact_rule state_rules[] = {
    {1, REDACT_RESOURCE}, {2, REDACT_MAP | REDACT_RESOURCE}, {0, 0}};
static const redact_rule resource_rules[] = {
    {1, REDACT_STRUCT}, {2, REDACT_MAP | REDACT_SECRET}, {3, REDACT_COPY}, {0, 0}};
static const redact_rule resources_rules[] = {{1, REDACT_RESOURCE}, {0, 0}};
static const redact_rule credentials_rules[] = {{1, REDACT_CREDENTIAL_DATA}, {0, 0}};
static const redact_rule data_rules[] = {{1, REDACT_MAP | REDACT_SECRET}, {0, 0}};

static const redact_rule *const rules_of[] = {[REDACT_STATE] = state_rules,
                                              [REDACT_RESOURCE] = resource_rules,
                                              [REDACT_RESOURCES] = resources_rules,
                                              [REDACT_CREDENTIALS] = credentials_rules,
                                              [REDACT_CREDENTIAL_DATA] = data_rules};

static bool redact_struct(lx_buffer *into, lx_span bytes, bool hidden, int depth);
static bool redact_value(lx_buffer *into, lx_span bytes, bool hidden, int depth);
static bool redact_kind_of(lx_buffer *into, lx_span bytes, int kind, int depth);

/* Copies a field as it is: the bytes from `at` to where the wire stands. */
static void copy_field(lx_buffer *into, const char *at, const lx_wire *wire) {
  lx_buffer_add(into, at, (size_t)((const char *)wire->at - at));
}

/* ---- Structs ----------------------------------------------------------------------------- */

static bool redact_list(lx_buffer *into, lx_span bytes, bool hidden, int depth) {
  lx_wire wire = lx_wire_over(bytes.bytes, bytes.length);
  lx_wire_field field;
  while (lx_wire_next(&wire, &field)) {
    size_t value;
    if (field.number != 1 || field.type != LX_WIRE_BYTES) continue;
    value = lx_wire_begin(into, 1);
    if (!redact_value(into, (lx_span){field.bytes, field.length}, hidden, depth)) return false;
    lx_wire_end(into, value);
  }
  return !wire.broken;
}

static bool redact_value(lx_buffer *into, lx_span bytes, bool hidden, int depth) {
  lx_wire wire = lx_wire_over(bytes.bytes, bytes.length);
  const char *at = bytes.bytes;
  lx_wire_field field;
  if (depth > DEEPEST) return false;
  for (; lx_wire_next(&wire, &field); at = (const char *)wire.at) {
    if (field.type == LX_WIRE_BYTES && (field.number == 5 || field.number == 6)) {
      lx_span content = {field.bytes, field.length};
      size_t mark = lx_wire_begin(into, field.number);
      bool good = field.number == 5 ? redact_struct(into, content, hidden, depth + 1)
                                    : redact_list(into, content, hidden, depth + 1);
      if (!good) return false;
      lx_wire_end(into, mark);
    } else if (hidden) {
      lx_wire_put_text(into, 3, LX_REDACTED);
    } else {
      copy_field(into, at, &wire);
    }
  }
  return !wire.broken;
}

typedef struct struct_entry {
  lx_span name, value;
} struct_entry;

static bool read_entry(const lx_wire_field *field, struct_entry *entry) {
  lx_wire wire = lx_wire_over(field->bytes, field->length);
  lx_wire_field part;
  *entry = (struct_entry){{"", 0}, {"", 0}};
  while (lx_wire_next(&wire, &part)) {
    if (part.type != LX_WIRE_BYTES) continue;
    if (part.number == 1) entry->name = (lx_span){part.bytes, part.length};
    if (part.number == 2) entry->value = (lx_span){part.bytes, part.length};
  }
  return !wire.broken;
}

/* Whether a Struct says `kind: Secret`. */
static bool is_secret(lx_span bytes) {
  lx_wire wire = lx_wire_over(bytes.bytes, bytes.length);
  lx_wire_field field;
  struct_entry entry;
  while (lx_wire_next(&wire, &field)) {
    lx_wire value;
    lx_wire_field text;
    if (field.number != 1 || field.type != LX_WIRE_BYTES || !read_entry(&field, &entry))
      continue;
    if (!lx_span_is(entry.name, "kind")) continue;
    value = lx_wire_over(entry.value.bytes, entry.value.length);
    while (lx_wire_next(&value, &text)) {
      if (text.number == 3 && text.type == LX_WIRE_BYTES &&
          lx_span_is((lx_span){text.bytes, text.length}, "Secret")) {
        return true;
      }
    }
  }
  return false;
}

/* What an API server keeps of an object that was applied holds its data again. */
static bool is_hidden_name(lx_span name, bool secret) {
  static const char applied[] = "/last-applied-configuration";
  size_t length = sizeof applied - 1;
  if (name.length > length && memcmp(name.bytes + name.length - length, applied, length) == 0) {
    return true;
  }
  return secret && (lx_span_is(name, "data") || lx_span_is(name, "stringData"));
}

static bool redact_struct(lx_buffer *into, lx_span bytes, bool hidden, int depth) {
  lx_wire wire = lx_wire_over(bytes.bytes, bytes.length);
  bool secret = !hidden && is_secret(bytes);
  lx_wire_field field;
  if (depth > DEEPEST) return false;
  while (lx_wire_next(&wire, &field)) {
    struct_entry entry;
    size_t mark, value;
    if (field.number != 1 || field.type != LX_WIRE_BYTES) continue;
    if (!read_entry(&field, &entry)) return false;
    mark = lx_wire_begin(into, 1);
    lx_wire_put_bytes(into, 1, entry.name.bytes, entry.name.length);
    value = lx_wire_begin(into, 2);
    if (!redact_value(into, entry.value, hidden || is_hidden_name(entry.name, secret),
                      depth + 1)) {
      return false;
    }
    lx_wire_end(into, value);
    lx_wire_end(into, mark);
  }
  return !wire.broken;
}

/* ---- messages ---------------------------------------------------------------------------- */

static int kind_of(const redact_rule *rules, const lx_wire_field *field) {
  for (; rules->number; rules++) {
    if (rules->number != field->number) continue;
    return rules->kind == REDACT_COPY || field->type == LX_WIRE_BYTES ? rules->kind
                                                                      : REDACT_DROP;
  }
  return REDACT_DROP;
}

static bool redact_message(lx_buffer *into, lx_span bytes, const redact_rule *rules,
                           int depth) {
  lx_wire wire = lx_wire_over(bytes.bytes, bytes.length);
  const char *at = bytes.bytes;
  lx_wire_field field;
  for (; lx_wire_next(&wire, &field); at = (const char *)wire.at) {
    int kind = kind_of(rules, &field);
    size_t mark;
    if (kind == REDACT_COPY) copy_field(into, at, &wire);
    if (kind == REDACT_COPY || kind == REDACT_DROP) continue;
    mark = lx_wire_begin(into, field.number);
    if (!redact_kind_of(into, (lx_span){field.bytes, field.length}, kind, depth + 1))
      return false;
    lx_wire_end(into, mark);
  }
  return !wire.broken;
}

static bool redact_kind_of(lx_buffer *into, lx_span bytes, int kind, int depth) {
  if (kind & REDACT_MAP) {
    const redact_rule entry[] = {{1, REDACT_COPY}, {2, kind & ~REDACT_MAP}, {0, 0}};
    return redact_message(into, bytes, entry, depth);
  }
  if (kind == REDACT_STRUCT) return redact_struct(into, bytes, false, depth);
  if (kind == REDACT_SECRET) {
    lx_buffer_add_text(into, LX_REDACTED);
    return true;
  }
  return redact_message(into, bytes, rules_of[kind], depth);
}

bool lx_redact_request(lx_buffer *into, lx_span bytes) {
  return redact_message(into, bytes, request_rules, 0) && !into->failed;
}

bool lx_redact_response(lx_buffer *into, lx_span bytes) {
  return redact_message(into, bytes, response_rules, 0) && !into->failed;
}
