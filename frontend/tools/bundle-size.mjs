/**
 * Prints what a browser downloads for each screen of the built app, and fails when the JavaScript of one
 * passes the budget. What a screen loads later by itself, as its map, is printed with its own weight only.
 *
 * Usage: npm run weigh, once built
 */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { atOnce, closure, dist, loadedLater, manifest, screens } from "./manifest.mjs";

const BUDGET_KB = 200;

const sizes = new Map();
function gzipped(file) {
  if (!sizes.has(file))
    sizes.set(file, gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length);
  return sizes.get(file);
}

function weigh(keys) {
  let js = 0;
  let css = 0;
  for (const key of keys) {
    js += gzipped(manifest[key].file);
    for (const sheet of manifest[key].css ?? []) css += gzipped(sheet);
  }
  return { js: js / 1000, css: css / 1000 };
}

const ofScreen = (screen) => weigh(closure(screen, new Set(atOnce)));
const ofPart = (part) => weigh([...closure(part)].filter((key) => !atOnce.has(key)));
const named = (key) => key.replace("src/", "").replace(/\?.*$/, "");

const rows = screens.map((screen) => ({ screen: named(screen), ...ofScreen(screen) }));
rows.unshift({ screen: "application", ...weigh(atOnce) });
for (const part of loadedLater.filter((key) => !screens.includes(key))) {
  rows.push({ screen: `+ ${named(part)}`, ...ofPart(part) });
}

let over = false;
console.log("\ngzipped kB                                         JS     CSS");
for (const { screen, js, css } of rows.sort((a, b) => a.js - b.js)) {
  const mark = js > BUDGET_KB ? "  over the budget" : "";
  over ||= js > BUDGET_KB;
  console.log(
    `${screen.padEnd(46)} ${js.toFixed(1).padStart(6)} ${css.toFixed(1).padStart(7)}${mark}`,
  );
}
if (over) {
  console.error(`\nA screen needs more than ${BUDGET_KB} kB of JavaScript.`);
  process.exit(1);
}
