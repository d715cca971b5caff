/* quantity.h: quantities of resources, exactly: 500m, 1.5, 8Gi, 1e3.
 *
 * The canonical form is that of apimachinery's Quantity: no fraction, the largest unit of
 * its own kind (decimal, binary, exponent) that loses nothing, and decimal where a binary
 * unit would. As there, what is finer than 1n is rounded away from zero. Unlike there,
 * text that happens to be parsed on its fast path ("1.500", "+1Gi", "1E3") is made
 * canonical too, and what is beyond 2^63-1 is an error rather than capped. */
#ifndef LX_LIBRARY_QUANTITY_H
#define LX_LIBRARY_QUANTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum lx_quantity_unit {
  LX_UNIT_DECIMAL, /* n u m k M G T P E, or none */
  LX_UNIT_BINARY,  /* Ki Mi Gi Ti Pi Ei */
  LX_UNIT_EXPONENT /* e3 */
} lx_quantity_unit;

__extension__ typedef __int128 lx_int128;

typedef struct lx_quantity {
  lx_int128 nanos;
  lx_quantity_unit unit;
} lx_quantity;

enum { LX_QUANTITY_TEXT = 48 };

typedef enum lx_quantity_result {
  LX_QUANTITY_OK,
  LX_QUANTITY_MALFORMED, /* no number */
  LX_QUANTITY_UNIT,      /* a number, and then no unit; `*unit` is where it starts */
  LX_QUANTITY_RANGE,     /* beyond 2^63-1 */
  LX_QUANTITY_DIGITS     /* more than 36 of them */
} lx_quantity_result;

/* `unit` may be NULL. */
lx_quantity_result lx_quantity_parse(const char *text, size_t length, lx_quantity *quantity,
                                     size_t *unit);

/* The canonical form and a zero byte; returns how long it is. */
size_t lx_quantity_print(const lx_quantity *quantity, char text[LX_QUANTITY_TEXT]);

/* False when the product is beyond 2^63-1. */
bool lx_quantity_multiply(lx_quantity *quantity, int64_t factor);

#endif
