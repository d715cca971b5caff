#include "check.h"
#include "library.h"

/* The hashes are of `printf %s NAME | sha256sum`. */
static void long_names_are_shortened(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  CHECK_TEXT(script_run(L, "return luxr.names.shorten('llama-3')"), "llama-3");
  CHECK_TEXT(script_run(L, "return luxr.names.shorten(('a'):rep(63))"),
             "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
  CHECK_TEXT(script_run(L, "return luxr.names.shorten(('a'):rep(64))"),
             "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-ffe054fe7ae0");
  CHECK_TEXT(script_run(L,
                        "return luxr.names.shorten('production-llama-3-70b-instruct-with-a-name"
                        "-that-is-far-too-long-epp-service-monitor')"),
             "production-llama-3-70b-instruct-with-a-name-that-i-021437987f99");
  CHECK_TEXT(script_run(L, "return luxr.names.shorten('production-llama-3-70b', 20)"),
             "product-0158bd88e369");
  CHECK_TEXT(script_run(L, "return luxr.names.shorten('production-llama-3-70b', 22)"),
             "production-llama-3-70b");
  library_clear(&made);
}

static void dashes_and_dots_do_not_come_last(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  CHECK_TEXT(script_run(L, "return luxr.names.shorten(('x'):rep(49) .. '-' .. ('y'):rep(20))"),
             "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-5a242caa28cd");
  CHECK_TEXT(script_run(L, "return luxr.names.shorten(('x'):rep(49) .. '.-' .. ('y'):rep(20))"),
             "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-00c3b52ea404");
  CHECK_TEXT(script_run(L, "return luxr.names.shorten(('x'):rep(40) .. ('-'):rep(30))"),
             "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-59b4f2090858");
  CHECK_TEXT(script_run(L, "return luxr.names.shorten(('-'):rep(70))"), "3b4c0abf1a01");
  CHECK_TEXT(script_run(L, "return luxr.names.shorten(('\\u{e9}'):rep(40))"),
             "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"
             "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"
             "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9-84fe2e03d50d");
  library_clear(&made);
}

static void shorten_checks_its_arguments(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  CHECK_TEXT(script_run(L, "luxr.names.shorten()"),
             "luxr.names.shorten needs a string, got nothing");
  CHECK_TEXT(script_run(L, "luxr.names.shorten(7)"),
             "luxr.names.shorten needs a string, got a number");
  CHECK_TEXT(script_run(L, "luxr.names.shorten('x', 13)"),
             "luxr.names.shorten: the maximum is between 14 and 253, got 13");
  CHECK_TEXT(script_run(L, "luxr.names.shorten('x', 254)"),
             "luxr.names.shorten: the maximum is between 14 and 253, got 254");
  CHECK_TEXT(script_run(L, "luxr.names.shorten('x', true)"),
             "luxr.names.shorten needs a whole number, got a boolean");
  CHECK_TEXT(script_run(L, "return #luxr.names.shorten(('a'):rep(300), 253)"), "253");
  CHECK_TEXT(script_run(L, "return #luxr.names.shorten(('a'):rep(300), 14)"), "14");
  library_clear(&made);
}

/* The answers of the three for an expression: label, subdomain, DNS-1035 label. */
static const char *answers(lua_State *L, const char *expression) {
  char chunk[400];
  snprintf(chunk, sizeof chunk,
           "local n, s = luxr.names, %s local function b(x) return x and 'y' or 'n' end "
           "return b(n.is_dns1123_label(s)) .. b(n.is_dns1123_subdomain(s)) .. "
           "b(n.is_dns1035_label(s))",
           expression);
  return script_run(L, chunk);
}

static void names_follow_the_rules(void) {
  static const struct {
    const char *expression, *answers;
  } cases[] = {
      {"'a'", "yyy"},
      {"'llama-3'", "yyy"},
      {"'3-llama'", "yyn"},
      {"'0'", "yyn"},
      {"''", "nnn"},
      {"'-a'", "nnn"},
      {"'a-'", "nnn"},
      {"'a--b'", "yyy"},
      {"'A'", "nnn"},
      {"'a_b'", "nnn"},
      {"'a b'", "nnn"},
      {"'a\\0b'", "nnn"},
      {"'\\u{e9}'", "nnn"},
      {"'a.b'", "nyn"},
      {"'a.b.c-d.9'", "nyn"},
      {"'a..b'", "nnn"},
      {"'.a'", "nnn"},
      {"'a.'", "nnn"},
      {"'a-.b'", "nnn"},
      {"'a.-b'", "nnn"},
      {"'a\\n'", "nnn"},
      {"('a'):rep(63)", "yyy"},
      {"('a'):rep(64)", "nyn"},
      {"('a'):rep(253)", "nyn"},
      {"('a'):rep(254)", "nnn"},
  };
  library made;
  library_init(&made);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const char *got = answers(made.L, cases[i].expression);
    if (strcmp(got, cases[i].answers) != 0) printf("of %s\n", cases[i].expression);
    CHECK_TEXT(got, cases[i].answers);
  }
  CHECK_TEXT(script_run(made.L, "luxr.names.is_dns1123_label(nil)"),
             "luxr.names.is_dns1123_label needs a string, got nil");
  CHECK_TEXT(script_run(made.L, "luxr.names.is_dns1123_subdomain({})"),
             "luxr.names.is_dns1123_subdomain needs a string, got a table");
  CHECK_TEXT(script_run(made.L, "luxr.names.is_dns1035_label(print)"),
             "luxr.names.is_dns1035_label needs a string, got a function");
  library_clear(&made);
}

static void digests_are_hexadecimal(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  CHECK_TEXT(script_run(L, "return luxr.digest.sha256('')"),
             "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK_TEXT(script_run(L,
                        "local d = luxr.digest.sha256 local first = d('abc')"
                        " return tostring(first == d('abc') and first ~= d('abd')"
                        " and first ~= d('ab') and first == d('abc'))"),
             "true");
  CHECK_TEXT(script_run(L, "return luxr.digest.sha256('abc')"),
             "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK_TEXT(script_run(L, "return luxr.digest.sha256(('a'):rep(1000))"),
             "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3");
  CHECK_TEXT(script_run(L, "luxr.digest.sha256(7)"),
             "luxr.digest.sha256 needs a string, got a number");
  library_clear(&made);
}

int main(void) {
  RUN(long_names_are_shortened);
  RUN(dashes_and_dots_do_not_come_last);
  RUN(shorten_checks_its_arguments);
  RUN(names_follow_the_rules);
  RUN(digests_are_hexadecimal);
  return checks_done();
}
