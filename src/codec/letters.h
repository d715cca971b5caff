/* letters.h: which characters are letters and decimal digits (Unicode's L and Nd). */
#ifndef LX_CODEC_LETTERS_H
#define LX_CODEC_LETTERS_H

#include <stdbool.h>
#include <stdint.h>

bool lx_is_letter(uint32_t code);
bool lx_is_digit(uint32_t code);

#endif
