/* What is there, what is not, and what is said about it. */
#include "check.h"
#include "sandbox.h"

static void has_exactly_the_allowed(void) {
  static const sandbox_case cases[] = {
      {"local t = {} for k in pairs(_ENV) do t[#t + 1] = k end return table.concat(t, ' ')",
       "_VERSION assert error getmetatable ipairs mark math next null pairs pcall print "
       "rawequal "
       "select setmetatable string table tonumber tostring type utf8 view"},
      {"local t = {} for k in pairs(string) do t[#t + 1] = k end return table.concat(t, ' ')",
       "byte char find format gmatch gsub len lower match rep reverse sub upper"},
      {"local t = {} for k in pairs(table) do t[#t + 1] = k end return table.concat(t, ' ')",
       "concat insert pack remove sort unpack"},
      {"local t = {} for k in pairs(math) do t[#t + 1] = k end return table.concat(t, ' ')",
       "abs acos asin atan ceil cos deg exp floor fmod huge log max maxinteger min mininteger "
       "modf "
       "pi rad sin sqrt tan tointeger type ult"},
      {"local t = {} for k in pairs(utf8) do t[#t + 1] = k end return table.concat(t, ' ')",
       "char charpattern codepoint codes len offset"},
      {"return _VERSION", "Lua 5.4"},
      {"return math.floor(2.7), math.max(1, 3), math.tointeger(4.0), math.type(1)",
       "2, 3, 4, integer"},
  };
  CHECK_CASES(cases);
}

static void names_what_is_absent(void) {
  static const char *const globals[] = {
      "_G",       "bit32",  "collectgarbage", "coroutine", "debug",      "dofile",
      "getfenv",  "io",     "load",           "loadfile",  "loadstring", "module",
      "newproxy", "os",     "package",        "rawget",    "rawlen",     "rawset",
      "setfenv",  "unpack", "warn",           "xpcall",
  };
  static const char *const fields[] = {
      "math.cosh",     "math.frexp",   "math.ldexp",  "math.log10",      "math.mod",
      "math.pow",      "math.random",  "math.sinh",   "math.randomseed", "math.tanh",
      "string.dump",   "string.gfind", "string.pack", "string.packsize", "string.unpack",
      "table.foreach", "table.getn",   "table.maxn",  "table.move",      "table.foreachi",
      "table.setn",
  };
  lua_State *L = sandbox_new();
  for (size_t i = 0; i < sizeof globals / sizeof *globals; i++) {
    char chunk[64], want[128];
    snprintf(chunk, sizeof chunk, "return %s", globals[i]);
    snprintf(want, sizeof want, "error: '%s' is not available in scripts", globals[i]);
    CHECK(strncmp(sandbox_run(L, chunk), want, strlen(want)) == 0);
  }
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
    char chunk[64], want[128];
    snprintf(chunk, sizeof chunk, "return %s", fields[i]);
    snprintf(want, sizeof want, "error: %s is not available in scripts", fields[i]);
    CHECK(strncmp(sandbox_run(L, chunk), want, strlen(want)) == 0);
  }
  lua_close(L);
}

static void says_what_to_use(void) {
  static const sandbox_case cases[] = {
      {"os.time()", "error: 'os' is not available in scripts"},
      {"xpcall(print)", "error: 'xpcall' is not available in scripts (use pcall)"},
      {"unpack({})", "error: 'unpack' is not available in scripts (use table.unpack)"},
      {"math.random()", "error: math.random is not available in scripts"},
      {"math.pow(2, 3)", "error: math.pow is not available in scripts (use x ^ y)"},
      {"return foo", "error: 'foo' is not defined"},
      {"prnt(1)", "error: 'prnt' is not defined (did you mean 'print'?)"},
      {"return string.formt",
       "error: string.formt is not defined (did you mean "
       "'string.format'?)"},
      {"return ('x'):uper()",
       "error: string.uper is not defined (did you mean "
       "'string.upper'?)"},
      {"return ('x'):trimmed()", "error: string.trimmed is not defined"},
      {"return ('x')[1], string[1], _ENV[1]", "nil, nil, nil"},
      {"x = 1", "error: global 'x' is assigned (write 'local x')"},
      {"os = 1", "error: global 'os' is assigned (write 'local os')"},
      {"function helper() end", "error: global 'helper' is assigned (write 'local helper')"},
      {"_ENV[{}] = 1", "error: a table is assigned as a name"},
      {"string.trim = print",
       "error: string.trim is assigned (return it from a module of your own)"},
  };
  CHECK_CASES(cases);
}

static void metatables_are_out_of_reach(void) {
  static const sandbox_case cases[] = {
      {"return getmetatable(''), getmetatable(_ENV), getmetatable(string), getmetatable(view), "
       "getmetatable(null), getmetatable(mark {})",
       "false, false, false, false, false, false"},
      {"getmetatable('').__index = nil", "error: test:1: attempt to index a boolean value"},
      {"setmetatable(_ENV, nil)", "error: cannot change a protected metatable"},
      {"setmetatable(string, {})", "error: cannot change a protected metatable"},
  };
  CHECK_CASES(cases);
}

/* One render spoils everything in reach; the next one sees nothing of it. */
static int spoil(lua_State *L) {
  const char *chunk = lua_touserdata(L, 1);
  if (luaL_loadstring(L, chunk)) return lua_error(L);
  lua_call(L, 0, 0);
  return 0;
}

static void renders_do_not_meet(void) {
  static const char spoiling[] =
      "string.upper = nil string.len = print math.pi = 3 pairs = nil table.sort = error "
      "print = function() end setmetatable(view, nil)";
  static const char looking[] =
      "assert(('x'):upper() == 'X' and ('x'):len() == 1 and math.pi > 3) "
      "for _ in pairs { 1 } do table.sort {} end print 'fine'";
  luxr_limits limits = {.steps = 100000,
                        .milliseconds = 10000,
                        .memory = 1u << 24,
                        .string = 1u << 20,
                        .log = 1000,
                        .log_lines = 10};
  lx_host_budget budget = {0};
  for (int use_malloc = 0; use_malloc < 2; use_malloc++) {
    lx_host *host = lx_host_new(&limits, use_malloc);
    CHECK(host);
    for (int i = 0; i < 3; i++) {
      CHECK(lx_host_begin(host, 7, &budget, sandbox_build, NULL));
      CHECK(!lx_host_enter(host, spoil, (void *)spoiling));
      CHECK_TEXT(lx_host_fault(host)->sentence, "view[0] is read-only");
      lx_host_end(host);
      CHECK(lx_host_begin(host, 7, &budget, sandbox_build, NULL));
      CHECK(lx_host_enter(host, spoil, (void *)looking));
      CHECK(lx_host_log(host)->length == 5);
      lx_host_end(host);
    }
    lx_host_free(host);
  }
}

int main(void) {
  RUN(has_exactly_the_allowed);
  RUN(names_what_is_absent);
  RUN(says_what_to_use);
  RUN(metatables_are_out_of_reach);
  RUN(renders_do_not_meet);
  return checks_done();
}
