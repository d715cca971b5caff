--- L43: the context, written to.
-- expect: error is read-only
return {
  name = "hostile",
  check = function(xr, ctx)
    ctx.reject = print
  end,
}
