/**
 * Takes every address out of package-lock.json, where npm puts those of registries ("resolved") and of
 * fund-raisers ("funding"): versions and hashes say all that an installation needs. npm runs it after each
 * change of the packages (scripts "dependencies" and "postinstall"); it writes nothing when there is none.
 *
 * Usage: node tools/plain-lock.mjs
 */
import { readFileSync, writeFileSync } from "node:fs";

const lock = new URL("../package-lock.json", import.meta.url);
const before = readFileSync(lock, "utf8");
const tree = JSON.parse(before);
for (const entry of Object.values(tree.packages)) {
  delete entry.resolved;
  delete entry.funding;
}
const after = `${JSON.stringify(tree, null, 2)}\n`;
if (after !== before) writeFileSync(lock, after);
