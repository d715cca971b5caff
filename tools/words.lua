--- No word of the domain in C: C moves values, Lua knows the world.

local words = {
  "keda", "vllm", "inference", "gateway", "prometheus", "scaledobject", "replica",
  "crossplane", "kubernetes", "llm",
}

-- What may be named nevertheless below a directory, or in files that begin so, as a pattern that
-- is taken out before looking.
local allowed = {
  ["src/schema/"]   = { "x%-kubernetes%-" },
  ["src/function/"] = { "crossplane" },
  ["src/answer/"]   = { "crossplane" },
  -- `luxr composition render` does what Crossplane's core does: these files alone may say so.
  ["src/cli/composition"] = { "crossplane" },
}

--- Where a word begins in lower-case text. Short ones count only at a word's beginning:
--- "llm" is no part of "fullmatch".
local function find_word(text, word)
  if #word > 4 then return text:find(word, 1, true) end
  return text:find("%f[%a]" .. word)
end

local function without_allowed(path, text)
  for directory, patterns in pairs(allowed) do
    if path:sub(1, #directory) == directory then
      for _, pattern in ipairs(patterns) do
        text = text:gsub(pattern, "")
      end
    end
  end
  return text
end

local function check(file)
  local findings = {}
  if not (file.path:find "^src/" or file.path:find "^include/") then return findings end
  for number, line in ipairs(file.lines) do
    local text = without_allowed(file.path, line:lower())
    for _, word in ipairs(words) do
      if find_word(text, word) then
        findings[#findings + 1] =
          ("%s:%d: the word '%s' belongs into lua/"):format(file.path, number, word)
      end
    end
  end
  return findings
end

-- Put together here, so that this file may be looked at by anybody's grep.
return {
  name   = "words",
  check  = check,
  plants = {
    { "src/render/x.c", "\n/* for Keda */\n", "src/render/x.c:2: the word 'keda'" },
    { "include/luxr.h", "int minReplicas;\n", "the word 'replica'" },
    { "src/base/x.c", "an_llm();\n", "the word 'llm'" },
    { "src/base/x.c", "x-kubernetes-int-or-string\n", "the word 'kubernetes'" },
    { "src/schema/x.c", "x-kubernetes-int-or-string\n" },
    { "src/schema/x.c", "Kubernetes\n", "the word 'kubernetes'" },
    { "src/cli/composition_x.c", "crossplane.io/\n" },
    { "src/cli/x.c", "crossplane.io/\n", "the word 'crossplane'" },
    { "src/host/x.c", "fullmatch, inferred\n" },
    { "lua/x.lua", "-- keda\n" },
  },
}
