"""From a key pressed to the list painted, in a directory of 5,000 people, on a slow phone.

Usage: python -m bench.directory_browser
Budget: p95 under 100 ms. Headless Chromium, 390 × 844, processor slowed four times, everybody already read.
Also said: how much the listing weighs, and how long until it can be searched.
"""

import os
import time
from typing import Any

import httpx
from playwright.sync_api import Page, sync_playwright

from api.identity import cookies
from bench import crowd, scratch
from bench.directory import make_actor
from tests.directory import lookup_cases
from tools.bootstrap import build_web_app
from tools.ensure_chromium import candidates

PEOPLE = 5000
TYPED = (
    "moreau", "mroeau", "jean-piere lef", "medecin vsite", "kine ivry", "xyzq",
)  # fmt: skip
PAUSE_S = 0.35

# What happens inside a line (its free slots) or a section (structures, open now) is asked of the server once
# the fingers rest: it is not the answer to the key.
WATCH = """() => {
  const state = { at: null, painted: null };
  window.keyToPaint = state;
  const painted = () => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { state.painted = performance.now(); };
    channel.port2.postMessage(null);
  });
  document.querySelector('input[type=search]').addEventListener('input', (event) => {
    state.at = event.timeStamp;
    painted();
  }, { capture: true });
  new MutationObserver((records) => {
    const list = (one) => {
      const target = one.target instanceof Element ? one.target : one.target.parentElement;
      const changed = [...one.addedNodes, ...one.removedNodes];
      return target && !target.closest('li, section, search')
        && !(changed.length && changed.every((node) => node.nodeName === 'SECTION'));
    };
    if (records.some(list)) painted();
  }).observe(document.querySelector('main'), { childList: true, characterData: true, subtree: true });
}"""


def typed(page: Page) -> list[float]:
    """Milliseconds from each key to the list painted."""
    field = page.get_by_role("searchbox")
    page.evaluate(WATCH)
    waited = []
    for words in TYPED:
        field.fill("")
        time.sleep(PAUSE_S)
        for letter in words:
            field.press_sequentially(letter)
            page.wait_for_timeout(1000 * PAUSE_S)
            waited.append(page.evaluate("window.keyToPaint.painted - window.keyToPaint.at"))
    return waited


def weighed(url: str, token: str) -> dict[str, Any]:
    """How much the listing weighs, and what asking again costs."""
    with httpx.Client(base_url=url, cookies={cookies.SESSION: token}) as http:
        with http.stream("GET", "/api/v1/directory-entries") as answer:
            sent = sum(map(len, answer.iter_raw()))
        began = time.perf_counter()
        again = http.get("/api/v1/directory-entries", headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304, again.text
        return {"sent_kb": sent / 1000, "not_changed_ms": 1000 * (time.perf_counter() - began)}


def measure(url: str, token: str) -> dict[str, Any]:
    """Open the directory as somebody signed in, then type."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or next(candidates()),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, locale="fr-FR", is_mobile=True, has_touch=True
        )
        context.add_cookies([{"name": cookies.SESSION, "value": token, "url": url}])
        page = context.new_page()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
        began = time.monotonic()
        with page.expect_response("**/directory-entries"):
            page.goto(f"{url}/annuaire")
        page.get_by_role("heading", name="réponses").wait_for()
        ready = time.monotonic() - began
        page.wait_for_timeout(2000)  # the map and the free slots of the first page
        waited = typed(page)
        browser.close()
    return {
        "people": PEOPLE,
        "keys": len(waited),
        "p50_ms": scratch.percentile(waited, 0.5),
        "p95_ms": scratch.percentile(waited, 0.95),
        "max_ms": max(waited),
        "budget_p95_ms": 100,
        "ready_s": ready,
    }


def main() -> None:
    """Measure, print, write bench/results/directory_browser.json."""
    build_web_app()
    communes = [insee for insee, _ in lookup_cases.RECIPE["communes"]]
    with scratch.database() as owner_url:
        actor, token = scratch.run(owner_url, make_actor("Trois", communes, 1))
        assert actor.community_id is not None
        lookup_cases.fill(owner_url, actor.community_id, PEOPLE)
        with crowd.server(owner_url) as port:
            url = f"http://127.0.0.1:{port}"
            row = measure(url, token) | weighed(url, token)
    scratch.show("directory_browser", [row])


if __name__ == "__main__":
    main()
