#include "identities.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

/* The identity of an item, hashed, and where it came from. */
struct key {
  cli_identity entry;
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

static uint64_t settle(uint64_t hash) {
  hash = (hash ^ hash >> 32) * 0xD6E8FEB86659FD93u;
  hash = (hash ^ hash >> 32) * 0xD6E8FEB86659FD93u;
  return hash ^ hash >> 32;
}

/* The group of "group/version"; the core group, which is "", has a version only. */
static size_t group_length(const char *api_version) {
  const char *slash = strchr(api_version, '/');
  return slash ? (size_t)(slash - api_version) : 0;
}

static cli_identity hash_identity(const luxr_identity *identity, bool is_object) {
  static const uint64_t factors[2] = {0x9E3779B97F4A7C15u, 0xC2B2AE3D27D4EB4Fu};
  uint64_t lanes[2];
  char group[256];
  size_t length = group_length(identity->api_version);
  if (length >= sizeof group) length = sizeof group - 1;
  memcpy(group, identity->api_version, length);
  group[length] = '\0';
  for (size_t i = 0; i < 2; i++) {
    uint64_t hash = is_object ? 1 : 2;
    hash = stir(hash, group, factors[i]);
    hash = stir(hash, identity->kind, factors[i]);
    hash = stir(hash, identity->name_space, factors[i]);
    hash = stir(hash, identity->name, factors[i]);
    lanes[i] = settle(hash);
  }
  return (cli_identity){
      {(uint32_t)lanes[0], (uint32_t)(lanes[0] >> 32), (uint32_t)lanes[1]}, 0};
}

static bool is_same(const cli_identity *a, const cli_identity *b) {
  return memcmp(a->hash, b->hash, sizeof a->hash) == 0;
}

static cli_shelf *shelf_of(cli_identities *identities, const cli_identity *entry) {
  return &identities->shelves[entry->hash[2] % CLI_SHELVES];
}

/* The slot that holds the identity, or the free one where it belongs. */
static cli_identity *find_slot(const cli_shelf *shelf, const cli_identity *entry) {
  uint32_t at = (uint32_t)(((uint64_t)entry->hash[0] * shelf->capacity) >> 32);
  while (shelf->slots[at].input && !is_same(&shelf->slots[at], entry)) {
    at = at + 1 < shelf->capacity ? at + 1 : 0;
  }
  return &shelf->slots[at];
}

/* By a half at a time, and never more than seven eighths full. */
static void make_room(cli_shelf *shelf) {
  cli_shelf larger = *shelf;
  if (shelf->count < shelf->capacity - shelf->capacity / 8) return;
  larger.capacity = shelf->capacity ? shelf->capacity + shelf->capacity / 2 : 16;
  larger.slots = cli_alloc(larger.capacity * sizeof *larger.slots);
  memset(larger.slots, 0, larger.capacity * sizeof *larger.slots);
  for (uint32_t i = 0; i < shelf->capacity; i++) {
    if (shelf->slots[i].input) *find_slot(&larger, &shelf->slots[i]) = shelf->slots[i];
  }
  free(shelf->slots);
  *shelf = larger;
}

static const cli_identity *find(cli_identities *identities, const cli_identity *entry) {
  const cli_shelf *shelf = shelf_of(identities, entry);
  const cli_identity *slot = shelf->capacity ? find_slot(shelf, entry) : NULL;
  return slot && slot->input ? slot : NULL;
}

static void insert(cli_identities *identities, const cli_identity *entry) {
  cli_shelf *shelf = shelf_of(identities, entry);
  make_room(shelf);
  *find_slot(shelf, entry) = *entry;
  shelf->count++;
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
  int order =
      memcmp(((const struct key *)a)->entry.hash, ((const struct key *)b)->entry.hash,
             sizeof((const struct key *)a)->entry.hash);
  /* Items stand in one array in the bundle's order: the later one is to blame. */
  if (order) return order;
  return ((const struct key *)a)->item < ((const struct key *)b)->item ? -1 : 1;
}

static bool find_twin(const struct key *keys, size_t count, cli_clash *clash) {
  struct key *sorted = cli_alloc(count * sizeof *sorted);
  memcpy(sorted, keys, count * sizeof *sorted);
  qsort(sorted, count, sizeof *sorted, compare_keys);
  for (size_t i = 1; i < count; i++) {
    if (!is_same(&sorted[i - 1].entry, &sorted[i].entry)) continue;
    if (!clash->count++) {
      clash->item = sorted[i].item;
      clash->identity = sorted[i].identity;
      clash->twin = sorted[i - 1].item;
    }
  }
  free(sorted);
  return clash->count > 0;
}

static bool find_earlier(cli_identities *identities, const struct key *keys, size_t count,
                         cli_clash *clash) {
  for (size_t i = 0; i < count; i++) {
    const cli_identity *found = find(identities, &keys[i].entry);
    const cli_origin *origin;
    if (!found || clash->count++) continue;
    origin = &identities->origins[found->input - 1];
    clash->item = keys[i].item;
    clash->identity = keys[i].identity;
    clash->file = identities->texts.data + origin->file;
    clash->subject = identities->texts.data + origin->subject;
    clash->line = origin->line;
  }
  return clash->count > 0;
}

static uint32_t keep_text(cli_identities *identities, const char *string) {
  size_t offset = identities->texts.length;
  cli_text_add(&identities->texts, string, strlen(string) + 1);
  if (identities->texts.length > UINT32_MAX) cli_out_of_memory();
  return (uint32_t)offset;
}

/* The number of a new origin. Documents of one file share its name. */
static uint32_t keep_origin(cli_identities *identities, const char *file,
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
  return ++identities->count;
}

bool cli_identities_add(cli_identities *identities, const luxr_result *result,
                        const char *file, size_t line, cli_clash *clash) {
  size_t count = 0;
  struct key *keys = list_keys(result, &count);
  bool clear =
      !find_twin(keys, count, clash) && !find_earlier(identities, keys, count, clash);
  if (clear && count) {
    uint32_t input = keep_origin(identities, file, luxr_result_subject(result), line);
    for (size_t i = 0; i < count; i++) {
      keys[i].entry.input = input;
      insert(identities, &keys[i].entry);
    }
  }
  free(keys);
  return clear;
}

void cli_identities_free(cli_identities *identities) {
  for (size_t i = 0; i < CLI_SHELVES; i++) free(identities->shelves[i].slots);
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
