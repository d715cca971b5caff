#include "request.h"

#include "base/wire.h"

/* Field numbers of RunFunctionRequest, State, Resource, Resources. */
enum {
  REQUEST_META = 1,
  REQUEST_OBSERVED = 2,
  REQUEST_DESIRED = 3,
  REQUEST_INPUT = 4,
  REQUEST_CONTEXT = 5,
  REQUEST_EXTRA_RESOURCES = 6,
  REQUEST_REQUIRED_RESOURCES = 8,
  META_TAG = 1,
  META_CAPABILITIES = 2,
  STATE_COMPOSITE = 1,
  STATE_RESOURCES = 2,
  RESOURCE_RESOURCE = 1,
  RESOURCES_ITEMS = 1
};

typedef struct request_reading {
  lx_rf_request *request;
  lx_pool *pool;
  const char **problem;
} request_reading;

static lx_decoded blame(request_reading *reading, lx_decoded decoded, const char *what) {
  if (decoded == LX_MALFORMED) *reading->problem = what;
  return decoded;
}

/* ---- meta -------------------------------------------------------------------------------- */

static void add_capability(lx_rf_request *request, uint64_t capability) {
  if (capability < 32) request->capabilities |= 1u << capability;
}

/* Packed as one field, or one field each. */
static bool read_capabilities(lx_rf_request *request, lx_span meta) {
  lx_wire wire = lx_wire_over(meta.bytes, meta.length);
  lx_wire_field field;
  while (lx_wire_next(&wire, &field)) {
    lx_wire packed;
    uint64_t value;
    if (field.number != META_CAPABILITIES) continue;
    if (field.type == 0) add_capability(request, field.value);
    if (field.type != 2) continue;
    packed = lx_wire_over(field.bytes, field.length);
    while (lx_wire_varint(&packed, &value)) add_capability(request, value);
    if (packed.broken) return false;
  }
  return !wire.broken;
}

static lx_decoded read_meta(request_reading *reading, lx_span meta) {
  lx_wanted wanted[] = {{.number = META_TAG, .shape = LX_SHAPE_TEXT}};
  lx_decoded decoded = lx_message_read(meta, wanted, 1, reading->pool);
  if (decoded == LX_DECODED && !read_capabilities(reading->request, meta)) {
    decoded = LX_MALFORMED;
  }
  reading->request->tag = wanted[0].span;
  return blame(reading, decoded, "meta");
}

/* ---- resources --------------------------------------------------------------------------- */

/* The object inside a Resource; its `bytes` are NULL when there is none. */
static lx_decoded read_resource(request_reading *reading, lx_span resource, lx_span *object) {
  lx_wanted wanted[] = {{.number = RESOURCE_RESOURCE, .shape = LX_SHAPE_MESSAGE}};
  lx_decoded decoded = lx_message_read(resource, wanted, 1, reading->pool);
  *object = wanted[0].span;
  return decoded;
}

static lx_decoded read_observed(request_reading *reading, lx_span state) {
  lx_rf_request *request = reading->request;
  lx_wanted wanted[] = {{.number = STATE_COMPOSITE, .shape = LX_SHAPE_MESSAGE}};
  lx_entry *entries;
  size_t count;
  lx_decoded decoded = lx_message_read(state, wanted, 1, reading->pool);
  if (decoded == LX_DECODED && wanted[0].count) {
    decoded = read_resource(reading, wanted[0].span, &request->composite);
  }
  if (decoded != LX_DECODED) return blame(reading, decoded, "observed.composite");
  decoded = lx_message_read_map(state, STATE_RESOURCES, reading->pool, &entries, &count);
  if (decoded != LX_DECODED) return blame(reading, decoded, "observed.resources");
  if (!count) return LX_DECODED;
  request->observed = lx_pool_take(reading->pool, count * sizeof *request->observed);
  if (!request->observed) return LX_NO_MEMORY;
  for (size_t i = 0; i < count; i++) {
    lx_object object = {0};
    decoded = read_resource(reading, entries[i].value, &object.resource);
    if (decoded != LX_DECODED) return blame(reading, decoded, "observed.resources");
    if (!object.resource.bytes) continue;
    object.name = lx_pool_copy(reading->pool, entries[i].name.bytes, entries[i].name.length);
    if (!object.name) return LX_NO_MEMORY;
    request->observed[request->observed_count++] = object;
  }
  return LX_DECODED;
}

static lx_decoded read_desired(request_reading *reading, lx_span state) {
  lx_rf_request *request = reading->request;
  lx_wanted wanted[] = {{.number = STATE_COMPOSITE, .shape = LX_SHAPE_MESSAGE}};
  lx_decoded decoded = lx_message_read(state, wanted, 1, reading->pool);
  request->desired = state;
  request->desired_composite = wanted[0].span;
  if (decoded == LX_DECODED) {
    decoded = lx_message_read_map(state, STATE_RESOURCES, reading->pool,
                                  &request->desired_resources, &request->desired_count);
  }
  return blame(reading, decoded, "desired");
}

/* ---- required resources ------------------------------------------------------------------ */

static size_t count_items(lx_span resources, bool *broken) {
  lx_wire wire = lx_wire_over(resources.bytes, resources.length);
  lx_wire_field field;
  size_t count = 0;
  while (lx_wire_next(&wire, &field))
    count += field.number == RESOURCES_ITEMS && field.type == 2;
  *broken = wire.broken;
  return count;
}

static lx_decoded add_items(request_reading *reading, const lx_entry *entry) {
  lx_rf_request *request = reading->request;
  lx_wire wire = lx_wire_over(entry->value.bytes, entry->value.length);
  const char *name = lx_pool_copy(reading->pool, entry->name.bytes, entry->name.length);
  size_t before = request->required_count;
  lx_wire_field field;
  if (!name) return LX_NO_MEMORY;
  while (lx_wire_next(&wire, &field)) {
    lx_object object = {.name = name};
    lx_decoded decoded;
    if (field.number != RESOURCES_ITEMS || field.type != 2) continue;
    decoded = read_resource(reading, (lx_span){field.bytes, field.length}, &object.resource);
    if (decoded != LX_DECODED) return decoded;
    if (object.resource.bytes) request->required[request->required_count++] = object;
  }
  if (request->required_count == before) {
    request->required[request->required_count++] = (lx_object){.name = name};
  }
  return LX_DECODED;
}

static bool is_among(const lx_entry *entries, size_t count, lx_span name) {
  size_t low = 0;
  while (low < count) {
    size_t middle = low + (count - low) / 2;
    int order = lx_span_compare(entries[middle].name, name);
    if (order == 0) return true;
    if (order < 0)
      low = middle + 1;
    else
      count = middle;
  }
  return false;
}

/* `extra` is what older callers answer in; a name that both answer is taken from the new one. */
static lx_decoded read_required(request_reading *reading, lx_span bytes) {
  lx_rf_request *request = reading->request;
  lx_entry *required, *extra;
  size_t required_count, extra_count, room = 0;
  bool broken = false;
  lx_decoded decoded = lx_message_read_map(bytes, REQUEST_REQUIRED_RESOURCES, reading->pool,
                                           &required, &required_count);
  if (decoded == LX_DECODED) {
    decoded = lx_message_read_map(bytes, REQUEST_EXTRA_RESOURCES, reading->pool, &extra,
                                  &extra_count);
  }
  if (decoded != LX_DECODED) return decoded;
  for (size_t i = 0; i < required_count + extra_count && !broken; i++) {
    const lx_entry *entry = i < required_count ? &required[i] : &extra[i - required_count];
    room += count_items(entry->value, &broken) + 1;
  }
  if (broken) return LX_MALFORMED;
  if (!room) return LX_DECODED;
  request->required = lx_pool_take(reading->pool, room * sizeof *request->required);
  if (!request->required) return LX_NO_MEMORY;
  for (size_t i = 0; i < required_count && decoded == LX_DECODED; i++) {
    decoded = add_items(reading, &required[i]);
  }
  for (size_t i = 0; i < extra_count && decoded == LX_DECODED; i++) {
    if (is_among(required, required_count, extra[i].name)) continue;
    decoded = add_items(reading, &extra[i]);
  }
  return decoded;
}

lx_decoded lx_request_read(lx_rf_request *request, lx_span bytes, lx_pool *pool,
                           const char **problem) {
  request_reading reading = {request, pool, problem};
  lx_wanted wanted[] = {{.number = REQUEST_META, .shape = LX_SHAPE_MESSAGE},
                        {.number = REQUEST_OBSERVED, .shape = LX_SHAPE_MESSAGE},
                        {.number = REQUEST_DESIRED, .shape = LX_SHAPE_MESSAGE},
                        {.number = REQUEST_INPUT, .shape = LX_SHAPE_MESSAGE},
                        {.number = REQUEST_CONTEXT, .shape = LX_SHAPE_MESSAGE}};
  lx_decoded decoded;
  *request = (lx_rf_request){0};
  *problem = "";
  decoded = lx_message_read(bytes, wanted, sizeof wanted / sizeof *wanted, pool);
  if (decoded != LX_DECODED) return blame(&reading, decoded, "RunFunctionRequest");
  request->input = wanted[3].span;
  request->context = wanted[4].span;
  decoded = read_meta(&reading, wanted[0].span);
  if (decoded == LX_DECODED) decoded = read_observed(&reading, wanted[1].span);
  if (decoded == LX_DECODED && wanted[2].count)
    decoded = read_desired(&reading, wanted[2].span);
  if (decoded != LX_DECODED) return decoded;
  return blame(&reading, read_required(&reading, bytes), "required_resources");
}
