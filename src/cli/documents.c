#include "documents.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine.h"
#include "inputs.h"
#include "memory.h"

static ptrdiff_t read_file(void *data, char *bytes, size_t size) {
  const int *fd = data;
  for (;;) {
    ssize_t got = read(*fd, bytes, size);
    if (got >= 0 || errno != EINTR) return got;
  }
}

/* The value of what was converted to JSON; the result is freed. */
static cJSON *take_value(const cli_library *library, luxr_result *result) {
  const luxr_item *item = luxr_result_item(result, 0);
  cJSON *value = item ? cli_tree_parse(item->bytes, item->length) : NULL;
  if (!item) cli_report_result(library->report, result);
  luxr_result_free(result);
  return value;
}

static void keep(cli_documents *documents, const luxr_document *source, cJSON *value) {
  size_t count = documents->count;
  cli_document *items = cli_realloc(documents->items, (count + 1) * sizeof *items);
  items[count] = (cli_document){value, *source};
  items[count].source.bytes = cli_copy(source->bytes, source->length);
  items[count].source.origin = cli_copy(source->origin, strlen(source->origin));
  documents->items = items;
  documents->count++;
}

static bool read_stream(const cli_library *library, cli_documents *documents,
                        luxr_stream *stream, unsigned flags) {
  luxr_result *problems = NULL;
  luxr_document source;
  int got;
  while ((got = luxr_stream_next(stream, &source, &problems)) > 0) {
    luxr_result *result = luxr_convert(library->worker, &source, LUXR_FORMAT_JSON);
    cJSON *value = take_value(library, result);
    if (!value) return false;
    keep(documents, &source, value);
    if (flags & CLI_FIRST_ONLY) return true;
  }
  if (got == 0) return true;
  cli_report_problems(library->report, problems);
  return false;
}

static bool read_input(const cli_library *library, cli_documents *documents,
                       const cli_input *input, unsigned flags) {
  int fd = input->fd;
  luxr_stream *stream =
      luxr_stream_new(input->path, LUXR_FORMAT_ANY, read_file, &fd, &library->settings->limits);
  bool good;
  if (!stream) cli_out_of_memory();
  good = read_stream(library, documents, stream, flags);
  luxr_stream_free(stream);
  return good;
}

bool cli_documents_read(const cli_library *library, cli_documents *documents, const char *path,
                        unsigned flags) {
  cli_inputs inputs = {.names = &path,
                       .count = 1,
                       .yaml_only = (flags & CLI_YAML_ONLY) != 0,
                       .report = library->report};
  cli_input input;
  int got;
  bool good = strcmp(path, "-") != 0;
  if (!good) {
    cli_report_error(library->report, LUXR_ERR_USAGE, NULL, NULL,
                     "standard input is for inputs: name a file or a directory");
  }
  while (good && (got = cli_inputs_next(&inputs, &input)) != 0) {
    good = got > 0 && read_input(library, documents, &input, flags);
    if (got > 0) cli_input_close(&input);
  }
  cli_inputs_free(&inputs);
  return good;
}

void cli_documents_free(cli_documents *documents) {
  for (size_t i = 0; i < documents->count; i++) {
    cJSON_Delete(documents->items[i].value);
    free((char *)documents->items[i].source.bytes);
    free((char *)documents->items[i].source.origin);
  }
  free(documents->items);
  *documents = (cli_documents){0};
}

cJSON *cli_text_read(const cli_library *library, const char *bytes, size_t length,
                     const char *origin) {
  luxr_document source = {.origin = origin, .bytes = bytes, .length = length};
  return take_value(library, luxr_convert(library->worker, &source, LUXR_FORMAT_JSON));
}

bool cli_tree_write(const cli_library *library, const cJSON *value, luxr_format format,
                    const char *what, cli_text *text) {
  cli_text json = {0};
  luxr_document source = {.format = LUXR_FORMAT_JSON, .origin = what};
  const luxr_item *item;
  luxr_result *result;
  cli_tree_print(&json, value);
  source.bytes = json.data;
  source.length = json.length;
  result = luxr_convert(library->worker, &source, format);
  item = luxr_result_item(result, 0);
  if (item) {
    cli_text_add(text, item->bytes, item->length);
  } else {
    cli_report_result(library->report, result);
  }
  luxr_result_free(result);
  cli_text_free(&json);
  return item != NULL;
}

void cli_document_error(const cli_library *library, const cli_document *document,
                        const char *path, const char *hint, const char *format, ...) {
  luxr_diagnostic finding = {.severity = LUXR_ERROR,
                             .status = LUXR_ERR_INPUT,
                             .file = document->source.origin,
                             .line = document->source.line ? document->source.line : 1,
                             .column = 1,
                             .hint = hint};
  cli_text sentence = {0};
  va_list arguments;
  va_start(arguments, format);
  cli_text_vprint(&sentence, format, arguments);
  va_end(arguments);
  finding.sentence = cli_text_string(&sentence);
  if (path) luxr_locate(&document->source, path, &finding.line, &finding.column);
  cli_report_finding(library->report, &finding);
  cli_text_free(&sentence);
}
