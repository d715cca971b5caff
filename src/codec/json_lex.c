#include "codec/json_lex.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/bytes.h"
#include "codec/show.h"

enum { SHORT_NAME = 256 }; /* compared without memory */

static bool fail(lx_json *json, const char *at, const char *sentence) {
  lx_fault_set(json->fault, (size_t)(at - json->begin), "%s", sentence);
  return false;
}

static void hint(lx_json *json, const char *text) {
  snprintf(json->fault->hint, sizeof json->fault->hint, "%s", text);
}

void lx_json_space(lx_json *json) {
  while (json->at < json->end &&
         (*json->at == ' ' || *json->at == '\n' || *json->at == '\t' || *json->at == '\r')) {
    json->at++;
  }
}

/* ---- What is wrong ------------------------------------------------------------------- */

static bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The word at the place, or its one character. */
static const char *what_is_there(const lx_json *json, char shown[LX_SHOWN + 2]) {
  char text[LX_SHOWN];
  const char *end = json->at;
  if (end == json->end) return "the end";
  while (end < json->end && is_letter(*end)) end++;
  if (end == json->at) {
    uint32_t code;
    end += lx_utf8_next(end, (size_t)(json->end - end), &code);
  }
  snprintf(shown, LX_SHOWN + 2, "'%s'", lx_show(text, json->at, (size_t)(end - json->at)));
  return shown;
}

bool lx_json_expected(lx_json *json, const char *what) {
  char shown[LX_SHOWN + 2];
  lx_fault_set(json->fault, (size_t)(json->at - json->begin), "expected %s, found %s", what,
               what_is_there(json, shown));
  if (json->at == json->end) return false;
  if (*json->at == '/' || *json->at == '#') hint(json, "JSON has no comments");
  if (*json->at == '\'') hint(json, "text stands in double quotes");
  return false;
}

/* ---- Texts --------------------------------------------------------------------------- */

static int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/* The four digits behind "\u" at `at`; -1 when they are not there. */
static int32_t read_unit(const char *at, const char *end) {
  int32_t code = 0;
  if (end - at < 6 || at[0] != '\\' || at[1] != 'u') return -1;
  for (int i = 2; i < 6; i++) {
    int digit = hex_value(at[i]);
    if (digit < 0) return -1;
    code = code * 16 + digit;
  }
  return code;
}

static bool check_unicode(lx_json *json, const char *at, size_t *length) {
  int32_t code = read_unit(at, json->end), low;
  *length = 6;
  if (code < 0) return fail(json, at, "expected four hexadecimal digits behind \\u");
  if (code == 0) return fail(json, at, "a zero character in text");
  if (code < 0xD800 || code > 0xDFFF) return true;
  low = read_unit(at + 6, json->end);
  if (code <= 0xDBFF && low >= 0xDC00 && low <= 0xDFFF) {
    *length = 12;
    return true;
  }
  return fail(json, at, "half of a surrogate pair in text");
}

static bool check_escape(lx_json *json, const char *at, size_t *length) {
  char sentence[64], shown[LX_SHOWN];
  uint32_t code = 0;
  *length = 2;
  if (at + 1 == json->end) return true;
  if (at[1] == 'u') return check_unicode(json, at, length);
  if (at[1] && strchr("\"\\/bfnrt", at[1])) return true;
  lx_show(shown, at, 1 + lx_utf8_next(at + 1, (size_t)(json->end - at - 1), &code));
  snprintf(sentence, sizeof sentence, "%.40s is no escape in JSON", shown);
  return fail(json, at, sentence);
}

static bool fail_control(lx_json *json, const char *at) {
  const char *name = *at == '\n' ? "n" : *at == '\r' ? "r" : *at == '\t' ? "t" : NULL;
  char sentence[64];
  if (!*at) return fail(json, at, "a zero character in text");
  if (name) {
    snprintf(sentence, sizeof sentence, "a %s in text is written \\%s",
             *name == 't' ? "tab" : "line break", name);
  } else {
    snprintf(sentence, sizeof sentence, "the control character in text is written \\u%04x",
             (unsigned)*at);
  }
  return fail(json, at, sentence);
}

bool lx_json_text(lx_json *json, lx_json_token *token) {
  const char *open = json->at, *at = open + 1;
  token->text = at;
  token->escapes = false;
  while (at < json->end && *at != '"') {
    unsigned char byte = (unsigned char)*at;
    if (byte < 0x20) return fail_control(json, at);
    if (byte == '\\') {
      size_t length;
      if (!check_escape(json, at, &length)) return false;
      token->escapes = true;
      at += length;
    } else {
      at++;
    }
  }
  if (at >= json->end) {
    json->at = json->end;
    fail(json, open, "the text that begins here has no end");
    hint(json, "close it with a double quote");
    return false;
  }
  token->length = (size_t)(at - token->text);
  json->at = at + 1;
  return true;
}

static size_t decode_escape(const char *at, const char *end, lx_buffer *out) {
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  uint32_t code;
  char bytes[4];
  size_t length = 6;
  if (at[1] != 'u') {
    lx_buffer_add_char(out, to[strchr(from, at[1]) - from]);
    return 2;
  }
  code = (uint32_t)read_unit(at, end);
  if (code >= 0xD800 && code <= 0xDBFF) {
    code = 0x10000 + ((code - 0xD800) << 10) + ((uint32_t)read_unit(at + 6, end) - 0xDC00);
    length = 12;
  }
  lx_buffer_add(out, bytes, lx_utf8_put(bytes, code));
  return length;
}

void lx_json_decode(const lx_json_token *token, lx_buffer *out) {
  const char *at = token->text, *end = at + token->length;
  while (at < end) {
    const char *next = memchr(at, '\\', (size_t)(end - at));
    if (!next) next = end;
    lx_buffer_add(out, at, (size_t)(next - at));
    at = next == end ? end : next + decode_escape(next, end, out);
  }
}

bool lx_json_says(const lx_json_token *token, const char *name, size_t length) {
  char room[SHORT_NAME];
  lx_buffer text = {.data = room, .capacity = sizeof room, .max = sizeof room};
  bool same;
  if (!token->escapes) {
    return token->length == length && memcmp(token->text, name, length) == 0;
  }
  if (length >= sizeof room) text = (lx_buffer){0};
  lx_json_decode(token, &text); /* one that fills the room is another, longer one */
  same = !text.failed && text.length == length && memcmp(text.data, name, length) == 0;
  if (text.data != room) lx_buffer_free(&text);
  return same;
}

/* ---- Numbers and words --------------------------------------------------------------- */

static const char *skip_digits(const char *at, const char *end) {
  while (at < end && *at >= '0' && *at <= '9') at++;
  return at;
}

static bool fail_number(lx_json *json, const char *why) {
  const char *end = json->at;
  char shown[LX_SHOWN];
  while (end < json->end && (is_letter(*end) || (*end && strchr("+-.", *end)))) end++;
  lx_fault_set(json->fault, (size_t)(json->at - json->begin), "'%s' is no number in JSON: %s",
               lx_show(shown, json->at, (size_t)(end - json->at)), why);
  return false;
}

bool lx_json_number(lx_json *json, lx_json_token *token) {
  const char *at = json->at, *end = json->end, *from;
  token->text = at;
  token->whole = true;
  if (*at == '-') at++;
  from = at;
  at = skip_digits(at, end);
  if (at == from) return fail_number(json, "a digit is missing");
  if (*from == '0' && at - from > 1) return fail_number(json, "it has a leading zero");
  if (at < end && *at == '.') {
    token->whole = false;
    from = ++at;
    at = skip_digits(at, end);
    if (at == from) return fail_number(json, "a digit is missing behind the point");
  }
  if (at < end && (*at == 'e' || *at == 'E')) {
    token->whole = false;
    if (++at < end && (*at == '+' || *at == '-')) at++;
    from = at;
    at = skip_digits(at, end);
    if (at == from) return fail_number(json, "a digit is missing in the exponent");
  }
  if (at < end && (is_letter(*at) || *at == '.')) {
    return fail_number(json, "digits are followed by something else");
  }
  token->length = (size_t)(at - token->text);
  json->at = at;
  return true;
}

static lx_json_kind word(lx_json *json, const char *text, lx_json_kind kind) {
  size_t length = strlen(text);
  if ((size_t)(json->end - json->at) >= length && memcmp(json->at, text, length) == 0 &&
      (json->at + length == json->end || !is_letter(json->at[length]))) {
    json->at += length;
    return kind;
  }
  lx_json_expected(json, "a value");
  return LX_JSON_NOTHING;
}

lx_json_kind lx_json_next(lx_json *json) {
  lx_json_space(json);
  switch (json->at < json->end ? *json->at : '\0') {
    case '"': return LX_JSON_TEXT;
    case '{': return LX_JSON_MAP;
    case '[': return LX_JSON_LIST;
    case 't': return word(json, "true", LX_JSON_TRUE);
    case 'f': return word(json, "false", LX_JSON_FALSE);
    case 'n': return word(json, "null", LX_JSON_NULL);
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9': return LX_JSON_NUMBER;
    case '+':
    case '.':
      fail_number(json, *json->at == '+' ? "it begins with a plus sign" : "a digit is missing");
      return LX_JSON_NOTHING;
    default: lx_json_expected(json, "a value"); return LX_JSON_NOTHING;
  }
}

/* ---- Maps and lists ------------------------------------------------------------------ */

int lx_json_open(lx_json *json, char close) {
  json->at++;
  lx_json_space(json);
  if (json->at == json->end || *json->at != close) return 1;
  json->at++;
  return 0;
}

int lx_json_more(lx_json *json, char close) {
  lx_json_space(json);
  if (json->at < json->end && *json->at == close) {
    json->at++;
    return 0;
  }
  if (json->at == json->end || *json->at != ',') {
    lx_json_expected(json, close == '}' ? "',' or '}'" : "',' or ']'");
    return -1;
  }
  json->at++;
  lx_json_space(json);
  if (json->at < json->end && *json->at == close) {
    char sentence[64];
    snprintf(sentence, sizeof sentence, "a comma before '%c'", close);
    fail(json, json->at, sentence);
    hint(json, "remove the comma: JSON has none behind the last item");
    return -1;
  }
  return 1;
}

bool lx_json_key(lx_json *json, lx_json_token *token) {
  lx_json_space(json);
  if (json->at == json->end || *json->at != '"') {
    return lx_json_expected(json, "a key in double quotes");
  }
  if (!lx_json_text(json, token)) return false;
  lx_json_space(json);
  if (json->at == json->end || *json->at != ':') {
    return lx_json_expected(json, "':' behind the key");
  }
  json->at++;
  return true;
}

static bool skip_items(lx_json *json, size_t depth, char close) {
  lx_json_token token;
  int more;
  if (!depth) return fail(json, json->at, "nested too deep");
  more = lx_json_open(json, close);
  while (more > 0) {
    if (close == '}' && !lx_json_key(json, &token)) return false;
    if (!lx_json_skip(json, depth - 1)) return false;
    more = lx_json_more(json, close);
  }
  return more == 0;
}

bool lx_json_skip(lx_json *json, size_t depth) {
  lx_json_token token;
  switch (lx_json_next(json)) {
    case LX_JSON_NOTHING: return false;
    case LX_JSON_TEXT: return lx_json_text(json, &token);
    case LX_JSON_NUMBER: return lx_json_number(json, &token);
    case LX_JSON_MAP: return skip_items(json, depth, '}');
    case LX_JSON_LIST: return skip_items(json, depth, ']');
    default: return true;
  }
}
