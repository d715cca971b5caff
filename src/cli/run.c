#include "run.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "deadline.h"
#include "files.h"
#include "memory.h"

enum { GRACE = 300 }; /* milliseconds for a late run to end as it should */

/* The file that a stream reads. */
struct source {
  const cli_run *run;
  int fd;
};

/* Milliseconds until the run must end, at least 1; 0 when it may go on for ever. */
static uint64_t time_left(const cli_run *run) {
  uint64_t time = run->deadline ? cli_clock() : 0;
  if (!run->deadline) return 0;
  return time < run->deadline ? run->deadline - time : 1;
}

static bool is_late(const cli_run *run) {
  return run->deadline && cli_clock() >= run->deadline;
}

/* Waits for a pipe or a terminal no longer than the run may take. */
static bool wait_for_input(const struct source *source) {
  struct pollfd ready = {.fd = source->fd, .events = POLLIN};
  for (;;) {
    uint64_t left = time_left(source->run);
    int found = poll(&ready, 1, !left ? -1 : left > 60000 ? 60000 : (int)left);
    if (found > 0) return true;
    if (found < 0 && errno != EINTR) return false;
    if (is_late(source->run)) {
      errno = ETIMEDOUT;
      return false;
    }
  }
}

static ptrdiff_t read_source(void *data, char *bytes, size_t size) {
  const struct source *source = data;
  for (;;) {
    ssize_t got;
    if (source->run->deadline && !wait_for_input(source)) return -1;
    got = read(source->fd, bytes, size);
    if (got >= 0) return got;
    if (errno == EAGAIN && wait_for_input(source)) continue;
    if (errno != EINTR) return -1;
  }
}

bool cli_run_open(cli_run *run) {
  const cli_settings *settings = run->settings;
  if (!settings->files.count) {
    cli_report_error(
        run->report, LUXR_ERR_USAGE, NULL, NULL,
        "there is no input: name files or directories, or - for standard input");
    return false;
  }
  if (settings->timeout) {
    run->deadline = cli_clock() + settings->timeout;
    cli_deadline_set(settings->timeout + GRACE, luxr_status_exit_code(LUXR_ERR_STOPPED));
  }
  if (settings->parameters) {
    size_t most = settings->limits.input;
    if (!most) most = luxr_limits_default().input;
    if (!cli_file_read(run->report, settings->parameters, most, &run->parameters))
      return false;
    run->parameters_name =
        strcmp(settings->parameters, "-") == 0 ? "<stdin>" : settings->parameters;
  }
  return cli_engine_open(&run->engine, settings, settings->bundle, NULL, run->report);
}

static void count_failed(const cli_run *run) {
  run->report->inputs++;
  run->report->failed++;
}

static void report_clash(const cli_run *run, const luxr_result *result,
                         const luxr_document *document, const cli_clash *clash) {
  luxr_diagnostic finding = {.severity = LUXR_ERROR, .status = LUXR_ERR_INPUT};
  const luxr_identity *identity = clash->identity;
  cli_text sentence = {0};
  cli_text_print(&sentence, "%s: '%s' makes ", luxr_result_subject(result),
                 clash->item->name);
  cli_identity_name(&sentence, identity);
  if (*identity->name_space) cli_text_print(&sentence, " in %s", identity->name_space);
  if (clash->twin) {
    cli_text_print(&sentence, ", as '%s' does", clash->twin->name);
  } else {
    cli_text_print(&sentence, ", as %s of %s:%zu does", clash->subject, clash->file,
                   clash->line);
  }
  if (clash->count > 1) cli_text_print(&sentence, " (and %zu more)", clash->count - 1);
  finding.file = document->origin;
  finding.line = document->line ? document->line : 1;
  finding.subject = luxr_result_subject(result);
  finding.sentence = cli_text_string(&sentence);
  cli_report_finding(run->report, &finding);
  cli_text_free(&sentence);
}

static bool is_new(cli_run *run, const luxr_result *result,
                   const luxr_document *document) {
  cli_clash clash = {0};
  size_t line = document->line ? document->line : 1;
  if (cli_identities_add(&run->identities, result, document->origin, line, &clash))
    return true;
  report_clash(run, result, document, &clash);
  return false;
}

static luxr_result *render(const cli_run *run, const luxr_document *document) {
  const cli_settings *settings = run->settings;
  luxr_document documents[2] = {*document};
  luxr_request request = {
      .documents = documents,
      .document_count = 1,
      .only = settings->only.items,
      .only_count = settings->only.count,
      .skip = settings->skip.items,
      .skip_count = settings->skip.count,
      .sets = settings->sets.items,
      .set_count = settings->sets.count,
      .default_namespace = settings->name_space,
      .output = run->output,
      .flags = run->flags,
      .milliseconds = time_left(run),
  };
  if (settings->strict) request.flags |= LUXR_STRICT;
  if (settings->bare) request.flags |= LUXR_BARE;
  if (run->parameters_name) {
    documents[request.document_count++] = (luxr_document){
        .role = LUXR_ROLE_PARAMETERS,
        .origin = run->parameters_name,
        .bytes = run->parameters.data ? run->parameters.data : "",
        .length = run->parameters.length,
    };
  }
  return luxr_render(run->engine.worker, run->engine.bundle, &request);
}

static bool run_document(cli_run *run, const luxr_document *document) {
  luxr_result *result;
  luxr_status status;
  bool good;
  run->documents++;
  run->report->inputs++;
  result = run->answer ? run->answer(run, document) : render(run, document);
  if (!result) {
    run->report->failed++;
    return false;
  }
  status = luxr_result_status(result);
  good = status == LUXR_OK;
  cli_report_result(run->report, result);
  if (status == LUXR_ERR_STOPPED || status == LUXR_ERR_LIMIT) run->stopped = is_late(run);
  good = good && is_new(run, result, document);
  if (good) run->over = !run->take(run->data, result, document);
  if (!good) run->report->failed++;
  luxr_result_free(result);
  return good;
}

/* A file of comments, say. With --strict that is an error, like every warning. */
static bool accept_empty(const cli_run *run, const char *origin) {
  bool strict = run->settings->strict;
  luxr_diagnostic finding = {
      .severity = strict ? LUXR_ERROR : LUXR_WARNING,
      .status = strict ? LUXR_ERR_INPUT : LUXR_OK,
      .file = origin,
      .sentence = "holds no document",
  };
  cli_report_finding(run->report, &finding);
  return !strict;
}

/* Unless the render that was at work then has said so. */
static void report_late(const cli_run *run) {
  if (run->stopped) return;
  cli_report_error(run->report, LUXR_ERR_STOPPED, NULL, NULL,
                   "the run took longer than --timeout allows (%llu ms)",
                   (unsigned long long)run->settings->timeout);
}

bool cli_run_file(cli_run *run, const char *origin, int fd) {
  struct source source = {run, fd};
  luxr_stream *stream = luxr_stream_new(origin, LUXR_FORMAT_ANY, read_source, &source,
                                        &run->settings->limits);
  luxr_result *problems = NULL;
  luxr_document document = {0};
  size_t before = run->documents;
  bool good = true;
  int got = 0;
  if (!stream) cli_out_of_memory();
  while ((got = luxr_stream_next(stream, &document, &problems)) > 0) {
    if (!run_document(run, &document)) good = false;
    if (run->over || is_late(run) || (!good && !run->settings->keep_going)) break;
  }
  if (got < 0 && !is_late(run)) {
    count_failed(run);
    cli_report_problems(run->report, problems);
  } else if (got < 0) {
    luxr_result_free(problems);
  }
  luxr_stream_free(stream);
  if (got == 0 && run->documents == before) return accept_empty(run, origin);
  return good && got >= 0 && !run->over;
}

bool cli_run_files(cli_run *run) {
  const cli_settings *settings = run->settings;
  cli_inputs inputs = {
      .names = settings->files.items,
      .count = settings->files.count,
      .recursive = settings->recursive,
      .report = run->report,
      .stdin_taken = settings->parameters && strcmp(settings->parameters, "-") == 0,
  };
  cli_input input = {0};
  bool good = true;
  int got = 0;
  while (!run->over && (good || settings->keep_going)) {
    got = cli_inputs_next(&inputs, &input);
    if (got == 0) break;
    if (got > 0) {
      if (!cli_run_file(run, input.path, input.fd)) good = false;
      cli_input_close(&input);
    } else {
      count_failed(run);
      good = false;
    }
    if (is_late(run)) {
      report_late(run);
      good = false;
      break;
    }
  }
  cli_inputs_free(&inputs);
  if (good && !run->documents) {
    cli_report_error(run->report, LUXR_ERR_INPUT, NULL, NULL,
                     "there is no document to render");
    good = false;
  }
  return good;
}

void cli_run_close(cli_run *run) {
  cli_identities_free(&run->identities);
  cli_text_free(&run->parameters);
  cli_engine_close(&run->engine);
}
