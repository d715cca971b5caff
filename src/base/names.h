/* names.h: what a DNS name may be, as RFC 1123 and RFC 1035 have it, and the keys and values of
 * labels that are built on it. */
#ifndef LX_BASE_NAMES_H
#define LX_BASE_NAMES_H

#include <stdbool.h>
#include <stddef.h>

enum { LX_LABEL_MAX = 63, LX_SUBDOMAIN_MAX = 253 };

/* Lower-case letters, digits and '-' inside; a DNS-1035 label starts with a letter. */
bool lx_is_dns1123_label(const char *text, size_t length);
bool lx_is_dns1035_label(const char *text, size_t length);

/* Labels with dots between; as in the API server, only the whole has a maximum. */
bool lx_is_dns1123_subdomain(const char *text, size_t length);

/* 1 to 63 letters, digits, '-', '_' or '.', with a letter or digit at both ends. */
bool lx_is_label_name(const char *text, size_t length);

#endif
