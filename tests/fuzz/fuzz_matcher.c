/* Any pattern over any short subject: our matcher answers as stock Lua's does, and within its
 * budget. Bytes: the pattern, a line break, the subject, a line break, the replacement. */
#include <string.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "fuzz.h"
#include "host/host.h"
#include "host/sandbox.h"
#include "value/value.h"
#include "value/view.h"

enum { LONGEST = 48, STEPS = 20000 };

/* What both run, with `string` theirs or ours. */
static const char calls[] =
    "local pattern, subject, replacement = ...\n"
    "local answers = {}\n"
    "local function add(...)\n"
    "  local list = { ... }\n"
    "  for i = 1, select('#', ...) do list[i] = tostring(list[i]) end\n"
    "  answers[#answers + 1] = table.concat(list, '\\1')\n"
    "end\n"
    "local function try(f, ...)\n"
    "  local answer = table.pack(pcall(f, ...))\n"
    "  if answer[1] then add(table.unpack(answer, 1, answer.n)) else add('failed') end\n"
    "end\n"
    "try(string.find, subject, pattern)\n"
    "try(string.find, subject, pattern, 2, true)\n"
    "try(string.match, subject, pattern, -3)\n"
    "try(string.gsub, subject, pattern, replacement)\n"
    "try(string.gsub, subject, pattern, { a = 1, [''] = 2, b = false })\n"
    "try(string.gsub, subject, pattern, function(...) return '<' .. select('#', ...) .. '>' "
    "end)\n"
    "try(function()\n"
    "  local count = 0\n"
    "  for a, b in string.gmatch(subject, pattern) do\n"
    "    add(a, b)\n"
    "    count = count + 1\n"
    "    if count > 100 then break end\n"
    "  end\n"
    "end)\n"
    "return table.concat(answers, '\\2')\n";

typedef struct sample {
  const char *parts[3]; /* pattern, subject, replacement */
  size_t lengths[3];
  char answers[1 << 16];
  size_t length;
} sample;

static int run(lua_State *L, sample *it) {
  size_t length;
  const char *text;
  if (luaL_loadbuffer(L, calls, sizeof calls - 1, "=calls")) return lua_error(L);
  for (int i = 0; i < 3; i++) lua_pushlstring(L, it->parts[i], it->lengths[i]);
  lua_call(L, 3, 1);
  text = lua_tolstring(L, -1, &length);
  PROMISE(length <= sizeof it->answers);
  memcpy(it->answers, text, length);
  it->length = length;
  return 0;
}

static int build(lua_State *L) {
  lx_value_open(L);
  lx_view_open(L);
  lx_sandbox_open(L);
  return 0;
}

static int run_ours(lua_State *L) {
  return run(L, lua_touserdata(L, 1));
}

static lx_host *new_host(void) {
  luxr_limits limits = {.steps = STEPS,
                        .milliseconds = 10000,
                        .memory = 16u << 20,
                        .string = 1u << 20,
                        .log = 1000,
                        .log_lines = 10};
  lx_host *host = lx_host_new(&limits, false);
  PROMISE(host);
  return host;
}

/* False: it met the limit, and stock Lua would run on and on. */
static bool ask_ours(sample *it) {
  static lx_host *host;
  lx_host_budget budget = {0};
  bool done;
  if (!host) host = new_host();
  PROMISE(lx_host_begin(host, 1, &budget, build, NULL));
  done = lx_host_enter(host, run_ours, it);
  if (!done) PROMISE(lx_host_fault(host)->limit == LX_LIMIT_STEPS);
  lx_host_end(host);
  return done;
}

static void ask_stock(sample *it) {
  static lua_State *L;
  if (!L) {
    L = luaL_newstate();
    PROMISE(L);
    luaL_openlibs(L);
  }
  run(L, it);
  lua_settop(L, 0);
}

static bool split(sample *it, const char *data, size_t size) {
  const char *end = data + size;
  for (int i = 0; i < 3; i++) {
    const char *line = i < 2 && data < end ? memchr(data, '\n', (size_t)(end - data)) : NULL;
    it->parts[i] = data;
    it->lengths[i] = (size_t)((line ? line : end) - data);
    if (it->lengths[i] > LONGEST) return false;
    data = line ? line + 1 : end;
  }
  return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static sample ours, stock;
  if (!split(&ours, size ? (const char *)data : "", size)) return 0;
  split(&stock, size ? (const char *)data : "", size);
  if (!ask_ours(&ours)) return 0;
  ask_stock(&stock);
  PROMISE(ours.length == stock.length);
  PROMISE(memcmp(ours.answers, stock.answers, ours.length) == 0);
  return 0;
}
