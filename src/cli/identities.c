#include "identities.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

enum { LONGEST_NAME = 256 }; /* that is told by its ending */

/* The identity of an item, hashed, and what is told by the input's name. */
struct key {
  uint64_t hash;
  uint64_t of; /* as cli_ending.of */
  const luxr_item *item;
  const luxr_identity *identity;
  size_t length;      /* of the name */
  const char *ending; /* what is behind the input's name; NULL: a name of another kind */
};

/* The input at hand. */
struct subject {
  const char *name_space;
  size_t space_length;
  const char *name;
  size_t length;
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

static const uint64_t factor = 0x9E3779B97F4A7C15u;

static uint64_t hash_kind(const luxr_identity *identity, bool is_object) {
  char group[256];
  size_t length = group_length(identity->api_version);
  if (length >= sizeof group) length = sizeof group - 1;
  memcpy(group, identity->api_version, length);
  group[length] = '\0';
  return stir(stir(is_object ? 1 : 2, group, factor), identity->kind, factor);
}

static uint64_t hash_input(const char *name_space, const char *name, size_t length) {
  uint64_t hash = stir(3, name_space, factor);
  char part[LONGEST_NAME];
  if (length >= sizeof part) length = sizeof part - 1; /* nobody asks for that */
  memcpy(part, name, length);
  part[length] = '\0';
  return stir(hash, part, factor);
}

static struct subject subject_of(const luxr_result *result) {
  const char *text = luxr_result_subject(result), *slash = strchr(text, '/');
  const char *name = slash ? slash + 1 : text;
  return (struct subject){text, slash ? (size_t)(slash - text) : 0, name, strlen(name)};
}

/* Behind the input's name; NULL: the identity has a name of another kind. */
static const char *ending_of(const luxr_identity *identity, const struct subject *subject) {
  if (!subject->length || subject->length >= LONGEST_NAME ||
      strncmp(identity->name_space, subject->name_space, subject->space_length) != 0 ||
      identity->name_space[subject->space_length] ||
      strncmp(identity->name, subject->name, subject->length) != 0) {
    return NULL;
  }
  return identity->name + subject->length;
}

/* Objects follow each other, of one kind mostly, which has its two strings once in a result. */
static uint64_t kind_of(const struct key *before, const luxr_item *item,
                        const luxr_identity *identity) {
  bool is_object = identity == &item->object;
  if (before && is_object && before->identity == &before->item->object &&
      before->identity->kind == identity->kind &&
      before->identity->api_version == identity->api_version) {
    return before->of;
  }
  return hash_kind(identity, is_object);
}

static void list_key(struct key *keys, size_t *count, const struct subject *subject,
                     const luxr_item *item, const luxr_identity *identity) {
  const struct key *before = *count >= 2 ? &keys[*count - 2] : NULL;
  uint64_t of = kind_of(before, item, identity), hash;
  if (!*identity->name) return; /* the API server will name it */
  hash = stir(stir(of, identity->name_space, factor), identity->name, factor);
  keys[(*count)++] = (struct key){.hash = hash,
                                  .of = of,
                                  .item = item,
                                  .identity = identity,
                                  .length = strlen(identity->name),
                                  .ending = ending_of(identity, subject)};
}

/* The keys of all that was rendered, in order. */
static struct key *list_keys(const luxr_result *result, const struct subject *subject,
                             size_t *count) {
  size_t items = luxr_result_item_count(result);
  struct key *keys = cli_alloc(2 * items * sizeof *keys);
  *count = 0;
  for (size_t i = 0; i < items; i++) {
    const luxr_item *item = luxr_result_item(result, i);
    if (item->state != LUXR_RENDERED) continue;
    list_key(keys, count, subject, item, &item->object);
    list_key(keys, count, subject, item, &item->manifest);
  }
  return keys;
}

/* Items stand in one array in the bundle's order: the later one is to blame. */
static void note_twin(const struct key *earlier, const struct key *later, cli_clash *clash) {
  if (clash->count++) return;
  clash->item = later->item;
  clash->identity = later->identity;
  clash->twin = earlier->item;
}

/* Slots of an open table, by hash; each holds a key's number, from 1. */
static bool find_twin(const struct key *keys, size_t count, cli_clash *clash) {
  size_t room = 64, at;
  uint32_t *slots;
  while (room < 2 * count) room *= 2;
  slots = cli_alloc(room * sizeof *slots);
  memset(slots, 0, room * sizeof *slots);
  for (size_t i = 0; i < count; i++) {
    at = keys[i].hash & (room - 1);
    while (slots[at] && keys[slots[at] - 1].hash != keys[i].hash) at = (at + 1) & (room - 1);
    if (slots[at]) note_twin(&keys[slots[at] - 1], &keys[i], clash);
    slots[at] = (uint32_t)(i + 1);
  }
  free(slots);
  return clash->count > 0;
}

/* ---- Endings and shapes --------------------------------------------------------------
 */

static bool has_ending(const cli_identities *identities, uint32_t shape, size_t ending) {
  return (identities->shapes[shape].bits[ending / 64] >> ending % 64 & 1) != 0;
}

/* The number of its last ending, from 1; 0: none. */
static uint8_t *shelf_of(cli_identities *identities, uint64_t of) {
  return &identities->shelves[of >> 32 & (CLI_ENDING_SHELVES - 1)];
}

/* Its index, made if need be; CLI_ENDINGS when there are too many. */
static size_t keep_ending(cli_identities *identities, const struct key *key) {
  size_t length = key->length - (size_t)(key->ending - key->identity->name);
  uint8_t *shelf = shelf_of(identities, key->of);
  size_t made = identities->ending_count;
  for (size_t i = *shelf; i; i = identities->endings[i - 1].next) {
    const cli_ending *known = &identities->endings[i - 1];
    if (known->of == key->of && known->length == length &&
        memcmp(known->text, key->ending, length) == 0) {
      return i - 1;
    }
  }
  if (made == CLI_ENDINGS) return made;
  if (!identities->endings) {
    identities->endings = cli_alloc(CLI_ENDINGS * sizeof *identities->endings);
  }
  identities->endings[made] =
      (cli_ending){key->of, cli_copy(key->ending, length), length, *shelf};
  *shelf = (uint8_t)++identities->ending_count;
  return made;
}

/* Its index, made if need be; CLI_SHAPES when there are too many. */
static size_t keep_shape(cli_identities *identities, const cli_shape *shape) {
  size_t count = identities->shape_count;
  for (size_t i = count; i > 0; i--) {
    if (memcmp(&identities->shapes[i - 1], shape, sizeof *shape) == 0) return i - 1;
  }
  if (count == CLI_SHAPES) return count;
  if ((count & (count - 1)) == 0) {
    identities->shapes =
        cli_realloc(identities->shapes, (count ? count * 2 : 1) * sizeof *shape);
  }
  identities->shapes[count] = *shape;
  return identities->shape_count++;
}

/* ---- Who made it before --------------------------------------------------------------
 */

/* The input whose name with an ending behind it this is; 0: none. `own` is the number of
 * an earlier input that has the name of the one at hand. */
static uint32_t find_by_ending(cli_identities *identities, const struct key *key,
                               const struct subject *subject, uint32_t own) {
  const luxr_identity *identity = key->identity;
  for (size_t i = *shelf_of(identities, key->of); i; i = identities->endings[i - 1].next) {
    const cli_ending *known = &identities->endings[i - 1];
    size_t rest = key->length - known->length;
    uint32_t number;
    if (known->of != key->of || known->length >= key->length || rest >= LONGEST_NAME ||
        (known->length && known->text[known->length - 1] != identity->name[key->length - 1]) ||
        memcmp(identity->name + rest, known->text, known->length) != 0) {
      continue;
    }
    if (key->ending && rest == subject->length) {
      number = own;
    } else {
      number = cli_set_find(&identities->inputs,
                            hash_input(identity->name_space, identity->name, rest));
    }
    if (number && has_ending(identities, identities->origins[number - 1].shape, i - 1)) {
      return number;
    }
  }
  return 0;
}

static uint32_t find_input(const cli_identities *identities, const struct subject *subject) {
  char *name_space;
  uint32_t number;
  if (!subject->length || subject->length >= LONGEST_NAME) return 0;
  name_space = cli_copy(subject->name_space, subject->space_length);
  number =
      cli_set_find(&identities->inputs, hash_input(name_space, subject->name, subject->length));
  free(name_space);
  return number;
}

static bool find_earlier(cli_identities *identities, const struct key *keys, size_t count,
                         const struct subject *subject, uint32_t own, cli_clash *clash) {
  for (size_t i = 0; i < count; i++) {
    uint32_t found = cli_set_find(&identities->others, keys[i].hash);
    cli_origin_of origin;
    if (!found) found = find_by_ending(identities, &keys[i], subject, own);
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

/* Keeps what the last input has made. */
static void keep(cli_identities *identities, const struct key *keys, size_t count,
                 const struct subject *subject, bool is_known) {
  uint32_t number = identities->count;
  cli_shape shape = {{0}};
  size_t kept;
  for (size_t i = 0; i < count; i++) {
    bool has = keys[i].ending && !is_known;
    size_t ending = has ? keep_ending(identities, &keys[i]) : CLI_ENDINGS;
    if (ending < CLI_ENDINGS) {
      shape.bits[ending / 64] |= (uint64_t)1 << ending % 64;
    } else {
      cli_set_add(&identities->others, keys[i].hash, number);
    }
  }
  if (is_known || !subject->length || subject->length >= LONGEST_NAME) return;
  kept = keep_shape(identities, &shape);
  if (kept < CLI_SHAPES) {
    char *name_space = cli_copy(subject->name_space, subject->space_length);
    identities->origins[number - 1].shape = (uint32_t)kept;
    cli_set_add(&identities->inputs, hash_input(name_space, subject->name, subject->length),
                number);
    free(name_space);
    return;
  }
  for (size_t i = 0; i < count; i++) cli_set_add(&identities->others, keys[i].hash, number);
}

bool cli_identities_add(cli_identities *identities, const luxr_result *result, const char *file,
                        size_t line, cli_clash *clash) {
  struct subject subject = subject_of(result);
  size_t count = 0;
  struct key *keys = list_keys(result, &subject, &count);
  uint32_t own = find_input(identities, &subject);
  bool clear = !find_twin(keys, count, clash) &&
               !find_earlier(identities, keys, count, &subject, own, clash);
  if (clear) {
    cli_identities_origin_add(identities, file, luxr_result_subject(result), line);
    keep(identities, keys, count, &subject, own != 0);
  }
  free(keys);
  return clear;
}

void cli_identities_free(cli_identities *identities) {
  cli_set_free(&identities->inputs);
  cli_set_free(&identities->others);
  for (size_t i = 0; i < identities->ending_count; i++) free(identities->endings[i].text);
  free(identities->endings);
  free(identities->shapes);
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
