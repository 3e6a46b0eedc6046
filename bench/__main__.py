"""Run the measurements one after the other: `python -m bench`, or `python -m bench slots booking` for some.

Each prints a table and writes `bench/results/<name>.json`. Nothing here is a test: figures depend on the
machine, so look at the ratios beside them.
"""

import subprocess
import sys

ALL = (
    "first_screen",
    "cold_start",
    "slots",
    "booking",
    "acceptance",
    "directory",
    "directory_browser",
    "rpps",
    "live",
    "fhir",
    "regulation",
    "referrals",
    "teleconsultation",
)


def main(names: list[str]) -> int:
    """Run these, all by default; the number of those that failed."""
    unknown = [name for name in names if name not in ALL]
    if unknown:
        print(f"Unknown: {', '.join(unknown)}. There are: {', '.join(ALL)}", file=sys.stderr)
        return 2
    failed = 0
    for name in names or ALL:
        print(f"\n== {name} ==", flush=True)
        # A process each, so that no measurement inherits the memory or the settings of another.
        failed += subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
