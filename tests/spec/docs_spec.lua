--- docs/llminference.md names every parameter, and every profile that one can choose.
local support = require "support"

local stream = assert(io.open("docs/llminference.md", "rb"))
local text = stream:read "a"
stream:close()

-- The rows of the table under a heading, in one text.
local function section(heading)
  local from = assert(text:find("\n## " .. heading .. "\n", 1, true), heading)
  local rows = {}
  for line in text:sub(from + 1, text:find("\n## ", from + 1, true)):gmatch("[^\n]+") do
    if line:sub(1, 1) == "|" then rows[#rows + 1] = line end
  end
  return table.concat(rows, "\n")
end

-- Policies are read in the sandbox: they may ask the engine while they are loaded.
local function settings_of(policy)
  return support.eval("require(\"policies." .. policy .. "\").settings")
end

local function rows_of(policy)
  local names = {}
  for name in pairs(settings_of(policy).profiles) do names[#names + 1] = name end
  table.sort(names)
  return names
end

describe("the reference", function()
  local parameters, profiles = section "Parameters", section "Profiles"

  for name, kind in pairs(settings_of("parameters").known) do
    it("has a row for the parameter " .. name, function()
      for _, field in ipairs(type(kind) == "table" and require("lib.tables").keys(kind) or { false }) do
        local wanted = field and name .. "." .. field or name
        assert.truthy(parameters:find("[| ]" .. wanted:gsub("%.", "%%.") .. "[,| ]"), wanted)
      end
    end)
  end

  for parameter, policy in pairs { way = "replicas", operator = "operator", picker = "picker", gateway = "routing" } do
    for _, name in ipairs(rows_of(policy)) do
      it("has the " .. parameter .. " " .. name .. " among its parameters", function()
        assert.truthy(parameters:find("`" .. name .. "`", 1, true))
      end)

      if policy ~= "replicas" then
        it("says what the " .. parameter .. " " .. name .. " changes", function()
          assert.truthy(profiles:find("| `" .. name .. "`", 1, true))
        end)
      end
    end
  end

  it("names the row that counts where nothing is said", function()
    for parameter, policy in pairs { way = "replicas", operator = "operator", picker = "picker", gateway = "routing" } do
      local row = settings_of(policy).profile
      local line = parameters:match("\n| " .. parameter .. "[^\n]*")
      assert.truthy(line:find("| `" .. row .. "` |", 1, true), parameter)
    end
  end)
end)
