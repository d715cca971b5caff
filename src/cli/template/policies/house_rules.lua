--- What our house asks of every input, and adds to everything that is made.
-- The rows of `settings` are what people change; run `luxr test` after that.
local settings = {
  longest_name = 40,                     -- characters of metadata.name
  labels       = { team = "platform" },  -- on every object
}

return {
  name     = "house-rules",
  summary  = "Refuses long names; labels every object",
  settings = settings,

  --- Once, before anything is made: what is wrong with the input.
  check = function(xr, ctx)
    if #xr.metadata.name > settings.longest_name then
      ctx.reject("metadata.name", "must have at most " .. settings.longest_name .. " characters",
                 "take a shorter one")
    end
  end,

  --- For each manifest: change it, and return it.
  mutate = function(doc, ctx)
    for key, value in pairs(settings.labels) do
      ctx.object.labels[key] = value
    end
    return doc
  end,
}
