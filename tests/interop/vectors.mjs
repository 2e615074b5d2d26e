// Writes the vectors of the npm package cctv-age into a folder, one file each, as the package describes them: lines of
// `key: value`, an empty line, an age file. Bodies that the package keeps compressed are written out in full.
import * as vectors from "cctv-age";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";

const folder = process.argv[2];
for (const [name, bytes] of Object.entries(vectors)) {
  const vector = Buffer.from(bytes);
  const end = vector.indexOf("\n\n") + 2;
  const head = vector.subarray(0, end).toString().replace("compressed: zlib\n", "");
  const body = vector.subarray(end);
  const full = head.length < end ? inflateSync(body) : body;
  writeFileSync(join(folder, name), Buffer.concat([Buffer.from(head), full]));
}
