/* locate.h: finding a field in the text of a document, for locate.c. */
#ifndef LX_CODEC_LOCATE_H
#define LX_CODEC_LOCATE_H

#include <stdbool.h>

#include "codec/read.h"
#include "codec/text.h"

/* As lx_locate. The place is that of the nearest parent from the begin on. */
bool lx_locate_yaml(const lx_text *text, const char *path, bool at_name, lx_place *place);
bool lx_locate_json(const lx_text *text, const char *path, bool at_name, lx_place *place);

#endif
