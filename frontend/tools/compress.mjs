/**
 * Writes `x.br` beside each text file `x` of the built app: the server sends it as it is to a browser that
 * reads Brotli, a tenth smaller than gzip, which it makes itself. Not beside the page, of which each answer
 * differs by its nonce.
 *
 * Usage: node tools/compress.mjs
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const TEXT = /\.(js|css|html|svg|json|webmanifest)$/;
const TOO_SMALL = 1000;
const dist = new URL("../dist/", import.meta.url);

for (const name of readdirSync(dist, { recursive: true })) {
  if (!TEXT.test(name) || name.startsWith(".") || name === "index.html") continue;
  const body = readFileSync(new URL(name, dist));
  if (body.length <= TOO_SMALL) continue;
  const params = {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
  };
  writeFileSync(new URL(`${name}.br`, dist), brotliCompressSync(body, { params }));
}
