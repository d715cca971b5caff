-- What luacheck holds the Lua to.
std = "lua54"
max_line_length = 120
self = false
exclude_files = { "build*", "tests/fuzz/corpus", "tests/hostile/L*" }

-- Scripts of a bundle see the sandbox, not stock Lua: what is not named here is a finding.
local sandbox = {
  read_globals = {
    "assert", "error", "ipairs", "pairs", "next", "pcall", "select", "tonumber", "tostring", "type",
    "rawequal", "getmetatable", "setmetatable", "print", "require", "_VERSION",
    luxr = { other_fields = true },
    string = { fields = { "byte", "char", "find", "format", "gmatch", "gsub", "len", "lower",
                          "match", "rep", "reverse", "sub", "upper" } },
    table = { fields = { "concat", "insert", "pack", "remove", "sort", "unpack" } },
    math = { fields = { "abs", "ceil", "floor", "fmod", "huge", "max", "maxinteger", "min",
                        "mininteger", "modf", "pi", "sqrt", "tointeger", "type", "ult" } },
    utf8 = { other_fields = true },
  },
}
stds.sandbox = sandbox

-- A hook takes what the engine gives it, whether it needs it or not.
local scripts = { std = "sandbox", unused_args = false }
files["lua"] = scripts
files["examples"] = scripts
files["bench"] = scripts
files["tests/**/overlay*"] = scripts
files["tests/**/bundle"] = scripts
files["tests/function/bundles"] = scripts

files["lua/meta"] = { std = "lua54", ignore = { "111", "112", "113", "211", "212", "241" } }
files["tests/spec"] = { std = "lua54+busted" }
files["tests"] = { max_line_length = false } -- expressions and expected sentences stand on a line
files["tests/binding"] = { allow_defined_top = true } -- LuaUnit finds its tests among the globals
