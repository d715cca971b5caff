/* bundle.h: layers loaded and checked: which scripts there are, which hooks they have, in what
 * order they run. Immutable once opened; workers build their own state of it. */
#ifndef LX_BUNDLE_BUNDLE_H
#define LX_BUNDLE_BUNDLE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lua.h>

#include "base/diagnostic.h"
#include "base/pool.h"
#include "bundle/layer.h"
#include "host/host.h"
#include "library/library.h"
#include "schema/schema.h"

typedef enum lx_hook {
  LX_HOOK_CHECK,
  LX_HOOK_DECIDE,
  LX_HOOK_REQUIRES,
  LX_HOOK_MUTATE,
  LX_HOOK_VERIFY,
  LX_HOOK_STATUS,
  LX_HOOK_WHEN,
  LX_HOOK_EACH,
  LX_HOOK_RENDER,
  LX_HOOK_READY,
  LX_HOOK_ENVELOPE, /* a resource's table for the envelope, not a function */
  LX_HOOKS
} lx_hook;

extern const char *const lx_hook_names[LX_HOOKS];

/* A policy or a resource. */
typedef struct lx_unit {
  char *name, *summary, *when_path;
  size_t script;  /* index of the file it came from */
  unsigned hooks; /* bits: 1u << lx_hook */
  bool is_policy, locked;
  char **after;
  size_t after_count;
} lx_unit;

/* One .lua file of one layer. `below` is the file of the same name one layer down, or -1. */
typedef struct lx_script {
  char *module; /* "policies.scaling" */
  char *file;   /* as messages call it: "lua/policies/scaling.lua" */
  size_t layer;
  const lx_layer_file *source;
  ptrdiff_t below;
  bool is_top;  /* no layer above has it too */
  bool is_unit; /* it was asked for a policy or a resource */
} lx_script;

/* What bundle.lua says of every manifest's and object's head, under `output`. Zero: no rule. */
typedef struct lx_output_rules {
  char **heads;       /* paths of metadata beside the first: "spec.template.metadata" */
  char **foreign;     /* fields of metadata that no script may write */
  char **reserved;    /* prefixes of label and annotation keys that are not ours to use */
  size_t annotations; /* bytes of an object's annotations together */
  size_t bytes;       /* of one manifest */
  bool checked;       /* there are rules at all */
  bool one_namespace; /* all manifests of a render share theirs */
} lx_output_rules;

struct luxr_bundle {
  atomic_size_t owners;
  lx_pool texts; /* what its scripts say about themselves */
  uint64_t id;
  luxr_limits limits;
  luxr_layer **layers;
  size_t layer_count;
  lx_script *scripts;
  size_t script_count;

  char *name, *version, *summary, *api_version, *kind, *definition;
  char **platform; /* NULL-ended */
  char **retired;
  size_t retired_count;
  bool may_be_empty;
  lx_output_rules output;
  lx_unit *units; /* policies first, then resources, each in the order they run */
  size_t unit_count, policy_count;
  unsigned policy_hooks; /* bits that any policy has */
  bool has_envelope, has_owned, has_ready;
  lx_schema *schema;
  _Atomic(char *) describe, digest;  /* made when they are asked for */
  _Atomic(struct lx_engine *) spare; /* see lx_bundle_take_engine */
};

/* What building a state of a bundle needs. `first`: this is the opening, so facts are gathered
 * into the bundle and every finding into `problems`. */
typedef struct lx_build {
  luxr_bundle *bundle;
  lx_host *host;
  lx_library_tools *tools;
  bool first;
  lx_diagnostics *problems;
  void (*finish)(lua_State *L); /* may be NULL: what a user of the bundle adds to the state */
  luxr_bundle *scratch;         /* made by the build: lx_build_clear frees it */
} lx_build;

/* The body to give to lx_host_begin, with an lx_build as argument. */
int lx_bundle_build(lua_State *L);

/* Frees what a build left; also after a limit. */
void lx_build_clear(lx_build *build);

/* Pushes unit `unit`'s hook: a function, a path, a table; false when it has none. */
void lx_bundle_push_hook(lua_State *L, size_t unit, lx_hook hook);

/* What bundle.lua itself brings: functions; false where it has none. */
typedef enum lx_bundle_hook {
  LX_BUNDLE_ENVELOPE = 1,
  LX_BUNDLE_OWNED,
  LX_BUNDLE_READY
} lx_bundle_hook;

void lx_bundle_push_own(lua_State *L, lx_bundle_hook hook);

/* The module for `name` when the script file `caller` asks for it: an index into scripts; -1
 * when there is none. `caller` may be NULL. */
ptrdiff_t lx_bundle_find_module(const luxr_bundle *bundle, const char *name,
                                const char *caller);

/* The first line of the script on which `key` is set (0: none), and the line that sets the
 * innermost key of a path that the script spells, one inside the other. */
size_t lx_script_line_of(const lx_script *script, const char *key);
size_t lx_script_line_of_path(const lx_script *script, const char *path);

/* Where a line begins and ends; NULL when there is none, or it is too long to be shown. */
const char *lx_script_text_of_line(const lx_script *script, size_t line, const char **end);

#endif
