#include "tls.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include "base/alloc.h"

struct lx_tls {
  SSL *ssl; /* owns both ends */
  BIO *in, *out;
  unsigned long error; /* the first of the handshake */
};

lx_tls *lx_tls_new(SSL_CTX *context) {
  lx_tls *tls = lx_alloc_zero(sizeof *tls);
  if (!tls) return NULL;
  tls->ssl = SSL_new(context);
  tls->in = BIO_new(BIO_s_mem());
  tls->out = BIO_new(BIO_s_mem());
  if (!tls->ssl || !tls->in || !tls->out) {
    SSL_free(tls->ssl);
    BIO_free(tls->in);
    BIO_free(tls->out);
    lx_free(tls);
    return NULL;
  }
  SSL_set_bio(tls->ssl, tls->in, tls->out);
  SSL_set_accept_state(tls->ssl);
  return tls;
}

void lx_tls_free(lx_tls *tls) {
  if (!tls) return;
  SSL_free(tls->ssl);
  lx_free(tls);
}

bool lx_tls_receive(lx_tls *tls, const char *bytes, size_t length) {
  return BIO_write(tls->in, bytes, (int)length) == (int)length;
}

lx_tls_state lx_tls_shake(lx_tls *tls) {
  int result;
  ERR_clear_error();
  result = SSL_do_handshake(tls->ssl);
  if (result == 1) return LX_TLS_READY;
  switch (SSL_get_error(tls->ssl, result)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE: return LX_TLS_MORE;
    default: tls->error = ERR_peek_error(); return LX_TLS_FAILED;
  }
}

int lx_tls_read(lx_tls *tls, char *bytes, size_t length) {
  int count;
  ERR_clear_error();
  count = SSL_read(tls->ssl, bytes, (int)length);
  if (count > 0) return count;
  return SSL_get_error(tls->ssl, count) == SSL_ERROR_WANT_READ ? 0 : -1;
}

bool lx_tls_write(lx_tls *tls, const char *bytes, size_t length) {
  ERR_clear_error();
  return SSL_write(tls->ssl, bytes, (int)length) == (int)length;
}

size_t lx_tls_outgoing(const lx_tls *tls, char **bytes) {
  long length = BIO_get_mem_data(tls->out, bytes);
  return length > 0 ? (size_t)length : 0;
}

void lx_tls_sent(lx_tls *tls) {
  (void)BIO_reset(tls->out);
}

void lx_tls_end(lx_tls *tls) {
  ERR_clear_error();
  if (SSL_is_init_finished(tls->ssl)) SSL_shutdown(tls->ssl);
}

lx_handshake_failure lx_tls_failure(const lx_tls *tls, const char **sentence) {
  long verified = SSL_get_verify_result(tls->ssl);
  int reason = ERR_GET_REASON(tls->error);
  if (verified != X509_V_OK) {
    *sentence = X509_verify_cert_error_string(verified);
    return LX_HANDSHAKE_BAD_CERTIFICATE;
  }
  *sentence = ERR_reason_error_string(tls->error);
  if (!*sentence) *sentence = "the client ended it";
  if (reason == SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE) return LX_HANDSHAKE_NO_CERTIFICATE;
  if (reason == SSL_R_NO_APPLICATION_PROTOCOL || reason == SSL_R_CALLBACK_FAILED) {
    *sentence = "the client does not offer HTTP/2 (ALPN h2)";
    return LX_HANDSHAKE_NO_ALPN;
  }
  return LX_HANDSHAKE_OTHER;
}
