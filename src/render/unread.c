/* unread.c: documents beside the input that come as protobuf are read where scripts look, and not
 * before. What is broken in one is found there too, and ends the render: no script can go on
 * without it, as if it were not there. */
#include "codec/struct.h"
#include "render/run.h"

static void fail(lua_State *L, const void *data, const lx_struct_fault *fault) {
  const luxr_document *document = data;
  lx_bad_document(L, document->origin ? document->origin : "<input>", fault->path.text,
                  fault->limit, fault->sentence);
}

/* What others are made of is read at once: the input, and the parameters that complete it. */
static bool may_wait(const lx_run *run, const luxr_document *document) {
  if (document->format != LUXR_FORMAT_STRUCT) return false;
  if (document->length > run->limits->input) return false; /* the reader says so */
  return document->role == LUXR_ROLE_OBSERVED || document->role == LUXR_ROLE_REQUIRED ||
         document->role == LUXR_ROLE_ENVIRONMENT;
}

bool lx_run_push_unread(lua_State *L, lx_run *run, const luxr_document *document) {
  lx_struct_source source = {.bytes = document->bytes,
                             .length = document->length,
                             .limits = run->limits,
                             .charge = lx_charge,
                             .fail = fail,
                             .data = document};
  if (!may_wait(run, document)) return false;
  lx_struct_push_unread(L, &source);
  return true;
}
