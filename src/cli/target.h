/* target.h: the directory that files are written to. It is opened once; below it every
 * name is taken relative to a directory that is open, and no symbolic link is followed. A
 * file is made under another name in DIR/.luxr and renamed, so that its own name is at
 * every moment the old or the new one, whole. */
#ifndef CLI_TARGET_H
#define CLI_TARGET_H

#include <stdbool.h>
#include <stddef.h>

#include "inventory.h"
#include "report.h"
#include "text.h"

typedef struct cli_target {
  const char *name; /* as the command line gives it */
  const char *part; /* "" or "-3-of-8": of the names of our own files */
  int root, own;    /* the directory and its .luxr */
  int folder;       /* the one that was used last, and its path; -1: none */
  cli_text folder_path;
  bool sync; /* each file and name is on the disk before the next is written */
} cli_target;

/* Makes what is not there: the directory (not the ones above it) and its .luxr. False:
 * reported, and nothing to close. */
bool cli_target_open(cli_target *target, cli_report *report);
void cli_target_close(cli_target *target);

typedef enum cli_written {
  CLI_WRITTEN,
  CLI_UNCHANGED, /* it had these bytes: it was not touched */
  CLI_REFUSED,   /* something stands in the way, which was reported: others may work */
  CLI_BROKEN,    /* the system does not take it, which was reported */
} cli_written;

/* Whether the file has these bytes already. */
bool cli_target_has(cli_target *target, const char *path, const char *bytes, size_t length);

/* Adds the bytes of a file. 0, or errno: ENOENT when it is not there, EINVAL when it is no
 * regular file. */
int cli_target_read(cli_target *target, const char *path, cli_text *text);

/* Makes `path` hold exactly these bytes. */
cli_written cli_target_write(cli_target *target, const char *path, const char *bytes,
                             size_t length, cli_report *report);

typedef enum cli_look {
  CLI_AS_WRITTEN,
  CLI_CHANGED, /* by somebody else, or it is no file, or cannot be read */
  CLI_GONE,
} cli_look;

/* Whether a file is still as a record says. */
cli_look cli_target_look(cli_target *target, const cli_record *record);

/* Removes a file, and the directories above it that are empty then. False: reported. */
bool cli_target_remove(cli_target *target, const char *path, cli_report *report);

/* One of our own files in .luxr: "inventory" is inventory-3-of-8 there, with the part. */
const char *cli_target_own(const cli_target *target, const char *name, cli_text *text);

/* Reports that a file cannot be written, with the whole path. */
void cli_target_report(const cli_target *target, const char *path, int error,
                       cli_report *report);

#endif
