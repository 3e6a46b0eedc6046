/** The built app as its manifest describes it: which file needs which others at once, and which only later. */
import { readFileSync } from "node:fs";

export const dist = new URL("../dist/", import.meta.url);
export const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));

/** Every key that `key` needs at once: itself and its static imports, not its dynamic ones; added to `seen`. */
export function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const needed of manifest[key].imports ?? []) closure(needed, seen);
  return seen;
}

/** What the page itself links, whatever its address. */
export const atOnce = closure(Object.keys(manifest).find((key) => manifest[key].isEntry));

/** What comes later: the screens, one a route, and what a screen loads by itself. */
export const loadedLater = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry);
export const screens = loadedLater.filter((key) => key.startsWith("src/routes/"));
