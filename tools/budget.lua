--- A file is one idea, a function fits on a screen: C and Lua, with no list of exemptions.

local file_lines, function_lines = 400, 60

--- Functions of C in the house style: they end with a brace in the first column, and the line
--- that opens them has a parenthesis and no "=".
local function c_functions(lines)
  local found, first = {}, nil
  for number, line in ipairs(lines) do
    if line:find "^[%a_].*%(" and not line:find ";%s*$" and not line:find "=" then
      first = number
    elseif line:find "^}" then
      if first then found[#found + 1] = { first, number } end
      first = nil
    elseif line:find "^[%a_]" and not line:find "%(" then
      first = nil
    end
  end
  return found
end

--- The body of a spec's `describe` is a chapter, not a function.
local function is_chapter(line)
  return line:find "^%s*describe%("
end

--- Functions of Lua in the house style: `end` stands where the line that opens them begins.
local function lua_functions(lines)
  local found = {}
  for first, line in ipairs(lines) do
    local indent = line:match "^( *)"
    line = line:gsub('"[^"]*"', "")
    if line:find "%f[%w_]function%f[^%w_]" and not line:find "^%s*%-%-"
       and not line:find "%f[%w_]end%f[^%w_]" and not is_chapter(line) then
      local last = first + 1
      while lines[last] and not lines[last]:find("^" .. indent .. "end%f[^%w_]") do
        last = last + 1
      end
      found[#found + 1] = { first, last }
    end
  end
  return found
end

local function check(file)
  local findings = {}
  local kind = file.path:match "%.([ch])$" and "c" or file.path:match "%.(lua)$"
  if not kind then return findings end
  if #file.lines > file_lines then
    findings[1] = ("%s:%d: %d lines, of %d at most"):format(
      file.path, file_lines, #file.lines, file_lines)
  end
  local functions = kind == "c" and c_functions(file.lines) or lua_functions(file.lines)
  for _, range in ipairs(functions) do
    local length = range[2] - range[1] + 1
    if length > function_lines then
      findings[#findings + 1] = ("%s:%d: a function of %d lines, of %d at most"):format(
        file.path, range[1], length, function_lines)
    end
  end
  return findings
end

local function long(open, close, indent, count)
  return open .. "\n" .. (indent .. "x = 1;\n"):rep(count) .. close .. "\n"
end

return {
  name   = "budget",
  check  = check,
  plants = {
    { "src/base/x.c", ("\n"):rep(401), "401 lines, of 400 at most" },
    { "src/base/x.c", ("\n"):rep(400) },
    { "lua/x.lua", ("\n"):rep(401), "401 lines" },
    { "src/base/x.c", "\n" .. long("int f(void) {", "}", "  ", 59), "x.c:2: a function of 61 lines" },
    { "src/base/x.c", long("int f(void) {", "}", "  ", 58) },
    { "src/base/x.c", long("static int f(int a,\n             int b) {", "}", "  ", 60), "of 63 lines" },
    { "src/base/x.c", long("static const int x[] = {", "};", "  ", 80) },
    { "src/base/x.h", long("typedef struct x {", "} x;", "  ", 80) },
    { "lua/x.lua", long("local function f()", "end", "  ", 59), "x.lua:1: a function of 61 lines" },
    { "lua/x.lua", long("  render = function(xr)", "  end,", "    ", 60), "of 62 lines" },
    { "tests/spec/x.lua", long("describe('x', function()", "end)", "  ", 80) },
  },
}
