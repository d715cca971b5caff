/* Byte for byte what the official tools print: the corpus they recorded. It is found by
 * LUXR_OFFICIAL, or beside the repository. */
#define _GNU_SOURCE
#include "codec.h"

static char directory[512];
static int skipped;

static char *read_official(const char *name, size_t *length) {
  char path[600];
  snprintf(path, sizeof path, "%s/corpus/%s", directory, name);
  return read_file(path, length);
}

/* The recorded values went through doubles, and one of them is a zero character, which no
 * reader of ours takes. */
static void as_recorded(void) {
  lua_State *L = its.L;
  for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
    lua_pushvalue(L, -2);
    if (lua_isinteger(L, -2)) {
      double number = (double)lua_tointeger(L, -2);
      if (number <= 0x1p53 && number >= -0x1p53) {
        lua_pop(L, 1);
        continue;
      }
      lua_pushnumber(L, number);
    } else if (lua_type(L, -2) == LUA_TSTRING && !strcmp(lua_tostring(L, -2), "(zero)")) {
      lua_pushlstring(L, "", 1);
    } else {
      lua_pop(L, 1);
      continue;
    }
    lua_rawset(L, 1);
  }
}

/* `{v: value}` written as YAML, into its.out. */
static bool write_as_v(char *bytes, size_t length) {
  lx_write_problem problem;
  char *zero = strstr(bytes, "\"\\u0000\"");
  if (zero) memcpy(zero, "\"(zero)\"", 8);
  its.limits.nodes = 1000000;
  if (!read_bytes(bytes, length, LUXR_FORMAT_JSON)) {
    printf("%s\n", findings());
    return false;
  }
  as_recorded();
  lua_createtable(its.L, 0, 1);
  lua_insert(its.L, -2);
  lua_setfield(its.L, -2, "v");
  lx_buffer_clear(&its.out);
  if (lx_write_yaml(its.L, -1, its.writer, NULL, &its.out, &problem)) return true;
  printf("%s: %s\n", problem.path.text, problem.sentence);
  return false;
}

/* Moves both behind the next line; whether the lines are the same. */
static bool same_line(const char **a, const char **b, const char *a_end, const char *b_end) {
  const char *x = *a, *y = *b;
  const char *x_end = memchr(x, '\n', (size_t)(a_end - x));
  const char *y_end = memchr(y, '\n', (size_t)(b_end - y));
  if (!x_end || !y_end) return false;
  *a = x_end + 1;
  *b = y_end + 1;
  return x_end - x == y_end - y && memcmp(x, y, (size_t)(x_end - x)) == 0;
}

/* U+0085: that writer's reader makes a space of it, ours writes what can be read back. */
static bool is_exception(const char *line, size_t length) {
  return memmem(line, length, "\\N", 2) != NULL;
}

static size_t count_differences(const char *got, size_t got_length, const char *want,
                                size_t want_length, size_t *exceptions) {
  const char *got_end = got + got_length, *want_end = want + want_length;
  size_t differences = 0;
  while (got < got_end && want < want_end && differences < 5) {
    const char *a = got, *b = want;
    if (same_line(&got, &want, got_end, want_end)) continue;
    if (got == a) return differences + 1;
    if (is_exception(a, (size_t)(got - a))) {
      ++*exceptions;
      continue;
    }
    differences++;
    printf("got:  %.*s", (int)(got - a), a);
    printf("want: %.*s", (int)(want - b), b);
  }
  return differences + (got != got_end) + (want != want_end);
}

static void same_bytes(const char *name, size_t expected_exceptions) {
  char file[64];
  size_t json_length, yaml_length, exceptions = 0, differences;
  char *json_bytes, *yaml_bytes;
  snprintf(file, sizeof file, "%s.json", name);
  json_bytes = read_official(file, &json_length);
  snprintf(file, sizeof file, "%s.yaml", name);
  yaml_bytes = read_official(file, &yaml_length);
  if (!json_bytes || !yaml_bytes) {
    printf("skipped: %s is not there\n", file);
    skipped++;
  } else {
    differences = !write_as_v(json_bytes, json_length);
    if (!differences) {
      differences =
          count_differences(its.out.data, its.out.length, yaml_bytes, yaml_length, &exceptions);
    }
    if (differences || exceptions != expected_exceptions) {
      printf("%s: %zu differences, %zu exceptions\n", name, differences, exceptions);
      check_bad = 1;
    }
  }
  free(json_bytes);
  free(yaml_bytes);
}

/* What that writer refuses, values and keys, is escaped and reads back. */
static void writes_what_is_rejected(void) {
  size_t length;
  char *bytes = read_official("rejected.json", &length), *before;
  if (!bytes) {
    printf("skipped: rejected.json is not there\n");
    skipped++;
    return;
  }
  CHECK(write_as_v(bytes, length));
  before = strdup(top_as_yaml());
  CHECK(read_bytes(before, strlen(before), LUXR_FORMAT_YAML));
  CHECK_TEXT(top_as_yaml(), before);
  CHECK(strstr(before, "\"\\x7F\""));
  CHECK(strstr(before, "\"\\uFFFF\""));
  free(before);
  free(bytes);
}

static void writes_strings(void) {
  same_bytes("strings", 2);
}
static void writes_string_lists(void) {
  same_bytes("stringlist", 2);
}
static void writes_numbers(void) {
  same_bytes("numbers", 0);
}
static void writes_number_lists(void) {
  same_bytes("numberlist", 0);
}
static void writes_shapes(void) {
  same_bytes("shapes", 0);
}
static void writes_key_maps(void) {
  same_bytes("keymaps", 0);
}

int main(void) {
  const char *given = getenv("LUXR_OFFICIAL");
  if (given) {
    snprintf(directory, sizeof directory, "%s", given);
  } else {
    snprintf(directory, sizeof directory, "%s/../shared/official", LUXR_SOURCE_DIR);
  }
  codec_open();
  RUN(writes_strings);
  RUN(writes_string_lists);
  RUN(writes_numbers);
  RUN(writes_number_lists);
  RUN(writes_shapes);
  RUN(writes_key_maps);
  RUN(writes_what_is_rejected);
  codec_close();
  if (skipped) {
    printf("skipped: %d of 7 files of the official corpus, not in %s (LUXR_OFFICIAL)\n",
           skipped, directory);
  }
  return checks_done();
}
