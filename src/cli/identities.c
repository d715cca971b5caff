#include "identities.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

/* The identity of an item, hashed, and where it came from. */
struct key {
  uint64_t hash;
  const luxr_item *item;
  const luxr_identity *identity;
};

static uint64_t stir(uint64_t hash, const char *string, uint64_t factor) {
  /* The zero byte counts: "a" and "b" are not "ab" and "". */
  size_t length = strlen(string) + 1;
  for (size_t at = 0; at < length; at += 8) {
    uint64_t word = 0;
    memcpy(&word, string + at, length - at < 8 ? length - at : 8);
    hash = (hash ^ word) * factor;
    hash ^= hash >> 29;
  }
  return hash;
}

/* The group of "group/version"; the core group, which is "", has a version only. */
static size_t group_length(const char *api_version) {
  const char *slash = strchr(api_version, '/');
  return slash ? (size_t)(slash - api_version) : 0;
}

static uint64_t hash_identity(const luxr_identity *identity, bool is_object) {
  static const uint64_t factor = 0x9E3779B97F4A7C15u;
  uint64_t hash = is_object ? 1 : 2;
  char group[256];
  size_t length = group_length(identity->api_version);
  if (length >= sizeof group) length = sizeof group - 1;
  memcpy(group, identity->api_version, length);
  group[length] = '\0';
  hash = stir(hash, group, factor);
  hash = stir(hash, identity->kind, factor);
  hash = stir(hash, identity->name_space, factor);
  return stir(hash, identity->name, factor);
}

static void list_key(struct key *keys, size_t *count, const luxr_item *item,
                     const luxr_identity *identity) {
  if (!*identity->name) return; /* the API server will name it */
  keys[(*count)++] =
      (struct key){hash_identity(identity, identity == &item->object), item, identity};
}

/* The keys of all that was rendered, in order. */
static struct key *list_keys(const luxr_result *result, size_t *count) {
  size_t items = luxr_result_item_count(result);
  struct key *keys = cli_alloc(2 * items * sizeof *keys);
  *count = 0;
  for (size_t i = 0; i < items; i++) {
    const luxr_item *item = luxr_result_item(result, i);
    if (item->state != LUXR_RENDERED) continue;
    list_key(keys, count, item, &item->object);
    list_key(keys, count, item, &item->manifest);
  }
  return keys;
}

static int compare_keys(const void *a, const void *b) {
  const struct key *left = a, *right = b;
  if (left->hash != right->hash) return left->hash < right->hash ? -1 : 1;
  /* Items stand in one array in the bundle's order: the later one is to blame. */
  return left->item < right->item ? -1 : 1;
}

static bool find_twin(const struct key *keys, size_t count, cli_clash *clash) {
  struct key *sorted = cli_alloc(count * sizeof *sorted);
  memcpy(sorted, keys, count * sizeof *sorted);
  qsort(sorted, count, sizeof *sorted, compare_keys);
  for (size_t i = 1; i < count; i++) {
    if (sorted[i - 1].hash != sorted[i].hash) continue;
    if (!clash->count++) {
      clash->item = sorted[i].item;
      clash->identity = sorted[i].identity;
      clash->twin = sorted[i - 1].item;
    }
  }
  free(sorted);
  return clash->count > 0;
}

static bool find_earlier(const cli_identities *identities, const struct key *keys,
                         size_t count, cli_clash *clash) {
  for (size_t i = 0; i < count; i++) {
    uint32_t found = cli_set_find(&identities->set, keys[i].hash);
    cli_origin_of origin;
    if (!found || clash->count++) continue;
    origin = cli_identities_origin(identities, found);
    clash->item = keys[i].item;
    clash->identity = keys[i].identity;
    clash->file = origin.file;
    clash->subject = origin.subject;
    clash->line = origin.line;
  }
  return clash->count > 0;
}

static uint32_t keep_text(cli_identities *identities, const char *string) {
  size_t offset = identities->texts.length;
  cli_text_add(&identities->texts, string, strlen(string) + 1);
  if (identities->texts.length > UINT32_MAX) cli_out_of_memory();
  return (uint32_t)offset;
}

/* Documents of one file share its name. */
void cli_identities_origin_add(cli_identities *identities, const char *file,
                               const char *subject, size_t line) {
  uint32_t count = identities->count;
  cli_origin origin = {.line = line > UINT32_MAX ? 0 : (uint32_t)line};
  if ((count & (count - 1)) == 0) {
    size_t capacity = count ? (size_t)count * 2 : 1;
    identities->origins = cli_realloc(identities->origins, capacity * sizeof origin);
  }
  if (count &&
      strcmp(identities->texts.data + identities->origins[count - 1].file, file) == 0) {
    origin.file = identities->origins[count - 1].file;
  } else {
    origin.file = keep_text(identities, file);
  }
  origin.subject = keep_text(identities, subject);
  identities->origins[count] = origin;
  identities->count++;
}

cli_origin_of cli_identities_origin(const cli_identities *identities, uint32_t number) {
  const cli_origin *origin = &identities->origins[number - 1];
  return (cli_origin_of){identities->texts.data + origin->file,
                         identities->texts.data + origin->subject, origin->line};
}

bool cli_identities_add(cli_identities *identities, const luxr_result *result,
                        const char *file, size_t line, cli_clash *clash) {
  size_t count = 0;
  struct key *keys = list_keys(result, &count);
  bool clear =
      !find_twin(keys, count, clash) && !find_earlier(identities, keys, count, clash);
  if (clear) {
    cli_identities_origin_add(identities, file, luxr_result_subject(result), line);
    for (size_t i = 0; i < count; i++) {
      cli_set_add(&identities->set, keys[i].hash, identities->count);
    }
  }
  free(keys);
  return clear;
}

void cli_identities_free(cli_identities *identities) {
  cli_set_free(&identities->set);
  free(identities->origins);
  cli_text_free(&identities->texts);
}

void cli_identity_name(cli_text *text, const luxr_identity *identity) {
  size_t kind = strlen(identity->kind), group = group_length(identity->api_version);
  char *lower = cli_copy(identity->kind, kind);
  for (size_t i = 0; i < kind; i++) {
    if (lower[i] >= 'A' && lower[i] <= 'Z') lower[i] = (char)(lower[i] - 'A' + 'a');
  }
  cli_text_safe(text, lower, kind);
  free(lower);
  if (group) cli_text_put(text, ".");
  cli_text_safe(text, identity->api_version, group);
  cli_text_put(text, "/");
  cli_text_safe(text, identity->name, strlen(identity->name));
}
