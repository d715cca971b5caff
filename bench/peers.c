/* peers.c: the same tables through libyaml's emitter and through cJSON. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "codec/scalar.h"
#include "codec/walk.h"
#include "stages.h"
#include "value/value.h"

static int append(void *data, unsigned char *bytes, size_t size) {
  lx_buffer_add(data, (const char *)bytes, size);
  return 1;
}

static void emit(yaml_emitter_t *emitter, yaml_event_t *event) {
  if (!yaml_emitter_emit(emitter, event)) bench_fail("libyaml's emitter failed");
}

/* Text that would be read as something else is quoted, as any user of the emitter has to. */
static void emit_text(yaml_emitter_t *emitter, const char *text, size_t length, int is_text) {
  yaml_event_t event;
  yaml_scalar_style_t style = YAML_ANY_SCALAR_STYLE;
  if (is_text && !lx_scalar_is_text(text, length)) style = YAML_DOUBLE_QUOTED_SCALAR_STYLE;
  if (is_text && memchr(text, '\n', length)) style = YAML_LITERAL_SCALAR_STYLE;
  yaml_scalar_event_initialize(&event, NULL, NULL, (const yaml_char_t *)text, (int)length, 1, 1,
                               style);
  emit(emitter, &event);
}

static void emit_value(lx_walk *walk, yaml_emitter_t *emitter, lx_slot slot);

static void emit_table(lx_walk *walk, yaml_emitter_t *emitter, lx_slot slot) {
  lx_table table;
  yaml_event_t event;
  const lx_key *key;
  if (!lx_walk_enter(walk, &table, slot)) bench_fail("a table cannot be written");
  if (table.is_list) {
    yaml_sequence_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_SEQUENCE_STYLE);
    emit(emitter, &event);
    while (table.count && lx_walk_item(walk, &table) == 1) {
      emit_value(walk, emitter, walk->item);
    }
    yaml_sequence_end_event_initialize(&event);
  } else {
    yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_MAPPING_STYLE);
    emit(emitter, &event);
    while ((key = lx_walk_field(walk, &table))) {
      lx_slot value = key->value;
      emit_text(emitter, key->text, key->length, 1);
      emit_value(walk, emitter, value);
    }
    yaml_mapping_end_event_initialize(&event);
  }
  emit(emitter, &event);
  if (table.count) lx_walk_leave(walk, &table);
}

static void emit_value(lx_walk *walk, yaml_emitter_t *emitter, lx_slot slot) {
  lua_State *L = walk->L;
  char digits[40];
  size_t length;
  const char *text;
  switch (lx_slot_type(L, slot)) {
    case LUA_TTABLE: emit_table(walk, emitter, slot); return;
    case LUA_TSTRING:
      text = lx_slot_text(L, slot, &length);
      emit_text(emitter, text, length, 1);
      return;
    case LUA_TBOOLEAN:
      text = lx_slot_boolean(L, slot) ? "true" : "false";
      emit_text(emitter, text, strlen(text), 0);
      return;
    case LUA_TNUMBER:
      if (lx_slot_is_integer(L, slot)) {
        snprintf(digits, sizeof digits, LUA_INTEGER_FMT, lx_slot_integer(L, slot));
      } else {
        snprintf(digits, sizeof digits, "%.17g", lx_slot_number(L, slot));
      }
      emit_text(emitter, digits, strlen(digits), 0);
      return;
    default: emit_text(emitter, "null", 4, 0);
  }
}

void bench_write_libyaml(lua_State *L, int index, lx_writer *writer, lx_buffer *out) {
  lx_write_problem problem;
  lx_walk walk = lx_walk_start(L, index, writer, NULL, out, &problem);
  yaml_emitter_t emitter;
  yaml_event_t event;
  size_t before = out->length;
  yaml_emitter_initialize(&emitter);
  yaml_emitter_set_output(&emitter, append, out);
  yaml_emitter_set_unicode(&emitter, 1);
  yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING);
  emit(&emitter, &event);
  yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1);
  emit(&emitter, &event);
  emit_value(&walk, &emitter, walk.item);
  yaml_document_end_event_initialize(&event, 1);
  emit(&emitter, &event);
  yaml_stream_end_event_initialize(&event);
  emit(&emitter, &event);
  yaml_emitter_delete(&emitter);
  lx_walk_end(&walk, true, before);
}

/* ---- cJSON ------------------------------------------------------------------------------- */

static cJSON *tree_of(lx_walk *walk, lx_slot slot);

static cJSON *tree_of_table(lx_walk *walk, lx_slot slot) {
  lx_table table;
  const lx_key *key;
  cJSON *tree;
  if (!lx_walk_enter(walk, &table, slot)) bench_fail("a table cannot be written");
  if (table.is_list) {
    tree = cJSON_CreateArray();
    while (table.count && lx_walk_item(walk, &table) == 1) {
      cJSON_AddItemToArray(tree, tree_of(walk, walk->item));
    }
  } else {
    tree = cJSON_CreateObject();
    while ((key = lx_walk_field(walk, &table))) {
      const char *name = key->text;
      cJSON_AddItemToObject(tree, name, tree_of(walk, key->value));
    }
  }
  if (table.count) lx_walk_leave(walk, &table);
  return tree;
}

static cJSON *tree_of(lx_walk *walk, lx_slot slot) {
  size_t length;
  lua_State *L = walk->L;
  switch (lx_slot_type(L, slot)) {
    case LUA_TTABLE: return tree_of_table(walk, slot);
    case LUA_TSTRING: return cJSON_CreateString(lx_slot_text(L, slot, &length));
    case LUA_TBOOLEAN: return cJSON_CreateBool(lx_slot_boolean(L, slot));
    case LUA_TNUMBER: return cJSON_CreateNumber(lx_slot_number(L, slot));
    default: return cJSON_CreateNull();
  }
}

void bench_write_cjson(lua_State *L, int index, lx_writer *writer, lx_buffer *out) {
  lx_write_problem problem;
  lx_walk walk = lx_walk_start(L, index, writer, NULL, out, &problem);
  cJSON *tree = tree_of(&walk, walk.item);
  char *text = cJSON_PrintUnformatted(tree);
  size_t before = out->length;
  lx_buffer_add_text(out, text);
  cJSON_free(text);
  cJSON_Delete(tree);
  lx_walk_end(&walk, true, before);
}
