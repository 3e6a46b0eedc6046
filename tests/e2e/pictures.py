"""Pictures for the guide: written only when MAILLAGE_SCREENSHOTS=1, so that tests leave the tree alone."""

import os
import struct
import zlib
from pathlib import Path

from playwright.sync_api import Page

WANTED = os.environ.get("MAILLAGE_SCREENSHOTS") == "1"
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide"


def keep(page: Page, name: str) -> None:
    """Write what the screen shows as docs/guide/<name>.png, with 256 colours at most."""
    shown = page.screenshot(animations="disabled", caret="hide")
    (GUIDE / f"{name}.png").write_bytes(shown)
