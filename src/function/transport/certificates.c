#include "certificates.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "certificate_files.h"

static int choose_protocol(SSL *ssl, const unsigned char **out, unsigned char *out_length,
                           const unsigned char *in, unsigned in_length, void *data) {
  (void)ssl;
  (void)data;
  for (unsigned i = 0; i < in_length; i += in[i] + 1u) {
    if (in[i] != 2 || i + 2 >= in_length || memcmp(in + i + 1, "h2", 2) != 0) continue;
    *out = in + i + 1;
    *out_length = 2;
    return SSL_TLSEXT_ERR_OK;
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

/* The callback above is not asked when the client offers nothing at all. */
static int demand_protocol(SSL *ssl, int *alert, void *data) {
  const unsigned char *bytes;
  size_t length;
  (void)data;
  if (SSL_client_hello_get0_ext(ssl, TLSEXT_TYPE_application_layer_protocol_negotiation, &bytes,
                                &length)) {
    return SSL_CLIENT_HELLO_SUCCESS;
  }
  *alert = SSL_AD_NO_APPLICATION_PROTOCOL;
  return SSL_CLIENT_HELLO_ERROR;
}

static void set_rules(SSL_CTX *context) {
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_TICKET);
  /* A resumed session would carry a trust that has ended since. */
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context, 0);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, NULL);
  SSL_CTX_set_client_hello_cb(context, demand_protocol, NULL);
  SSL_CTX_set_purpose(context, X509_PURPOSE_SSL_CLIENT);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
}

static BIO *over(const lx_buffer *file) {
  return BIO_new_mem_buf(file->data ? file->data : "", (int)file->length);
}

/* The next certificate. NULL at the end, and when `*broken`. */
static X509 *next_certificate(BIO *bio, bool *broken) {
  X509 *certificate = PEM_read_bio_X509(bio, NULL, NULL, NULL);
  *broken = !certificate && ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE;
  return certificate;
}

/* The certificate and those between it and the root; false when there is none. */
static bool use_chain(SSL_CTX *context, const lx_buffer *file) {
  BIO *bio = over(file);
  bool broken;
  X509 *certificate = next_certificate(bio, &broken);
  bool ok = certificate && SSL_CTX_use_certificate(context, certificate) == 1;
  X509_free(certificate);
  while (ok && (certificate = next_certificate(bio, &broken))) {
    ok = SSL_CTX_add1_chain_cert(context, certificate) == 1;
    X509_free(certificate);
  }
  BIO_free(bio);
  return ok && !broken;
}

/* OpenSSL's type of function. NOLINTNEXTLINE(readability-non-const-parameter) */
static int no_password(char *buffer, int size, int writing, void *data) {
  (void)buffer;
  (void)size;
  (void)writing;
  (void)data;
  return -1;
}

/* NULL: there is none, or it has a password. */
static EVP_PKEY *read_key(const lx_buffer *file) {
  BIO *bio = over(file);
  EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL);
  BIO_free(bio);
  return key;
}

/* Every certificate of the bundle is a root, and is named to clients. */
static bool use_roots(SSL_CTX *context, const lx_buffer *file) {
  BIO *bio = over(file);
  X509_STORE *store = SSL_CTX_get_cert_store(context);
  X509 *root;
  int count = 0;
  bool ok = true, broken = false;
  while (ok && (root = next_certificate(bio, &broken))) {
    ok = X509_STORE_add_cert(store, root) == 1 && SSL_CTX_add_client_CA(context, root) == 1;
    X509_free(root);
    count++;
  }
  BIO_free(bio);
  return ok && count > 0 && !broken;
}

static int64_t expiry_of(SSL_CTX *context) {
  struct tm end;
  const X509 *certificate = SSL_CTX_get0_certificate(context);
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) != 1) return 0;
  return timegm(&end);
}

/* What is wrong with the files; NULL: nothing, and the context has them. */
static const char *use_files(SSL_CTX *context, const lx_certificate_files *files) {
  EVP_PKEY *key;
  bool fits;
  if (!use_chain(context, &files->certificate))
    return "tls.crt: no certificate in PEM, or a broken one";
  key = read_key(&files->key);
  if (!key) return "tls.key: no private key in PEM without a password";
  fits = SSL_CTX_use_PrivateKey(context, key) == 1 && SSL_CTX_check_private_key(context) == 1;
  EVP_PKEY_free(key);
  if (!fits) return "tls.key: not the key of tls.crt";
  if (!use_roots(context, &files->roots))
    return "ca.crt: no certificate in PEM, or a broken one";
  return NULL;
}

/* NULL: then `why` names the file that is wrong. */
static SSL_CTX *new_context(const char *directory, const lx_certificate_files *files,
                            char why[512]) {
  const char *wrong;
  SSL_CTX *context = SSL_CTX_new(TLS_server_method());
  if (!context) {
    snprintf(why, 512, "out of memory");
    return NULL;
  }
  set_rules(context);
  wrong = use_files(context, files);
  ERR_clear_error();
  if (!wrong) return context;
  snprintf(why, 512, "%s/%s", directory, wrong);
  SSL_CTX_free(context);
  return NULL;
}

static lx_certificates_change use(lx_certificates *certificates,
                                  const lx_certificate_files *files, char why[512]) {
  SSL_CTX *context = new_context(certificates->directory, files, why);
  if (!context) return LX_CERTIFICATES_REFUSED;
  SSL_CTX_free(certificates->context); /* connections hold on to the old one */
  certificates->context = context;
  certificates->expiry = expiry_of(context);
  memcpy(certificates->digest, files->digest, sizeof files->digest);
  return LX_CERTIFICATES_NEW;
}

lx_certificates_change lx_certificates_read(lx_certificates *certificates, char why[512]) {
  lx_certificate_files files = {0};
  lx_certificates_change change;
  bool known;
  if (!lx_certificate_files_read(&files, certificates->directory, why)) {
    change = LX_CERTIFICATES_REFUSED; /* its digest is all zero */
  } else if (certificates->context &&
             memcmp(certificates->digest, files.digest, sizeof files.digest) == 0) {
    certificates->is_refused = false;
    lx_certificate_files_free(&files);
    return LX_CERTIFICATES_SAME;
  } else {
    change = use(certificates, &files, why);
  }
  known = certificates->is_refused &&
          memcmp(certificates->refused, files.digest, sizeof files.digest) == 0;
  certificates->is_refused = change == LX_CERTIFICATES_REFUSED;
  memcpy(certificates->refused, files.digest, sizeof files.digest);
  lx_certificate_files_free(&files);
  if (change == LX_CERTIFICATES_REFUSED && known) return LX_CERTIFICATES_STILL_REFUSED;
  return change;
}

void lx_certificates_free(lx_certificates *certificates) {
  SSL_CTX_free(certificates->context);
  certificates->context = NULL;
}
