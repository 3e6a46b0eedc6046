"""Prints the path of a Chromium that starts: the system's, else apt-get's when root, else Playwright's own.

    CHROMIUM="$(python tools/ensure_chromium.py)"

CHROMIUM set beforehand is taken as it is. What the installers say goes to stderr.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def main() -> int:
    """Print the path and return 0, or say what to install and return 1."""
    for browser in candidates():
        if starts(browser):
            print(browser)
            return 0
    print("Aucun Chromium ne démarre ici. Installez-en un et indiquez-le par CHROMIUM.", file=sys.stderr)
    return 1


def candidates() -> Iterator[str]:
    """Browsers to try, from what is there to what must be fetched."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        yield chosen
        return
    yield from filter(None, map(shutil.which, NAMES))
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installation de Chromium par apt-get…", file=sys.stderr)
        said(["apt-get", "update", "-qq"])
        said(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])
        yield from filter(None, map(shutil.which, NAMES))
    print("Installation de Chromium par Playwright…", file=sys.stderr)
    dependencies = ["--with-deps"] if os.geteuid() == 0 else []
    said([sys.executable, "-m", "playwright", "install", *dependencies, "chromium"])
    yield playwrights_own()


def playwrights_own() -> str:
    """Where Playwright keeps its Chromium, whether or not it is there."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def said(command: list[str]) -> None:
    """Run an installer whose failure only means that the next way is tried."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)


def starts(browser: str) -> bool:
    """Whether the program is there and runs (Ubuntu's is sometimes a stub that only points to a snap)."""
    if not Path(browser).is_file():
        return False
    done = subprocess.run(
        [browser, "--version"], stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False
    )
    return done.returncode == 0 and b"hrom" in done.stdout


if __name__ == "__main__":
    sys.exit(main())
