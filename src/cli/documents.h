/* documents.h: files read into trees, each document with its text, so that a finding can
 * name the place of a field. */
#ifndef CLI_DOCUMENTS_H
#define CLI_DOCUMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "luxr.h"
#include "report.h"
#include "settings.h"
#include "tree.h"

typedef struct cli_document {
  cJSON *value;
  luxr_document source; /* owns its bytes and its origin */
} cli_document;

/* All zero is none. */
typedef struct cli_documents {
  cli_document *items;
  size_t count;
} cli_documents;

/* How documents are read: with the limits of settings, in the memory of `worker`. */
typedef struct cli_library {
  luxr_worker *worker;
  const cli_settings *settings;
  cli_report *report;
} cli_library;

enum {
  CLI_FIRST_ONLY = 1, /* what stands behind the first document is not read */
  CLI_YAML_ONLY = 2   /* of a directory, not *.json */
};

/* Adds the documents of a file, or of the files in a directory. False: reported. */
bool cli_documents_read(const cli_library *library, cli_documents *documents, const char *path,
                        unsigned flags);

void cli_documents_free(cli_documents *documents);

/* The value of a text that is YAML or JSON, which messages call `origin`. NULL: reported.
 */
cJSON *cli_text_read(const cli_library *library, const char *bytes, size_t length,
                     const char *origin);

/* Adds the value as YAML or JSON. False: reported, as about `what`. */
bool cli_tree_write(const cli_library *library, const cJSON *value, luxr_format format,
                    const char *what, cli_text *text);

/* Reports an error about a field of a document; `path` and `hint` may be NULL. */
void cli_document_error(const cli_library *library, const cli_document *document,
                        const char *path, const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

#endif
