#include <string.h>

#include "answer/rules.h"
#include "composition.h"

/* Results must be the same whenever they are made. */
static const char transition[] = "2024-01-01T00:00:00Z";

static bool is_text_or_absent(const cJSON *condition, const char *name) {
  const cJSON *member = cli_tree_get(condition, name);
  return !member || cJSON_IsNull(member) || cJSON_IsString(member);
}

/* The number of two digits at `at`, -1 when there is none. */
static int two_digits(const char *at) {
  for (int i = 0; i < 2; i++) {
    if (at[i] < '0' || at[i] > '9') return -1;
  }
  return (at[0] - '0') * 10 + at[1] - '0';
}

/* "Z", "+01:00". */
static bool is_zone(const char *at) {
  if (*at == 'Z') return !at[1];
  if (*at != '+' && *at != '-') return false;
  if (strlen(at) != 6 || at[3] != ':') return false;
  return two_digits(at + 1) >= 0 && two_digits(at + 1) <= 24 && two_digits(at + 4) >= 0 &&
         two_digits(at + 4) < 60;
}

/* As RFC 3339 has it, with any fraction of a second. */
static bool is_time(const char *text) {
  static const char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int month, day, year;
  bool leaps;
  if (strlen(text) < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' ||
      text[13] != ':' || text[16] != ':' || two_digits(text) < 0 || two_digits(text + 2) < 0) {
    return false;
  }
  year = two_digits(text) * 100 + two_digits(text + 2);
  leaps = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  month = two_digits(text + 5);
  day = two_digits(text + 8);
  if (month < 1 || month > 12 || day < 1) return false;
  if (day > days[month - 1] + (month == 2 && leaps)) return false;
  for (int at = 11; at <= 17; at += 3) {
    int value = two_digits(text + at);
    if (value < 0 || value > (at == 11 ? 23 : 59)) return false;
  }
  text += 19;
  if (*text == '.') {
    size_t length = strspn(text + 1, "0123456789");
    if (!length) return false;
    text += 1 + length;
  }
  return is_zone(text);
}

static bool is_condition(const cJSON *condition) {
  static const char *const texts[] = {"type", "status", "lastTransitionTime", "reason",
                                      "message"};
  const cJSON *generation = cli_tree_get(condition, "observedGeneration");
  const char *time = cli_tree_value(cli_tree_get(condition, "lastTransitionTime"));
  if (!cJSON_IsObject(condition) || (time && !is_time(time))) return false;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    if (!is_text_or_absent(condition, texts[i])) return false;
  }
  return !generation || cJSON_IsNull(generation) || cJSON_IsRaw(generation);
}

static bool is_zero(const cJSON *generation) {
  return !generation || !cJSON_IsRaw(generation) || strcmp(generation->valuestring, "0") == 0;
}

static cJSON *new_condition(const char *type, const char *status, const char *reason,
                            const char *message, const cJSON *generation) {
  cJSON *condition = cli_tree_object();
  cli_tree_set_text(condition, "type", type);
  cli_tree_set_text(condition, "status", status);
  cli_tree_set_text(condition, "lastTransitionTime", transition);
  cli_tree_set_text(condition, "reason", reason);
  if (*message) cli_tree_set_text(condition, "message", message);
  if (!is_zero(generation)) {
    cli_tree_set(condition, "observedGeneration", cli_tree_copy(generation));
  }
  return condition;
}

cJSON *cli_conditions_read(const cJSON *conditions) {
  cJSON *list;
  const cJSON *item;
  if (conditions && !cJSON_IsArray(conditions) && !cJSON_IsNull(conditions)) return NULL;
  list = cli_tree_list();
  cJSON_ArrayForEach(item, conditions) {
    if (!is_condition(item)) {
      cJSON_Delete(list);
      return NULL;
    }
    cli_tree_add(
        list, new_condition(cli_tree_string(item, "type"), cli_tree_string(item, "status"),
                            cli_tree_string(item, "reason"), cli_tree_string(item, "message"),
                            cli_tree_get(item, "observedGeneration")));
  }
  return list;
}

static bool is_same(const cJSON *a, const cJSON *b) {
  static const char *const names[] = {"status", "reason", "message"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (strcmp(cli_tree_string(a, names[i]), cli_tree_string(b, names[i])) != 0) return false;
  }
  return true;
}

/* In the place of every one of that type which says something else, or at the end. */
static void put(cJSON *conditions, cJSON *condition) {
  const char *type = cli_tree_string(condition, "type");
  cJSON *item, *next;
  bool found = false;
  for (item = conditions->child; item; item = next) {
    next = item->next;
    if (strcmp(cli_tree_string(item, "type"), type) != 0) continue;
    found = true;
    if (is_same(item, condition)) continue;
    cJSON_ReplaceItemViaPointer(conditions, item, cli_tree_copy(condition));
  }
  if (found) {
    cJSON_Delete(condition);
  } else {
    cli_tree_add(conditions, condition);
  }
}

void cli_conditions_mark(cJSON *conditions, const char *type, const char *status,
                         const char *reason, const char *message, const cJSON *generation) {
  put(conditions, new_condition(type, status, reason, message, generation));
}

static const char *status_of(const cJSON *answered) {
  const char *status = cli_tree_string(answered, "status");
  if (strcmp(status, "STATUS_CONDITION_TRUE") == 0) return "True";
  if (strcmp(status, "STATUS_CONDITION_FALSE") == 0) return "False";
  return "Unknown";
}

void cli_conditions_take(cJSON *marks, const cJSON *answered) {
  const cJSON *item;
  cJSON_ArrayForEach(item, answered) {
    const char *type = cli_tree_string(item, "type");
    if (lx_condition_is_callers((lx_span){type, strlen(type)})) continue;
    cli_tree_add(marks, new_condition(type, status_of(item), cli_tree_string(item, "reason"),
                                      cli_tree_string(item, "message"), NULL));
  }
}

void cli_conditions_merge(cJSON *object, const cJSON *conditions) {
  cJSON *status = cli_tree_enter(object, "status");
  cJSON *list = cli_conditions_read(cli_tree_get(status, "conditions"));
  const cJSON *item;
  if (!list) list = cli_tree_list();
  cJSON_ArrayForEach(item, conditions) put(list, cli_tree_copy(item));
  cli_tree_set(status, "conditions", list);
}
