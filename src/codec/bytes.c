#include "codec/bytes.h"

#define S LX_BYTE_SPACE
#define L LX_BYTE_COLON
#define H LX_BYTE_HASH
#define B LX_BYTE_BREAK
#define C LX_BYTE_CONTROL
#define X LX_BYTE_HIGH
#define Q LX_BYTE_QUOTE
#define EIGHT_HIGH X, X, X, X, X, X, X, X
#define ROW_HIGH EIGHT_HIGH, EIGHT_HIGH
const unsigned char lx_bytes[256] = {
    /*           0  1  2  3  4  5  6  7  8  9  A  B  C  D  E  F */
    /* 00 */ C, C,        C,        C,        C,        C,        C,        C,
    C,          C,        B,        C,        C,        C,        C,        C,
    /* 10 */ C, C,        C,        C,        C,        C,        C,        C,
    C,          C,        C,        C,        C,        C,        C,        C,
    /* 20 */ S, 0,        Q,        H,        0,        0,        0,        0,
    0,          0,        0,        0,        0,        0,        0,        0,
    /* 30 */ 0, 0,        0,        0,        0,        0,        0,        0,
    0,          0,        L,        0,        0,        0,        0,        0,
    /* 40 */ 0, 0,        0,        0,        0,        0,        0,        0,
    0,          0,        0,        0,        0,        0,        0,        0,
    /* 50 */ 0, 0,        0,        0,        0,        0,        0,        0,
    0,          0,        0,        0,        Q,        0,        0,        0,
    /* 60 */ 0, 0,        0,        0,        0,        0,        0,        0,
    0,          0,        0,        0,        0,        0,        0,        0,
    /* 70 */ 0, 0,        0,        0,        0,        0,        0,        0,
    0,          0,        0,        0,        0,        0,        0,        C,
    ROW_HIGH,   ROW_HIGH, ROW_HIGH, ROW_HIGH, ROW_HIGH, ROW_HIGH, ROW_HIGH, ROW_HIGH,
};
