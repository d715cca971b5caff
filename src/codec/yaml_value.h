/* yaml_value.h: scalars, anchors and merges as Lua values, for yaml_read.c. */
#ifndef LX_CODEC_YAML_VALUE_H
#define LX_CODEC_YAML_VALUE_H

#include "codec/reader.h"
#include "codec/yaml_event.h"

/* Each pushes one value, or sets the fault and pushes nothing that matters. */
bool lx_yaml_push_value(lx_reading *reading, const yaml_event_t *event);

/* A key as text. `*is_merge`: it is "<<", and nothing was pushed. */
bool lx_yaml_push_key(lx_reading *reading, const yaml_event_t *event, bool *is_merge);

/* Turns the value of an alias at the top into the text of a key. */
bool lx_yaml_alias_key(lx_reading *reading, const yaml_event_t *event);

/* Pushes a copy, of `*level` levels more than the place has, of the value at the top in place
 * of it. */
bool lx_yaml_copy(lx_reading *reading, yaml_mark_t mark);

/* Whether the value at the top is a map, or a list of maps. */
bool lx_yaml_can_merge(lua_State *L, bool list_too);

/* Adds the fields of what is at `merged` to the map at `map`, where they are not there yet. False
 * when their names hash alike. */
bool lx_yaml_merge(lua_State *L, int map, int merged);

/* Sets the fault of texts that hash alike, and is false. */
bool lx_yaml_refuse_crowd(lx_reading *reading, yaml_mark_t mark);

/* A warning at a mark. */
luxr_diagnostic *lx_yaml_warn(lx_reading *reading, yaml_mark_t mark, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
