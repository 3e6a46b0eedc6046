"""Prepares everything that Maillage needs, on a machine that has Python and nothing else.

    python3 tools/bootstrap.py run    what `make run` needs
    python3 tools/bootstrap.py dev    also what tests, checks and generation need

Each step leaves a stamp with the digest of what it was made from, and is skipped while that is unchanged: the
second time takes a tenth of a second and no network. Started by any Python 3.7 or later (standard library
only), it looks for the newest 3.11 or later to work with.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
FRONTEND = ROOT / "frontend"
NOT_SOURCES = {"node_modules", "dist", "tests", "test-results", "coverage", ".tanstack"}


class Stop(Exception):
    """A sentence for the operator: what is missing and how to get it."""


def main(level: str) -> None:
    """Bring the virtual environment and the web app up to date for `level` ("run" or "dev")."""
    with open(__file__) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two commands typed at once prepare one after the other
        make_environment()
        install_python_packages(level)
        write_command()
        install_node_packages()
        build_web_app()


def make_environment() -> None:
    """Create .venv with the newest suitable Python, unless a working one is there."""
    if version_of(str(BIN / "python")) >= OLDEST:
        return
    python = newest_python()
    say(f"Création de l’environnement Python ({python})")
    shutil.rmtree(VENV, ignore_errors=True)
    run(python, "-m", "venv", VENV)


def newest_python() -> str:
    """The newest released Python of the PATH that can make virtual environments."""
    names = [f"python3.{minor}" for minor in range(30, OLDEST[1] - 1, -1)] + ["python3", "python"]
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    elsewhere = os.pathsep.join(folder for folder in folders if folder != str(BIN))
    found = {path for path in (shutil.which(name, path=elsewhere) for name in names) if path}
    suitable = sorted(((version_of(path), path) for path in found), reverse=True)
    suitable = [(version, path) for version, path in suitable if version >= OLDEST]
    if not suitable:
        raise Stop("Maillage demande Python 3.11 ou plus récent. Sous Debian ou Ubuntu : apt install python3")
    for _, path in suitable:
        if succeeds(path, "-c", "import venv, ensurepip"):
            return path
    raise Stop(
        f"Il manque à {suitable[0][1]} le module venv. Sous Debian ou Ubuntu : apt install python3-venv"
    )


def version_of(python: str) -> tuple[int, ...]:
    """(3, 12) for a released Python that runs, () for anything else."""
    ask = "import sys; v = sys.version_info; print(*(v[:2] if v.releaselevel == 'final' else ()))"
    try:
        done = subprocess.run(
            [python, "-c", ask], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ()
    return tuple(int(part) for part in done.stdout.split())


def install_python_packages(level: str) -> None:
    """Make .venv hold exactly what the lock file says. A development environment stays one."""
    stamp = VENV / "maillage-packages"
    has_dev = stamp.exists() and stamp.read_text().startswith("dev ")
    kind = "dev" if level == "dev" or has_dev else "run"
    lock = ROOT / ("requirements-dev.lock" if kind == "dev" else "requirements.lock")
    uv_lock = ROOT / "requirements-uv.lock"
    wanted = f"{kind} {digest([lock, uv_lock])}"
    if is_stamped(stamp, wanted):
        return
    say("Installation des bibliothèques Python")
    run(BIN / "python", "-m", "pip", "install", "--quiet", "--require-hashes", "-r", uv_lock)
    run(BIN / "uv", "pip", "sync", "--quiet", "--require-hashes", "--python", BIN / "python", lock)
    # uv is no part of what it installs, so it is put back if the exact synchronisation removed it.
    if not (BIN / "uv").exists():
        run(BIN / "python", "-m", "pip", "install", "--quiet", "--require-hashes", "-r", uv_lock)
    stamp.write_text(wanted)


def write_command() -> None:
    """`.venv/bin/maillage`: the project itself is not installed, it runs from where it is."""
    command = BIN / "maillage"
    command.write_text(
        '#!/bin/sh\nhere=$(dirname "$(readlink -f "$0")")\n'
        'PYTHONPATH="$here/../.." exec "$here/python" -P -m api.cli "$@"\n'
    )
    command.chmod(0o755)


def install_node_packages() -> None:
    """Make frontend/node_modules hold exactly what package-lock.json says."""
    stamp = FRONTEND / "node_modules" / ".maillage-stamp"
    wanted = digest([FRONTEND / name for name in ("package.json", "package-lock.json", ".npmrc")])
    if is_stamped(stamp, wanted):
        return
    say("Installation des bibliothèques de l’application web")
    run(BIN / "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error", cwd=FRONTEND)
    stamp.write_text(wanted)


def build_web_app() -> None:
    """Build frontend/dist when a source changed."""
    stamp = FRONTEND / "dist" / ".maillage-stamp"
    wanted = digest([path for path in FRONTEND.rglob("*") if is_web_source(path)])
    if is_stamped(stamp, wanted):
        return
    say("Construction de l’application web")
    run(BIN / "npm", "run", "build", "--silent", cwd=FRONTEND)
    stamp.write_text(wanted)


def is_web_source(path: Path) -> bool:
    """Whether a file of frontend/ decides what the build makes (routeTree.gen.ts is made by it)."""
    inside = path.relative_to(FRONTEND)
    return (
        path.is_file() and NOT_SOURCES.isdisjoint(inside.parts) and not path.name.startswith("routeTree.gen")
    )


def digest(paths: list[Path]) -> str:
    """One fingerprint of the names and contents of `paths`, whatever their order."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(f"{path.relative_to(ROOT)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def is_stamped(stamp: Path, wanted: str) -> bool:
    """Whether `stamp` says that the work was finished for `wanted`."""
    return stamp.exists() and stamp.read_text() == wanted


def say(what: str) -> None:
    """One line for the person who waits."""
    print(f"{what}…", flush=True)


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Run a step with the environment's own programs first; stop everything if it fails."""
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    done = subprocess.run([str(word) for word in command], cwd=str(cwd), env=environment, check=False)
    if done.returncode:
        words = " ".join(str(word) for word in command)
        raise Stop(f"Cette commande a échoué (code {done.returncode}) : {words}")


def succeeds(*command: str) -> bool:
    """Whether a command ends well; its output is dropped."""
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return done.returncode == 0


if __name__ == "__main__":
    if sys.argv[1:] not in (["run"], ["dev"]):
        sys.exit("Usage : python3 tools/bootstrap.py run|dev")
    try:
        main(sys.argv[1])
    except Stop as reason:
        sys.exit(str(reason))
