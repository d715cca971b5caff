/* composition.h: what Crossplane's core makes of a composite resource (XR), a Composition
 * and what functions answered, and what its command `crossplane composition render`
 * prints of it. The files composition_*.c are the only ones of this room that name its
 * protocol.
 *
 * Requests and answers of steps are trees of the shape that the protocol's messages have
 * as JSON: {observed, desired, context, requiredResources, input} and {desired, results,
 * conditions, context, requirements}. */
#ifndef CLI_COMPOSITION_H
#define CLI_COMPOSITION_H

#include <stdbool.h>
#include <stdint.h>

#include "documents.h"
#include "options.h"

typedef struct cli_composition {
  cli_library library;
  cli_documents observed, required;
  cJSON *file;     /* the XR as it was given, with its definition's defaults */
  cJSON *xr;       /* the XR as functions see it */
  cJSON *seen;     /* observed objects by the name of their resource */
  cJSON *events;   /* {type, reason, message} */
  cJSON *desired;  /* of the last step: {composite, resources} */
  cJSON *context;  /* of the last step; NULL when it dropped it, or none ran */
  cJSON *marks;    /* the functions' conditions, each complete */
  bool is_legacy;  /* resourceRefs and alike stand in spec, not in spec.crossplane */
  bool is_over;    /* paused or deleted: no function runs */
  cJSON *out;      /* the XR after the run */
  cJSON *composed; /* list of composed resources, sorted by name */
} cli_composition;

/* All that was made; not the library. */
void cli_composition_clear(cli_composition *all);

/* Where in the XR Crossplane's own fields are: spec, or spec.crossplane. */
cJSON *cli_composition_fields(const cli_composition *all, cJSON *xr);

/* The event with its message, which is freed. */
void cli_composition_event(cli_composition *all, const char *type, const char *reason,
                           cli_text *message);

/* ---- composition_definition.c: --xrd --------------------------------------------------
 */

/* Fills in defaults and learns the scope from a CompositeResourceDefinition. False:
 * reported. */
bool cli_composition_define(cli_composition *all, const char *path);

/* ---- composition_xr.c ------------------------------------------------------------- */

/* Completes the XR of `file` in `xr` as the core does before it runs functions; of one
 * that is paused or being deleted it makes `out` at once, because no function runs.
 * `composition` is the name of the Composition, NULL without one. */
void cli_composition_prepare(cli_composition *all, const char *composition);

/* Reads the observed resources and finds out whose they are. False: reported. */
bool cli_composition_observe(cli_composition *all, const char *path, unsigned flags);

/* ---- composition_context.c -------------------------------------------------------- */

/* Fills the context with what the command line says. False: reported. */
bool cli_composition_seed(cli_composition *all);

/* ---- composition_names.c ---------------------------------------------------------- */

enum { CLI_UID_LENGTH = 36 };

/* The UID that an XR without one gets. */
void cli_composition_uid(const cJSON *xr, char uid[CLI_UID_LENGTH + 1]);

/* Adds the name of a composed resource to which nobody gave one. */
void cli_composition_name(cli_text *text, const char *prefix, const char *uid,
                          const char *resource);

/* Whether an API server takes the name. */
bool cli_composition_is_name(const char *name, const char *api_version, const char *kind);

/* ---- composition_required.c ------------------------------------------------------- */

/* Looks up what a step asked for, {name: selector}, among the required resources; sets
 * {name: {items: [{resource}]}} in `found`. */
void cli_composition_require(const cli_composition *all, const cJSON *selectors, cJSON *found);

/* ---- composition_conditions.c ----------------------------------------------------- */

/* A copy of the list with the fields that a condition has, NULL when it is no list of
 * conditions. An absent list is an empty one. */
cJSON *cli_conditions_read(const cJSON *conditions);

/* Sets a condition in the list; one of that type keeps its place. */
void cli_conditions_mark(cJSON *conditions, const char *type, const char *status,
                         const char *reason, const char *message, const cJSON *generation);

/* Adds what an answer has, in the form of the list above. */
void cli_conditions_take(cJSON *marks, const cJSON *answered);

/* Sets conditions in the status of an object. */
void cli_conditions_merge(cJSON *object, const cJSON *conditions);

/* ---- composition_metadata.c -------------------------------------------------------- */

/* Completes the metadata of the object of a resource as it is applied. False: reported.
 */
bool cli_composition_complete(cli_composition *all, const char *resource, cJSON *object);

/* ---- composition_compose.c -------------------------------------------------------- */

/* Makes `out` and `composed` of what the functions want. False: reported. */
bool cli_composition_compose(cli_composition *all);

/* ---- composition_pipeline.c ------------------------------------------------------- */

/* A step as the pipeline knows it. */
typedef struct cli_step {
  const char *name;       /* in messages */
  const char *shown;      /* in results; NULL: results are shown as they are */
  const cJSON *bootstrap; /* {name: {items}} that it has from the beginning; NULL: none */
  /* Answers a request; NULL: it could not. */
  cJSON *(*run)(void *data, const cJSON *request);
  void *data;
} cli_step;

/* Runs a step until it asks for nothing new, and takes its answer. False: reported,
 * unless `run` answered nothing. */
bool cli_composition_run(cli_composition *all, const cli_step *step);

/* ---- composition_print.c ---------------------------------------------------------- */

/* The documents in their order: the XR, composed resources, results, context. */
typedef struct cli_printing {
  bool xr, full, results, context;
} cli_printing;

/* A list of them. */
cJSON *cli_composition_documents(const cli_composition *all, const cli_printing *printing);

#endif
