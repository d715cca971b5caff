/* certificate_files.h: tls.crt, tls.key and ca.crt, read at one moment. */
#ifndef LX_FUNCTION_CERTIFICATE_FILES_H
#define LX_FUNCTION_CERTIFICATE_FILES_H

#include <stdbool.h>

#include "base/buffer.h"

typedef struct lx_certificate_files {
  lx_buffer certificate, key, roots;
  unsigned char digest[32]; /* of all three */
} lx_certificate_files;

/* Into a set that is all zero. False: `why` has a sentence. Free it in any case. */
bool lx_certificate_files_read(lx_certificate_files *files, const char *directory,
                               char why[512]);
void lx_certificate_files_free(lx_certificate_files *files);

#endif
