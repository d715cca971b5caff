--- L34: text that would show an address.
-- expect: output text: table function table null
-- as: resources/hostile.lua
-- runs: 4
return {
  name = "hostile",
  render = function(xr)
    return {
      apiVersion = "v1", kind = "ConfigMap", metadata = { name = "hostile" },
      data = {
        text = table.concat({ tostring({}), tostring(print), ("%s"):format(xr), tostring(luxr.null) }, " "),
      },
    }
  end,
}
