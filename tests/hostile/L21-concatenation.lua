--- L21: text built piece by piece.
-- expect: limit memory
-- expect: error table.concat
return {
  name = "hostile",
  check = function()
    local s = ""
    while true do
      s = s .. "some text"
    end
  end,
}
