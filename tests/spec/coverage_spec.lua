--- Demands the cases: a script without a spec, a golden or a refusal fails here.
local support = require "support"

local function lines(command)
  local stream, found = assert(io.popen(command)), {}
  for line in stream:lines() do found[#found + 1] = line end
  stream:close()
  return found
end

local function files(directory)
  return lines("cd " .. directory .. " && find . -type f | sed 's|^\\./||' | LC_ALL=C sort")
end

local function read(path)
  local stream = io.open(path, "rb")
  if not stream then return nil end
  local text = stream:read "a"
  stream:close()
  return text
end

local bundle = support.open():describe()

-- The scripts of one folder by file, with the names that they give themselves.
local function scripts(folder)
  local found = {}
  for _, file in ipairs(files("lua/" .. folder)) do
    local text = read("lua/" .. folder .. "/" .. file)
    found[#found + 1] = {
      stem   = file:match("^(.*)%.lua$"),
      name   = text:match("\n  name%s*=%s*\"([%w-]+)\""),
      says   = text:find("ctx%.reject%(") ~= nil,
    }
  end
  return found
end

local function texts(pattern)
  local found = {}
  for _, path in ipairs(lines("ls " .. pattern)) do found[#found + 1] = read(path) end
  return found
end

local goldens  = texts "tests/golden/*/want.yaml"
local refusals = texts "tests/reject/*/want.txt"

describe("coverage", function()
  local source = read "lua/bundle.lua"

  for _, folder in ipairs { "resources", "policies" } do
    for _, script in ipairs(scripts(folder)) do
      it("lists lua/" .. folder .. "/" .. script.stem .. ".lua in bundle.lua", function()
        local list = source:match("\n  " .. folder .. " = (%b{})")
        assert.truthy(list:find("\"" .. script.stem .. "\"", 1, true))
      end)

      it("has a spec for " .. folder .. "/" .. script.stem, function()
        assert.truthy(read("tests/spec/" .. folder .. "/" .. script.stem .. "_spec.lua"))
      end)
    end
  end

  for _, script in ipairs(scripts "lib") do
    it("has a spec for lib/" .. script.stem, function()
      assert.truthy(read("tests/spec/lib/" .. script.stem .. "_spec.lua"))
    end)
  end

  for _, script in ipairs(scripts "resources") do
    it("renders " .. script.name .. " in a golden", function()
      local wanted, seen = "\n  name: %S+%-" .. script.name:gsub("%-", "%%-") .. "\n", false
      for _, text in ipairs(goldens) do seen = seen or text:find(wanted) ~= nil end
      assert.is_true(seen)
    end)
  end

  for _, script in ipairs(scripts "policies") do
    if script.says then
      it("refuses something by policy " .. script.name, function()
        local seen, hook = false, "in hook " .. script.name .. "."
        for _, text in ipairs(refusals) do seen = seen or text:find(hook, 1, true) ~= nil end
        assert.is_true(seen)
      end)
    end
  end

  it("says what each golden shows", function()
    for _, case in ipairs(lines "ls -d tests/golden/*") do
      assert.truthy(read(case .. "/notes.txt"), case .. " has no notes.txt")
    end
  end)

  it("has no name twice", function()
    local seen = {}
    for _, folder in ipairs { "resources", "policies" } do
      for _, script in ipairs(scripts(folder)) do
        assert.is_nil(seen[script.name], script.name)
        seen[script.name] = true
      end
    end
    assert.equal("llm-inference", bundle.name)
  end)
end)
