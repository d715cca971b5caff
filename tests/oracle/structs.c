/* structs.c: luxr.h over pipes, for oracles in other languages that speak protobuf:
 *
 *   structs                             converts, until its input ends
 *   structs render FILE OPTION...       renders FILE, given and written as Structs; of the
 *                                       command's options it knows those that goldens use
 *
 * Everything is in frames: four bytes of length, least significant first, and the content. A
 * conversion takes two frames, the formats ("struct>json") and the document; it answers with two,
 * "ok" or a status, and the bytes or the sentences. A render answers with a frame for the status,
 * and for each manifest one with its name and one with its bytes. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "luxr.h"

static int read_frame(char **bytes, size_t *length) {
  unsigned char head[4];
  if (fread(head, 1, 4, stdin) != 4) return 0;
  *length =
      (size_t)head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
  *bytes = malloc(*length + 1);
  if (!*bytes || fread(*bytes, 1, *length, stdin) != *length) return 0;
  (*bytes)[*length] = '\0';
  return 1;
}

static void write_frame(const char *bytes, size_t length) {
  unsigned char head[4];
  for (int i = 0; i < 4; i++) head[i] = (unsigned char)(length >> 8 * i);
  fwrite(head, 1, 4, stdout);
  if (length) fwrite(bytes, 1, length, stdout);
}

static void write_text(const char *text) {
  write_frame(text, strlen(text));
}

/* The status, and when it is bad the errors: "path: sentence", one a line. */
static int write_status(const luxr_result *result) {
  char text[4096] = "";
  size_t used = 0;
  write_text(luxr_status_name(luxr_result_status(result)));
  if (luxr_result_status(result) == LUXR_OK) return 1;
  for (size_t i = 0; i < luxr_result_diagnostic_count(result) && used < sizeof text - 1; i++) {
    const luxr_diagnostic *item = luxr_result_diagnostic(result, i);
    if (item->severity != LUXR_ERROR) continue;
    used += (size_t)snprintf(text + used, sizeof text - used, "%s%s: %s", used ? "\n" : "",
                             item->path ? item->path : "", item->sentence);
  }
  write_text(text);
  return 0;
}

static luxr_format format_of(const char *name) {
  if (strcmp(name, "struct") == 0) return LUXR_FORMAT_STRUCT;
  return strcmp(name, "json") == 0 ? LUXR_FORMAT_JSON : LUXR_FORMAT_YAML;
}

static int convert_all(void) {
  luxr_worker *worker = luxr_worker_new(NULL, 0);
  char *formats, *bytes;
  size_t length;
  while (read_frame(&formats, &length) && read_frame(&bytes, &length)) {
    char *to = strchr(formats, '>');
    luxr_document document = {.bytes = bytes, .length = length};
    luxr_result *result;
    *to++ = '\0';
    document.format = format_of(formats);
    result = luxr_convert(worker, &document, format_of(to));
    if (write_status(result)) {
      write_frame(luxr_result_item(result, 0)->bytes, luxr_result_item(result, 0)->length);
    }
    fflush(stdout);
    luxr_result_free(result);
    free(formats);
    free(bytes);
  }
  luxr_worker_free(worker);
  return 0;
}

/* ---- render ------------------------------------------------------------------------------ */

enum { MOST = 8 };

typedef struct rendering {
  luxr_layer *layers[MOST];
  size_t layer_count;
  luxr_document documents[2];
  size_t document_count;
  luxr_result *made[2];
  luxr_request request;
} rendering;

_Noreturn static void give_up(const char *what) {
  fprintf(stderr, "structs: %s\n", what);
  exit(70);
}

static char *read_file(const char *path, size_t *length) {
  char *bytes = malloc(1 << 20);
  FILE *file = fopen(path, "rb");
  if (!file || !bytes) give_up("a file cannot be read");
  *length = fread(bytes, 1, 1 << 20, file);
  fclose(file);
  return bytes;
}

/* The document in that file, made into a Struct. */
static void add_document(rendering *job, luxr_worker *worker, luxr_role role,
                         const char *path) {
  luxr_document *document = &job->documents[job->document_count];
  luxr_result **made = &job->made[job->document_count++];
  *document = (luxr_document){.role = role, .origin = path};
  document->bytes = read_file(path, &document->length);
  *made = luxr_convert(worker, document, LUXR_FORMAT_STRUCT);
  free((void *)document->bytes);
  if (luxr_result_status(*made) != LUXR_OK) give_up("a document is no Struct");
  document->format = LUXR_FORMAT_STRUCT;
  document->bytes = luxr_result_item(*made, 0)->bytes;
  document->length = luxr_result_item(*made, 0)->length;
}

static void add_layer(rendering *job, luxr_layer *layer) {
  if (!layer || job->layer_count == MOST) give_up("a layer cannot be opened");
  job->layers[job->layer_count++] = layer;
}

static const char *behind(const char *option, const char *name) {
  return strncmp(option, name, strlen(name)) == 0 ? option + strlen(name) : NULL;
}

static void take_option(rendering *job, luxr_worker *worker, const char *option) {
  const char *value;
  if (strcmp(option, "--bare") == 0) {
    job->request.flags |= LUXR_BARE;
  } else if ((value = behind(option, "--namespace="))) {
    job->request.default_namespace = value;
  } else if ((value = behind(option, "--overlay="))) {
    add_layer(job, luxr_layer_directory_open(value, NULL));
  } else if ((value = behind(option, "--parameters="))) {
    add_document(job, worker, LUXR_ROLE_PARAMETERS, value);
  } else {
    give_up("an option that is not known here");
  }
}

static void write_manifests(const luxr_result *result) {
  if (!write_status(result)) return;
  for (size_t i = 0; i < luxr_result_item_count(result); i++) {
    const luxr_item *item = luxr_result_item(result, i);
    if (!item->bytes) continue;
    write_text(item->name);
    write_frame(item->bytes, item->length);
  }
}

static int render(const char *path, char **options) {
  static rendering job;
  luxr_worker *worker = luxr_worker_new(NULL, 0);
  luxr_bundle *bundle;
  luxr_result *result;
  add_layer(&job, luxr_layer_embedded_new());
  add_document(&job, worker, LUXR_ROLE_INPUT, path);
  for (; *options; options++) take_option(&job, worker, *options);
  bundle = luxr_bundle_open(job.layers, job.layer_count, NULL, NULL);
  if (!bundle) give_up("the bundle cannot be opened");
  job.request.documents = job.documents;
  job.request.document_count = job.document_count;
  job.request.output = LUXR_FORMAT_STRUCT;
  result = luxr_render(worker, bundle, &job.request);
  write_manifests(result);
  luxr_result_free(result);
  luxr_bundle_free(bundle);
  luxr_worker_free(worker);
  for (size_t i = 0; i < job.document_count; i++) luxr_result_free(job.made[i]);
  for (size_t i = 0; i < job.layer_count; i++) luxr_layer_free(job.layers[i]);
  return 0;
}

int main(int count, char **arguments) {
  if (count > 2 && strcmp(arguments[1], "render") == 0) {
    return render(arguments[2], arguments + 3);
  }
  return convert_all();
}
