/* luxr.h: renders input documents into manifests with Lua scripts.
 *
 * Bytes in, bytes out. A bundle of scripts is opened once and shared by threads; a worker
 * renders one request at a time with it, in a sandbox that nothing outlives; the result owns
 * every byte it hands out. Nothing here prints, exits or keeps state between calls.
 *
 * Ownership, in one sentence: what a function whose name ends in _new, _open or _render
 * returns is yours to free with the function named beside it; every other pointer is
 * borrowed from the object it was asked of and lives as long as that object.
 *
 * Text is UTF-8, zero-terminated unless a length is beside it. Compiles as C11 and C++. */
#ifndef LUXR_H
#define LUXR_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LUXR_VERSION "0.1.0"

#if defined(__GNUC__)
#define LUXR_API __attribute__((visibility("default")))
#else
#define LUXR_API
#endif

/* ---- Status and diagnostics ------------------------------------------------------------ */

typedef enum luxr_status {
  LUXR_OK = 0,
  LUXR_ERR_USAGE,     /* an argument makes no sense */
  LUXR_ERR_INPUT,     /* a document is malformed, breaks the schema or was refused */
  LUXR_ERR_NOT_FOUND, /* a file, directory, bundle or script does not exist */
  LUXR_ERR_SCRIPT,    /* a script failed, or the bundle is broken */
  LUXR_ERR_LIMIT,     /* a script ran past its budget */
  LUXR_ERR_STOPPED,   /* the deadline passed or `stopped` said so */
  LUXR_ERR_IO,        /* the system refused to read or write */
  LUXR_ERR_MEMORY     /* the process is out of memory */
} luxr_status;

/* The word for a status: "input", "script". Never NULL. */
LUXR_API const char *luxr_status_name(luxr_status status);

/* The exit code a command should end with: 0, 64, 65, 66, 70 or 74 (sysexits.h). */
LUXR_API int luxr_status_exit_code(luxr_status status);

typedef enum luxr_severity { LUXR_NOTE, LUXR_WARNING, LUXR_ERROR } luxr_severity;

/* One finding. Absent text is NULL, absent numbers are 0. Lines and columns count from 1;
 * a column counts characters, not bytes. */
typedef struct luxr_diagnostic {
  luxr_severity severity;
  luxr_status status;   /* what kind of failure; LUXR_OK for notes and warnings */
  const char *file;     /* the document's origin or the script, as messages call it */
  size_t line, column;  /* where it starts */
  size_t width;         /* how many characters of the line it covers */
  const char *path;     /* the field: spec.scaling.metric, spec.labels["a.b"][0] */
  const char *sentence; /* what is wrong and what was expected */
  const char *hint;     /* how to mend it */
  const char *source;   /* the text of the line */
  const char *hook;     /* the script's hook: "scaling.decide" */
  const char *subject;  /* the input being rendered: "production/llama-3" */
  const char *trace;    /* the scripts' call trace, one "file:line: in name" a line */
} luxr_diagnostic;

/* ---- Layers and bundles ---------------------------------------------------------------- */

/* Files that make a bundle, or that change one: a directory, a set of texts, or the bundle
 * embedded in this library. */
typedef struct luxr_layer luxr_layer;

typedef struct luxr_file {
  const char *name; /* path within the layer: "policies/scaling.lua" */
  const char *bytes;
  size_t length;
} luxr_file;

typedef struct luxr_result luxr_result;

/* The bundle built into the library. NULL if memory is out. Free: luxr_layer_free. */
LUXR_API luxr_layer *luxr_layer_embedded_new(void);

/* Reads every script and schema below `path`; symbolic links that leave it are refused.
 * NULL on failure: then `*problems` (if wanted) says why; free it with luxr_result_free. */
LUXR_API luxr_layer *luxr_layer_directory_open(const char *path, luxr_result **problems);

/* Copies `count` files. `origin` is how messages call the layer. Free: luxr_layer_free. */
LUXR_API luxr_layer *luxr_layer_files_new(const char *origin, const luxr_file *files,
                                          size_t count);
LUXR_API void luxr_layer_free(luxr_layer *layer);

/* Layers loaded and checked: immutable, shared between threads freely. */
typedef struct luxr_bundle luxr_bundle;

/* Bytes unless a unit is named. Zero takes the default. */
typedef struct luxr_limits {
  uint64_t steps;        /* VM instructions and charged bytes a render; 20,000,000 */
  uint64_t milliseconds; /* wall time a render; 10,000 */
  size_t memory;         /* of scripts and their values; 64 MiB */
  size_t input;          /* one document; 4 MiB */
  size_t scalar;         /* one scalar of a document; 1 MiB */
  size_t nodes;          /* values of one document, aliases expanded; 100,000 */
  size_t depth;          /* nesting of a document; 100 */
  size_t documents;      /* documents of one stream; 0 = as many as there are */
  size_t string;         /* one string a script makes; 1 MiB */
  size_t source;         /* one script, or the definition; 256 KiB */
  size_t sources;        /* all files of a bundle; 4 MiB */
  size_t resources;      /* manifests of one render; 1,000 */
  size_t output;         /* manifests of one render together; 8 MiB */
  size_t output_depth;   /* nesting of a manifest; 64 */
  size_t log;            /* what print may write in one render; 64 KiB */
  size_t log_lines;      /* lines of it; 100 */
} luxr_limits;

/* The defaults, every field filled in. */
LUXR_API luxr_limits luxr_limits_default(void);

/* Stacks `count` layers, the bundle first and then overlays, and loads them once in a
 * sandbox, so that what is broken is found here. The layers may be freed afterwards.
 * NULL on failure: then `*problems` (if wanted) says why. Free: luxr_bundle_free. */
LUXR_API luxr_bundle *luxr_bundle_open(luxr_layer *const *layers, size_t count,
                                       const luxr_limits *limits, luxr_result **problems);

/* One more owner. Returns `bundle`. */
LUXR_API luxr_bundle *luxr_bundle_retain(luxr_bundle *bundle);
LUXR_API void luxr_bundle_free(luxr_bundle *bundle);

/* Name, version, what is accepted, scripts and where each comes from: one JSON object. NULL if
 * memory is out. */
LUXR_API const char *luxr_bundle_describe(const luxr_bundle *bundle);

/* A hash of every byte that was loaded: 64 hexadecimal digits. NULL if memory is out. */
LUXR_API const char *luxr_bundle_digest(const luxr_bundle *bundle);

/* The Lua that runs the scripts: "Lua 5.4.9 (built in)". */
LUXR_API const char *luxr_lua_version(void);

/* ---- Documents and streams ------------------------------------------------------------- */

typedef enum luxr_format {
  LUXR_FORMAT_ANY, /* JSON if it starts like JSON and is, else YAML; input only */
  LUXR_FORMAT_YAML,
  LUXR_FORMAT_JSON,
  LUXR_FORMAT_STRUCT /* a google.protobuf.Struct message; not in streams */
} luxr_format;

typedef enum luxr_role {
  LUXR_ROLE_INPUT,      /* what is rendered; exactly one */
  LUXR_ROLE_OBSERVED,   /* a composed resource as it is now; `name` is its composed name */
  LUXR_ROLE_REQUIRED,   /* an object asked for by `requires`; `name` is the requirement. With
                            `bytes` NULL: it was asked for, and there is none */
  LUXR_ROLE_PARAMETERS, /* ctx.parameters; none where the document is empty */
  LUXR_ROLE_ENVIRONMENT /* ctx.environment */
} luxr_role;

typedef struct luxr_document {
  luxr_role role;
  luxr_format format;
  const char *name;   /* see luxr_role; else NULL */
  const char *origin; /* how messages call it: "xr.yaml", "<stdin>" */
  const char *bytes;  /* borrowed until the call that was given it returns */
  size_t length;
  size_t line; /* the line of `origin` its first byte is on; 0 means 1 */
} luxr_document;

/* Splits a file or pipe of many documents, and `kind: List`, into one document at a time. */
typedef struct luxr_stream luxr_stream;

/* Fills `bytes`; returns how many, 0 at the end, -1 on failure (errno says why). */
typedef ptrdiff_t (*luxr_read)(void *data, char *bytes, size_t size);

/* `origin` and `data` must outlive the stream. NULL if memory is out. */
LUXR_API luxr_stream *luxr_stream_new(const char *origin, luxr_format format, luxr_read read,
                                      void *data, const luxr_limits *limits);
LUXR_API void luxr_stream_free(luxr_stream *stream);

/* The next document that is not empty: 1 and `*document` filled (its bytes live until the next
 * call), 0 at the end, -1 on failure: then `*problems` says why (free it) and the stream ends. */
LUXR_API int luxr_stream_next(luxr_stream *stream, luxr_document *document,
                              luxr_result **problems);

/* ---- Rendering ------------------------------------------------------------------------- */

/* Runs scripts, one thread at a time. */
typedef struct luxr_worker luxr_worker;

enum {
  LUXR_WORKER_MALLOC = 1 /* plain malloc instead of an arena: for sanitizers; same bytes */
};

/* NULL if memory is out. `limits` may be NULL. Free: luxr_worker_free. */
LUXR_API luxr_worker *luxr_worker_new(const luxr_limits *limits, unsigned flags);
LUXR_API void luxr_worker_free(luxr_worker *worker);

enum {
  LUXR_BARE = 1,           /* manifests without the bundle's envelope */
  LUXR_STRICT = 2,         /* warnings are errors */
  LUXR_UNKNOWN_FIELDS = 4, /* fields the schema does not know are warnings */
  LUXR_CHECK_ONLY = 8,     /* every phase runs, no manifest is written */
  LUXR_REPORT = 16,        /* fill LUXR_PART_REPORT */
  LUXR_LIVE = 32           /* call requires, ready and status: observed state is known */
};

typedef struct luxr_request {
  const luxr_document *documents;
  size_t document_count;
  const char *const *only; /* names of the resources to write; others are skipped */
  size_t only_count;
  const char *const *skip; /* names of the resources to leave out */
  size_t skip_count;
  const char *const *sets; /* "spec.gpu=4", typed by the schema */
  size_t set_count;
  const char *default_namespace; /* for an input without one; another one is an error */
  luxr_format output;            /* LUXR_FORMAT_YAML unless set; STRUCT: of parts too */
  unsigned flags;
  uint64_t milliseconds;      /* this request's wall time, if below the worker's limit */
  int (*stopped)(void *data); /* asked now and then; anything but 0 stops the render */
  void *stopped_data;
} luxr_request;

/* Renders. Never NULL: a result exists on failure too. Free: luxr_result_free. */
LUXR_API luxr_result *luxr_render(luxr_worker *worker, luxr_bundle *bundle,
                                  const luxr_request *request);

/* Reads a document and writes it again in `format`, with the limits and the memory of
 * `worker`: YAML as luxr writes manifests, JSON on one line. Never NULL: the result of a
 * success has one item, which has bytes and nothing else. Free: luxr_result_free. */
LUXR_API luxr_result *luxr_convert(luxr_worker *worker, const luxr_document *document,
                                   luxr_format format);

/* Where a field of a document is, from 1: spec.labels["a.b"][0]. An absent field is at its
 * nearest parent. 0 when the document cannot be read. */
LUXR_API int luxr_locate(const luxr_document *document, const char *path, size_t *line,
                         size_t *column);

/* ---- Results --------------------------------------------------------------------------- */

LUXR_API void luxr_result_free(luxr_result *result);
LUXR_API luxr_status luxr_result_status(const luxr_result *result);

/* "production/llama-3" once it is known, else "". */
LUXR_API const char *luxr_result_subject(const luxr_result *result);

typedef struct luxr_identity {
  const char *api_version, *kind, *name_space, *name; /* "" where absent */
} luxr_identity;

typedef enum luxr_item_state { LUXR_RENDERED, LUXR_SKIPPED } luxr_item_state;

/* A resource of the bundle, in the bundle's order. Only a rendered one of a result whose
 * status is LUXR_OK has bytes. */
typedef struct luxr_item {
  const char *name;
  const char *summary;
  luxr_item_state state;
  const char *reason;     /* why it was skipped */
  int ready;              /* 1, 0, or -1 for unknown */
  luxr_identity object;   /* what `bytes` say, the envelope where there is one */
  luxr_identity manifest; /* what is inside the envelope */
  const char *bytes;      /* one document: YAML ends with a line break, JSON does not; or the
                             bytes of a Struct */
  size_t length;
} luxr_item;

LUXR_API size_t luxr_result_item_count(const luxr_result *result);
LUXR_API const luxr_item *luxr_result_item(const luxr_result *result, size_t index);

LUXR_API size_t luxr_result_diagnostic_count(const luxr_result *result);
LUXR_API const luxr_diagnostic *luxr_result_diagnostic(const luxr_result *result, size_t index);

typedef enum luxr_part {
  LUXR_PART_STATUS,       /* fields for the input's status */
  LUXR_PART_CONDITIONS,   /* a list of {type, status, reason, message} */
  LUXR_PART_EVENTS,       /* a list of {severity, reason, message} */
  LUXR_PART_REQUIREMENTS, /* objects by requirement name */
  LUXR_PART_REPORT,       /* {resources, policies}: what was decided and why */
  LUXR_PART_LOG           /* what scripts printed; text, not JSON */
} luxr_part;

/* JSON text, NULL when the part is empty. `length` may be NULL. Where the request's output is
 * LUXR_FORMAT_STRUCT: a google.protobuf.Struct message, of a list a ListValue message; report and
 * log are text always. */
LUXR_API const char *luxr_result_part(const luxr_result *result, luxr_part part,
                                      size_t *length);

/* The field of luxr_limits that stopped the render: "steps", "memory", "nodes"; of several the
 * first. NULL when none did. */
LUXR_API const char *luxr_result_limit(const luxr_result *result);

/* The time to live a script asked for, in milliseconds; -1 when none did. */
LUXR_API int64_t luxr_result_ttl(const luxr_result *result);

#ifdef __cplusplus
}
#endif

#endif
