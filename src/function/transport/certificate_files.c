#include "certificate_files.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { FILE_BYTES = 1 << 20 };

/* A Secret's volume is replaced by flipping the link ..data: what is opened through it
 * once is one generation, whatever happens meanwhile. */
static int open_generation(const char *directory) {
  int outer = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int inner;
  if (outer < 0) return -1;
  inner = openat(outer, "..data", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (inner < 0) return outer;
  close(outer);
  return inner;
}

static bool read_all(int fd, lx_buffer *file) {
  file->max = FILE_BYTES;
  for (;;) {
    ssize_t count;
    if (!lx_buffer_reserve(file, 4096)) {
      errno = EFBIG;
      return false;
    }
    count = read(fd, file->data + file->length, 4096);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return count == 0;
    file->length += (size_t)count;
  }
}

static bool read_file(int directory, const char *name, lx_buffer *file) {
  int fd = openat(directory, name, O_RDONLY | O_CLOEXEC);
  bool ok;
  if (fd < 0) return false;
  ok = read_all(fd, file);
  close(fd);
  return ok;
}

static bool digest_files(lx_certificate_files *set) {
  const lx_buffer *files[] = {&set->certificate, &set->key, &set->roots};
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  bool ok = context && EVP_DigestInit_ex(context, EVP_sha256(), NULL);
  for (int i = 0; ok && i < 3; i++) {
    ok = EVP_DigestUpdate(context, &files[i]->length, sizeof files[i]->length) &&
         EVP_DigestUpdate(context, files[i]->data, files[i]->length);
  }
  ok = ok && EVP_DigestFinal_ex(context, set->digest, NULL);
  EVP_MD_CTX_free(context);
  return ok;
}

bool lx_certificate_files_read(lx_certificate_files *set, const char *path, char why[512]) {
  static const char *const names[] = {"tls.crt", "tls.key", "ca.crt"};
  lx_buffer *const files[] = {&set->certificate, &set->key, &set->roots};
  int directory = open_generation(path);
  if (directory < 0) {
    snprintf(why, 512, "%s: %s", path, strerror(errno));
    return false;
  }
  for (int i = 0; i < 3; i++) {
    if (read_file(directory, names[i], files[i])) continue;
    snprintf(why, 512, "%s/%s: %s", path, names[i], strerror(errno));
    close(directory);
    return false;
  }
  close(directory);
  if (digest_files(set)) return true;
  snprintf(why, 512, "out of memory");
  return false;
}

void lx_certificate_files_free(lx_certificate_files *set) {
  /* The key does not stay in memory that somebody else gets. */
  if (set->key.data) OPENSSL_cleanse(set->key.data, set->key.capacity);
  lx_buffer_free(&set->certificate);
  lx_buffer_free(&set->key);
  lx_buffer_free(&set->roots);
}
