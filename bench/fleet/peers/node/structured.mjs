// A fleet as objects that js-yaml writes: usage: structured.mjs MANIFESTS FLEET
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { write } from "./write.mjs";

const yaml = (await import("js-yaml")).default;
const { manifests } = await import(pathToFileURL(process.argv[2]).href);
yaml.loadAll(readFileSync(process.argv[3], "utf8"), (xr) => {
  for (const manifest of manifests(xr)) {
    write("---\n" + yaml.dump(manifest, { noRefs: true, sortKeys: true, lineWidth: -1 }));
  }
});
write(null);
