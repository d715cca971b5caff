--- L19: a metafield that reaches into the machine.
-- expect: error the metafield '__mode' is not available in scripts
return {
  name = "hostile",
  check = function()
    setmetatable({}, { __mode = "v" })
  end,
}
