#include "progress.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "amounts.h"
#include "clock.h"
#include "folder.h"

enum { REDRAW = 100, FIRST = 1000, LINE = 5000, BAR_WIDTH = 20 };

/* ---- How much there is ---------------------------------------------------------------
 */

/* The size of a regular file; false: it is none, and how much it has is not known. */
static bool add_file(const char *path, size_t *total) {
  struct stat status;
  if (stat(path, &status) != 0 || !S_ISREG(status.st_mode)) return false;
  *total += (size_t)status.st_size;
  return true;
}

static bool add_folder(const char *path, bool recursive, size_t *total) {
  cli_folder *folder = cli_folder_open(path, NULL);
  cli_text file = {0};
  bool known = folder != NULL;
  while (known && folder) {
    bool is_folder = false;
    const char *name = cli_folder_next(folder, recursive, &is_folder);
    if (!name) {
      folder = cli_folder_free(folder);
      continue;
    }
    file.length = 0;
    cli_text_print(&file, "%s/%s", cli_folder_path(folder), name);
    if (is_folder) {
      cli_folder *below = cli_folder_open(cli_text_string(&file), folder);
      if (below) folder = below;
      known = below != NULL;
    } else {
      known = add_file(cli_text_string(&file), total);
    }
  }
  while (folder) folder = cli_folder_free(folder);
  cli_text_free(&file);
  return known;
}

/* Bytes of all inputs; 0 when that cannot be known, as with a pipe. */
static size_t count_bytes(const cli_settings *settings) {
  size_t total = 0;
  for (size_t i = 0; i < settings->files.count; i++) {
    const char *path = settings->files.items[i];
    struct stat status;
    bool known = stat(path, &status) == 0;
    if (known && S_ISDIR(status.st_mode)) {
      known = add_folder(path, settings->recursive, &total);
    } else if (known) {
      known = add_file(path, &total);
    }
    if (!known) return 0;
  }
  return total;
}

/* ---- What is said --------------------------------------------------------------------
 */

static void add_time(cli_text *text, uint64_t seconds) {
  if (seconds >= 3600) {
    cli_text_print(text, "%u h %u min", (unsigned)(seconds / 3600),
                   (unsigned)(seconds / 60 % 60));
  } else if (seconds >= 60) {
    cli_text_print(text, "%u min %u s", (unsigned)(seconds / 60), (unsigned)(seconds % 60));
  } else {
    cli_text_print(text, "%u s", (unsigned)seconds);
  }
}

/* "1,200 done, 17,100/s, 2 errors, 3 s left" */
static void add_state(cli_text *text, const cli_progress *progress, size_t done, size_t bytes) {
  uint64_t spent = cli_clock() - progress->begun;
  size_t errors = progress->report->errors;
  cli_amount_add(text, done);
  cli_text_put(text, " done, ");
  cli_amount_add(text, spent ? done * 1000 / spent : 0);
  cli_text_put(text, "/s, ");
  cli_amount_add(text, errors);
  cli_text_print(text, " error%s", errors == 1 ? "" : "s");
  if (!progress->total || !bytes || bytes > progress->total) return;
  cli_text_put(text, ", ");
  add_time(text, (uint64_t)((double)spent / 1000 * (double)(progress->total - bytes) /
                            (double)bytes));
  cli_text_put(text, " left");
}

static void draw_bar(cli_progress *progress, cli_text *text, size_t done, size_t bytes) {
  cli_text_put(text, "\r\x1b[K");
  if (progress->total && bytes <= progress->total) {
    size_t filled = (size_t)((double)bytes / (double)progress->total * BAR_WIDTH);
    cli_text_put(text, "[");
    cli_text_fill(text, '#', filled);
    cli_text_fill(text, '.', BAR_WIDTH - filled);
    cli_text_print(text, "] %3u%% ", (unsigned)((double)bytes / (double)progress->total * 100));
  }
  add_state(text, progress, done, bytes);
  progress->is_drawn = true;
}

/* What stands there is taken away before a finding is shown. */
static void clear_bar(cli_progress *progress) {
  static const char sequence[] = "\r\x1b[K";
  if (!progress->is_drawn) return;
  cli_write_all(progress->report->out.fd, sequence, sizeof sequence - 1);
  progress->is_drawn = false;
}

/* ---- The run -------------------------------------------------------------------------
 */

void cli_progress_begin(cli_progress *progress, const cli_settings *settings,
                        cli_report *report) {
  bool files = settings->output_folder != NULL;
  bool terminal = isatty(STDERR_FILENO) == 1;
  *progress = (cli_progress){.report = report, .settings = settings, .begun = cli_clock()};
  if (settings->quiet || report->json || report->out.fd < 0) return;
  if (terminal && !files && isatty(STDOUT_FILENO) == 1) return; /* the output is there */
  progress->kind = terminal ? CLI_BAR : CLI_LINES;
  progress->every = terminal ? REDRAW : LINE;
  if (settings->progress && !terminal) progress->every = settings->progress;
  progress->next = progress->begun + (!terminal ? progress->every : files ? 0 : FIRST);
}

void cli_progress_step(cli_progress *progress, size_t done, size_t bytes) {
  cli_text text = {0};
  uint64_t now;
  if (progress->kind == CLI_SILENT) return;
  now = cli_clock();
  if (now < progress->next) return;
  if (!progress->total) progress->total = count_bytes(progress->settings);
  progress->next = now + progress->every;
  clear_bar(progress);
  if (progress->kind == CLI_BAR) {
    draw_bar(progress, &text, done, bytes);
  } else {
    add_state(&text, progress, done, bytes);
    cli_text_put(&text, "\n");
  }
  cli_output_flush(&progress->report->out);
  cli_write_all(progress->report->out.fd, text.data, text.length);
  cli_text_free(&text);
}

void cli_progress_end(cli_progress *progress) {
  clear_bar(progress);
}
