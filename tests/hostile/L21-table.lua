--- L21: a table without end.
-- expect: limit memory
return {
  name = "hostile",
  check = function()
    local t = {}
    while true do
      t[#t + 1] = { #t }
    end
  end,
}
