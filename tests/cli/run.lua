#!/usr/bin/env lua5.4
--- Runs the transcripts of tests/cli: commands, and every byte that they print.
--   usage: tests/cli/run.lua [--update] [TRANSCRIPT...]
--
-- A transcript is lines that begin with:
--   "# "  what the next command shows; its name when it fails
--   "$ "  a command for bash; "+ " continues it
--   "> "  a line of its standard output, "! " a line of its standard error
--   "= "  its exit code, when that is not 0
--
-- A command runs in a new directory that holds `bundle` and what preamble.sh makes, with an
-- environment of nothing but PATH. {bin} stands for where luxr is. --update writes what came
-- into the transcripts; the diff is for you to read.
local here   = arg[0]:match("^(.*)/[^/]*$") or "."
local root   = here .. "/../.."
local build  = os.getenv("LUXR_BUILD") or root .. "/build"
local update = arg[1] == "--update"
if update then table.remove(arg, 1) end

local function capture(command)
  local pipe = assert(io.popen(command))
  local text = pipe:read("a")
  pipe:close()
  return (text:gsub("\n$", ""))
end

local function quote(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

local bin  = capture("cd " .. quote(build) .. " && pwd -P")
local work = capture("mktemp -d")
os.execute("chmod 755 " .. work)  -- some commands run as nobody
here       = capture("cd " .. quote(here) .. " && pwd -P")

local function read(path)
  local file = io.open(path, "rb")
  if not file then return "" end
  local text = file:read("a")
  file:close()
  return text
end

local function write(path, text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
end

--- The lines of a text with a prefix, as a transcript has them.
local function prefixed(text, prefix)
  local lines = {}
  text = text:gsub(bin:gsub("%p", "%%%0"), "{bin}")
  for line, ending in text:gmatch("([^\n]*)(\n?)") do
    if line ~= "" or ending ~= "" then
      lines[#lines + 1] = (prefix .. " " .. line):gsub(" $", "")
      if ending == "" then lines[#lines + 1] = prefix .. "\\ no line break at the end" end
    end
  end
  return lines
end

--- What came of a command, as lines of a transcript.
local function run(command)
  local place = work .. "/place"
  local script = table.concat {
    "rm -rf ", quote(place), "; mkdir ", quote(place), "; cd ", quote(place), " || exit 99; ",
    "cp -r ", quote(here .. "/bundle"), " . || exit 99; ",
    "exec env -i PATH=\"$PATH\" LUXR_BIN=", quote(bin), " timeout 120 bash --norc -c ",
    quote(". " .. here .. "/preamble.sh\n" .. command),
    " >", quote(work .. "/out"), " 2>", quote(work .. "/err"), " </dev/null",
  }
  local _, _, code = os.execute("bash -c " .. quote(script))
  local lines = prefixed(read(work .. "/out"), ">")
  table.move(prefixed(read(work .. "/err"), "!"), 1, 1 << 20, #lines + 1, lines)
  if code ~= 0 then lines[#lines + 1] = "= " .. code end
  return lines
end

--- The steps of a transcript: { name=, head = lines of the command, command=, want = lines }.
local function parse(path)
  local steps, comments = {}, {}
  for line in io.lines(path) do
    local sign, rest = line:match("^([#$+>!=])\\?%s?(.*)$")
    local step = steps[#steps]
    if sign == "$" then
      steps[#steps + 1] = { name = comments[#comments] or rest, head = comments, want = {},
                            command = rest }
      table.insert(comments, line)
      comments = {}
    elseif sign == "+" then
      step.command = step.command .. "\n" .. rest
      table.insert(step.head, line)
    elseif sign == "#" or line == "" then
      comments[#comments + 1] = line
    elseif sign then
      step.want[#step.want + 1] = line
    else
      error(path .. ": what is this line? " .. line)
    end
  end
  return steps, comments
end

local function same(a, b)
  return table.concat(a, "\n") == table.concat(b, "\n")
end

local function show(title, lines)
  print("  " .. title)
  for _, line in ipairs(lines) do print("    " .. line) end
end

local passed, failed = 0, 0

--- The address sanitizer wants more addresses than some commands leave.
local sanitized = read(build .. "/luxr"):find("__asan_init", 1, true) ~= nil

--- An old Lua has a warning in every answer about versions; tests/slow/50-system-lua spells it.
local old = capture(quote(bin .. "/luxr") .. " version 2>&1"):find("this Lua has faults", 1, true)

local function is_skipped(step)
  if old and step.command:find "luxr %-?%-?version" then
    print("skipped on an old Lua: " .. step.name)
    return true
  end
  if not (sanitized and step.command:find("ulimit -v", 1, true)) then return false end
  print("skipped under the address sanitizer: " .. step.name)
  return true
end

local function run_transcript(path)
  local steps, rest = parse(path)
  local text = {}
  for _, step in ipairs(steps) do
    local skipped = is_skipped(step)
    local got = skipped and step.want or run(step.command)
    if skipped then
      goto continue
    elseif same(got, step.want) then
      passed = passed + 1
    elseif update then
      passed = passed + 1
      print("updated " .. path:match("[^/]*$") .. ": " .. step.name)
    else
      failed = failed + 1
      print("FAILED " .. path:match("[^/]*$") .. ": " .. step.name)
      show("wanted:", step.want)
      show("got:", got)
    end
    ::continue::
    table.move(step.head, 1, #step.head, #text + 1, text)
    table.move(got, 1, #got, #text + 1, text)
  end
  table.move(rest, 1, #rest, #text + 1, text)
  if update then write(path, table.concat(text, "\n") .. "\n") end
end

local paths = { table.unpack(arg) }
if #paths == 0 then
  for path in capture("ls " .. quote(here) .. "/*.txt"):gmatch("[^\n]+") do
    paths[#paths + 1] = path
  end
end
for _, path in ipairs(paths) do run_transcript(path) end
os.execute("rm -rf " .. quote(work))
print(passed .. " passed, " .. failed .. " failed")
os.exit(failed == 0)
