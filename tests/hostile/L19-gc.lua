--- L19: a metafield that reaches into the machine.
-- expect: error the metafield '__gc' is not available in scripts
return {
  name = "hostile",
  check = function()
    setmetatable({}, { __gc = function() end })
  end,
}
