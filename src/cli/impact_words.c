#include "impact_words.h"

#include <stdio.h>
#include <string.h>

void cli_words_number(cli_text *text, size_t number) {
  char digits[24];
  int length = snprintf(digits, sizeof digits, "%zu", number);
  for (int i = 0; i < length; i++) {
    if (i && (length - i) % 3 == 0) cli_text_put(text, ",");
    cli_text_add(text, &digits[i], 1);
  }
}

static bool ends_in(const char *word, size_t length, const char *end) {
  size_t size = strlen(end);
  return length >= size && memcmp(word + length - size, end, size) == 0;
}

/* Kinds are English words, most of the time. */
static void add_plural(cli_text *text, const char *word, size_t length) {
  bool is_y = ends_in(word, length, "y") && length > 1 && !strchr("aeiou", word[length - 2]);
  bool hisses = ends_in(word, length, "s") || ends_in(word, length, "x") ||
                ends_in(word, length, "ch") || ends_in(word, length, "sh");
  cli_text_safe(text, word, is_y ? length - 1 : length);
  cli_text_put(text, is_y ? "ies" : hisses ? "es" : "s");
}

void cli_words_count(cli_text *text, size_t count, const char *noun) {
  cli_words_number(text, count);
  cli_text_print(text, " %s%s", noun, count == 1 ? "" : "s");
}

/* Whether another group has a kind of that name. */
static bool is_ambiguous(const cli_impact *impact, const char *kind, size_t length) {
  for (size_t i = 0; i < impact->kind_count; i++) {
    const char *other = impact->kinds[i].kind;
    if (strcspn(other, ".") == length && memcmp(other, kind, length) == 0 &&
        strcmp(other, kind) != 0) {
      return true;
    }
  }
  return false;
}

void cli_words_of_kind(cli_text *text, const cli_impact *impact, const cli_impact_field *field,
                       bool of_total) {
  size_t total = of_total ? cli_impact_total(impact, field->kind) : 0;
  size_t length = strcspn(field->kind, ".");
  const char *group = field->kind + length;
  size_t counted = total ? total : field->count;
  if (!*field->kind) {
    cli_words_count(text, field->count, "resource");
    return;
  }
  cli_words_number(text, field->count);
  if (total) cli_text_put(text, " of ");
  if (total) cli_words_number(text, total);
  cli_text_put(text, " ");
  if (counted == 1) {
    cli_text_safe(text, field->kind, length);
  } else {
    add_plural(text, field->kind, length);
  }
  if (*group && is_ambiguous(impact, field->kind, length)) {
    cli_text_put(text, " of ");
    cli_text_safe(text, group + 1, strlen(group + 1));
  }
}

static const struct {
  const char *noun, *would;
} parts[] = {
    [CLI_IMPACT_DELETED] = {"resource", "would be deleted"},
    [CLI_IMPACT_ADDED] = {"resource", "would be added"},
    [CLI_IMPACT_REJECTED] = {"input", "would now be rejected"},
    [CLI_IMPACT_FAILED] = {"input", "would now fail in a script"},
    [CLI_IMPACT_ACCEPTED] = {"input", "would now be accepted"},
    [CLI_IMPACT_CHANGED] = {"resource", "would change"},
    [CLI_IMPACT_WARNED] = {"input", "would have a new warning"},
    [CLI_IMPACT_SILENT] = {"input", "would lose a warning"},
    [CLI_IMPACT_STILL] = {"input", "cannot be rendered on either side"},
};

bool cli_words_part(cli_text *text, const cli_impact *impact, cli_impact_part part) {
  size_t count = impact->parts[part].things;
  if (!count) return false;
  cli_words_count(text, count, parts[part].noun);
  cli_text_print(text, " %s", parts[part].would);
  if (part == CLI_IMPACT_ACCEPTED) {
    cli_text_put(text, ", with ");
    cli_words_count(text, impact->created, "resource");
  }
  return true;
}

/* The field that most resources change; NULL: nothing changes. */
static const cli_impact_field *find_largest(const cli_impact_list *list) {
  const cli_impact_field *largest = NULL;
  for (size_t i = 0; i < list->count; i++) {
    if (!largest || list->fields[i].count > largest->count) largest = &list->fields[i];
  }
  return largest;
}

static void add_changes(cli_text *text, const cli_impact *impact) {
  const cli_impact_list *list = &impact->parts[CLI_IMPACT_CHANGED];
  const cli_impact_field *field = find_largest(list);
  if (!field) return;
  if (text->length) cli_text_put(text, "; ");
  cli_words_of_kind(text, impact, field, true);
  cli_text_put(text, field->count == 1 ? " changes " : " change ");
  cli_text_safe(text, field->path, strlen(field->path));
  if (field->way_count == 1 && !field->others) {
    cli_text_put(text, " ");
    cli_words_way(text, &field->ways[0], CLI_IMPACT_CHANGED);
  }
  if (list->count > 1) {
    cli_text_put(text, ", and ");
    cli_words_number(text, list->count - 1);
    cli_text_put(text, list->count == 2 ? " other field changes" : " other fields change");
  }
}

void cli_words_headline(cli_text *text, const cli_impact *impact) {
  cli_text whole = {0};
  for (int part = 0; part < CLI_IMPACT_STILL; part++) {
    cli_text phrase = {0};
    if (part == CLI_IMPACT_CHANGED) {
      add_changes(&whole, impact);
    } else if (cli_words_part(&phrase, impact, (cli_impact_part)part)) {
      if (whole.length) cli_text_put(&whole, "; ");
      cli_text_add(&whole, phrase.data, phrase.length);
    }
    cli_text_free(&phrase);
  }
  if (!whole.length) cli_text_put(&whole, "nothing would change");
  cli_text_add(text, whole.data, whole.length);
  cli_text_free(&whole);
}

void cli_words_inputs(cli_text *text, const cli_impact *impact) {
  size_t still = impact->parts[CLI_IMPACT_STILL].things;
  cli_words_count(text, impact->inputs, "input");
  cli_text_put(text, " with ");
  cli_words_count(text, impact->resources, "resource");
  cli_text_put(text, ": ");
  cli_words_number(text, impact->same);
  cli_text_put(text, impact->same == 1 ? " stays the same, " : " stay the same, ");
  cli_words_number(text, impact->touched);
  cli_text_put(text, impact->touched == 1 ? " changes" : " change");
  if (!still) return;
  cli_text_put(text, ", ");
  cli_words_number(text, still);
  cli_text_put(text, " cannot be rendered on either side");
}

static void add_value(cli_text *text, const char *value) {
  if (value) {
    cli_text_safe(text, value, strlen(value));
  } else {
    cli_text_put(text, "(absent)");
  }
}

void cli_words_way(cli_text *text, const cli_impact_way *way, cli_impact_part part) {
  if (part == CLI_IMPACT_CHANGED) {
    add_value(text, way->old);
    cli_text_put(text, " -> ");
  }
  add_value(text, way->new);
}

void cli_words_samples(cli_text *text, const cli_impact_way *way) {
  size_t more = way->count - way->sample_count;
  for (size_t i = 0; i < way->sample_count; i++) {
    bool is_last = i && i + 1 == way->sample_count && !more;
    if (i) cli_text_put(text, is_last ? " and " : ", ");
    cli_text_safe(text, way->samples[i], strlen(way->samples[i]));
  }
  if (!more) return;
  cli_text_put(text, " and ");
  cli_words_number(text, more);
  cli_text_put(text, " more");
}

static bool has_name(const char *string) {
  return string && (strstr(string, "<name>") || strstr(string, "<namespace>"));
}

bool cli_words_has_names(const cli_impact *impact) {
  for (size_t part = 0; part < CLI_IMPACT_PARTS; part++) {
    const cli_impact_list *list = &impact->parts[part];
    for (size_t i = 0; i < list->count; i++) {
      const cli_impact_field *field = &list->fields[i];
      if (has_name(field->path)) return true;
      for (size_t k = 0; k < field->way_count; k++) {
        if (has_name(field->ways[k].old) || has_name(field->ways[k].new)) return true;
      }
    }
  }
  return false;
}
