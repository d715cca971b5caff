/* certificates.h: tls.crt, tls.key and ca.crt of a directory, as a context for new
 * connections. A changed set is used whole or not at all; connections keep the context
 * they began with. */
#ifndef LX_FUNCTION_CERTIFICATES_H
#define LX_FUNCTION_CERTIFICATES_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct lx_certificates {
  const char *directory;
  SSL_CTX *context;
  unsigned char digest[32];  /* of the files in use */
  unsigned char refused[32]; /* of the last set that could not be used */
  bool is_refused;           /* the newest set is that one */
  int64_t expiry;            /* of the server's certificate, seconds since 1970 */
} lx_certificates;

typedef enum lx_certificates_change {
  LX_CERTIFICATES_SAME,
  LX_CERTIFICATES_NEW,
  LX_CERTIFICATES_REFUSED, /* what was in use stays so; `why` has a sentence */
  LX_CERTIFICATES_STILL_REFUSED
} lx_certificates_change;

/* Reads the files of `directory`, when they differ from what is in use. */
lx_certificates_change lx_certificates_read(lx_certificates *certificates, char why[512]);

void lx_certificates_free(lx_certificates *certificates);

#endif
