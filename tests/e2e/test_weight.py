"""What a browser downloads."""

import subprocess
from pathlib import Path

FRONTEND = Path(__file__).parents[2] / "frontend"


def test_no_screen_needs_more_javascript_than_its_budget() -> None:
    weighed = subprocess.run(
        ["npm", "run", "weigh", "--silent"], cwd=FRONTEND, capture_output=True, text=True
    )
    assert weighed.returncode == 0, weighed.stdout + weighed.stderr
    assert "demander" in weighed.stdout
