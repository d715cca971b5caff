--- Compares the sandbox's functions with those of stock Lua on generated calls.
--- Arguments: stock = { string =, table =, utf8 =, tonumber = }, ours = the same, how many rounds,
--- which generator. Returns how many calls were compared and how many of them failed in both.
local stock, ours, rounds, which = ...

local state = 20240229
local function random(n)
  state = (state * 1103515245 + 12345) & 0x7fffffff
  return (state >> 8) % n + 1
end
local function pick(list)
  return list[random(#list)]
end

local function show(value)
  return type(value) == "string" and ("%q"):format(value) or math.type(value) == "float"
    and ("%.17g"):format(value) or tostring(value)
end

local function show_all(list)
  local shown = {}
  for i = 1, list.n do
    shown[i] = show(list[i])
  end
  return table.concat(shown, ", ")
end

local compared, failed = 0, 0

--- Calls both and compares; when stock Lua refuses, ours must, with a sentence of its own.
local function compare(name, one, other, ...)
  local want, got = table.pack(pcall(one, ...)), table.pack(pcall(other, ...))
  compared = compared + 1
  if not want[1] then
    failed = failed + 1
    if got[1] or type(got[2]) ~= "string" or got[2] == "" then
      error(("%s(%s): stock fails with %s, ours gives %s"):format(name,
        show_all(table.pack(...)), want[2], show_all(got)), 0)
    end
    return
  end
  local a, b = show_all(want), show_all(got)
  if a ~= b then
    error(("%s(%s):\n  stock %s\n  ours  %s"):format(name, show_all(table.pack(...)), a, b), 0)
  end
end

-- Patterns ------------------------------------------------------------------------------------

local singles = {
  "a", "b", "c", "x", ".", ".", "%a", "%A", "%d", "%s", "%w", "%W", "%p", "%l", "%u", "%x", "%c", "%g",
  "%.", "%%", "%-", "%z", "%y", "[ab]", "[^ab]", "[a-c]", "[^a-c]", "[%w_]", "[]]", "[^]]", "[]ab]", "[a-]",
  "[-a]", "[%a-z]", "[a%-c]", "[%]]", "[a-%%]", "[^%s]", "[%d%s]", "[^^]", "[^]a]", "-", "1", " ", "\0", "\255",
  "^", "$", "]",
}
local quantifiers = { "", "", "", "*", "+", "-", "?" }
local others = {
  "(", ")", "()", "(a)", "(.)", "(.-)", "(a*)", "%1", "%2", "%b()", "%bab", "%baa", "%f[%w]", "%f[^a]", "%f[a]",
  "((a)b)", "(()a())", "$", "^",
}
local broken = { "%", "[", "[a", "[^", "[]", "[^]", "[%", "[a%", "%f", "%fa", "%b", "%bx", "%3", "%0", "(", ")", "%9" }

local function pattern()
  local parts, hard = {}, 0
  if random(6) == 1 then
    parts[1] = "^"
  end
  for _ = 1, random(6) do
    local kind = random(10)
    if kind <= 7 then
      local quantifier = pick(quantifiers)
      if quantifier ~= "" then
        hard = hard + 1
        if hard > 4 then
          quantifier = ""
        end
      end
      parts[#parts + 1] = pick(singles) .. quantifier
    else
      parts[#parts + 1] = pick(others)
    end
  end
  if random(8) == 1 then
    parts[#parts + 1] = pick(broken)
  end
  if random(6) == 1 then
    parts[#parts + 1] = "$"
  end
  return table.concat(parts)
end

local letters = { "a", "a", "a", "b", "b", "c", "x", "(", ")", " ", "1", "_", "-", "%", "]", "\0", "\n", "Z", "\255", "." }

local function subject()
  local parts = {}
  for i = 1, random(14) - 1 do
    parts[i] = pick(letters)
  end
  return table.concat(parts)
end

local templates = { "", "x", "<%0>", "%1", "[%1%2]", "%%", "%", "%x", "%9", "a%0b%0", "\0", "%\0" }

local function all_matches(library)
  return function(...)
    local found, step = {}, library.gmatch(...)
    for _ = 1, 60 do
      local captures = table.pack(step())
      if captures[1] == nil then
        break
      end
      found[#found + 1] = show_all(captures)
    end
    return table.concat(found, "; ")
  end
end

local function answer(...)
  local first = ...
  if first == "a" then
    return nil
  elseif first == "b" then
    return false
  elseif first == "c" then
    return 12
  elseif first == "x" then
    return {}
  end
  return "<" .. show_all(table.pack(...)) .. ">"
end

local replacements = {
  function() return pick(templates) end,
  function() return { a = "1", b = 2, c = false, [""] = "-", aa = {}, [1] = "one", [2] = "two" } end,
  function() return answer end,
  function() return 7 end,
}

local a, b = stock.string, ours.string
local generators = {}

function generators.patterns()
  local s, p = subject(), pattern()
  compare("find", a.find, b.find, s, p)
  compare("match", a.match, b.match, s, p)
  compare("gmatch", all_matches(a), all_matches(b), s, p)
  compare("gsub", a.gsub, b.gsub, s, p, pick(replacements)())
  if random(4) == 1 then
    local init = random(22) - 11
    compare("find", a.find, b.find, s, p, init)
    compare("find", a.find, b.find, s, p, init, true)
    compare("match", a.match, b.match, s, p, init)
    compare("gmatch", all_matches(a), all_matches(b), s, p, init)
    compare("gsub", a.gsub, b.gsub, s, p, pick(replacements)(), random(6) - 2)
    compare("find", a.find, b.find, s, s:sub(random(5), random(9)), init, true)
  end
end

-- Formats -------------------------------------------------------------------------------------

local flags = { "", "", "-", "+", "#", "0", " ", "-+", "0-", "+ ", "#0", "-#" }
local widths = { "", "", "", "1", "5", "10", "99", "100", "0" }
local precisions = { "", "", ".", ".0", ".3", ".20", ".99", ".100" }
local conversions = { "d", "i", "u", "x", "X", "o", "c", "e", "E", "f", "g", "G", "s", "q", "%", "y", "n", "F", "" }
local values = {
  0, 1, -1, 42, 255, 65, 1e15, 0.1, -2.5, 3.0, 1e308, -1e-300, math.maxinteger, math.mininteger, 1 / 0, -1 / 0,
  "", "text", "10", "0x10", "1e2", "ten", "\0", "a\nb\r\"\\\1\0011\127", ("long"):rep(30), true, false, 1 << 53, 123456.789,
}

function generators.formats()
  local format = "<%" .. pick(flags) .. pick(widths) .. pick(precisions) .. pick(conversions) .. ">"
  if random(12) == 1 then
    compare("format", a.format, b.format, format)
  end
  compare("format", a.format, b.format, format, pick(values))
  compare("format", a.format, b.format, format .. "%s %d%%", pick(values), pick(values), pick(values))
end

-- The rest of string, utf8, table -------------------------------------------------------------

local runes = { "a", "é", "€", "😀", "\x80", "\xC3", "\xED\xA0\x80", "\xF8\x88\x80\x80\x80", "\xFC\x84\x80\x80\x80\x80", "\xC0\x80", "\xF4\x90\x80\x80", "\0", "z" }

local function text()
  local parts = {}
  for i = 1, random(7) - 1 do
    parts[i] = pick(runes)
  end
  return table.concat(parts)
end

local function all_codes(library)
  return function(...)
    local found = {}
    for at, code in library.codes(...) do
      found[#found + 1] = at .. "=" .. code
    end
    return table.concat(found, " ")
  end
end

local edges = { 0, 1, -1, 2, -2, 3, -3, 5, 8, -8, 20, -20, math.maxinteger, math.mininteger, 1.0, 1.5, "2", "x" }

function generators.strings()
  local s = random(2) == 1 and subject() or text()
  local i, j = pick(edges), pick(edges)
  compare("sub", a.sub, b.sub, s, i, j)
  compare("sub", a.sub, b.sub, s, i)
  compare("byte", a.byte, b.byte, s, i, j)
  compare("byte", a.byte, b.byte, s, i)
  compare("byte", a.byte, b.byte, s)
  compare("rep", a.rep, b.rep, s, random(12) - 4, pick { "", ",", "--" })
  compare("upper", a.upper, b.upper, s)
  compare("lower", a.lower, b.lower, s)
  compare("reverse", a.reverse, b.reverse, s)
  compare("len", a.len, b.len, s)
  compare("char", a.char, b.char, random(300) - 10, random(256) - 1)
end

local numerals = { "0", "1", "9", "a", "z", "Z", "-", "+", " ", "\t", "x", ".", "e", "\0" }

function generators.numbers()
  local parts = {}
  for i = 1, random(6) - 1 do
    parts[i] = pick(numerals)
  end
  local s = table.concat(parts)
  compare("tonumber", stock.tonumber, ours.tonumber, s)
  compare("tonumber", stock.tonumber, ours.tonumber, s, random(40) - 1)
  compare("tonumber", stock.tonumber, ours.tonumber, pick(values), pick { 2, 10, 16, 36, 1, 37 })
  compare("tonumber", stock.tonumber, ours.tonumber, pick(values))
  compare("select", stock.select, ours.select, pick(edges), 1, 2, 3)
end

--- Lua 5.4.4 still accepted a stray byte behind a character.
local codes_are_checked = not pcall(function()
  for _ in stock.utf8.codes("z\x80") do
  end
end)

function generators.utf8()
  local s, i, j, lax = text(), pick(edges), pick(edges), random(2) == 1
  local u, v = stock.utf8, ours.utf8
  compare("utf8.len", u.len, v.len, s)
  compare("utf8.len", u.len, v.len, s, i, j, lax)
  compare("utf8.codepoint", u.codepoint, v.codepoint, s, i, j, lax)
  compare("utf8.codepoint", u.codepoint, v.codepoint, s, i)
  compare("utf8.offset", u.offset, v.offset, s, i, j)
  compare("utf8.offset", u.offset, v.offset, s, i)
  if codes_are_checked then
    compare("utf8.codes", all_codes(u), all_codes(v), s, lax)
  end
  compare("utf8.char", u.char, v.char, random(2000), 1 << random(32) - 1, random(0x110000))
end

--- What a call leaves in a fresh list, and what it returns.
local function on_list(f, length)
  return function(...)
    local list = {}
    for i = 1, length do
      list[i] = i * 10
    end
    local result = table.pack(f(list, ...))
    return #list, table.concat(list, " "), table.unpack(result, 1, result.n)
  end
end

function generators.tables()
  local t, u = stock.table, ours.table
  local n, i, j = random(6) - 1, random(10) - 3, random(10) - 3
  compare("insert", on_list(t.insert, n), on_list(u.insert, n), i, "new")
  compare("insert", on_list(t.insert, n), on_list(u.insert, n), "new")
  compare("insert", on_list(t.insert, n), on_list(u.insert, n))
  compare("remove", on_list(t.remove, n), on_list(u.remove, n), i)
  compare("remove", on_list(t.remove, n), on_list(u.remove, n))
  compare("concat", on_list(t.concat, n), on_list(u.concat, n), ", ", i, j)
  compare("concat", on_list(t.concat, n), on_list(u.concat, n))
  compare("unpack", on_list(t.unpack, n), on_list(u.unpack, n), i, j)
  compare("unpack", on_list(t.unpack, n), on_list(u.unpack, n))
  compare("pack", function(...) return t.pack(...).n end, function(...) return u.pack(...).n end, i, nil, j, nil)
end

function generators.sort()
  local one, other = {}, {}
  for i = 1, random(60) do
    one[i] = random(1000)
    other[i] = one[i]
  end
  local descending = random(2) == 1 and function(x, y) return x > y end or nil
  stock.table.sort(one, descending)
  ours.table.sort(other, descending)
  compare("sort", function() return table.concat(one, " ") end, function() return table.concat(other, " ") end)
end

for _ = 1, rounds do
  generators[which]()
end
return compared, failed
