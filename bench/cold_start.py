"""From a bare clone to a served page: `make run` in a new folder, as a newcomer types it, then once more.

Usage: python -m bench.cold_start
Budget: 60 s. Libraries come from the registries or from the caches of uv and npm on this machine: the first
figure of a machine without caches is longer by what the network takes.
"""

import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import httpx

from bench import scratch

PROJECT = Path(__file__).resolve().parent.parent
LONGEST_SECONDS = 300


def once(clone: Path, port: int) -> float:
    """Seconds until the page is served and the server says that it is ready; the server is then stopped."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAILLAGE_")}
    environment.pop("DATABASE_URL", None)
    bare_path = os.environ["PATH"].replace(f"{PROJECT}/.venv/bin:", "")
    environment |= {"PORT": str(port), "PATH": bare_path}
    began = time.monotonic()
    process = subprocess.Popen(
        ["make", "run"],
        cwd=clone,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _served(port):
            if process.poll() is not None or time.monotonic() - began > LONGEST_SECONDS:
                raise RuntimeError("make run did not serve the page")
            time.sleep(0.1)
        return time.monotonic() - began
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def _served(port: int) -> bool:
    try:
        ready = httpx.get(f"http://localhost:{port}/readyz", timeout=2).status_code == 200
        return ready and '<div id="root"' in httpx.get(f"http://localhost:{port}/", timeout=2).text
    except httpx.HTTPError:
        return False


def main() -> None:
    """Measure, print, write bench/results/cold_start.json."""
    with tempfile.TemporaryDirectory(prefix="maillage-cold-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as another user than root
        clone = Path(folder) / "maillage"
        subprocess.run(["git", "clone", "--quiet", str(PROJECT), str(clone)], check=True)
        rows = [
            {"start": "bare clone", "seconds": once(clone, 8471), "budget_s": 60},
            {"start": "second", "seconds": once(clone, 8471), "budget_s": 60},
        ]
    scratch.show("cold_start", rows)


if __name__ == "__main__":
    main()
