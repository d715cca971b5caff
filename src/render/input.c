/* input.c: bytes become the input: read, accepted, completed, and frozen behind a view. */
#include <string.h>

#include "render/run.h"
#include "value/value.h"
#include "value/view.h"

/* Findings without a file are about `document`. */
static void name_file(lx_run *run, size_t from, const char *origin) {
  lx_diagnostics *problems = lx_problems(run);
  for (size_t i = from; i < problems->count; i++) {
    if (!problems->items[i].file) {
      lx_diagnostic_text(problems, &problems->items[i].file, "%s", origin ? origin : "<input>");
    }
  }
}

/* Pushes the document's table; false and findings when it is not one. */
static bool push_document(lua_State *L, lx_run *run, const luxr_document *document) {
  size_t before = lx_problems(run)->count;
  bool good;
  lx_source source = {.bytes = document->bytes,
                      .length = document->length,
                      .line = document->line ? document->line : 1,
                      .format = document->format};
  if (lx_run_push_unread(L, run, document)) return true;
  good = lx_read(L, run->tools->reader, &source, run->limits, lx_problems(run));
  if (good && (!lua_istable(L, -1) || lua_rawlen(L, -1) || lx_is_marked_list(L, -1))) {
    const char *got = !lua_istable(L, -1) ? "a scalar" : "a list";
    luxr_diagnostic *item = lx_diagnostics_add(lx_problems(run), LUXR_ERROR, LUXR_ERR_INPUT,
                                               NULL, "expected a mapping, got %s", got);
    if (item) item->line = source.line, item->column = 1;
    lua_pop(L, 1);
    good = false;
  }
  name_file(run, before, document->origin);
  return good;
}

static bool find_input(lx_run *run) {
  const luxr_request *request = run->request;
  for (size_t i = 0; i < request->document_count; i++) {
    if (request->documents[i].role != LUXR_ROLE_INPUT) continue;
    if (run->input) {
      lx_diagnostics_add(lx_problems(run), LUXR_ERROR, LUXR_ERR_USAGE, NULL,
                         "a request has one input document, got several");
      return false;
    }
    run->input = &request->documents[i];
  }
  if (run->input) return true;
  lx_diagnostics_add(lx_problems(run), LUXR_ERROR, LUXR_ERR_USAGE, NULL,
                     "a request needs an input document");
  return false;
}

static bool accept(lua_State *L, lx_run *run, const char *key, const char *wanted) {
  const char *got = lx_field_text(L, LX_AT_INPUT, key);
  if (strcmp(got, wanted) == 0) return true;
  if (*got) {
    lx_diagnostics_add(lx_problems(run), LUXR_ERROR, LUXR_ERR_INPUT, key,
                       "expected %s '%s', got '%.100s'", key, wanted, got);
  } else {
    lx_diagnostics_add(lx_problems(run), LUXR_ERROR, LUXR_ERR_INPUT, key,
                       "expected %s '%s', which is missing or not a string", key, wanted);
  }
  return false;
}

/* Pushes the input's metadata when it is a table. */
static bool push_metadata(lua_State *L) {
  lua_getfield(L, LX_AT_INPUT, "metadata");
  if (lua_istable(L, -1)) return true;
  lua_pop(L, 1);
  return false;
}

static void name_subject(lua_State *L, lx_run *run) {
  lx_buffer text = {0};
  const char *name_space, *name;
  if (!push_metadata(L)) return;
  name_space = lx_field_text(L, -1, "namespace");
  name = lx_field_text(L, -1, "name");
  lx_buffer_print(&text, "%s%s%s", name_space, *name_space ? "/" : "", name);
  run->result->subject = lx_buffer_text(&text);
  if (!run->result->subject) lx_problems(run)->failed = true;
  lua_pop(L, 1);
}

static void set_namespace(lua_State *L, lx_run *run) {
  const char *wanted = run->request->default_namespace, *got;
  if (!wanted) return;
  if (!push_metadata(L)) {
    lua_getfield(L, LX_AT_INPUT, "metadata");
    if (!lua_isnil(L, -1)) return lua_pop(L, 1); /* the schema will say */
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setfield(L, LX_AT_INPUT, "metadata");
  }
  lua_getfield(L, -1, "namespace");
  if (lua_isnil(L, -1) || lx_is_null(L, -1)) {
    lua_pushstring(L, wanted);
    lua_setfield(L, -3, "namespace");
  } else {
    got = lx_field_text(L, -2, "namespace");
    if (strcmp(got, wanted) != 0) {
      lx_diagnostics_add(lx_problems(run), LUXR_ERROR, LUXR_ERR_INPUT, "metadata.namespace",
                         "names the namespace '%.100s', but '%.100s' was asked for", got,
                         wanted);
    }
  }
  lua_pop(L, 2);
}

static bool is_accepted(lua_State *L, lx_run *run) {
  bool known = accept(L, run, "apiVersion", run->bundle->api_version);
  return accept(L, run, "kind", run->bundle->kind) && known;
}

static void apply_sets(lua_State *L, lx_run *run) {
  size_t before = lx_problems(run)->count;
  if (!run->request->set_count) return;
  for (size_t i = 0; i < run->request->set_count; i++) {
    lx_schema_set(L, LX_AT_INPUT, run->bundle->schema, run->tools->reader, run->limits,
                  run->request->sets[i], lx_problems(run));
  }
  is_accepted(L, run);
  name_file(run, before, "--set");
}

bool lx_run_was_set(const lx_run *run, const char *path) {
  const luxr_request *request = run->request;
  for (size_t i = 0; path && i < request->set_count; i++) {
    const char *set = request->sets[i];
    size_t length = strcspn(set, "=");
    if (strncmp(path, set, length) == 0 && (!path[length] || strchr(".[", path[length]))) {
      return true;
    }
  }
  return false;
}

/* What is wrong with a value that an option set is the option's fault. */
static void blame_sets(lx_run *run, size_t from) {
  lx_diagnostics *problems = lx_problems(run);
  for (size_t i = from; i < problems->count; i++) {
    luxr_diagnostic *item = &problems->items[i];
    if (!item->file && lx_run_was_set(run, item->path)) {
      lx_diagnostic_text(problems, &item->file, "--set");
    }
  }
}

static void complete(lua_State *L, lx_run *run) {
  lx_schema_options options = {.unknown_is_warning =
                                   (run->request->flags & LUXR_UNKNOWN_FIELDS) != 0};
  if (!run->bundle->definition) return;
  lx_schema_apply(L, LX_AT_INPUT, run->bundle->schema, &options, lx_problems(run));
}

/* Pushes the list of objects that answer a requirement, out of the table at `answers`. */
static void push_answers(lua_State *L, int answers, const char *name) {
  if (lua_getfield(L, answers, name) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_newtable(L);
  lx_mark_list(L, -1);
  lua_pushvalue(L, -1);
  lua_setfield(L, answers, name);
}

/* The line of a YAML file that has no value yet: blank, a comment, or the mark of a document. */
static bool is_blank_line(const char *at, const char *end) {
  if (end - at >= 3 && memcmp(at, "---", 3) == 0) at += 3;
  while (at < end && (*at == ' ' || *at == '\t' || *at == '\r')) at++;
  return at == end || *at == '#';
}

/* Parameters of which none is given, as in a file with every line commented out. */
static bool is_blank(const luxr_document *document) {
  const char *at = document->bytes, *end;
  if (document->format == LUXR_FORMAT_STRUCT) return false;
  if (!document->length) return true;
  end = at + document->length;
  while (at < end) {
    const char *line = memchr(at, '\n', (size_t)(end - at));
    if (!line) line = end;
    if (!is_blank_line(at, line)) return false;
    at = line < end ? line + 1 : end;
  }
  return true;
}

/* ctx.observed.<name>, ctx.parameters and alike. */
static bool read_others(lua_State *L, lx_run *run) {
  const luxr_request *request = run->request;
  bool good = true;
  int required;
  lua_newtable(L); /* parameters */
  lua_newtable(L); /* environment */
  lua_newtable(L);
  required = lua_gettop(L);
  for (size_t i = 0; i < request->document_count; i++) {
    const luxr_document *document = &request->documents[i];
    const char *name = document->name ? document->name : "";
    if (document->role == LUXR_ROLE_INPUT) continue;
    if (document->role == LUXR_ROLE_REQUIRED && !document->bytes) {
      push_answers(L, required, name);
      lua_pop(L, 1);
      continue;
    }
    if (document->role == LUXR_ROLE_PARAMETERS && is_blank(document)) continue;
    if (!push_document(L, run, document)) {
      good = false;
      continue;
    }
    if (document->role == LUXR_ROLE_PARAMETERS) {
      lua_replace(L, -4);
    } else if (document->role == LUXR_ROLE_ENVIRONMENT) {
      lua_replace(L, -3);
    } else if (document->role == LUXR_ROLE_OBSERVED) {
      lua_setfield(L, LX_AT_OBSERVED, name);
    } else {
      push_answers(L, required, name);
      lua_insert(L, -2);
      lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
      lua_pop(L, 1);
    }
  }
  lx_view_push(L, -1, NULL, "ctx.required");
  lua_setfield(L, LX_AT_FIELDS, "required");
  lx_view_push(L, -2, NULL, "ctx.environment");
  lua_setfield(L, LX_AT_FIELDS, "environment");
  lx_view_push(L, -3, NULL, "ctx.parameters");
  lua_setfield(L, LX_AT_FIELDS, "parameters");
  lua_pop(L, 3);
  lx_view_push(L, LX_AT_OBSERVED, NULL, "ctx.observed");
  lua_setfield(L, LX_AT_FIELDS, "observed");
  return good;
}

bool lx_phase_input(lua_State *L, lx_run *run) {
  size_t before;
  if (!find_input(run) || !push_document(L, run, run->input)) return false;
  lua_replace(L, LX_AT_INPUT);
  before = lx_problems(run)->count;
  if (is_accepted(L, run)) {
    set_namespace(L, run);
    apply_sets(L, run);
    if (!lx_run_failed(run)) {
      complete(L, run);
      blame_sets(run, before);
    }
  }
  name_subject(L, run);
  name_file(run, before, run->input->origin);
  if (!read_others(L, run) || lx_run_failed(run)) return false;
  lx_view_push(L, LX_AT_INPUT,
               run->bundle->definition ? lx_schema_shape(run->bundle->schema) : NULL, "xr");
  lua_pushvalue(L, -1);
  lua_setfield(L, LX_AT_FIELDS, "xr");
  lua_replace(L, LX_AT_XR);
  return true;
}
