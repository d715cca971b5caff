/* For memmem. */
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier) */
#include "source.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "engine.h"
#include "memory.h"

enum { LONGEST_WAIT = 200 }; /* milliseconds before it is asked whether to go on */

uint64_t cli_fleet_time_left(const cli_fleet *fleet) {
  uint64_t time = fleet->deadline ? cli_clock() : 0;
  if (!fleet->deadline) return 0;
  return time < fleet->deadline ? fleet->deadline - time : 1;
}

bool cli_fleet_is_late(const cli_fleet *fleet) {
  return fleet->deadline && cli_clock() >= fleet->deadline;
}

bool cli_fleet_is_stopped(const cli_fleet *fleet) {
  return fleet->stopped && fleet->stopped(fleet->data);
}

/* Nothing more is to be read, and what failed by that is no failure. */
static bool is_over(const cli_source *source) {
  return cli_fleet_is_late(source->fleet) || cli_fleet_is_stopped(source->fleet);
}

/* ---- Reading -------------------------------------------------------------------------
 */

/* Waits for a pipe or a terminal no longer than the walk may take. */
static bool wait_for_input(const cli_source *source) {
  struct pollfd ready = {.fd = source->input.fd, .events = POLLIN};
  for (;;) {
    uint64_t left = cli_fleet_time_left(source->fleet);
    int found = poll(&ready, 1, left && left < LONGEST_WAIT ? (int)left : LONGEST_WAIT);
    if (found > 0) return true;
    if (found < 0 && errno != EINTR) return false;
    if (is_over(source)) {
      errno = ETIMEDOUT;
      return false;
    }
  }
}

static ptrdiff_t read_source(void *data, char *bytes, size_t size) {
  const cli_source *source = data;
  for (;;) {
    ssize_t got;
    if (!wait_for_input(source)) return -1;
    got = read(source->input.fd, bytes, size);
    if (got > 0) source->fleet->read += (size_t)got;
    if (got >= 0) return got;
    if (errno == EAGAIN && wait_for_input(source)) continue;
    if (errno != EINTR) return -1;
  }
}

static size_t largest(const cli_source *source) {
  size_t most = source->fleet->settings->limits.input;
  return most ? most : luxr_limits_default().input;
}

/* Standard input has no name that says what it holds. */
static void begin_file(cli_source *source) {
  const cli_settings *settings = source->fleet->settings;
  const char *path = source->input.path;
  bool is_lines = cli_lines_named(path);
  source->origin = cli_copy(path, strlen(path));
  source->lines = (cli_lines){.read = read_source, .data = source};
  source->is_open = true;
  source->in_file = 0;
  if (!is_lines && source->input.fd == STDIN_FILENO) {
    is_lines = cli_lines_are(&source->lines, largest(source));
  }
  source->in_lines = is_lines;
  if (is_lines) return;
  source->stream = luxr_stream_new(source->origin, LUXR_FORMAT_ANY, cli_lines_read,
                                   &source->lines, &settings->limits);
  if (!source->stream) cli_out_of_memory();
}

static void end_file(cli_source *source) {
  if (!source->is_open) return;
  if (source->stream) luxr_stream_free(source->stream);
  cli_lines_free(&source->lines);
  free(source->origin);
  if (!source->is_single) cli_input_close(&source->input);
  source->is_open = false;
  source->stream = NULL;
  source->origin = NULL;
}

void cli_source_open(cli_source *source, cli_fleet *fleet) {
  const cli_settings *settings = fleet->settings;
  *source = (cli_source){
      .fleet = fleet,
      .inputs = {
          .names = settings->files.items,
          .count = settings->files.count,
          .recursive = settings->recursive,
          .stdin_taken = settings->parameters && strcmp(settings->parameters, "-") == 0,
      }};
}

void cli_source_open_file(cli_source *source, cli_fleet *fleet, const char *origin, int fd) {
  *source = (cli_source){.fleet = fleet, .is_single = true, .input = {origin, fd}};
  begin_file(source);
}

void cli_source_close(cli_source *source) {
  end_file(source);
  if (!source->is_single) cli_inputs_free(&source->inputs);
}

/* ---- What is found -------------------------------------------------------------------
 */

void cli_finding_free(cli_finding *finding) {
  cli_text_free(&finding->bytes);
  cli_text_free(&finding->origin);
  cli_text_free(&finding->report.out.text);
}

static cli_found give(cli_finding *finding, const luxr_document *document) {
  finding->bytes.length = finding->origin.length = 0;
  cli_text_add(&finding->bytes, document->bytes, document->length);
  cli_text_put(&finding->origin, document->origin);
  finding->document = *document;
  finding->document.bytes = cli_text_string(&finding->bytes);
  finding->document.origin = cli_text_string(&finding->origin);
  return CLI_FOUND_DOCUMENT;
}

/* A report that waits for its turn. */
static cli_report *begin_report(const cli_source *source, cli_finding *finding) {
  cli_report_stage(&finding->report, source->fleet->report);
  finding->harmless = false;
  return &finding->report;
}

/* A file of comments, say. With --strict that is an error, like every warning. */
static void give_empty(const cli_source *source, cli_finding *finding) {
  bool strict = source->fleet->settings->strict;
  luxr_diagnostic empty = {
      .severity = strict ? LUXR_ERROR : LUXR_WARNING,
      .status = strict ? LUXR_ERR_INPUT : LUXR_OK,
      .file = source->origin,
      .sentence = "holds no document",
  };
  cli_report_finding(begin_report(source, finding), &empty);
  finding->harmless = !strict;
}

static void give_failure(const cli_source *source, luxr_result *problems,
                         cli_finding *finding) {
  cli_report *report = begin_report(source, finding);
  report->inputs = report->failed = 1;
  cli_report_problems(report, problems);
}

/* One line of JSON lines; as luxr_stream_next, and what failed is in `finding`. */
static int next_line(cli_source *source, luxr_document *document, cli_finding *finding) {
  size_t most = largest(source);
  int got = cli_lines_next(&source->lines, most, &document->bytes, &document->length);
  luxr_diagnostic wrong = {.severity = LUXR_ERROR, .file = source->origin};
  cli_text sentence = {0};
  document->role = LUXR_ROLE_INPUT;
  document->format = LUXR_FORMAT_JSON;
  document->origin = source->origin;
  document->line = source->lines.line;
  if (got >= 0 || is_over(source)) return got > 0;
  wrong.status = got == -1 ? LUXR_ERR_IO : LUXR_ERR_INPUT;
  wrong.line = got == -1 ? 0 : source->lines.line;
  if (got == -1) {
    cli_text_print(&sentence, "cannot be read: %s", strerror(source->lines.error));
  } else {
    cli_text_print(&sentence, "this line has more bytes than the limit of %zu", most);
  }
  wrong.sentence = cli_text_string(&sentence);
  begin_report(source, finding);
  finding->report.inputs = finding->report.failed = 1;
  cli_report_finding(&finding->report, &wrong);
  cli_text_free(&sentence);
  return got;
}

/* A luxr_read: the line at hand, below as many lines as stand before it. */
static ptrdiff_t read_line(void *data, char *bytes, size_t size) {
  cli_source *source = data;
  if (source->breaks) {
    if (size > source->breaks) size = source->breaks;
    memset(bytes, '\n', size);
    source->breaks -= size;
    return (ptrdiff_t)size;
  }
  if (size > source->rest_length) size = source->rest_length;
  memcpy(bytes, source->rest, size);
  source->rest += size;
  source->rest_length -= size;
  return (ptrdiff_t)size;
}

/* A line may be a List, as `kubectl get -o json` and `jq -c` write it: then it is its items. */
static bool enter_list(cli_source *source, const luxr_document *document) {
  if (!memmem(document->bytes, document->length, "\"List\"", 6)) return false;
  source->rest = document->bytes;
  source->rest_length = document->length;
  source->breaks = document->line - 1;
  source->stream = luxr_stream_new(source->origin, LUXR_FORMAT_JSON, read_line, source,
                                   &source->fleet->settings->limits);
  if (!source->stream) cli_out_of_memory();
  return true;
}

static void leave_list(cli_source *source) {
  luxr_stream_free(source->stream);
  source->stream = NULL;
}

/* As above, of either kind of file. */
static int next_document(cli_source *source, luxr_document *document, cli_finding *finding) {
  for (;;) {
    luxr_result *problems = NULL;
    int got;
    if (!source->stream) {
      got = next_line(source, document, finding);
      if (got <= 0 || !enter_list(source, document)) return got;
    }
    got = luxr_stream_next(source->stream, document, &problems);
    if (got > 0) return got;
    if (source->in_lines) leave_list(source);
    if (got < 0 && !is_over(source)) {
      give_failure(source, problems, finding);
      return source->in_lines ? -2 : -1;
    }
    luxr_result_free(problems);
    if (got < 0 || !source->in_lines) return 0;
  }
}

/* CLI_FOUND_END: of the file. */
static cli_found next_of_file(cli_source *source, luxr_worker *worker, cli_finding *finding) {
  const cli_fleet *fleet = source->fleet;
  luxr_document document = {0};
  bool is_empty;
  int got;
  while ((got = next_document(source, &document, finding)) > 0) {
    source->in_file++;
    source->fleet->seen++;
    if (cli_shard_has(&fleet->shard, &document, fleet->settings->name_space, worker)) {
      return give(finding, &document);
    }
    if (is_over(source)) break;
  }
  if (got == -2) return CLI_FOUND_TROUBLE; /* the next line may be better */
  is_empty = got == 0 && !source->in_file && !is_over(source);
  if (is_empty) give_empty(source, finding);
  end_file(source);
  return got < 0 || is_empty ? CLI_FOUND_TROUBLE : CLI_FOUND_END;
}

cli_found cli_source_next(cli_source *source, luxr_worker *worker, cli_finding *finding) {
  for (;;) {
    int got;
    if (source->is_open) {
      cli_found found = next_of_file(source, worker, finding);
      if (found != CLI_FOUND_END) return found;
    }
    if (source->is_single || is_over(source)) return CLI_FOUND_END;
    source->inputs.report = begin_report(source, finding);
    got = cli_inputs_next(&source->inputs, &source->input);
    if (got == 0) return CLI_FOUND_END;
    if (got > 0) {
      begin_file(source);
    } else {
      finding->report.inputs = finding->report.failed = 1;
      return CLI_FOUND_TROUBLE;
    }
  }
}
