--- L42: numbers at the edges.
-- expect: output a: 9007199254740993
-- expect: output b: 9223372036854775807
-- expect: output c: -9223372036854775808
-- expect: output d: 0.1
-- as: resources/hostile.lua
return {
  name = "hostile",
  render = function()
    return {
      apiVersion = "v1", kind = "ConfigMap", metadata = { name = "hostile" },
      data = { a = (1 << 53) + 1, b = math.maxinteger, c = math.mininteger, d = 0.1, e = 1e15, f = 1e300 },
    }
  end,
}
