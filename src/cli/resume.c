#include "resume.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "memory.h"

/* ---- What an output depends on -------------------------------------------------------
 */

static void depend(cli_resume *resume, const void *bytes, size_t length) {
  resume->options = cli_hash_add(resume->options, bytes, length);
}

static void depend_on_text(cli_resume *resume, const char *text) {
  depend(resume, text ? text : "", text ? strlen(text) + 1 : 0);
}

static void depend_on_list(cli_resume *resume, const cli_list *list) {
  depend(resume, &list->count, sizeof list->count);
  for (size_t i = 0; i < list->count; i++) depend_on_text(resume, list->items[i]);
}

void cli_resume_depend(cli_resume *resume, const luxr_bundle *bundle,
                       const cli_settings *settings, const char *pattern,
                       const cli_text *parameters) {
  int switches[] = {settings->format, settings->split, settings->bare, settings->strict};
  depend_on_text(resume, LUXR_VERSION);
  depend_on_text(resume, luxr_bundle_digest(bundle));
  depend_on_text(resume, pattern);
  depend_on_text(resume, settings->name_space);
  depend_on_list(resume, &settings->only);
  depend_on_list(resume, &settings->skip);
  depend_on_list(resume, &settings->sets);
  depend(resume, parameters->data, parameters->length);
  depend(resume, switches, sizeof switches);
}

cli_hash cli_resume_source(const cli_resume *resume, const luxr_document *document) {
  return cli_hash_add(resume->options, document->bytes, document->length);
}

/* ---- The inventory -------------------------------------------------------------------
 */

static bool read_lines(cli_resume *resume, FILE *file) {
  char line[2048];
  cli_hash last = {{0, 0}};
  for (long at = 0; fgets(line, sizeof line, file); at = ftell(file)) {
    cli_record record;
    if (!cli_record_read(line, &record)) continue;
    if (cli_hash_is(record.source, last)) continue;
    last = record.source;
    if (at >= 0 && at < UINT32_MAX) {
      cli_set_add(&resume->lines, last.parts[0] ^ last.parts[1], (uint32_t)at + 1);
    }
  }
  return !ferror(file);
}

bool cli_resume_open(cli_resume *resume, cli_report *report) {
  cli_text name = {0};
  FILE *file;
  bool good = true;
  resume->fd = openat(resume->target->own, cli_target_own(resume->target, "inventory", &name),
                      O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  cli_text_free(&name);
  if (resume->fd < 0 && errno == ENOENT) return true; /* nothing is known */
  file = resume->fd < 0 ? NULL : fdopen(dup(resume->fd), "r");
  if (!file || !read_lines(resume, file)) {
    cli_target_report(resume->target, CLI_INVENTORY "/inventory", errno, report);
    good = false;
  }
  if (file) fclose(file);
  if (!good) cli_resume_close(resume);
  return good;
}

void cli_resume_close(cli_resume *resume) {
  if (resume->fd >= 0) close(resume->fd);
  cli_set_free(&resume->lines);
}

/* ---- One document --------------------------------------------------------------------
 */

/* The lines of one source, `count` of them; NULL when they are not there. */
static char *read_block(const cli_resume *resume, off_t at, size_t size, size_t *got) {
  char *block = cli_alloc(size + 1);
  ssize_t length = pread(resume->fd, block, size, at);
  *got = length < 0 ? 0 : (size_t)length;
  block[*got] = '\0';
  return block;
}

static bool look_at(const cli_resume *resume, char *block, cli_hash source,
                    void (*visit)(void *data, const cli_record *record), void *data) {
  cli_target target = {.root = resume->target->root, .folder = -1};
  unsigned seen = 0, count = 1;
  bool good = true;
  for (char *line = block; good && seen < count; seen++) {
    char *next = strchr(line, '\n'), after = next ? next[1] : '\0';
    cli_record record;
    if (next) next[1] = '\0';
    good = next && cli_record_read(line, &record) && cli_hash_is(record.source, source);
    if (!good) break;
    count = record.count;
    if (visit) {
      visit(data, &record);
    } else {
      good = cli_target_look(&target, &record) == CLI_AS_WRITTEN;
    }
    next[1] = after;
    line = next + 1;
  }
  if (target.folder >= 0) close(target.folder);
  cli_text_free(&target.folder_path);
  return good;
}

bool cli_resume_knows(const cli_resume *resume, const luxr_document *document,
                      void (*visit)(void *data, const cli_record *record), void *data) {
  cli_hash source = cli_resume_source(resume, document);
  uint32_t at = cli_set_find(&resume->lines, source.parts[0] ^ source.parts[1]);
  size_t size = 4096, got = size;
  bool good = false;
  char *block;
  cli_record first;
  if (!at || resume->fd < 0) return false;
  /* How many lines there are says the first. */
  block = read_block(resume, at - 1, size, &got);
  if (strchr(block, '\n')) {
    *(strchr(block, '\n') + 1) = '\0';
    if (cli_record_read(block, &first)) size = (size_t)first.count * 1152;
  }
  free(block);
  block = read_block(resume, at - 1, size, &got);
  good = look_at(resume, block, source, visit, data);
  free(block);
  return good;
}
