#include "impact.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

static char *copy(const char *string) {
  return cli_copy(string, strlen(string));
}

static unsigned long long add_hash(unsigned long long hash, const char *string) {
  if (!string) return (hash ^ 1) * 0x9E3779B97F4A7C15u;
  do {
    hash = (hash ^ (unsigned char)*string) * 0x100000001B3u;
  } while (*string++);
  return hash ^ hash >> 29;
}

/* A value that is too long is cut between characters. */
static char *copy_value(const char *value) {
  size_t length;
  cli_text text = {0};
  if (!value) return NULL;
  length = strlen(value);
  if (length > CLI_IMPACT_LONGEST) {
    length = CLI_IMPACT_LONGEST;
    while (length && ((unsigned char)value[length] & 0xC0) == 0x80) length--;
    cli_text_add(&text, value, length);
    cli_text_put(&text, "...");
  } else {
    cli_text_add(&text, value, length);
  }
  cli_text_string(&text);
  return text.data;
}

/* ---- Adding -------------------------------------------------------------------------
 */

static cli_impact_field *find_field(cli_impact_list *list, const char *kind, const char *path) {
  for (size_t i = 0; i < list->count; i++) {
    cli_impact_field *field = &list->fields[i];
    if (strcmp(field->path, path) == 0 && strcmp(field->kind, kind) == 0) return field;
  }
  return NULL;
}

static cli_impact_field *add_field(cli_impact_list *list, const char *kind, const char *path) {
  size_t count = list->count;
  if ((count & (count - 1)) == 0) {
    size_t capacity = count ? count * 2 : 1;
    list->fields = cli_realloc(list->fields, capacity * sizeof *list->fields);
  }
  list->fields[count] = (cli_impact_field){.kind = copy(kind), .path = copy(path)};
  list->count++;
  return &list->fields[count];
}

/* The field; or where there are too many, the one without a name. */
static cli_impact_field *get_field(cli_impact_list *list, const char *kind, const char *path,
                                   bool *is_new) {
  cli_impact_field *field = find_field(list, kind, path);
  if (field) return field;
  if (list->count >= CLI_IMPACT_FIELDS) {
    field = find_field(list, "", "");
    return field ? field : add_field(list, "", "");
  }
  *is_new = true;
  return add_field(list, kind, path);
}

static cli_impact_way *get_way(cli_impact *impact, cli_impact_field *field,
                               const cli_impact_entry *entry, bool *is_new) {
  unsigned long long hash = add_hash(add_hash(0xCBF29CE484222325u, entry->old), entry->new);
  size_t count = field->way_count;
  for (size_t i = 0; i < count; i++) {
    if (field->ways[i].hash == hash) return &field->ways[i];
  }
  if (count >= CLI_IMPACT_FIELD_WAYS || impact->way_count >= CLI_IMPACT_WAYS) return NULL;
  if ((count & (count - 1)) == 0) {
    size_t capacity = count ? count * 2 : 1;
    field->ways = cli_realloc(field->ways, capacity * sizeof *field->ways);
  }
  field->ways[count] = (cli_impact_way){
      .old = copy_value(entry->old), .new = copy_value(entry->new), .hash = hash};
  field->way_count++;
  impact->way_count++;
  *is_new = true;
  return &field->ways[count];
}

/* Things are numbered from 0, and the numbers of those counted are kept from 1. */
static bool is_counted(size_t *last, size_t thing) {
  if (*last == thing + 1) return true;
  *last = thing + 1;
  return false;
}

bool cli_impact_add(cli_impact *impact, const cli_impact_entry *entry) {
  cli_impact_list *list = &impact->parts[entry->part];
  bool is_new = false;
  cli_impact_field *field = get_field(list, entry->kind, entry->path, &is_new);
  cli_impact_way *way = get_way(impact, field, entry, &is_new);
  bool again = is_counted(&field->last, entry->thing);
  if (!again) field->count++;
  if (!is_counted(&list->last, entry->thing)) list->things++;
  if (!way) {
    if (!again) field->others++;
    return is_new;
  }
  if (is_counted(&way->last, entry->thing)) return is_new;
  way->count++;
  if (way->sample_count < CLI_IMPACT_SAMPLES) {
    way->samples[way->sample_count++] = copy(entry->sample);
  }
  return is_new;
}

/* ---- Kinds --------------------------------------------------------------------------
 */

static cli_impact_kind *find_kind(const cli_impact *impact, const char *kind) {
  for (size_t i = 0; i < impact->kind_count; i++) {
    if (strcmp(impact->kinds[i].kind, kind) == 0) return &impact->kinds[i];
  }
  return NULL;
}

void cli_impact_count(cli_impact *impact, const char *kind) {
  cli_impact_kind *found = find_kind(impact, kind);
  size_t count = impact->kind_count;
  if (!found) {
    if (count >= CLI_IMPACT_FIELDS) return;
    if ((count & (count - 1)) == 0) {
      size_t capacity = count ? count * 2 : 1;
      impact->kinds = cli_realloc(impact->kinds, capacity * sizeof *impact->kinds);
    }
    found = &impact->kinds[count];
    *found = (cli_impact_kind){copy(kind), 0};
    impact->kind_count++;
  }
  found->count++;
}

size_t cli_impact_total(const cli_impact *impact, const char *kind) {
  const cli_impact_kind *found = find_kind(impact, kind);
  return found ? found->count : 0;
}

/* ---- Showing ------------------------------------------------------------------------
 */

static int compare_counts(size_t a, size_t b) {
  return a > b ? -1 : a < b;
}

static int compare_optional(const char *a, const char *b) {
  if (!a || !b) return (a != NULL) - (b != NULL);
  return strcmp(a, b);
}

static int compare_fields(const void *a, const void *b) {
  const cli_impact_field *x = a, *y = b;
  int order = strcmp(x->kind, y->kind);
  if (!order) order = compare_counts(x->count, y->count);
  return order ? order : strcmp(x->path, y->path);
}

static int compare_ways(const void *a, const void *b) {
  const cli_impact_way *x = a, *y = b;
  int order = compare_counts(x->count, y->count);
  if (!order) order = compare_optional(x->old, y->old);
  return order ? order : compare_optional(x->new, y->new);
}

void cli_impact_sort(cli_impact *impact) {
  for (size_t i = 0; i < CLI_IMPACT_PARTS; i++) {
    cli_impact_list *list = &impact->parts[i];
    if (!list->count) continue;
    qsort(list->fields, list->count, sizeof *list->fields, compare_fields);
    for (size_t k = 0; k < list->count; k++) {
      cli_impact_field *field = &list->fields[k];
      if (field->ways) {
        qsort(field->ways, field->way_count, sizeof *field->ways, compare_ways);
      }
    }
  }
}

bool cli_impact_has(const cli_impact *impact, cli_impact_part part) {
  return impact->parts[part].count > 0;
}

bool cli_impact_is_empty(const cli_impact *impact) {
  for (size_t i = 0; i < CLI_IMPACT_STILL; i++) {
    if (impact->parts[i].count) return false;
  }
  return true;
}

static void free_field(cli_impact_field *field) {
  for (size_t i = 0; i < field->way_count; i++) {
    cli_impact_way *way = &field->ways[i];
    free(way->old);
    free(way->new);
    for (size_t k = 0; k < way->sample_count; k++) free(way->samples[k]);
  }
  free(field->ways);
  free(field->kind);
  free(field->path);
}

void cli_impact_free(cli_impact *impact) {
  for (size_t i = 0; i < CLI_IMPACT_PARTS; i++) {
    cli_impact_list *list = &impact->parts[i];
    for (size_t k = 0; k < list->count; k++) free_field(&list->fields[k]);
    free(list->fields);
  }
  for (size_t i = 0; i < impact->kind_count; i++) free(impact->kinds[i].kind);
  free(impact->kinds);
}
