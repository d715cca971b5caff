/* flags.h: the command line and the environment of luxr-function. */
#ifndef LX_FUNCTION_FLAGS_H
#define LX_FUNCTION_FLAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LX_OVERLAYS = 32 };

typedef struct lx_flags {
  const char *network, *address, *metrics_address;
  const char *certificates; /* a directory; NULL: none was given */
  bool insecure, debug, help, version;
  uint64_t message_bytes;
  uint64_t ttl_ms;
  uint64_t workers; /* 0: as many as the machine has processors */
  uint64_t queue;
  const char *bundle, *bundles_dir, *overlays_dir, *parameters, *record;
  const char *overlays[LX_OVERLAYS];
  size_t overlay_count;
} lx_flags;

/* Reads both; what is not said has its default. False: `why` has a sentence. Everything
 * points into the arguments and the environment. */
bool lx_flags_read(lx_flags *flags, char *const *arguments, char why[512]);

extern const char lx_flags_help[];

/* A duration: "60s", "1m30s", "250ms", "2h", or seconds, "60". False when it is none. */
bool lx_flags_duration(const char *text, uint64_t *milliseconds);

#endif
