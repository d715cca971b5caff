---@meta
--- What every script finds as the global `luxr`, for editors. The engine never reads this.

---@class luxr
---@field null lightuserdata An explicit null in a document. It equals only itself, and is true.
luxr = {}

--- Marks a table as a list, so that an empty one is written `[]` and not `{}`. A list that is
--- read-only comes back as a new one of the same items.
---@generic T
---@param items T[]
---@return T[]
function luxr.list(items) end

--- Reads a path step by step. What is absent or null on the way, or at the end, gives the default.
--- A name that a schema does not declare is still an error.
---@param value any
---@param path string Items count from 0: `spec.ports[0].name`, `metadata.labels["a.b/c"]`.
---@param default? any
---@return any
function luxr.get(value, path, default) end

--- A function that reads this path, as `luxr.get` does: for a path that is read at each render, made
--- once where a script is loaded. It may choose the first item of a list that has a text under a name:
--- `status.conditions[type=Ready].status`. Of an observed object it reads what it returns, and no table
--- on the way.
---@param path string
---@return fun(value: any, default?: any): any
function luxr.getter(path) end

--- A function that says whether a value at the path is `wanted`, or a key of it when that is a table.
--- `[]` stands for every item: `spec.ports[].port`.
---@param path string
---@return fun(value: any, wanted: any): boolean
function luxr.finder(path) end

--- A new map of those entries whose field `name` is `wanted`, or a key of it when that is a table.
---@generic T
---@param map table<string, T>
---@param name string
---@param wanted any
---@return table<string, T>
function luxr.where(map, name, wanted) end

--- A function that says which rows do not hold in a map of tables, as a list of their numbers, or nil.
--- A row is `{ name, path, target, its path }`: where the map has `name`, it needs `target` too, and
--- both paths have to lead to the same value.
---@param rows string[][]
---@return fun(map: table<string, table>): integer[]?
function luxr.links(rows) end

--- Whether every entry of `part` is in `whole`, and there is one: how a label selector matches.
---@param whole table?
---@param part table?
---@return boolean
function luxr.covers(whole, part) end

---@class luxr.yaml
luxr.yaml = {}

--- The text kubectl would write, with one line break at the end.
---@param value any
---@return string
function luxr.yaml.encode(value) end

--- Reads one document. An error says the line and the column.
---@param text string
---@return any
function luxr.yaml.decode(text) end

---@class luxr.json
luxr.json = {}

--- One line, the names in bytewise order.
---@param value any
---@return string
function luxr.json.encode(value) end

--- Reads one document. An error says the line and the column.
---@param text string
---@return any
function luxr.json.decode(text) end

---@class luxr.digest
luxr.digest = {}

---@param text string
---@return string hex 64 lower-case hexadecimal digits.
function luxr.digest.sha256(text) end

---@class luxr.names
luxr.names = {}

--- The name itself when it fits. Else its beginning, `-` and 12 digits of its SHA-256.
---@param name string
---@param max? integer From 14 to 253; 63 unless given.
---@return string
function luxr.names.shorten(name, max) end

--- At most 63 of `a-z0-9-`, a letter or digit first and last.
---@param name string
---@return boolean
function luxr.names.is_dns1123_label(name) end

--- At most 253: such labels, of any length, joined by dots.
---@param name string
---@return boolean
function luxr.names.is_dns1123_subdomain(name) end

--- A DNS-1123 label that starts with a letter.
---@param name string
---@return boolean
function luxr.names.is_dns1035_label(name) end

---@class luxr.quantities
luxr.quantities = {}

--- The form the API server would print: `1024Gi` is `1Ti`, `0.5` is `500m`.
---@param quantity string|number
---@return string
function luxr.quantities.canonical(quantity) end

--- Exact, in canonical form.
---@param quantity string|number
---@param factor integer
---@return string
function luxr.quantities.multiply(quantity, factor) end

---@param a string|number
---@param b string|number
---@return -1|0|1
function luxr.quantities.compare(a, b) end
