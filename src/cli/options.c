#include "options.h"

#include <string.h>

#include "amounts.h"
#include "limit.h"
#include "suggest.h"

enum { HELP_COLUMN = 32, MOST_COUNTED = 256 };

/* The options a command can have. */
struct table {
  const cli_option *options;
  size_t count;
};

/* One walk over the arguments. */
struct parser {
  cli_settings *settings;
  cli_problem *problem;
  struct table table;
  unsigned command;
  int count, next;
  char *const *arguments;
};

static struct table table_of(unsigned command) {
  if (command == CLI_COMPOSITION) {
    return (struct table){cli_composition_options, cli_composition_option_count};
  }
  return (struct table){cli_options, cli_option_count};
}

void cli_problem_free(cli_problem *problem) {
  cli_text_free(&problem->sentence);
  cli_text_free(&problem->hint);
}

/* Only the first problem is told: later ones may follow from it. */
static bool is_first_problem(const struct parser *parser) {
  return parser->problem->sentence.length == 0;
}

static void say_unknown(struct parser *parser, const char *name, size_t length) {
  cli_text *sentence = &parser->problem->sentence;
  cli_suggestion suggestion = cli_suggest(name, length);
  if (!is_first_problem(parser)) return;
  cli_text_put(sentence, "unknown option --");
  cli_text_safe(sentence, name, length);
  for (size_t i = 0; i < parser->table.count; i++) {
    const cli_option *option = &parser->table.options[i];
    if (option->commands & parser->command) {
      cli_suggest_offer(&suggestion, option->name);
    }
  }
  if (suggestion.best) {
    cli_text_print(&parser->problem->hint, "did you mean --%s?", suggestion.best);
  }
}

static void say_wrong_value(struct parser *parser, const cli_option *option, const char *value,
                            const char *rule) {
  cli_text *sentence = &parser->problem->sentence;
  if (!is_first_problem(parser)) return;
  cli_text_print(sentence, "--%s %s", option->name, rule);
  if (!value) return;
  cli_text_put(sentence, ", not '");
  cli_text_safe(sentence, value, strlen(value));
  cli_text_put(sentence, "'");
}

/* "must be a, b or c" from "a|b|c". */
static void say_wrong_choice(struct parser *parser, const cli_option *option,
                             const char *value) {
  cli_text rule = {0};
  const char *at = option->choices;
  cli_text_put(&rule, "must be ");
  for (;;) {
    size_t length = strcspn(at, "|");
    cli_text_add(&rule, at, length);
    at += length;
    if (!*at) break;
    at++;
    cli_text_put(&rule, strchr(at, '|') ? ", " : " or ");
  }
  say_wrong_value(parser, option, value, cli_text_string(&rule));
  cli_text_free(&rule);
}

static bool choose(const char *choices, const char *value, int *index) {
  size_t wanted = strlen(value);
  const char *at = choices;
  for (int i = 0; *at; i++) {
    size_t length = strcspn(at, "|");
    if (length == wanted && memcmp(at, value, length) == 0) {
      *index = i;
      return true;
    }
    at += length + (at[length] == '|');
  }
  return false;
}

static void add_commas(struct parser *parser, const cli_option *option, cli_list *list,
                       const char *value) {
  for (;;) {
    size_t length = strcspn(value, ",");
    if (!length) {
      say_wrong_value(parser, option, NULL, "has an empty name in its list");
      return;
    }
    cli_list_add(list, cli_settings_copy(parser->settings, value, length));
    if (!value[length]) return;
    value += length + 1;
  }
}

static bool read_count(const char *value, size_t *count) {
  size_t length = strspn(value, "0123456789");
  if (!length || length > 3 || value[length]) return false;
  *count = 0;
  for (; *value; value++) *count = *count * 10 + (size_t)(*value - '0');
  return *count >= 1 && *count <= MOST_COUNTED;
}

static void set_flag(const struct parser *parser, const cli_option *option) {
  *(bool *)((char *)parser->settings + option->offset) = true;
}

static void set(struct parser *parser, const cli_option *option, const char *value) {
  void *field = (char *)parser->settings + option->offset;
  switch (option->kind) {
    case CLI_KIND_FLAG: return;
    case CLI_KIND_TEXT:
      *(const char **)field = value;
      if (!*value) say_wrong_value(parser, option, NULL, "must not be empty");
      return;
    case CLI_KIND_REPEATED:
      cli_list_add(field, value);
      if (!*value) say_wrong_value(parser, option, NULL, "must not be empty");
      return;
    case CLI_KIND_COMMAS: add_commas(parser, option, field, value); return;
    case CLI_KIND_CHOICE:
      if (!choose(option->choices, value, field)) say_wrong_choice(parser, option, value);
      return;
    case CLI_KIND_LIMIT: {
      cli_problem found = {0};
      if (!cli_limit_set(field, value, &found.sentence, &found.hint) &&
          is_first_problem(parser)) {
        *parser->problem = found;
        return;
      }
      cli_problem_free(&found);
      return;
    }
    case CLI_KIND_DURATION:
      if (!cli_duration_parse(value, field) || !*(uint64_t *)field) {
        say_wrong_value(parser, option, value, "must be a time like 500ms, 30s or 5m");
      }
      return;
    case CLI_KIND_COUNT:
      if (!read_count(value, field)) {
        say_wrong_value(parser, option, value, "must be a number from 1 to 256");
      }
      return;
  }
}

/* The option's value: what follows it in its own argument, else the next argument. */
static void take_value(struct parser *parser, const cli_option *option, const char *attached) {
  if (attached) {
    set(parser, option, attached);
  } else if (parser->next < parser->count) {
    set(parser, option, parser->arguments[parser->next++]);
  } else {
    cli_text rule = {0};
    cli_text_print(&rule, "needs a value: --%s %s", option->name, option->value);
    say_wrong_value(parser, option, NULL, cli_text_string(&rule));
    cli_text_free(&rule);
  }
}

static void parse_long(struct parser *parser, const char *argument) {
  const char *equals = strchr(argument, '=');
  size_t length = equals ? (size_t)(equals - argument) : strlen(argument);
  for (size_t i = 0; i < parser->table.count; i++) {
    const cli_option *option = &parser->table.options[i];
    if (!(option->commands & parser->command)) continue;
    if (strlen(option->name) != length || memcmp(option->name, argument, length) != 0) continue;
    if (option->value) {
      take_value(parser, option, equals ? equals + 1 : NULL);
    } else if (equals) {
      say_wrong_value(parser, option, NULL, "takes no value");
    } else {
      set_flag(parser, option);
    }
    return;
  }
  say_unknown(parser, argument, length);
}

static const cli_option *find_letter(const struct parser *parser, char letter) {
  for (size_t i = 0; i < parser->table.count; i++) {
    const cli_option *option = &parser->table.options[i];
    if (option->letter == letter && (option->commands & parser->command)) return option;
  }
  return NULL;
}

/* -R, -Ro json, -ojson, -o=json. */
static void parse_letters(struct parser *parser, const char *letters) {
  for (; *letters; letters++) {
    const cli_option *option = find_letter(parser, *letters);
    if (!option) {
      if (is_first_problem(parser)) {
        cli_text_put(&parser->problem->sentence, "unknown option -");
        cli_text_safe(&parser->problem->sentence, letters, 1);
      }
      return;
    }
    if (option->value) {
      const char *rest = letters + 1;
      take_value(parser, option, *rest ? rest + (*rest == '=') : NULL);
      return;
    }
    set_flag(parser, option);
  }
}

bool cli_options_parse(cli_settings *settings, unsigned command, int count,
                       char *const *arguments, cli_problem *problem) {
  struct parser parser = {settings, problem, table_of(command), command, count, 0, arguments};
  bool options = true;
  while (parser.next < count) {
    const char *argument = arguments[parser.next++];
    if (!argument[0] && is_first_problem(&parser)) {
      cli_text_put(&problem->sentence, "an argument must not be empty");
    } else if (!options || argument[0] != '-' || !argument[1]) {
      cli_list_add(&settings->files, argument);
    } else if (argument[1] != '-') {
      parse_letters(&parser, argument + 1);
    } else if (argument[2]) {
      parse_long(&parser, argument + 2);
    } else {
      options = false;
    }
  }
  return is_first_problem(&parser);
}

static void add_name(cli_text *text, const cli_option *option, bool alone) {
  if (alone && option->letter) cli_text_print(text, "  -%c, ", option->letter);
  if (alone && !option->letter) cli_text_put(text, "      ");
  cli_text_print(text, "--%s", option->name);
  if (option->value) cli_text_print(text, " %s", option->value);
}

static bool is_shown(const cli_option *option, unsigned command, bool more) {
  if (!(option->commands & command) || option->letter == 'h') return false;
  if (command & (CLI_DIFF | CLI_DIFF_MORE)) return true;
  return more == ((option->commands & CLI_MORE) != 0);
}

/* Where the explanations begin: behind the longest name. */
static size_t help_column(const struct table *table, unsigned command, bool more) {
  size_t column = HELP_COLUMN;
  for (size_t i = 0; i < table->count; i++) {
    cli_text name = {0};
    if (!is_shown(&table->options[i], command, more)) continue;
    add_name(&name, &table->options[i], true);
    if (name.length + 2 > column) column = name.length + 2;
    cli_text_free(&name);
  }
  return column;
}

void cli_options_help(cli_text *text, unsigned command, bool more) {
  struct table table = table_of(command);
  size_t start = text->length, column = help_column(&table, command, more);
  bool alone = true, first = true;
  for (size_t i = 0; i < table.count; i++) {
    const cli_option *option = &table.options[i];
    if (!is_shown(option, command, more)) continue;
    if (first) cli_text_put(text, "\n");
    first = false;
    if (alone) start = text->length;
    add_name(text, option, alone);
    alone = option->help != NULL;
    if (!alone) {
      cli_text_put(text, ", ");
      continue;
    }
    cli_text_fill(text, ' ', start + column - text->length);
    cli_text_print(text, "%s\n", option->help);
  }
}
