/* limits.h: what a document, a script and a render may cost; luxr.h has the list. */
#ifndef LX_BASE_LIMITS_H
#define LX_BASE_LIMITS_H

#include "luxr.h"

/* The limits with defaults where they are zero; `given` may be NULL. */
luxr_limits lx_limits_complete(const luxr_limits *given);

#endif
