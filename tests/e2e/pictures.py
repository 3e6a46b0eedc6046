"""Pictures for the guide: written only when MAILLAGE_SCREENSHOTS=1, so that tests leave the tree alone, and
only those that a page shows."""

import base64
import os
import re
import struct
import zlib

from playwright.sync_api import Page

from tests.contract.running import PROJECT

GUIDE = PROJECT / "docs" / "guide"


def shown() -> set[str]:
    """The names of the pictures that the guide shows, or the page in front of the project."""
    pages = (*GUIDE.glob("*.md"), PROJECT / "README.md")
    return {name for page in pages for name in re.findall(r"([\w-]+)\.png\b", page.read_text("utf-8"))}


WANTED = shown() if os.environ.get("MAILLAGE_SCREENSHOTS") == "1" else set()

# A screen has few colours: most pixels keep theirs, those of the edges of letters take the nearest one.
TO_256_COLOURS = """async (url) => {
  const image = await createImageBitmap(await (await fetch(url)).blob());
  const { width, height } = image;
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const pixels = new Uint32Array(canvas.getImageData(0, 0, width, height).data.buffer);
  const counts = new Map();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const byUse = [...counts].sort((one, other) => other[1] - one[1]).map(([colour]) => colour);
  const parts = (colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
  const distance = (one, other) => one.reduce((sum, part, i) => sum + (part - other[i]) ** 2, 0);
  const palette = [];
  // Two colours that nobody can tell apart do not both take a place.
  for (const nearest of [24, 0]) {
    for (const colour of byUse) {
      if (palette.length === 256) break;
      const candidate = parts(colour);
      if (palette.every((kept) => distance(kept, candidate) > nearest)) palette.push(candidate);
    }
  }
  const indexOf = new Map(byUse.map((colour) => {
    const wanted = parts(colour);
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    palette.forEach((kept, i) => {
      const far = distance(kept, wanted);
      if (far < least) [best, least] = [i, far];
    });
    return [colour, best];
  }));
  let text = "";
  const indices = Uint8Array.from(pixels, (colour) => indexOf.get(colour));
  for (let at = 0; at < indices.length; at += 32768) {
    text += String.fromCharCode(...indices.subarray(at, at + 32768));
  }
  return { width, height, palette, indices: btoa(text) };
}"""


def keep(page: Page, name: str) -> None:
    """Write what the screen shows as docs/guide/<name>.png, in 256 colours at most."""
    shown = page.screenshot(animations="disabled", caret="hide")
    blank = page.context.new_page()  # its script may read a data: address, that of the product may not
    url = "data:image/png;base64," + base64.b64encode(shown).decode()
    found = blank.evaluate(TO_256_COLOURS, url)
    blank.close()
    indices = base64.b64decode(found["indices"])
    png = indexed_png(found["width"], found["height"], found["palette"], indices)
    (GUIDE / f"{name}.png").write_bytes(png)


def indexed_png(width: int, height: int, palette: list[list[int]], indices: bytes) -> bytes:
    """A PNG of one byte a pixel: the place of its colour in the palette."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + indices[at : at + width] for at in range(0, len(indices), width))
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            chunk(b"PLTE", bytes(part for colour in palette for part in colour)),
            chunk(b"IDAT", zlib.compress(rows, 9)),
            chunk(b"IEND", b""),
        )
    )
