--- Runs the house rules over the project's files, and each rule over the violations it plants.
--
--   lua5.4 tools/house.lua          from the project's root; the last line is "N passed, N failed"
--
-- A rule is a module: { name, check(file) -> list of "path:line: sentence", plants }. `file` has
-- `path`, `text` and `lines`. A plant is { path, text, finding }: the rule must find that, and
-- without a finding it must find nothing.

package.path = "tools/?.lua;" .. package.path

local rules = { "layers", "words", "budget", "doors" }
local roots = "src include lua tests tools bench examples scripts cmake docs"

local function new_file(path, text)
  local lines = {}
  for line in (text:gsub("([^\n])$", "%1\n")):gmatch("(.-)\n") do
    lines[#lines + 1] = line
  end
  return { path = path, text = text, lines = lines }
end

local function read_files()
  local list = assert(io.popen("find " .. roots .. " -type f 2>/dev/null | LC_ALL=C sort"))
  local files = {}
  for path in list:lines() do
    local stream = assert(io.open(path, "rb"))
    files[#files + 1] = new_file(path, stream:read "a")
    stream:close()
  end
  list:close()
  return files
end

local passed, failed = 0, 0

local function expect(ok, ...)
  if ok then
    passed = passed + 1
  else
    failed = failed + 1
    print(...)
  end
end

local function check_plant(rule, plant)
  local path, text, finding = table.unpack(plant)
  local found = table.concat(rule.check(new_file(path, text)), "\n")
  if finding then
    expect(found:find(finding, 1, true), rule.name .. " does not see the planted", finding, found)
  else
    expect(found == "", rule.name .. " sees what is not there:", found)
  end
end

local files = read_files()
expect(#files > 20, "house: these are not the project's files; run it from the root")
for _, name in ipairs(rules) do
  local rule = require(name)
  local findings = {}
  for _, file in ipairs(files) do
    table.move(rule.check(file), 1, 1000, #findings + 1, findings)
  end
  expect(#findings == 0, table.concat(findings, "\n"))
  for _, plant in ipairs(rule.plants) do
    check_plant(rule, plant)
  end
end

print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0)
