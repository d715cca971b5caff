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

static void list_key(struct key *keys, size_t *count, const luxr_item *item,
                     const luxr_identity *identity) {
  uint64_t of = hash_kind(identity, identity == &item->object), hash;
  if (!*identity->name) return; /* the API server will name it */
  hash = stir(stir(of, identity->name_space, factor), identity->name, factor);
  keys[(*count)++] = (struct key){hash, of, item, identity};
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

/* ---- Endings and shapes --------------------------------------------------------------
 */

static struct subject subject_of(const luxr_result *result) {
  const char *text = luxr_result_subject(result), *slash = strchr(text, '/');
  const char *name = slash ? slash + 1 : text;
  return (struct subject){text, slash ? (size_t)(slash - text) : 0, name, strlen(name)};
}

/* Behind the input's name; NULL: the identity has a name of another kind. */
static const char *ending_of(const luxr_identity *identity, const struct subject *subject) {
  if (!subject->length || subject->length >= LONGEST_NAME ||
      strlen(identity->name_space) != subject->space_length ||
      memcmp(identity->name_space, subject->name_space, subject->space_length) != 0 ||
      strncmp(identity->name, subject->name, subject->length) != 0) {
    return NULL;
  }
  return identity->name + subject->length;
}

static bool has_ending(const cli_identities *identities, uint32_t shape, size_t ending) {
  return (identities->shapes[shape].bits[ending / 64] >> ending % 64 & 1) != 0;
}

/* Its index, made if need be; CLI_ENDINGS when there are too many. */
static size_t keep_ending(cli_identities *identities, uint64_t of, const char *text) {
  size_t length = strlen(text), i;
  for (i = 0; i < identities->ending_count; i++) {
    const cli_ending *ending = &identities->endings[i];
    if (ending->of == of && ending->length == length &&
        memcmp(ending->text, text, length) == 0) {
      return i;
    }
  }
  if (i == CLI_ENDINGS) return i;
  if (!identities->endings) {
    identities->endings = cli_alloc(CLI_ENDINGS * sizeof *identities->endings);
  }
  identities->endings[i] = (cli_ending){of, cli_copy(text, length), length};
  identities->ending_count++;
  return i;
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
static uint32_t find_by_ending(const cli_identities *identities, const struct key *key,
                               const struct subject *subject, uint32_t own) {
  const luxr_identity *identity = key->identity;
  size_t length = strlen(identity->name);
  const char *ending = ending_of(identity, subject);
  for (size_t i = 0; i < identities->ending_count; i++) {
    const cli_ending *known = &identities->endings[i];
    size_t rest = length - known->length;
    uint32_t number;
    if (known->of != key->of || known->length >= length || rest >= LONGEST_NAME ||
        memcmp(identity->name + rest, known->text, known->length) != 0) {
      continue;
    }
    if (ending && rest == subject->length) {
      number = own;
    } else {
      number = cli_set_find(&identities->inputs,
                            hash_input(identity->name_space, identity->name, rest));
    }
    if (number && has_ending(identities, identities->origins[number - 1].shape, i)) {
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

static bool find_earlier(const cli_identities *identities, const struct key *keys, size_t count,
                         const struct subject *subject, cli_clash *clash) {
  uint32_t own = find_input(identities, subject);
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
                 const struct subject *subject) {
  bool is_known = find_input(identities, subject) != 0;
  uint32_t number = identities->count;
  cli_shape shape = {{0}};
  size_t kept;
  for (size_t i = 0; i < count; i++) {
    const char *text = is_known ? NULL : ending_of(keys[i].identity, subject);
    size_t ending = text ? keep_ending(identities, keys[i].of, text) : CLI_ENDINGS;
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
  struct key *keys = list_keys(result, &count);
  bool clear =
      !find_twin(keys, count, clash) && !find_earlier(identities, keys, count, &subject, clash);
  if (clear) {
    cli_identities_origin_add(identities, file, luxr_result_subject(result), line);
    keep(identities, keys, count, &subject);
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
