#include <stdint.h>
#include <string.h>

#include "base/digest.h"
#include "composition.h"

enum { SHA1_BYTES = 20, LONGEST_CHILD = 63, SUFFIX = 12, LONGEST_NAME = 253 };

/* ---- SHA-1 (FIPS 180-4), for UUIDs of version 5 ----------------------------------- */

static uint32_t turn(uint32_t word, unsigned count) {
  return word << count | word >> (32 - count);
}

static void mix_block(uint32_t state[5], const unsigned char *block) {
  static const uint32_t constants[] = {0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xCA62C1D6};
  uint32_t words[80], a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
  for (int i = 0; i < 16; i++) {
    const unsigned char *at = block + 4 * i;
    words[i] = (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
  }
  for (int i = 16; i < 80; i++) {
    words[i] = turn(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
  }
  for (int i = 0; i < 80; i++) {
    uint32_t choice = i < 20   ? (b & c) | (~b & d)
                      : i < 40 ? b ^ c ^ d
                      : i < 60 ? (b & c) | (b & d) | (c & d)
                               : b ^ c ^ d;
    uint32_t next = turn(a, 5) + choice + e + constants[i / 20] + words[i];
    e = d, d = c, c = turn(b, 30), b = a, a = next;
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
}

/* Uses `text` up: what SHA-1 puts behind it is added to it. */
static void hash(cli_text *text, unsigned char digest[SHA1_BYTES]) {
  uint32_t state[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  uint64_t bits = (uint64_t)text->length * 8;
  cli_text_fill(text, (char)0x80, 1);
  cli_text_fill(text, '\0', (120 - text->length % 64) % 64);
  for (int shift = 56; shift >= 0; shift -= 8) {
    cli_text_fill(text, (char)(unsigned char)(bits >> shift), 1);
  }
  for (size_t at = 0; at < text->length; at += 64) {
    mix_block(state, (const unsigned char *)text->data + at);
  }
  for (int i = 0; i < SHA1_BYTES; i++) {
    digest[i] = (unsigned char)(state[i / 4] >> (24 - 8 * (i % 4)));
  }
}

/* ---- the names -------------------------------------------------------------------- */

static void add_with_zero(cli_text *text, const char *string) {
  cli_text_put(text, string);
  cli_text_fill(text, '\0', 1);
}

void cli_composition_uid(const cJSON *xr, char uid[CLI_UID_LENGTH + 1]) {
  static const char digits[] = "0123456789abcdef";
  unsigned char digest[SHA1_BYTES];
  const char *version = cli_tree_string(xr, "apiVersion");
  cli_text text = {0};
  size_t at = 0;
  cli_text_fill(&text, '\0', 16); /* the nil namespace */
  /* A version without a group is written as one that has an empty group. */
  cli_text_print(&text, "%s%s, Kind=", strchr(version, '/') ? "" : "/", version);
  add_with_zero(&text, cli_tree_string(xr, "kind"));
  add_with_zero(&text, cli_tree_string(xr, "metadata.namespace"));
  cli_text_put(&text, cli_tree_string(xr, "metadata.name"));
  hash(&text, digest);
  cli_text_free(&text);
  digest[6] = (unsigned char)((digest[6] & 0x0F) | 0x50);
  digest[8] = (unsigned char)((digest[8] & 0x3F) | 0x80);
  for (size_t i = 0; i < 16; i++) {
    if (i == 4 || i == 6 || i == 8 || i == 10) uid[at++] = '-';
    uid[at++] = digits[digest[i] >> 4];
    uid[at++] = digits[digest[i] & 0x0F];
  }
  uid[at] = '\0';
}

void cli_composition_name(cli_text *text, const char *prefix, const char *uid,
                          const char *resource) {
  char suffix[LX_DIGEST_TEXT + 1];
  size_t length = strlen(prefix);
  bool ends = !length || prefix[length - 1] == '-';
  lx_digest digest;
  lx_digest_init(&digest);
  lx_digest_add(&digest, uid, strlen(uid));
  lx_digest_add(&digest, resource, strlen(resource));
  lx_digest_text(&digest, suffix);
  if (length + !ends + SUFFIX > LONGEST_CHILD) {
    length = LONGEST_CHILD - SUFFIX;
    ends = prefix[length - 1] == '-';
    if (!ends) length--;
  }
  cli_text_add(text, prefix, length);
  if (!ends) cli_text_put(text, "-");
  cli_text_add(text, suffix, SUFFIX);
}

/* Of RBAC's kinds, which may hold colons. */
static bool is_role(const char *api_version, const char *kind) {
  static const char group[] = "rbac.authorization.k8s.io/";
  static const char *const kinds[] = {"Role", "ClusterRole", "RoleBinding",
                                      "ClusterRoleBinding"};
  if (strncmp(api_version, group, sizeof group - 1) != 0) return false;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    if (strcmp(kind, kinds[i]) == 0) return true;
  }
  return false;
}

static bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool cli_composition_is_name(const char *name, const char *api_version, const char *kind) {
  bool colons = is_role(api_version, kind);
  size_t length = 0;
  char before = '.';
  for (; *name; name++) {
    char c = *name;
    if (colons && c == ':') continue;
    if (!is_letter(c) && c != '-' && c != '.') return false;
    if (!is_letter(c) && before == '.') return false;
    if (c == '.' && !is_letter(before)) return false;
    before = c;
    length++;
  }
  return length && length <= LONGEST_NAME && is_letter(before);
}
