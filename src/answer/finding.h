/* finding.h: a finding, or all errors of a render, as one message of bounded length. */
#ifndef LX_ANSWER_FINDING_H
#define LX_ANSWER_FINDING_H

#include "base/buffer.h"
#include "luxr.h"
#include "paths.h"

enum { LX_MESSAGE_MAX = 2048 };

/* "FILE:LINE:COLUMN: FIELD: sentence (hint)". Files are shown as `paths` has them. */
void lx_finding_print(lx_buffer *text, const luxr_diagnostic *finding,
                      const lx_source_paths *paths);

/* The errors of a result, one a line, as many as fit; then how many more there are. */
void lx_fatal_print(lx_buffer *text, const luxr_result *result, const lx_source_paths *paths);

/* Cuts the text at a character's boundary, so that it has at most `most` bytes. */
void lx_message_cut(lx_buffer *text, size_t most);

#endif
