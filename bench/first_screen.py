"""The first screen after sign-in on a slow phone: kilobytes of JavaScript, and seconds until it is usable.

Usage: python -m bench.first_screen
Budget: 200 kB of JavaScript gzipped, usable within 2 s. Headless Chromium, 390 × 844, processor slowed four
times, 1.6 Mbit/s with 150 ms of latency. After sign-in: from the press on « Se connecter » to content that
can be pressed. From nothing: the same page opened by its address, already signed in, with an empty cache.
"""

import gzip
import os
import time
from typing import Any

from playwright.sync_api import Page, Response, sync_playwright

from api.seed.accounts import PASSWORD
from bench import scratch
from tests.e2e.instance import running
from tools.ensure_chromium import candidates

SCREENS = (
    ("medecin@vitry.demo", "/a-repondre", "À répondre"),
    ("coordination@vitry.demo", "/tableau", "Tableau"),
)


def slow_phone(page: Page) -> None:
    """Make the browser as slow as a phone of some years on a middling network."""
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000},
    )
    client.send("Emulation.setCPUThrottlingRate", {"rate": 4})


def measure(browser: Any, url: str, email: str, path: str, title: str) -> dict[str, Any]:
    """Sign in on the slow phone and time the first screen; then the same one from an empty cache."""
    page = _phone(browser)
    scripts: list[Response] = []

    def keep(response: Response) -> None:
        if response.request.resource_type == "script":
            scripts.append(response)

    page.on("response", keep)
    page.goto(f"{url}/connexion")
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.wait_for_load_state("networkidle")
    began = time.monotonic()
    page.get_by_role("button", name="Se connecter").click()
    after_sign_in = _usable(page, title) - began
    script_bytes = sum(len(gzip.compress(script.body(), 9)) for script in scripts)  # however it was sent
    cookies = page.context.cookies()
    page.context.close()

    page = _phone(browser)
    page.context.add_cookies(cookies)
    began = time.monotonic()
    page.goto(f"{url}{path}", wait_until="commit")
    from_nothing = _usable(page, title) - began
    page.context.close()
    return {
        "screen": path,
        "js_gzip_kb": script_bytes / 1000,
        "budget_kb": 200,
        "usable_after_sign_in_s": after_sign_in,
        "budget_s": 2,
        "usable_from_nothing_s": from_nothing,
    }


def _phone(browser: Any) -> Page:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR", is_mobile=True)
    page: Page = context.new_page()
    slow_phone(page)
    return page


def _usable(page: Page, title: str) -> float:
    """The instant when the screen's own content stands and a button of it can be pressed."""
    page.get_by_role("heading", name=title, level=1).wait_for()
    page.locator("main button").first.click(trial=True)
    return time.monotonic()


def main() -> None:
    """Measure, print, write bench/results/first_screen.json."""
    chromium = os.environ.get("CHROMIUM") or next(candidates())
    with running() as instance, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        rows = [measure(browser, instance.url, *screen) for screen in SCREENS]
        browser.close()
    scratch.show("first_screen", rows)


if __name__ == "__main__":
    main()
