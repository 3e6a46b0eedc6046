/**
 * Writes dist/.vite/pages.json: for each page of the app, what its `Link` header tells the browser to fetch
 * while the page itself is still on its way. `*` stands for one segment of the address.
 *
 * Usage: node tools/page-hints.mjs
 */
import { writeFileSync } from "node:fs";
import { atOnce, closure, dist, manifest, screens } from "./manifest.mjs";

/** Who is signed in: the first thing that every page asks, but the door. */
const WHO = "</api/v1/me>; rel=preload; as=fetch; crossorigin";

/** `src/routes/_app/demandes.$id.tsx?…` is `/demandes/*`. */
function address(key) {
  const name = key.replace(/^src\/routes\/(_app\/)?/, "").replace(/\.tsx.*$/, "");
  return `/${name
    .replace(/\.index$/, "")
    .replace(/\$\w+/g, "*")
    .replaceAll(".", "/")}`;
}

function hints(key) {
  const needed = [...closure(key)].filter((it) => !atOnce.has(it)).map((it) => manifest[it]);
  return [
    ...(key.startsWith("src/routes/_app/") ? [WHO] : []),
    ...needed.map(({ file }) => `</${file}>; rel=modulepreload`),
    ...needed.flatMap(({ css = [] }) =>
      css.map((sheet) => `</${sheet}>; rel=preload; as=style; crossorigin`),
    ),
  ].join(", ");
}

const pages = { "/": WHO };
for (const key of screens) pages[address(key)] = hints(key);
writeFileSync(new URL(".vite/pages.json", dist), JSON.stringify(pages, null, 2));
