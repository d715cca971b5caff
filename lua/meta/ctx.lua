---@meta
--- What every hook gets beside its subject, for editors. The engine never reads this.

---@class luxr.ctx
---@field xr table The input, complete: defaults are filled in, and a misspelt field is an error.
---@field decided table<string, table> What the policies before this one returned from `decide`.
---@field observed table<string, table> The objects as they are now, by composed name.
---@field required table<string, table[]> The objects that `requires` asked for, by requirement.
---@field parameters table The input of the pipeline's step.
---@field environment table The context of the pipeline.
---@field resource string In `render` and `mutate`: the composed name.
---@field object luxr.object In `mutate`: filled in for the envelope.
---@field objects table<string, table> In `verify`: the enveloped objects, by composed name.
local ctx = {}

---@class luxr.object
---@field labels table<string, string>
---@field annotations table<string, string>

--- Refuses the input. All refusals are shown together.
---@param path string `spec.gpu`; in `verify` also `scaled-object: spec.triggers[0]`.
---@param sentence string Lower case, without a full stop.
---@param hint? string How to mend it.
function ctx.reject(path, sentence, hint) end

--- Shows a warning, which is an error under `--strict`.
---@param path string
---@param sentence string
---@param hint? string
function ctx.warn(path, sentence, hint) end

---@param sentence string
function ctx.note(sentence) end

---@param severity "Normal"|"Warning"
---@param reason string
---@param message string
---@param target? "composite"|"claim" Where it is shown: on the XR alone, or on its claim as well.
function ctx.event(severity, reason, message, target) end

--- Asks to be called again after so long, at the latest.
---@param seconds number From 0 to a year.
function ctx.ttl(seconds) end
