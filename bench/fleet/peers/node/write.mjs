// Output in blocks of 64 KB, so that memory does not grow with the fleet; null writes the rest.
import { writeSync } from "node:fs";

let held = [], length = 0;

export function write(text) {
  if (text !== null) {
    held.push(text);
    length += text.length;
    if (length < 65536) return;
  }
  let left = Buffer.from(held.join(""));
  while (left.length) left = left.subarray(writeSync(1, left));
  held = [];
  length = 0;
}
