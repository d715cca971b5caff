/* Random data, byte for byte as the writer that ours follows: tests/interop/sigsyaml, where
 * LUXR_SIGSYAML says it is (tests/slow/50-sigs-yaml builds it). */
#define _GNU_SOURCE
#include <unistd.h>

#include "random_value.h"

enum { DOCUMENTS = 20000 };

/* Each document as JSON on a line, and as our YAML. */
static bool make(const char *json_path, const char *yaml_path) {
  FILE *json_file = fopen(json_path, "wb"), *yaml_file = fopen(yaml_path, "wb");
  if (!json_file || !yaml_file) return false;
  random_is_tame = true;
  for (int i = 0; i < DOCUMENTS; i++) {
    lua_settop(its.L, 0);
    lua_createtable(its.L, 0, 1);
    push_random(i % 6);
    lua_setfield(its.L, -2, "v");
    fprintf(json_file, "%s\n", top_as_json());
    fprintf(yaml_file, "%s---\n", top_as_yaml());
  }
  return fclose(json_file) == 0 && fclose(yaml_file) == 0;
}

static void first_difference(const char *ours, const char *theirs) {
  size_t line = 1;
  const char *from = ours, *other = theirs;
  for (; *ours && *ours == *theirs; ours++, theirs++) {
    if (*ours != '\n') continue;
    line++;
    from = ours + 1;
    other = theirs + 1;
  }
  printf("line %zu\n  ours:   %.*s\n  theirs: %.*s\n", line, (int)strcspn(from, "\n"), from,
         (int)strcspn(other, "\n"), other);
}

static void same_bytes(void) {
  char directory[] = "/tmp/luxr-sigs-XXXXXX", json_path[64], ours_path[64], theirs_path[64];
  char command[700];
  size_t n, m;
  char *ours, *theirs;
  bool same;
  CHECK(mkdtemp(directory));
  snprintf(json_path, sizeof json_path, "%s/json", directory);
  snprintf(ours_path, sizeof ours_path, "%s/ours", directory);
  snprintf(theirs_path, sizeof theirs_path, "%s/theirs", directory);
  CHECK(make(json_path, ours_path));
  snprintf(command, sizeof command, "'%s' write <'%s' >'%s'", getenv("LUXR_SIGSYAML"),
           json_path, theirs_path);
  CHECK(system(command) == 0);
  ours = read_file(ours_path, &n);
  theirs = read_file(theirs_path, &m);
  CHECK(ours && theirs && n > DOCUMENTS);
  same = n == m && memcmp(ours, theirs, n) == 0;
  if (!same) first_difference(ours, theirs);
  free(ours);
  free(theirs);
  unlink(json_path);
  unlink(ours_path);
  unlink(theirs_path);
  rmdir(directory);
  CHECK(same);
}

int main(void) {
  if (!getenv("LUXR_SIGSYAML")) {
    printf("skipped: LUXR_SIGSYAML does not say where sigsyaml is\n");
    return checks_done();
  }
  codec_open();
  RUN(same_bytes);
  codec_close();
  return checks_done();
}
