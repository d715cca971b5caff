#include "schema/regex.h"

#include <stdlib.h>

#include "check.h"
#include "regex_vectors.h"
#include "schema/regex_program.h"

static char problem[LX_REGEX_PROBLEM];

/* By the table of states or, without one, by running the program. */
static lx_regex *make(const char *pattern, size_t length, bool table) {
  lx_regex *regex = lx_regex_new(pattern, length, problem);
  if (regex && table) lx_regex_tabulate(regex);
  return regex;
}

static void agrees_with_the_api_server(void) {
  for (size_t i = 0; i < sizeof regex_vectors / sizeof *regex_vectors; i++) {
    for (int table = 0; table < 2; table++) {
      lx_regex *regex = make(regex_vectors[i].pattern, regex_vectors[i].pattern_length, table);
      int got = !regex
                    ? REFUSED
                    : lx_regex_matches(regex, regex_vectors[i].text, regex_vectors[i].length);
      lx_regex_free(regex);
      if (got != regex_vectors[i].answer) {
        printf("number %zu: /%s/ %s\n", i, regex_vectors[i].pattern, regex_vectors[i].text);
      }
      CHECK(got == regex_vectors[i].answer);
    }
  }
}

static int matches(const char *pattern, const char *text) {
  int answers[2];
  for (int table = 0; table < 2; table++) {
    lx_regex *regex = make(pattern, strlen(pattern), table);
    if (!regex) return REFUSED;
    answers[table] = lx_regex_matches(regex, text, strlen(text));
    lx_regex_free(regex);
  }
  return answers[0] == answers[1] ? answers[0] : REFUSED;
}

static void knows_the_names_of_kubernetes(void) {
  static const char label[] = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";
  static const char host[] =
      "^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";
  CHECK(matches(label, "llama-3") == FOUND);
  CHECK(matches(label, "a") == FOUND);
  CHECK(matches(label, "") == NOT_FOUND);
  CHECK(matches(label, "-a") == NOT_FOUND);
  CHECK(matches(label, "a-") == NOT_FOUND);
  CHECK(matches(label, "a.b") == NOT_FOUND);
  CHECK(matches(label, "a\n") == NOT_FOUND);
  CHECK(matches(host, "*.models.example.com") == FOUND);
  CHECK(matches(host, "*") == NOT_FOUND);
  CHECK(matches(host, "a..b") == NOT_FOUND);
  CHECK(matches(host, "Example.com") == NOT_FOUND);
  CHECK(matches(host, "\xC3\xA9.com") == NOT_FOUND);
}

static void takes_characters_not_bytes(void) {
  CHECK(matches("^.{3}$", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80") == FOUND);
  CHECK(matches("^.$", "\xC3\xA9\xC3\xA9") == NOT_FOUND);
  CHECK(matches("^[^\xC2\xA0\\x{2000}-\\x{200A}]+$", "a\xE2\x80\x82z") == NOT_FOUND);
  CHECK(matches("^[^\xC2\xA0\\x{2000}-\\x{200A}]+$", "a\xE2\x80\x94z") == FOUND);
  CHECK(matches("^\\x{FFFD}$", "\xFF") == FOUND); /* as Go reads such a byte */
}

static void folds_case(void) {
  CHECK(matches("(?i)^kelvins$", "KELVINS") == FOUND);
  CHECK(matches("(?i)^kelvins$",
                "\xE2\x84\xAA"
                "elvin\xC5\xBF") == FOUND);
  CHECK(matches("(?i)^[a-f]+$", "AbF") == FOUND);
  CHECK(matches("(?i)^[^a-f]+$", "B") == NOT_FOUND);
  CHECK(matches("a(?i)b(?-i)c|D", "aBc") == FOUND);
  CHECK(matches("a(?i)b(?-i)c|D", "aBC") == NOT_FOUND);
  CHECK(matches("(?:(?i)a)a", "AA") == NOT_FOUND);
  CHECK(matches("(?s)a.b", "a\nb") == FOUND);
  CHECK(matches("a.b", "a\nb") == NOT_FOUND);
}

static void anchors_at_the_ends_of_the_text_only(void) {
  CHECK(matches("^b", "a\nb") == NOT_FOUND);
  CHECK(matches("a$", "a\nb") == NOT_FOUND);
  CHECK(matches("$^", "") == FOUND);
  CHECK(matches("$^", "a") == NOT_FOUND);
  CHECK(matches("a$b", "a$b") == NOT_FOUND);
  CHECK(matches("(^a|b$)", "xb") == FOUND);
  CHECK(matches("(^a|b$)", "xa") == NOT_FOUND);
}

static void says_what_it_does_not_support(void) {
  static const struct {
    const char *pattern, *problem;
  } cases[] = {
      {"a**", "a repeated repetition, at character 3"},
      {"*a", "a repetition of nothing, at character 1"},
      {"(a", "a group that is not closed, at character 3"},
      {"a)", "a ')' without its '(', at character 2"},
      {"[a", "a '[' that is not closed, at character 3"},
      {"[z-a]", "a malformed range, at character 5"},
      {"[[:x:]]", "a class that is not known, at character 2"},
      {"a\\", "a backslash at the end, at character 3"},
      {"\xC3\xA9\\b", "\\b is not supported, at character 3"},
      {"\\pL", "\\p is not supported, at character 2"},
      {"(a)\\1", "\\1 is not supported, at character 6"},
      {"\\\xC3\xA9", "an escape that is not known, at character 2"},
      {"(?=a)", "looking around is not supported, at character 3"},
      {"(?<!a)", "looking around is not supported, at character 3"},
      {"(?m)^a", "(?m is not supported, at character 3"},
      {"(?-)a", "a malformed flag, at character 4"},
      {"(?i-:a)", "a malformed flag, at character 5"},
      {"(?i--s)a", "a malformed flag, at character 5"},
      {"(?P<>a)", "a group without a name, at character 5"},
      {"(?P<a-b>a)", "a group name of other signs than letters, at character 5"},
      {"(?i)\xC3\xA9", "(?i) with other letters than ASCII is not supported, at character 6"},
      {"a{2,1}", "a repetition whose maximum is below its minimum, at character 2"},
      {"a{1001}", "more than 1000 repetitions, at character 2"},
      {"(a{100}){100}", "the pattern is too large, at character 14"},
      {"\\x{110000}", "a character beyond 10FFFF, at character 10"},
      {"\\x{}", "a malformed \\x, at character 4"},
      {"\\xg0", "a malformed \\x, at character 3"},
      {"a\xFF", "a byte that is not UTF-8, at character 2"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    CHECK(!lx_regex_new(cases[i].pattern, strlen(cases[i].pattern), problem));
    CHECK_TEXT(problem, cases[i].problem);
  }
}

static void bounds_what_is_nested_and_long(void) {
  static char pattern[LX_REGEX_LENGTH + 2];
  size_t deep = LX_REGEX_DEPTH + 1;
  memset(pattern, '(', deep);
  memset(pattern + deep, ')', deep);
  pattern[2 * deep] = '\0';
  CHECK(!lx_regex_new(pattern, 2 * deep, problem));
  CHECK_TEXT(problem, "more than 100 groups in each other, at character 102");
  CHECK(matches("((((((((((a))))))))))", "a") == FOUND);
  memset(pattern, 'a', sizeof pattern);
  CHECK(!lx_regex_new(pattern, LX_REGEX_LENGTH + 1, problem));
  CHECK_TEXT(problem, "the pattern is too large, at character 1");
}

/* A hundred thousand characters against patterns on which a backtracker never ends. */
static void takes_linear_time(void) {
  enum { LENGTH = 100000 };
  static const char *const patterns[] = {"^(a+)+$", "(a|a)*(a|a)*b", "(a*)*(a*)*(a*)*b",
                                         "^(a?){50}a{50}b", "(x+x+)+y|(a|aa)+$"};
  char *text = malloc(LENGTH + 1);
  CHECK(text != NULL);
  memset(text, 'a', LENGTH);
  text[LENGTH - 1] = 'c';
  text[LENGTH] = '\0';
  for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
    CHECK(matches(patterns[i], text) == NOT_FOUND);
  }
  free(text);
}

/* The thirteenth letter from the end needs 8,192 states: there is no table of so many. */
static void does_without_a_table_where_it_would_be_large(void) {
  static const char pattern[] = "a[ab]{12}$";
  lx_regex *regex = lx_regex_new(pattern, strlen(pattern), problem);
  CHECK(regex);
  lx_regex_tabulate(regex);
  CHECK(!regex->table);
  CHECK(lx_regex_matches(regex, "bbabbbbbbbbbbbb", 15));
  CHECK(!lx_regex_matches(regex, "babbbbbbbbbbbbb", 15));
  lx_regex_free(regex);
}

static void makes_a_table_when_it_is_used_often(void) {
  lx_regex *regex = lx_regex_new("^[a-z]+$", 8, problem);
  for (int i = 0; i < LX_REGEX_RUNS; i++) {
    CHECK(lx_regex_matches(regex, "abc", 3));
    CHECK(!regex->table);
  }
  CHECK(!lx_regex_matches(regex, "a1", 2));
  CHECK(regex->table);
  CHECK(lx_regex_matches(regex, "abc", 3));
  CHECK(!lx_regex_matches(regex, "a1", 2));
  lx_regex_free(regex);
}

int main(void) {
  RUN(agrees_with_the_api_server);
  RUN(knows_the_names_of_kubernetes);
  RUN(takes_characters_not_bytes);
  RUN(folds_case);
  RUN(anchors_at_the_ends_of_the_text_only);
  RUN(says_what_it_does_not_support);
  RUN(bounds_what_is_nested_and_long);
  RUN(takes_linear_time);
  RUN(does_without_a_table_where_it_would_be_large);
  RUN(makes_a_table_when_it_is_used_often);
  return checks_done();
}
