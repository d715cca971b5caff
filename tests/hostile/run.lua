--- Runs every script of this directory through the engine, and checks that what its first lines
--- say is what happens. Those lines, all in comments:
---
---   --- L6: what the script tries                   the row it belongs to; any text
---   -- expect: ok                                   it renders
---   -- expect: limit steps|time|memory|string       it meets that limit
---   -- expect: error TEXT                           it fails, and the message has TEXT in it
---   -- expect: refused TEXT                         it refuses the input, and the message has TEXT
---   -- expect: output TEXT                          ... and TEXT is a line of what was rendered
---   -- expect: no output TEXT                       ... and is not
---   -- expect: log TEXT                             ... and is a line of what was said beside that
---   -- as: resources/hostile.lua                    where in the overlay it stands (a policy else)
---   -- source: EXPRESSION                           its text is this, in stock Lua, and not the file
---   -- files: EXPRESSION                            more files of the overlay: { path = text }
---   -- options: --limit milliseconds=300ms          given to the command
---   -- inputs: 2                                    how often the input is rendered, one behind the other
---   -- runs: 20                                     how many processes must say the same
---   -- needs: Lua 5%.4%.[89]                        skipped unless `luxr version` says this (a pattern)
---
--- Each is run with both kinds of memory. No message may hold an address, and none may take long.
local root = arg[1]
local build = os.getenv("LUXR_BUILD") or root .. "/build"
local longest = tonumber(os.getenv("LUXR_HOSTILE_SECONDS") or "10")
local here = root .. "/tests/hostile"

local limits = {
  steps  = "the scripts took more than 20000000 steps",
  time   = "the scripts took longer than the time limit",
  memory = "of memory",
  string = "a string of more than 1048576 bytes",
}

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("a")
  file:close()
  return text
end

local function write(path, text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
end

local function lines_of(command)
  local pipe, lines = assert(io.popen(command)), {}
  for line in pipe:lines() do
    lines[#lines + 1] = line
  end
  pipe:close()
  return lines
end

local function evaluate(expression)
  return assert(load("return " .. expression, "=header"))()
end

--- The header of a script: { expect = { ... }, options = ..., ... }.
local function read_header(text)
  local header = { expect = {} }
  for line in text:gmatch("[^\n]+") do
    local key, value = line:match("^%-%- (%l+): (.+)$")
    if key == "expect" then
      table.insert(header.expect, value)
    elseif key then
      header[key] = value
    elseif line:sub(1, 2) ~= "--" then
      break
    end
  end
  assert(#header.expect > 0, "nothing is expected")
  return header
end

local function make_overlay(work, text, header)
  local files = header.files and evaluate(header.files) or {}
  files[header.as or "policies/hostile.lua"] = header.source and evaluate(header.source) or text
  os.execute(("rm -rf %s/overlay && mkdir -p %s/overlay"):format(work, work))
  for path, content in pairs(files) do
    if path:find("/") then
      os.execute(("mkdir -p %s/overlay/%s"):format(work, path:match("^(.*)/")))
    end
    write(work .. "/overlay/" .. path, content)
  end
end

--- The input, as often as wanted, under names of its own.
local function make_inputs(work, count)
  local names, text = {}, read(here .. "/xr.yaml")
  for i = 1, count do
    names[i] = ("xr%d.yaml"):format(i)
    write(work .. "/" .. names[i], (text:gsub("victim", i == 1 and "victim" or "victim" .. i)))
  end
  return table.concat(names, " ")
end

--- Renders; what came out, what was said, the exit code and the seconds it took.
local function render(work, header, memory)
  local inputs = make_inputs(work, tonumber(header.inputs or 1))
  local command = ("'%s/luxr' render --memory %s --bundle '%s/bundle' --overlay overlay %s %s"):format(
    build, memory, here, header.options or "", inputs)
  local script = ("cd %s && TIMEFORMAT=%%R && { time timeout %d %s >out 2>err </dev/null; } 2>seconds"):format(
    work, longest * 2, command)
  write(work .. "/run", script)
  local _, _, code = os.execute("bash " .. work .. "/run")
  return {
    out = read(work .. "/out"), err = read(work .. "/err"), code = code,
    seconds = tonumber(read(work .. "/seconds"):match("([%d.]+)%s*$")),
  }
end

local checks = {}

function checks.ok(result)
  return result.code == 0
end

function checks.limit(result, kind)
  return result.code ~= 0 and result.out == "" and result.err:find(limits[kind], 1, true)
end

function checks.error(result, text)
  return result.code == 70 and result.out == "" and result.err:find(text or "error:", 1, true)
end

function checks.refused(result, text)
  return result.code == 65 and result.out == "" and result.err:find(text or "error:", 1, true)
end

function checks.output(result, text)
  return result.code == 0 and ("\n" .. result.out):find("\n%s*" .. text:gsub("%p", "%%%0") .. "\n")
end

function checks.no(result, text)
  return not checks.output(result, text:gsub("^output ", ""))
end

function checks.log(result, text)
  return ("\n" .. result.err):find("\n" .. text .. "\n", 1, true)
end

--- A sentence about what is wrong, nil when nothing is.
local function judge(result, header)
  for _, expected in ipairs(header.expect) do
    local kind, text = expected:match("^(%l+) ?(.*)$")
    if text == "" then
      text = nil
    end
    if not checks[kind](result, text) then
      return ("expected %s, and the exit code is %d:\n%s%s"):format(expected, result.code,
        result.err:sub(1, 600), result.out:sub(1, 600))
    end
  end
  if (result.out .. result.err):find("0x%x%x%x%x%x%x") then
    return "an address is in the output:\n" .. result.err
  end
  if result.seconds > longest then
    return ("it took %.1f seconds"):format(result.seconds)
  end
end

local version = table.concat(lines_of("'" .. build .. "/luxr' version"), "\n")

--- A sentence about what is wrong, nil when nothing is; and whether it was skipped.
local function run(work, path)
  local text = read(path)
  local header = read_header(text)
  local first
  if header.needs and not version:find(header.needs) then
    print(("skipped %s: this luxr is not %s"):format(path:match("[^/]+$"), header.needs))
    return nil, true
  end
  make_overlay(work, text, header)
  for i = 1, tonumber(header.runs or 2) do
    local result = render(work, header, i % 2 == 1 and "arena" or "malloc")
    local wrong = judge(result, header)
    if wrong then
      return wrong
    end
    first = first or result
    if result.out ~= first.out or result.err ~= first.err and not header.options then
      return "two runs say different things:\n" .. first.err .. result.err
    end
  end
end

local work = lines_of("mktemp -d")[1]
local passed, failed = 0, 0
for _, path in ipairs(lines_of("ls '" .. here .. "'/L*.lua")) do
  local done, wrong, skipped = pcall(run, work, path)
  if done and not wrong then
    passed = passed + (skipped and 0 or 1)
  else
    failed = failed + 1
    print(path:match("[^/]+$") .. ": " .. wrong)
  end
end
os.execute("rm -rf " .. work)
print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0)
