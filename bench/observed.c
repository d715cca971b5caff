/* observed.c: an Object as a cluster holds it: what was rendered, and what the API server, the
 * provider and the target cluster add to it. */
#include "base/wire.h"
#include "codec/struct_wire.h"
#include "stages.h"

typedef struct marks {
  size_t entry, value, content;
} marks;

static marks open_field(lx_buffer *out, const char *name, uint32_t kind) {
  marks mark;
  mark.entry = lx_wire_begin(out, LX_STRUCT_FIELD);
  lx_wire_put_text(out, LX_STRUCT_NAME, name);
  mark.value = lx_wire_begin(out, LX_STRUCT_VALUE);
  mark.content = lx_wire_begin(out, kind);
  return mark;
}

static void close_field(lx_buffer *out, marks mark) {
  lx_wire_end(out, mark.content);
  lx_wire_end(out, mark.value);
  lx_wire_end(out, mark.entry);
}

static marks open_item(lx_buffer *out) {
  marks mark = {0};
  mark.value = lx_wire_begin(out, LX_STRUCT_ITEM);
  mark.content = lx_wire_begin(out, LX_STRUCT_MAP);
  return mark;
}

static void close_item(lx_buffer *out, marks mark) {
  lx_wire_end(out, mark.content);
  lx_wire_end(out, mark.value);
}

static void add_text(lx_buffer *out, const char *name, const char *text) {
  size_t field = lx_wire_begin(out, LX_STRUCT_FIELD), value;
  lx_wire_put_text(out, LX_STRUCT_NAME, name);
  value = lx_wire_begin(out, LX_STRUCT_VALUE);
  lx_wire_put_text(out, LX_STRUCT_TEXT, text);
  lx_wire_end(out, value);
  lx_wire_end(out, field);
}

static void add_number(lx_buffer *out, const char *name, double number) {
  size_t field = lx_wire_begin(out, LX_STRUCT_FIELD), value;
  lx_wire_put_text(out, LX_STRUCT_NAME, name);
  value = lx_wire_begin(out, LX_STRUCT_VALUE);
  lx_wire_put_double(out, LX_STRUCT_NUMBER, number);
  lx_wire_end(out, value);
  lx_wire_end(out, field);
}

/* The fields that a manager owns, each an empty map. */
static void add_owner(lx_buffer *out, const char *manager, const char *part,
                      const char *const *fields) {
  marks item = open_item(out), owned, within;
  add_text(out, "apiVersion", "kubernetes.m.crossplane.io/v1alpha1");
  add_text(out, "fieldsType", "FieldsV1");
  add_text(out, "manager", manager);
  add_text(out, "operation", "Apply");
  add_text(out, "time", "2026-01-01T10:00:00Z");
  owned = open_field(out, "fieldsV1", LX_STRUCT_MAP);
  within = open_field(out, part, LX_STRUCT_MAP);
  for (; *fields; fields++) close_field(out, open_field(out, *fields, LX_STRUCT_MAP));
  close_field(out, within);
  close_field(out, owned);
  close_item(out, item);
}

/* The last `metadata` counts; it has what the rendered one has, as far as its size matters. */
static void add_metadata(lx_buffer *out, const char *name) {
  static const char *const wanted[] = {"f:forProvider", "f:manifest", "f:providerConfigRef",
                                       "f:managementPolicies", NULL};
  static const char *const seen[] = {"f:atProvider", "f:conditions", NULL};
  marks metadata = open_field(out, "metadata", LX_STRUCT_MAP), list, item;
  add_text(out, "name", name);
  add_text(out, "namespace", "production");
  add_text(out, "uid", "68847aff-851c-553b-bc9c-e26b5a32e09e");
  add_text(out, "resourceVersion", "1234567");
  add_text(out, "creationTimestamp", "2026-01-01T10:00:00Z");
  add_number(out, "generation", 2);
  list = open_field(out, "ownerReferences", LX_STRUCT_LIST);
  item = open_item(out);
  add_text(out, "apiVersion", "inference.devopstoolkit.ai/v1alpha1");
  add_text(out, "kind", "LLMInference");
  add_text(out, "name", "llama-3");
  add_text(out, "uid", "68847aff-851c-553b-bc9c-e26b5a32e09e");
  close_item(out, item);
  close_field(out, list);
  list = open_field(out, "managedFields", LX_STRUCT_LIST);
  add_owner(out, "apiextensions.crossplane.io/composed/0123456789abcdef", "f:spec", wanted);
  add_owner(out, "crossplane-kubernetes-provider", "f:status", seen);
  close_field(out, list);
  close_field(out, metadata);
}

static void add_condition(lx_buffer *out, const char *type, const char *reason) {
  marks item = open_item(out);
  add_text(out, "lastTransitionTime", "2026-01-01T10:00:00Z");
  add_text(out, "reason", reason);
  add_text(out, "status", "True");
  add_text(out, "type", type);
  close_item(out, item);
}

static void add_conditions(lx_buffer *out) {
  marks list = open_field(out, "conditions", LX_STRUCT_LIST);
  add_condition(out, "Synced", "ReconcileSuccess");
  add_condition(out, "Ready", "Available");
  close_field(out, list);
}

/* What the target cluster says of the manifest: numbers and conditions. */
static void add_live_status(lx_buffer *out) {
  marks status = open_field(out, "status", LX_STRUCT_MAP);
  add_number(out, "observedGeneration", 2);
  add_number(out, "replicas", 1);
  add_number(out, "availableReplicas", 1);
  add_conditions(out);
  close_field(out, status);
}

char *bench_observe(const luxr_item *object, const luxr_item *manifest, size_t *length) {
  lx_buffer out = {0};
  marks status, provider, live;
  lx_buffer_add(&out, object->bytes, object->length);
  add_metadata(&out, object->name);
  status = open_field(&out, "status", LX_STRUCT_MAP);
  provider = open_field(&out, "atProvider", LX_STRUCT_MAP);
  live = open_field(&out, "manifest", LX_STRUCT_MAP);
  lx_buffer_add(&out, manifest->bytes, manifest->length);
  add_live_status(&out);
  close_field(&out, live);
  close_field(&out, provider);
  add_conditions(&out);
  close_field(&out, status);
  if (out.failed) bench_fail("out of memory");
  *length = out.length;
  return out.data;
}
