#include "flags.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum kind { TEXT, SWITCH, NUMBER, MEGABYTES, DURATION, OVERLAY } kind;

typedef struct known_flag {
  const char *name; /* without the dashes */
  char letter;
  kind kind;
  size_t offset;
  uint64_t least, most;
} known_flag;

#define AT(field) offsetof(lx_flags, field)

static const known_flag flags_known[] = {
    {"address", 0, TEXT, AT(address), 0, 0},
    {"network", 0, TEXT, AT(network), 0, 0},
    {"tls-certs-dir", 0, TEXT, AT(certificates), 0, 0},
    {"insecure", 0, SWITCH, AT(insecure), 0, 0},
    {"debug", 'd', SWITCH, AT(debug), 0, 0},
    {"help", 'h', SWITCH, AT(help), 0, 0},
    {"version", 0, SWITCH, AT(version), 0, 0},
    {"max-recv-message-size", 0, MEGABYTES, AT(message_bytes), 1, 1024},
    {"ttl", 0, DURATION, AT(ttl_ms), 0, 0},
    {"metrics-address", 0, TEXT, AT(metrics_address), 0, 0},
    {"workers", 0, NUMBER, AT(workers), 1, 1024},
    {"queue", 0, NUMBER, AT(queue), 1, 1000000},
    {"bundle", 0, TEXT, AT(bundle), 0, 0},
    {"overlay", 0, OVERLAY, 0, 0, 0},
    {"bundles-dir", 0, TEXT, AT(bundles_dir), 0, 0},
    {"overlays-dir", 0, TEXT, AT(overlays_dir), 0, 0},
    {"parameters", 0, TEXT, AT(parameters), 0, 0},
    {"record", 0, TEXT, AT(record), 0, 0},
};

static bool say(char why[512], const char *before, const char *name, const char *after) {
  snprintf(why, 512, "%s%.200s%s", before, name, after);
  return false;
}

static bool read_number(const char *text, uint64_t *number) {
  char *end;
  if (*text < '0' || *text > '9') return false;
  errno = 0;
  *number = strtoull(text, &end, 10);
  return *end == '\0' && errno == 0;
}

/* A number and the unit behind it; moves on. */
static bool read_part(const char **text, uint64_t *milliseconds) {
  static const struct {
    const char *name;
    uint64_t milliseconds;
  } units[] = {{"ms", 1}, {"h", 3600000}, {"m", 60000}, {"s", 1000}};
  char *end;
  uint64_t number;
  if (**text < '0' || **text > '9') return false;
  errno = 0;
  number = strtoull(*text, &end, 10);
  if (errno || number > 1000000000) return false;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    size_t length = strlen(units[i].name);
    if (strncmp(end, units[i].name, length) != 0) continue;
    *milliseconds += number * units[i].milliseconds;
    *text = end + length;
    return true;
  }
  return false;
}

bool lx_flags_duration(const char *text, uint64_t *milliseconds) {
  uint64_t seconds;
  *milliseconds = 0;
  if (read_number(text, &seconds)) {
    *milliseconds = seconds * 1000;
    return seconds <= 1000000000;
  }
  if (!*text) return false;
  while (*text) {
    if (!read_part(&text, milliseconds)) return false;
  }
  return true;
}

static bool set_switch(bool *field, const known_flag *flag, const char *value, char why[512]) {
  *field = !value || strcmp(value, "true") == 0;
  if (*field || strcmp(value, "false") == 0) return true;
  return say(why, "--", flag->name, " is on or off: it takes true, false or nothing");
}

static bool set_number(uint64_t *field, const known_flag *flag, const char *value,
                       char why[512]) {
  if (!read_number(value, field) || *field < flag->least || *field > flag->most) {
    snprintf(why, 512, "--%s is a number from %lu to %lu, not '%.100s'", flag->name,
             (unsigned long)flag->least, (unsigned long)flag->most, value);
    return false;
  }
  if (flag->kind == MEGABYTES) *field <<= 20;
  return true;
}

static bool add_overlay(lx_flags *flags, const char *value, char why[512]) {
  if (flags->overlay_count == LX_OVERLAYS) return say(why, "too many overlays: '", value, "'");
  flags->overlays[flags->overlay_count++] = value;
  return true;
}

static bool set(lx_flags *flags, const known_flag *flag, const char *value, char why[512]) {
  void *field = (char *)flags + flag->offset;
  switch (flag->kind) {
    case SWITCH: return set_switch(field, flag, value, why);
    case TEXT: *(const char **)field = value; return true;
    case OVERLAY: return add_overlay(flags, value, why);
    case DURATION:
      if (lx_flags_duration(value, field)) return true;
      return say(why, "--ttl is a duration such as 60s or 1m30s, not '", value, "'");
    case NUMBER:
    case MEGABYTES: return set_number(field, flag, value, why);
  }
  return false;
}

/* The flag an argument names, by its letter or its name; `*value` is behind "=", or NULL.
 */
static const known_flag *find(const char *argument, const char **value) {
  const char *equals = strchr(argument, '=');
  size_t length = equals ? (size_t)(equals - argument) : strlen(argument);
  *value = equals ? equals + 1 : NULL;
  for (size_t i = 0; i < sizeof flags_known / sizeof *flags_known; i++) {
    const known_flag *known = &flags_known[i];
    if (length == 2 && argument[0] == '-' && known->letter && argument[1] == known->letter) {
      return known;
    }
    if (length < 3 || strncmp(argument, "--", 2) != 0) continue;
    if (strlen(known->name) == length - 2 &&
        memcmp(argument + 2, known->name, length - 2) == 0) {
      return known;
    }
  }
  return NULL;
}

static bool read_arguments(lx_flags *flags, char *const *arguments, char why[512]) {
  for (; *arguments; arguments++) {
    const char *value;
    const known_flag *flag = find(*arguments, &value);
    if (!flag) return say(why, "there is no option '", *arguments, "': see --help");
    if (!value && flag->kind != SWITCH) {
      value = *++arguments;
      if (!value) return say(why, "--", flag->name, " needs a value");
    }
    if (!set(flags, flag, value, why)) return false;
  }
  return true;
}

bool lx_flags_read(lx_flags *flags, char *const *arguments, char why[512]) {
  *flags = (lx_flags){.network = "tcp",
                      .address = ":9443",
                      .metrics_address = ":8080",
                      .message_bytes = 4u << 20,
                      .ttl_ms = 60000,
                      .queue = 256};
  flags->certificates = getenv("TLS_SERVER_CERTS_DIR");
  if (!read_arguments(flags, arguments, why)) return false;
  if (flags->certificates && !*flags->certificates) flags->certificates = NULL;
  if (flags->help || flags->version || flags->insecure || flags->certificates) return true;
  snprintf(why, 512,
           "there are no certificates: say --tls-certs-dir DIR (or TLS_SERVER_CERTS_DIR) with "
           "tls.crt, tls.key and ca.crt, or --insecure to serve without TLS");
  return false;
}
