import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";

/** What the server asks a browser to look for before it takes a form. */
export type Work = { challenge: string; salt: string; most: number };

/** The number whose hash after the salt is the challenge; null when there is none. Takes up to a second. */
export function numberOf({ challenge, salt, most }: Work): number | null {
  const wanted = Uint8Array.from(challenge.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  for (let number = 0; number <= most; number++) {
    const found = sha256(utf8ToBytes(salt + number));
    if (found[0] === wanted[0] && found.every((byte, at) => byte === wanted[at])) return number;
  }
  return null;
}
