--- Rows that an environment chooses by name: a way of scaling, an operator, a picker, a gateway.
local nearest = require "lib.nearest"
local tables  = require "lib.tables"

local profiles = {}

--- The row of a name, and the name. `chosen` comes from a parameter, by default it is the policy's
-- own, which is about the field `about`. Where there is no such row that is refused, and the first
-- one stands in, so that what is decided after this finds one.
function profiles.pick(settings, kind, chosen, parameter, about, ctx)
  local name, rows = chosen or settings.profile, settings.profiles
  local row = rows[name]
  if row ~= nil then return row, name end
  local known = tables.keys(rows)
  ctx.reject(chosen and "parameters." .. parameter or about, "there is no " .. kind .. " called '"
             .. name .. "', only " .. table.concat(known, ", "), nearest(name, known))
  return rows[known[1]], known[1]
end

return profiles
