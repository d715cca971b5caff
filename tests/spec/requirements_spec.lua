--- Everything that docs/requirements.md names is there.
local function read(path)
  local stream = assert(io.open(path, "rb"))
  local text = stream:read "a"
  stream:close()
  return text
end

local function exists(path)
  return os.rename(path, path) ~= nil
end

-- A name's first word says where it stands; what begins otherwise is no file.
local function place(name)
  local folder = name:match "^([%w]+)/"
  if folder == "golden" or folder == "reject" or folder == "spec" or folder == "chainsaw" or folder == "run" then
    return "tests/" .. name
  elseif folder == "lua" or folder == "docs" or folder == "examples" or folder == "tests" then
    return name
  end
end

describe("docs/requirements.md", function()
  local named, seen = 0, {}

  for name in read "docs/requirements.md":gmatch "`([^`\n]+)`" do
    local path = place(name)
    if path and not seen[path] and path ~= "examples/cluster-setup.md" then
      named, seen[path] = named + 1, true
      it("names what is there: " .. name, function() assert.is_true(exists(path), path) end)
    end
  end

  it("names something", function() assert.is_true(named > 90, tostring(named)) end)

  it("names every suite for a cluster", function()
    local page, list = read "docs/requirements.md", assert(io.popen "ls -d tests/chainsaw/*/")
    for directory in list:lines() do
      local suite = directory:match "([%w-]+)/$"
      assert.truthy(page:find("`chainsaw/" .. suite .. "`", 1, true), suite)
    end
    list:close()
  end)
end)
