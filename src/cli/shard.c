#include "shard.h"

#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "tree.h"

enum { LONGEST = 512 };

/* What is known of a document's identity: parts of its text. */
struct part {
  const char *at;
  size_t length;
};

struct identity {
  struct part api_version, kind, name_space, name;
};

bool cli_shard_read(cli_shard *shard, const char *text, cli_report *report) {
  char *end = NULL, *last = NULL;
  unsigned long part = strtoul(text, &end, 10), parts;
  bool good = *text >= '0' && *text <= '9';
  cli_text shown = {0};
  if (strncmp(end, "+1/", 3) == 0) {
    part++;
    end += 2;
  }
  good = good && *end == '/' && end[1] >= '0' && end[1] <= '9';
  parts = good ? strtoul(end + 1, &last, 10) : 0;
  good = good && !*last && part >= 1 && part <= parts && parts <= CLI_MOST_SHARDS;
  *shard = (cli_shard){(uint32_t)part, (uint32_t)parts};
  if (good) return true;
  cli_text_safe(&shown, text, strlen(text));
  cli_report_error(report, LUXR_ERR_USAGE, NULL, "the third of eight parts is 3/8, or 2+1/8",
                   "--shard must be K/N with K from 1 to N and N at most %d, not '%s'",
                   CLI_MOST_SHARDS, cli_text_string(&shown));
  cli_text_free(&shown);
  return false;
}

uint64_t cli_shard_hash(const char *text, size_t length) {
  uint64_t hash = 0xCBF29CE484222325u;
  for (size_t i = 0; i < length; i++) {
    hash = (hash ^ (unsigned char)text[i]) * 0x100000001B3u;
  }
  hash = (hash ^ hash >> 32) * 0xD6E8FEB86659FD93u;
  hash = (hash ^ hash >> 32) * 0xD6E8FEB86659FD93u;
  return hash ^ hash >> 32;
}

/* ---- YAML that is plain to see -------------------------------------------------------
 */

static bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         c == '.' || c == '-' || c == '/';
}

/* Takes "key: value" of one plain word. False: the line is something else of that key. */
static bool take(const char *line, const char *end, const char *key, struct part *part) {
  size_t length = strlen(key);
  const char *at = line + length;
  if ((size_t)(end - line) <= length || memcmp(line, key, length) != 0 || *at != ':') {
    return true;
  }
  for (at++; at < end && *at == ' '; at++) continue;
  if (part->at || at == line + length + 1 || at == end) return false;
  if (!((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z'))) return false;
  part->at = at;
  while (at < end && is_plain(*at)) at++;
  part->length = (size_t)(at - part->at);
  return at == end;
}

/* A line of the document's own map, or (with `inside`) of metadata. */
static bool look_at(const char *line, const char *end, bool inside, struct identity *identity) {
  if (inside) {
    return take(line, end, "name", &identity->name) &&
           take(line, end, "namespace", &identity->name_space);
  }
  return take(line, end, "apiVersion", &identity->api_version) &&
         take(line, end, "kind", &identity->kind);
}

/* Most documents say who they are in four lines of block style. False: this one must be
 * read. What it misjudges, it misjudges alike in every part. */
static bool see(const luxr_document *document, struct identity *identity) {
  const char *at = document->bytes, *last = at + document->length;
  bool inside = false;
  size_t indent = 0;
  for (const char *next; at < last; at = next) {
    const char *end = memchr(at, '\n', (size_t)(last - at)), *line = at;
    if (!end) end = last;
    next = end < last ? end + 1 : last;
    while (line < end && *line == ' ') line++;
    if (end > line && end[-1] == '\r') end--;
    if (line == end || *line == '#' || *line == '-') continue;
    if (strchr("{[\"'?&*!%\t", *line)) return false;
    if (line == at) {
      inside = end - line == 9 && memcmp(line, "metadata:", 9) == 0;
      if (!inside && end - line > 9 && memcmp(line, "metadata:", 9) == 0) return false;
      indent = 0;
      if (!look_at(line, end, false, identity)) return false;
    } else if (inside) {
      if (!indent) indent = (size_t)(line - at);
      if (indent == (size_t)(line - at) && !look_at(line, end, true, identity)) return false;
    }
  }
  return identity->kind.at && identity->api_version.at && identity->name.at;
}

/* ---- All others ----------------------------------------------------------------------
 */

static struct part part_of(const cJSON *tree, const char *path) {
  const char *text = cli_tree_string(tree, path);
  return (struct part){text, strlen(text)};
}

/* NULL: it is no map. */
static cJSON *parse(const luxr_document *document, luxr_worker *worker) {
  luxr_result *result = luxr_convert(worker, document, LUXR_FORMAT_JSON);
  const luxr_item *item = luxr_result_item(result, 0);
  cJSON *tree = item ? cli_json_parse(item->bytes, item->length) : NULL;
  luxr_result_free(result);
  if (cJSON_IsObject(tree)) return tree;
  cJSON_Delete(tree);
  return NULL;
}

static void add(cli_text *text, struct part part) {
  cli_text_add(text, part.at, part.length);
}

/* The group is what stands before the slash; the core group has none. */
static uint64_t hash_of(const struct identity *identity, const char *default_namespace) {
  const char *version = identity->api_version.at;
  size_t length = identity->api_version.length, group = length;
  cli_text text = {0};
  uint64_t hash;
  while (group && version[group - 1] != '/') group--;
  add(&text, identity->kind);
  cli_text_put(&text, ".");
  if (group) cli_text_add(&text, version, group - 1);
  cli_text_put(&text, "/");
  if (identity->name_space.length) {
    add(&text, identity->name_space);
  } else if (default_namespace) {
    cli_text_put(&text, default_namespace);
  }
  cli_text_put(&text, "/");
  add(&text, identity->name);
  hash = cli_shard_hash(text.data, text.length);
  cli_text_free(&text);
  return hash;
}

static uint64_t hash_document(const luxr_document *document, const char *default_namespace,
                              luxr_worker *worker) {
  struct identity identity = {0};
  uint64_t hash;
  cJSON *tree;
  if (see(document, &identity)) return hash_of(&identity, default_namespace);
  tree = parse(document, worker);
  if (!tree) return cli_shard_hash(document->bytes, document->length);
  identity =
      (struct identity){part_of(tree, "apiVersion"), part_of(tree, "kind"),
                        part_of(tree, "metadata.namespace"), part_of(tree, "metadata.name")};
  hash = hash_of(&identity, default_namespace);
  cJSON_Delete(tree);
  return hash;
}

bool cli_shard_has(const cli_shard *shard, const luxr_document *document,
                   const char *default_namespace, luxr_worker *worker) {
  if (shard->parts < 2) return true;
  return hash_document(document, default_namespace, worker) % shard->parts == shard->part - 1;
}
