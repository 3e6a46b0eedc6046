"""Lock files say what to install, to the version and the hash, and never from where."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FRONTEND = ROOT / "frontend"
PYTHON_LOCKS = sorted(ROOT.glob("requirements*.lock"))
WEB_LOCK = FRONTEND / "package-lock.json"
ADDRESS = re.compile(r"[a-z+]+://|\bwww\.|\bgit@|--(extra-)?index-url|--find-links", re.IGNORECASE)
ORIGINS = {"resolved", "funding", "link", "from"}
"""Fields of npm that say from where."""
EXACT = re.compile(r"\d+\.\d+\.\d+(-[\w.]+)?")
PINNED = re.compile(r"[\w.-]+(\[[\w,-]+\])?==[\w.!+]+( ; [^\\]+)?")


def addresses(text: str) -> list[str]:
    """The lines of a lock file that name a place on a network."""
    return [line.strip() for line in text.splitlines() if ADDRESS.search(line)]


def test_every_lock_file_of_the_project_is_looked_at() -> None:
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "*.lock", "*lock.json", "*lock.yaml", "*shrinkwrap.json"],
        capture_output=True,
        text=True,
        check=False,
    )
    tracked = {ROOT / name for name in listed.stdout.splitlines()}
    assert len(PYTHON_LOCKS) == 3
    assert tracked <= {*PYTHON_LOCKS, WEB_LOCK}


@pytest.mark.parametrize("lock", [*PYTHON_LOCKS, WEB_LOCK], ids=lambda lock: lock.name)
def test_a_lock_file_holds_no_address(lock: Path) -> None:
    assert addresses(lock.read_text()) == []


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=lambda lock: lock.name)
def test_every_python_package_has_one_version_and_its_hashes(lock: Path) -> None:
    entries = [
        entry.replace("\\\n", "").split("--hash=sha256:")
        for entry in re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n?", "", lock.read_text()).strip())
    ]
    loose = [name for name, *hashes in entries if not PINNED.fullmatch(name.strip()) or not hashes]
    broken = [
        name for name, *hashes in entries if any(not re.fullmatch(r"[0-9a-f]{64}\s*", one) for one in hashes)
    ]
    assert entries
    assert loose == []
    assert broken == []


def test_every_web_package_has_one_version_and_its_hash() -> None:
    packages = json.loads(WEB_LOCK.read_text())["packages"]
    own = packages.pop("")
    assert [
        name
        for kind in ("dependencies", "devDependencies")
        for name, version in own[kind].items()
        if not EXACT.fullmatch(version)
    ] == []
    assert [
        name
        for name, entry in packages.items()
        if not EXACT.fullmatch(entry["version"])
        or not entry["integrity"].startswith("sha512-")
        or ORIGINS & entry.keys()
    ] == []


def test_what_npm_writes_of_addresses_is_taken_out(tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    shutil.copy(FRONTEND / "tools" / "plain-lock.mjs", tools)
    plain = WEB_LOCK.read_text()
    tree = json.loads(plain)
    for name, entry in tree["packages"].items():
        if name:
            entry["resolved"] = "https://registry.example/package.tgz"
            entry["funding"] = [{"url": "https://funding.example"}]
    lock = tmp_path / "package-lock.json"
    lock.write_text(json.dumps(tree, indent=2) + "\n")
    assert addresses(lock.read_text())

    subprocess.run(["node", "tools/plain-lock.mjs"], cwd=tmp_path, check=True)

    assert lock.read_text() == plain


def test_npm_runs_the_tool_whenever_it_may_have_written_the_lock() -> None:
    scripts = json.loads((FRONTEND / "package.json").read_text())["scripts"]
    assert scripts["dependencies"] == scripts["postinstall"] == "node tools/plain-lock.mjs"
