/**
 * Prints what a browser downloads for each entry of the built app, and fails when the JavaScript that
 * the application loads before any screen passes the budget.
 *
 * Usage: node tools/bundle-size.mjs
 */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET_KB = 200;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));

const sizes = new Map();
function gzipped(file) {
  if (!sizes.has(file))
    sizes.set(file, gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length);
  return sizes.get(file);
}

/** Every file that an entry needs at once: itself and its static imports, not its dynamic ones. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const needed of manifest[key].imports ?? []) closure(needed, seen);
  return seen;
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

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const screens = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry);
const layout = screens.find((key) => key.startsWith("src/routes/_app.tsx"));

/** A screen of somebody signed in comes inside the frame of the app, which weighs too. */
function around(screen) {
  return layout && screen.startsWith("src/routes/_app/")
    ? [entry, layout, screen]
    : [entry, screen];
}

const rows = screens.map((screen) => ({
  screen: screen.replace("src/", "").replace(/\?.*$/, ""),
  ...weigh(new Set(around(screen).flatMap((key) => [...closure(key)]))),
}));
rows.unshift({ screen: "application", ...weigh(closure(entry)) });

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
