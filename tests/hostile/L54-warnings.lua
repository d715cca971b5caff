--- L54: a rejection behind more warnings than are kept.
-- expect: refused refused at last
return {
  name = "hostile",
  check = function(_, ctx)
    for i = 1, 3000 do ctx.warn("metadata.name", "warning " .. i) end
    ctx.reject("metadata.name", "refused at last")
  end,
}
