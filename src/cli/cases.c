#include "cases.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "collect.h"
#include "color.h"
#include "diff.h"
#include "emit.h"
#include "files.h"
#include "folder.h"
#include "options.h"

enum { MOST_READ = 256 << 20 };

/* One case: what it wants, and what came. */
struct attempt {
  cli_cases *cases;
  const cli_engine *engine;
  const char *directory;
  cli_text path;         /* of the file at hand */
  cli_settings settings; /* of its flags */
  cli_text flags;
  cli_output out;
  cli_report report;
  cli_text why; /* it fails, with a diff */
};

static const char *path_of(struct attempt *attempt, const char *name) {
  return cli_file_path(&attempt->path, attempt->directory, name);
}

/* Reads a file of the case if there is one. False: there is none; or it was reported, and
 * then the case has failed. */
static bool read_if_there(struct attempt *attempt, const char *name, cli_text *text) {
  const char *path = path_of(attempt, name);
  if (!cli_file_exists(path)) return false;
  if (cli_file_read(attempt->cases->report, path, MOST_READ, text)) return true;
  cli_text_print(&attempt->why, "    %s cannot be read\n", name);
  return false;
}

/* ---- rendering
 * -------------------------------------------------------------------------- */

/* An option a line, as they stand in a file `flags`. */
static bool read_flags(struct attempt *attempt) {
  cli_list arguments = {0};
  cli_problem problem = {0};
  bool good;
  if (!read_if_there(attempt, "flags", &attempt->flags)) return !attempt->why.length;
  cli_text_string(&attempt->flags);
  for (char *line = attempt->flags.data; *line;) {
    size_t length = strcspn(line, "\n");
    bool last = !line[length];
    line[length] = '\0';
    if (length) cli_list_add(&arguments, line);
    line += length + (last ? 0 : 1);
  }
  good = cli_options_parse(&attempt->settings, CLI_CASE, (int)arguments.count,
                           (char *const *)arguments.items, &problem);
  if (!good) {
    cli_text_print(&attempt->why, "    flags: %s\n", cli_text_string(&problem.sentence));
  } else if (attempt->settings.files.count) {
    good = false;
    cli_text_put(&attempt->why, "    flags: no option: ");
    cli_text_safe(&attempt->why, attempt->settings.files.items[0],
                  strlen(attempt->settings.files.items[0]));
    cli_text_put(&attempt->why, "\n");
  }
  cli_problem_free(&problem);
  cli_list_free(&arguments);
  return good;
}

static bool walk_case(cli_run *run) {
  const struct attempt *attempt = run->context;
  int fd = cli_file_open(attempt->path.data);
  bool good;
  if (fd < 0) {
    cli_report_errno(run->report, "xr.yaml", "be opened", errno);
    return false;
  }
  good = cli_run_file(run, "xr.yaml", fd);
  close(fd);
  return good;
}

static void render(struct attempt *attempt) {
  cli_emitter emitter = {.format = CLI_YAML};
  cli_run run = {.settings = &attempt->settings,
                 .report = &attempt->report,
                 .engine = *attempt->engine,
                 .output = LUXR_FORMAT_YAML,
                 .context = attempt};
  attempt->settings.limits = attempt->cases->settings->limits;
  if (read_if_there(attempt, "parameters.yaml", &run.parameters)) {
    run.parameters_name = "parameters.yaml";
  }
  if (!cli_file_exists(path_of(attempt, "xr.yaml"))) {
    cli_text_put(&attempt->why, "    there is no xr.yaml\n");
  }
  if (!attempt->why.length) {
    cli_collect(&(cli_collection){&run, &attempt->out, walk_case, cli_emit_add, cli_emit_end,
                                  &emitter});
    cli_report_end(&attempt->report);
  }
  run.engine = (cli_engine){0}; /* not this run's */
  cli_run_close(&run);
}

/* ---- comparing
 * -------------------------------------------------------------------------- */

static bool is_equal(const cli_text *a, const cli_text *b) {
  return a->length == b->length && (!a->length || memcmp(a->data, b->data, a->length) == 0);
}

/* One of the two files. `needed`: it must be there even if there is nothing to say. */
static void compare(struct attempt *attempt, const char *name, const cli_text *got,
                    bool needed) {
  cli_text wanted = {0};
  bool there = read_if_there(attempt, name, &wanted);
  if (there && !needed && !got->length) {
    cli_text_print(&attempt->why, "    %s is there, but nothing was printed\n", name);
  } else if (!there && (needed || got->length)) {
    cli_text_print(&attempt->why, "    there is no %s; this was printed:\n", name);
    cli_diff_add(&attempt->why, &wanted, got, attempt->cases->colored);
  } else if (!is_equal(&wanted, got)) {
    cli_text_print(&attempt->why, "    %s differs:\n", name);
    cli_diff_add(&attempt->why, &wanted, got, attempt->cases->colored);
  }
  cli_text_free(&wanted);
}

/* Makes the file hold what was printed, or go away when that is nothing. */
static bool update(struct attempt *attempt, const char *name, const cli_text *got,
                   bool needed) {
  cli_text wanted = {0};
  const char *path = path_of(attempt, name);
  bool there = cli_file_exists(path), changed = false;
  if (there) cli_file_read(attempt->cases->report, path, MOST_READ, &wanted);
  if (needed || got->length) {
    changed = !there || !is_equal(&wanted, got);
    if (changed &&
        !cli_file_write(attempt->cases->report, path, path, got->data, got->length)) {
      cli_text_print(&attempt->why, "    %s could not be written\n", name);
    }
  } else if (there) {
    changed = true;
    if (unlink(path) != 0) {
      cli_text_print(&attempt->why, "    %s could not be removed\n", name);
    }
  }
  cli_text_free(&wanted);
  return changed;
}

/* The word for the case: "ok", "updated", "FAILED". */
static const char *judge(struct attempt *attempt) {
  bool rendered = attempt->report.exit_code == 0;
  const cli_text *out = &attempt->out.text, *err = &attempt->report.out.text;
  bool changed = false;
  if (attempt->why.length) return "FAILED";
  if (attempt->cases->settings->update) {
    changed = update(attempt, "want.yaml", out, rendered);
    changed = update(attempt, "want.txt", err, !rendered) || changed;
  } else {
    compare(attempt, "want.yaml", out, rendered);
    compare(attempt, "want.txt", err, !rendered);
  }
  return attempt->why.length ? "FAILED" : changed ? "updated" : "ok";
}

static void run_case(cli_cases *cases, const cli_engine *engine, const char *directory) {
  struct attempt attempt = {.cases = cases, .engine = engine, .directory = directory};
  cli_text *text = &cases->out->text;
  const char *word;
  attempt.out.fd = attempt.report.out.fd = -1;
  if (read_flags(&attempt)) render(&attempt);
  word = judge(&attempt);
  cli_text_print(text, "%-7s ", word);
  cli_text_safe(text, directory, strlen(directory));
  cli_text_put(text, "\n");
  cli_text_add(text, attempt.why.data, attempt.why.length);
  cli_output_flush(cases->out);
  if (attempt.why.length) {
    cases->failed++;
  } else {
    cases->passed++;
  }
  cli_text_free(&attempt.path);
  cli_text_free(&attempt.flags);
  cli_text_free(&attempt.why);
  cli_text_free(&attempt.out.text);
  cli_text_free(&attempt.report.out.text);
  cli_settings_free(&attempt.settings);
}

/* ---- directories
 * ------------------------------------------------------------------------ */

static void run_folder(cli_cases *cases, const cli_engine *engine, const char *path) {
  cli_folder *folder = cli_folder_open(path, NULL);
  cli_text directory = {0};
  const char *name;
  bool is_folder, found = false;
  if (!folder) {
    cli_report_errno(cases->report, path, "be read", errno);
    cases->failed++;
    return;
  }
  while ((name = cli_folder_next(folder, true, &is_folder)) != NULL) {
    if (!is_folder) continue;
    found = true;
    run_case(cases, engine, cli_file_path(&directory, path, name));
  }
  if (!found) {
    cases->failed++;
    cli_report_error(cases->report, LUXR_ERR_NOT_FOUND, path,
                     "a case is a directory with an xr.yaml", "has no case");
  }
  cli_text_free(&directory);
  cli_folder_free(folder);
}

void cli_cases_run(cli_cases *cases, const char *directory) {
  cli_text path = {0};
  cli_engine engine = {0};
  bool is_bundle = cli_file_exists(cli_file_path(&path, directory, "bundle.lua"));
  const char *bundle = is_bundle ? directory : cases->settings->bundle;
  if (cli_engine_open(&engine, cases->settings, bundle, is_bundle ? NULL : directory,
                      cases->report)) {
    run_folder(cases, &engine, cli_file_path(&path, directory, "cases"));
    cli_engine_close(&engine);
  } else {
    cases->failed++;
  }
  cli_text_free(&path);
}
