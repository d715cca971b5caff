/* number.h: doubles to decimal text and back, exactly, in every locale.
 *
 * Reading rounds to the nearest double, ties to even. Writing gives the fewest digits that
 * read back as the same double, and among those the nearest. */
#ifndef LX_CODEC_NUMBER_H
#define LX_CODEC_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  LX_NUMBER_DIGITS = 17, /* the most digits a double needs */
  LX_NUMBER_TEXT = 32    /* room for any of the texts below */
};

/* Reads [+-]digits[.digits][e[+-]digits], either run of digits may be empty but not both, '_'
 * counts nothing. The caller has checked that it is so. False when it is too large for a
 * double; what is too small is 0. */
bool lx_number_read(const char *text, size_t length, double *value);

/* Reads digits, or '-' and digits, that are just what a double is written as without a point or
 * an exponent: 9223372036854776000 is, 9223372036854775808 is not. False for all other texts. */
bool lx_number_read_written(const char *text, size_t length, double *value);

/* The shortest digits d1d2.. of a positive finite value: it is 0.d1d2.. times 10^*point. */
size_t lx_number_digits(double value, char digits[LX_NUMBER_DIGITS], int *point);

/* Each writes without a zero byte and returns how many bytes. The values are finite.
 * An integer: */
size_t lx_number_write_integer(char text[LX_NUMBER_TEXT], int64_t value);

/* As sigs.k8s.io/yaml writes them: 3, 0.1, 1e-05, 1.2345675e+06, 18446744073709550000, 1e+20. */
size_t lx_number_write_yaml(char text[LX_NUMBER_TEXT], double value);

/* For JSON: 3, 0.1, 1e-7, 1234567.5, 1e+21; a value that is not an exact integer of 53 bits
 * has a point or an exponent, so that it is read back as a double. */
size_t lx_number_write_json(char text[LX_NUMBER_TEXT], double value);

/* As sigs.k8s.io/yaml makes a key of a number: in single precision. 0 when it is too large for
 * that. */
size_t lx_number_write_key(char text[LX_NUMBER_TEXT], double value);

#endif
