/* reader.h: what the two readers share. */
#ifndef LX_CODEC_READER_H
#define LX_CODEC_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lua.h>
#include <yaml.h>

#include "base/buffer.h"
#include "base/path.h"
#include "codec/read.h"
#include "codec/text.h"

/* Where a key of a map being read was, to name both when it comes twice. */
typedef struct lx_key_mark {
  const char *text; /* the table keeps it */
  size_t length;
  size_t line;
} lx_key_mark;

/* A list or map being read. */
typedef struct lx_read_frame {
  bool is_map;
  bool has_key;  /* the key of the value that comes next is on the stack */
  bool is_merge; /* what comes next is merged in */
  int slot;      /* of the table on the Lua stack; for a map the merged one lies above it */
  size_t count;  /* items so far */
  size_t marks;  /* of its first key in `marks` */
} lx_read_frame;

struct lx_reader {
  yaml_parser_t parser;
  yaml_event_t event;
  bool parsing, holding; /* which of the two have to be deleted */
  lx_buffer decoded;     /* a document that was UTF-16 */
  lx_buffer scratch;
  lx_read_frame *frames;
  size_t frame_capacity;
  lx_key_mark *marks;
  size_t mark_count, mark_capacity;
};

/* One reading. */
typedef struct lx_reading {
  lua_State *L;
  lx_reader *reader;
  lx_text *text;
  luxr_limits limits; /* all that matter are set */
  lx_diagnostics *problems;
  size_t nodes;
  size_t depth;
  int top; /* of the stack before */
  lx_fault fault;
  bool bad_syntax; /* the fault is one: the document may be of the other format */
} lx_reading;

/* Push the document, or set the fault. Warnings are added at once. */
bool lx_read_json(lx_reading *reading);
bool lx_read_yaml(lx_reading *reading);

/* One more value: false and a fault at the byte when that is one too many. */
bool lx_reading_count(lx_reading *reading, size_t offset);

/* A double as data: integral ones of 53 bits are integers. */
void lx_push_number(lua_State *L, double number);

#endif
