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

/* In the registry: the sources of the run, one for each document, in memory of the state. */
static const char sources_key;

static lx_struct_source *source_of(lua_State *L, const lx_run *run,
                                   const luxr_document *document) {
  const luxr_request *request = run->request;
  lx_struct_source *sources;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &sources_key);
  sources = lua_touserdata(L, -1);
  if (!sources) {
    sources = lua_newuserdatauv(L, request->document_count * sizeof *sources, 0);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &sources_key);
  }
  lua_pop(L, 1);
  return &sources[document - request->documents];
}

bool lx_run_push_unread(lua_State *L, lx_run *run, const luxr_document *document) {
  lx_struct_source *source;
  if (!may_wait(run, document)) return false;
  source = source_of(L, run, document);
  *source = (lx_struct_source){.bytes = document->bytes,
                               .length = document->length,
                               .limits = run->limits,
                               .charge = lx_charge,
                               .fail = fail,
                               .data = document};
  lx_struct_push_unread(L, source);
  return true;
}
