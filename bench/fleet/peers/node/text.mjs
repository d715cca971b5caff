// A fleet through Handlebars: usage: text.mjs TEMPLATE FLEET
import { readFileSync } from "node:fs";
import handlebars from "handlebars";
import { write } from "./write.mjs";

const yaml = (await import("js-yaml")).default;
handlebars.registerHelper("mul", (a, b) => a * b);
const template = handlebars.compile(readFileSync(process.argv[2], "utf8"),
  { noEscape: true, strict: true });
yaml.loadAll(readFileSync(process.argv[3], "utf8"), (xr) => write(template(xr)));
write(null);
