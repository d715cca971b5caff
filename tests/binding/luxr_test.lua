--- The engine as a module of stock Lua: what goes in, what comes out, and where it stops.
local lu   = require "luaunit"
local luxr = require "luxr"

local manifest = [[
return {
  name   = "thing",
  render = function(xr, ctx)
    return {
      apiVersion = "v1",
      kind       = "Thing",
      metadata   = { name = xr.metadata.name },
      spec       = ctx.decided.rule,
    }
  end,
}
]]

local bundle = [[
return {
  name      = "test",
  accepts   = { apiVersion = "a/v1", kind = "K" },
  policies  = { "rule" },
  resources = { "thing" },
}
]]

--- A bundle of one resource and one policy, whose text the test gives.
local function open(policy, options)
  return luxr.open({ { files = {
    ["bundle.lua"]          = bundle,
    ["policies/rule.lua"]   = policy,
    ["resources/thing.lua"] = manifest,
  } } }, options)
end

local decision = [[
return { name = "rule", decide = function(xr, ctx)
BODY
end }
]]

local function decide(body)
  return (decision:gsub("BODY", function() return body end))
end

local input = { apiVersion = "a/v1", kind = "K", metadata = { name = "n-1" } }

local function render(policy, options, limits)
  return open(policy, { limits = limits }):render(input, options)
end

local function first_error(policy, options, limits)
  local outcome = render(policy, options, limits)
  lu.assertFalse(outcome.ok)
  lu.assertEquals(outcome.documents, {})
  return outcome.errors[1], outcome.status
end

TestValues = {}

function TestValues.test_values_come_back_as_they_are()
  local outcome = render(decide [[
    return { integer = 9007199254740993, float = 0.5, text = "yes", yes = true, list = { 1, 2 },
             empty = luxr.list {}, none = luxr.null, least = math.mininteger }]])
  lu.assertTrue(outcome.ok)
  local spec = outcome.documents.thing.spec
  lu.assertEquals(spec.integer, 9007199254740993)
  lu.assertEquals(math.type(spec.integer), "integer")
  lu.assertEquals(spec.least, math.mininteger)
  lu.assertEquals(spec.float, 0.5)
  lu.assertEquals(spec.text, "yes")
  lu.assertTrue(spec.yes)
  lu.assertEquals(spec.list, { 1, 2 })
  lu.assertEquals(spec.empty, {})
  lu.assertEquals(spec.none, luxr.null)
end

function TestValues.test_text_and_tables_are_the_same_input()
  local opened = open(decide "return {}")
  local by_table = opened:render(input, { format = "yaml" })
  local by_text = opened:render("apiVersion: a/v1\nkind: K\nmetadata: {name: n-1}\n", { format = "yaml" })
  lu.assertEquals(by_table.text, by_text.text)
  lu.assertEquals(by_text.text,
                  "---\napiVersion: v1\nkind: Thing\nmetadata:\n  name: n-1\nspec: {}\n")
  lu.assertEquals(by_text.subject, "n-1")
end

function TestValues.test_both_memories_give_the_same_bytes()
  local opened = open(decide [[
    local t = {}
    for i = 1, 300 do t["key" .. i] = { i, tostring(i / 3) } end
    return t]])
  local arena = opened:render(input, { format = "yaml" })
  local malloc = opened:render(input, { format = "yaml", memory = "malloc" })
  lu.assertTrue(arena.ok)
  lu.assertEquals(arena.text, malloc.text)
end

function TestValues.test_parameters_and_the_log()
  local outcome = render(decide [[print("size", ctx.parameters.size) return { size = ctx.parameters.size }]],
                         { parameters = { size = 3 } })
  lu.assertEquals(outcome.documents.thing.spec, { size = 3 })
  lu.assertEquals(outcome.log, "size\t3\n")
end

TestErrors = {}

function TestErrors.test_an_error_has_a_place_and_a_trace()
  local item, status = first_error(decide "local none\nreturn none.field")
  lu.assertEquals(status, "script")
  lu.assertEquals(item.file, "bundle/policies/rule.lua")
  lu.assertEquals(item.line, 3)
  lu.assertEquals(item.sentence, "attempt to index a nil value (local 'none')")
  lu.assertEquals(item.hook, "rule.decide")
  lu.assertEquals(item.subject, "n-1")
  lu.assertEquals(item.source, "return none.field")
  lu.assertStrContains(item.trace, "bundle/policies/rule.lua:3: in ")
end

function TestErrors.test_a_rejection_has_a_path_and_a_hint()
  local item, status = first_error [[
    return { name = "rule", check = function(xr, ctx) ctx.reject("metadata.name", "is taken", "take another") end }]]
  lu.assertEquals(status, "input")
  lu.assertEquals({ item.path, item.sentence, item.hint }, { "metadata.name", "is taken", "take another" })
end

function TestErrors.test_a_broken_bundle_raises_or_is_handed_back()
  lu.assertErrorMsgContains("bundle/policies/rule.lua:1: unknown key 'chekc' of a policy", open,
                            "return { name = \"rule\", chekc = 1 }")
  local opened, outcome = open("return { name = \"rule\", chekc = 1 }", { safe = true })
  lu.assertNil(opened)
  lu.assertEquals(outcome.errors[1].hint, "did you mean 'check'?")
end

function TestErrors.test_what_open_and_render_take()
  lu.assertErrorMsgContains("a layer is a directory's name", luxr.open, { { files = 3 } })
  lu.assertErrorMsgContains("open takes a list of layers", luxr.open, { files = {} })
  lu.assertError(function() open(decide "return {}"):render(true) end)
  lu.assertErrorMsgContains("JSON cannot hold a function",
                            function() open(decide "return {}"):render { print } end)
end

TestLimits = {}

local endless = {
  steps  = { "while true do end", { steps = 100000 }, "the scripts took more than 100000 steps" },
  memory = { "local t = {} for i = 1, 1e9 do t[i] = {} end", { memory = 4 << 20 },
             "the scripts used more than 4 MiB of memory" },
  string = { "return { s = (\"x\"):rep(5000) }", { string = 4096 },
             "a string of more than 4096 bytes (the limit)" },
}

for name, row in pairs(endless) do
  TestLimits["test_" .. name .. "_is_met_in_either_memory"] = function()
    for _, memory in ipairs { "arena", "malloc" } do
      local item, status = first_error(decide(row[1]), { memory = memory }, row[2])
      lu.assertEquals(status, "limit")
      lu.assertEquals(item.sentence, row[3])
      lu.assertEquals(item.line, 2)
    end
  end
  TestLimits["test_" .. name .. "_cannot_be_caught"] = function()
    local caught = "pcall(function() " .. row[1] .. " end) return {}"
    local _, status = first_error(decide(caught), nil, row[2])
    lu.assertEquals(status, "limit")
  end
end

function TestLimits.test_a_render_after_a_limit_is_as_before()
  local opened = open(decide [[
    if xr.metadata.name == "bad" then string.upper = nil while true do end end
    return { upper = ("a"):upper() }]], { limits = { steps = 100000 } })
  local bad = { apiVersion = "a/v1", kind = "K", metadata = { name = "bad" } }
  for _ = 1, 3 do
    lu.assertEquals(opened:render(bad).status, "limit")
    lu.assertEquals(opened:render(input).documents.thing.spec, { upper = "A" })
  end
end

function TestLimits.test_the_output_is_bounded()
  local _, status = first_error(decide "return { a = (\"x\"):rep(60000) }", nil, { output = 50000 })
  lu.assertEquals(status, "limit")
end

TestIsolation = {}

function TestIsolation.test_a_counter_starts_anew()
  local opened = open [[
    local count = 0
    return { name = "rule", decide = function() count = count + 1 return { count = count } end }]]
  for _ = 1, 3 do lu.assertEquals(opened:render(input).documents.thing.spec, { count = 1 }) end
end

function TestIsolation.test_the_host_keeps_its_own_lua()
  local upper = string.upper
  render(decide "string.upper = nil return {}")
  lu.assertIs(string.upper, upper)
  lu.assertEquals(("a"):upper(), "A")
end

os.exit(lu.LuaUnit.run())
