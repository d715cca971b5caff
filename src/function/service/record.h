/* record.h: calls as files, to render them again.
 *
 * A file is an object of JSON: `luxr` (the version), `format` (1), `time`, `kind`, `xr`, `tag`,
 * `bundle` (its digest), `ttl` (the server's, in milliseconds), `status` and `message` of gRPC,
 * and `request` and `response`, the protobuf messages as base64, without their secrets. */
#ifndef LX_FUNCTION_RECORD_H
#define LX_FUNCTION_RECORD_H

#include "answer.h"
#include "function/log.h"

enum { LX_RECORD_FORMAT = 1, LX_RECORD_FILES = 1000 };

typedef struct lx_record lx_record;

/* Goes on behind the newest file in the directory. NULL, and the log says why, when it cannot be
 * written to. `directory` and `log` must outlive it. */
lx_record *lx_record_open(const char *directory, const lx_log *log);
void lx_record_close(lx_record *record);

/* Keeps a call that is answered, in place of the oldest one when there are LX_RECORD_FILES.
 * `bundle` is a digest, or NULL. From any thread. */
void lx_record_keep(lx_record *record, lx_run_call *run, const char *bundle, int64_t ttl_ms);

#endif
