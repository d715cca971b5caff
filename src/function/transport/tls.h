/* tls.h: TLS of one connection, between bytes in memory; it knows no socket. */
#ifndef LX_FUNCTION_TLS_H
#define LX_FUNCTION_TLS_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>

#include "counters.h"

typedef struct lx_tls lx_tls;

typedef enum lx_tls_state {
  LX_TLS_MORE,  /* it needs more bytes */
  LX_TLS_READY, /* the handshake is done */
  LX_TLS_FAILED /* over; an alert may be among the bytes to send */
} lx_tls_state;

/* NULL: out of memory. */
lx_tls *lx_tls_new(SSL_CTX *context);
void lx_tls_free(lx_tls *tls);

/* Bytes from the network. False: out of memory. */
bool lx_tls_receive(lx_tls *tls, const char *bytes, size_t length);

/* Goes on with the handshake. */
lx_tls_state lx_tls_shake(lx_tls *tls);

/* Decrypts; how many bytes, 0 when there are none yet, -1 at the end or after an error.
 */
int lx_tls_read(lx_tls *tls, char *bytes, size_t length);

/* Encrypts. False: the connection is over. */
bool lx_tls_write(lx_tls *tls, const char *bytes, size_t length);

/* What goes to the network. The bytes are there until lx_tls_sent. */
size_t lx_tls_outgoing(const lx_tls *tls, char **bytes);
void lx_tls_sent(lx_tls *tls);

/* Says goodbye. */
void lx_tls_end(lx_tls *tls);

/* Why the handshake failed. */
lx_handshake_failure lx_tls_failure(const lx_tls *tls, const char **sentence);

#endif
