---@meta
--- What the files of a bundle and of an overlay return, for editors. The engine never reads this.

--- policies/<file>.lua
---@class luxr.policy
---@field name string What it is called in `ctx.decided`.
---@field summary? string
---@field settings? table The rows that people change: whatever the policy likes.
---@field check? fun(xr: table, ctx: luxr.ctx) May refuse or warn.
---@field decide? fun(xr: table, ctx: luxr.ctx): table? Becomes `ctx.decided.<name>`.
---@field requires? fun(xr: table, ctx: luxr.ctx): table<string, luxr.requirement>?
---@field mutate? fun(doc: table, ctx: luxr.ctx): table Changes a manifest and returns it.
---@field verify? fun(docs: table<string, table>, ctx: luxr.ctx) Refuses what must not be written.
---@field status? fun(observed: table<string, table>, ctx: luxr.ctx): luxr.status?

---@class luxr.requirement
---@field apiVersion string
---@field kind string
---@field name? string
---@field matchLabels? table<string, string>
---@field namespace? string

---@class luxr.status
---@field status? table Fields of the status.
---@field conditions? luxr.condition[]

---@class luxr.condition
---@field type string
---@field status "True"|"False"|"Unknown"
---@field reason string
---@field message? string
---@field target? "composite"|"claim"

--- resources/<file>.lua
---@class luxr.resource
---@field name string The composed resource's identity: moving the file changes nothing.
---@field summary? string
---@field settings? table
---@field when? string|fun(xr: table, ctx: luxr.ctx): boolean, string? A path, or true, or false and why.
---@field each? fun(xr: table, ctx: luxr.ctx): table<string, any> Composed names and their items.
---@field render fun(xr: table, ctx: luxr.ctx, item: any): table The manifest.
---@field ready? fun(object: table, ctx: luxr.ctx): boolean? Nil is unknown.
---@field after? string[] Not created before these are ready.
---@field envelope? table Whatever the bundle's envelope understands.

--- bundle.lua
---@class luxr.bundle
---@field name string
---@field version? string
---@field summary? string
---@field accepts { apiVersion: string, kind: string }
---@field definition? string The file of the definition.
---@field platform? string[] Paths that the platform adds to any input.
---@field policies string[] Files in policies/, in the order they run.
---@field resources string[] Files in resources/, in the order of the output.
---@field output? luxr.output
---@field envelope? string The module of a luxr.envelope.
---@field owned? fun(object: table): boolean, string? Whether an observed object is one of ours, and of which `each`.
---@field ready? fun(object: table, ctx: luxr.ctx): boolean? For resources without their own.
---@field retired? string[] Composed names that may disappear.
---@field empty? boolean Whether rendering nothing is fine.

--- What is checked of every manifest and object.
---@class luxr.output
---@field heads? string[] Paths of metadata beside the first.
---@field foreign? string[] Fields of metadata that no script may write.
---@field reserved? string[] Domains of label and annotation names that are others'.
---@field annotations? integer Bytes of the annotations of one object.
---@field bytes? integer Bytes of one object.
---@field one_namespace? boolean

--- `unit` is the resource's own name, where its `each` gave the manifest another one.
---@alias luxr.wrapped { name: string, unit: string?, envelope: table? }
---@alias luxr.envelope fun(doc: table, resource: luxr.wrapped, ctx: luxr.ctx): table

--- overlay.lua
---@class luxr.overlay
---@field name? string
---@field summary? string
---@field remove? { policies: string[]?, resources: string[]? }
---@field lock? string[] Policies that no later layer may replace or remove.
---@field retired? string[]
---@field policies? string[] The order of new ones.
---@field resources? string[]
