#include "render.h"

#include <string.h>

/* What is left of the caller's time is for answering. */
uint64_t lx_render_time(const lx_call *call) {
  if (call->deadline_ms < 0) return 0;
  return call->deadline_ms < 10 ? 1 : (uint64_t)call->deadline_ms * 9 / 10;
}

static luxr_document document(luxr_role role, lx_span bytes, const char *name,
                              const char *origin) {
  return (luxr_document){.role = role,
                         .format = LUXR_FORMAT_STRUCT,
                         .name = name,
                         .origin = origin,
                         .bytes = bytes.bytes,
                         .length = bytes.length};
}

/* "observed.NAME": how messages call the object. */
static const char *name_origin(lx_run_call *run, const char *role, const char *name) {
  size_t length = strlen(role), more = strlen(name);
  char *origin = lx_pool_take(&run->pool, length + more + 1);
  if (!origin) return NULL;
  memcpy(origin, role, length);
  memcpy(origin + length, name, more + 1);
  return origin;
}

static bool add_objects(lx_run_call *run, luxr_document *documents, size_t *count,
                        const lx_object *objects, size_t object_count, luxr_role role) {
  const char *prefix = role == LUXR_ROLE_OBSERVED ? "observed." : "required.";
  for (size_t i = 0; i < object_count; i++) {
    const char *origin = name_origin(run, prefix, objects[i].name);
    if (!origin) return false;
    documents[(*count)++] = document(role, objects[i].resource, objects[i].name, origin);
  }
  return true;
}

static bool add_documents(lx_run_call *run, luxr_document *documents, size_t *count,
                          const lx_parameters *parameters) {
  const lx_rf_request *request = &run->request;
  documents[(*count)++] = document(LUXR_ROLE_INPUT, request->composite, NULL, "");
  if (run->input.parameters.bytes) {
    documents[(*count)++] =
        document(LUXR_ROLE_PARAMETERS, run->input.parameters, NULL, "input");
  } else if (parameters->text) {
    documents[(*count)++] = (luxr_document){.role = LUXR_ROLE_PARAMETERS,
                                            .origin = parameters->origin,
                                            .bytes = parameters->text,
                                            .length = parameters->length};
  }
  if (request->context.bytes) {
    documents[(*count)++] = document(LUXR_ROLE_ENVIRONMENT, request->context, NULL, "context");
  }
  return add_objects(run, documents, count, request->observed, request->observed_count,
                     LUXR_ROLE_OBSERVED) &&
         add_objects(run, documents, count, request->required, request->required_count,
                     LUXR_ROLE_REQUIRED);
}

luxr_result *lx_render_call(lx_run_call *run, luxr_worker *worker, luxr_bundle *bundle,
                            const lx_parameters *parameters) {
  const lx_rf_request *request = &run->request;
  size_t room = 3 + request->observed_count + request->required_count;
  luxr_document *documents = lx_pool_take(&run->pool, room * sizeof *documents);
  luxr_request asked = {.output = LUXR_FORMAT_STRUCT,
                        .flags = LUXR_LIVE | LUXR_UNKNOWN_FIELDS,
                        .milliseconds = lx_render_time(run->call),
                        .stopped = run->call->stopped,
                        .stopped_data = run->call->stopped_data};
  if (!documents || !add_documents(run, documents, &asked.document_count, parameters)) {
    return NULL;
  }
  asked.documents = documents;
  if (run->input.bare) asked.flags |= LUXR_BARE;
  if (run->input.strict) asked.flags |= LUXR_STRICT;
  return luxr_render(worker, bundle, &asked);
}
