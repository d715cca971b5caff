#include "base/suggest.h"

#include "check.h"

static const char *nearest(const char *wanted, const char *const *names) {
  lx_suggestion suggestion = lx_suggest(wanted, strlen(wanted));
  for (; *names; names++) lx_suggest_offer(&suggestion, *names, strlen(*names));
  return suggestion.best;
}

static void finds_a_slip_of_the_finger(void) {
  static const char *const fields[] = {"minReplicas", "maxReplicas", "model",   "gpu",
                                       "host",        "criticality", "scaling", NULL};
  CHECK_TEXT(nearest("minReplica", fields), "minReplicas");
  CHECK_TEXT(nearest("maxreplicas", fields), "maxReplicas");
  CHECK_TEXT(nearest("modle", fields), "model");
  CHECK_TEXT(nearest("GPU", fields), "gpu");
  CHECK_TEXT(nearest("hsot", fields), "host");
  CHECK_TEXT(nearest("criticallity", fields), "criticality");
  CHECK_TEXT(nearest("gpus", fields), "gpu");
}

static void is_silent_when_nothing_is_near(void) {
  static const char *const fields[] = {"critical", "sheddable", "a", "", NULL};
  CHECK(nearest("high", fields) == NULL);
  CHECK(nearest("b", fields) == NULL);
  CHECK(nearest("", fields) == NULL);
  CHECK(nearest("cricket", fields) == NULL);
}

static void counts_a_swap_once(void) {
  static const char *const fields[] = {"abcd", NULL};
  lx_suggestion suggestion = lx_suggest("abdc", 4);
  lx_suggest_offer(&suggestion, fields[0], 4);
  CHECK(suggestion.best && suggestion.distance == 1);
}

static void does_not_depend_on_the_order(void) {
  static const char *const forward[] = {"cat", "bat", "rat", NULL};
  static const char *const backward[] = {"rat", "bat", "cat", NULL};
  CHECK_TEXT(nearest("hat", forward), "bat");
  CHECK_TEXT(nearest("hat", backward), "bat");
}

static void leaves_very_long_names_alone(void) {
  char a[66], b[66];
  lx_suggestion suggestion;
  memset(a, 'n', sizeof a);
  memset(b, 'n', sizeof b);
  b[64] = 'm';
  suggestion = lx_suggest(a, 65);
  lx_suggest_offer(&suggestion, b, 65);
  CHECK(!suggestion.best);
  suggestion = lx_suggest(a, 64);
  lx_suggest_offer(&suggestion, b, 63);
  CHECK(suggestion.best == b && suggestion.best_length == 63);
}

int main(void) {
  RUN(finds_a_slip_of_the_finger);
  RUN(is_silent_when_nothing_is_near);
  RUN(counts_a_swap_once);
  RUN(does_not_depend_on_the_order);
  RUN(leaves_very_long_names_alone);
  return checks_done();
}
