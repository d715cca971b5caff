/* show.h: text of a document, as a sentence quotes it. */
#ifndef LX_CODEC_SHOW_H
#define LX_CODEC_SHOW_H

#include <stddef.h>

enum { LX_SHOWN = 96 };

/* Fills `shown` with the text, without quotes: control characters and bad bytes escaped, cut
 * with "..." behind some 60 bytes. Returns `shown`. */
const char *lx_show(char shown[LX_SHOWN], const char *text, size_t length);

#endif
