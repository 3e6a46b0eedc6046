"""Opening the national files: plain or zipped, their encoding, their header; and the one refusal."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

BATCH_BYTES = 4 << 20
_HEADER_BYTES = 64 << 10
_ZIP_MAGIC = b"PK\x03\x04"
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_CURE_ENCODING = (
    "Le fichier national est en UTF-8 : reprenez-le tel que téléchargé, ou convertissez-le "
    "(iconv -f {source} -t UTF-8)."
)


class UnreadableFile(ValueError):
    """A file that cannot be imported at all. Nothing was given out when it is raised.

    `file`, `line` (0 when no line is to blame), `reason` and `cure`, in French for the operator.
    """

    def __init__(self, file: str, line: int, reason: str, cure: str) -> None:
        self.file, self.line, self.reason, self.cure = file, line, reason, cure
        where = f"{file}, ligne {line}" if line else file
        super().__init__(f"{where} : {reason}. {cure}")


@dataclass(frozen=True, slots=True)
class Source:
    """One text file of the national set, on its own or inside an archive, with its header line."""

    path: Path
    member: str | None
    size: int
    header: str

    @property
    def name(self) -> str:
        """How the operator knows the file."""
        return f"{self.path.name}/{self.member}" if self.member else self.path.name


def sources(path: Path) -> list[Source]:
    """The text files at `path`: itself, or each `.txt` of the archive. Raises UnreadableFile."""
    try:
        with path.open("rb") as file:
            zipped = file.read(4) == _ZIP_MAGIC
        members = _members(path) if zipped else [(None, path.stat().st_size)]
    except OSError as error:
        cause = error.strerror or "erreur de lecture"
        raise UnreadableFile(path.name, 0, f"lecture impossible ({cause})", "Vérifiez le chemin.") from error
    return [Source(path, member, size, _header(path, member)) for member, size in members]


def _members(path: Path) -> list[tuple[str | None, int]]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if info.filename.lower().endswith(".txt")]
    except zipfile.BadZipFile as error:
        raise _damaged(path.name) from error
    if not infos:
        raise UnreadableFile(
            path.name, 0, "aucun fichier .txt dans l’archive", "Donnez l’archive PS_LibreAcces."
        )
    if any(info.flag_bits & 1 for info in infos):
        raise UnreadableFile(path.name, 0, "archive protégée par un mot de passe", "Décompressez-la d’abord.")
    return [(info.filename, info.file_size) for info in infos]


def _damaged(name: str) -> UnreadableFile:
    return UnreadableFile(name, 0, "archive incomplète ou abîmée", "Téléchargez-la de nouveau.")


@contextmanager
def _opened(path: Path, member: str | None) -> Iterator[IO[bytes]]:
    """The bytes of a file or of a member, buffered; faults of the archive become UnreadableFile."""
    with ExitStack() as stack:
        try:
            if member is None:
                yield stack.enter_context(path.open("rb", buffering=1 << 20))
            else:
                archive = stack.enter_context(zipfile.ZipFile(path))
                # ZipExtFile reads lines in Python; the buffered reader over it does so in C.
                raw = stack.enter_context(archive.open(member))
                yield stack.enter_context(io.BufferedReader(raw, 1 << 20))  # type: ignore[type-var]  # it has readinto
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise _damaged(path.name) from error


def _header(path: Path, member: str | None) -> str:
    """The header line as text. Raises UnreadableFile when it is not one line of UTF-8."""
    name = f"{path.name}/{member}" if member else path.name
    with _opened(path, member) as file:
        raw = file.readline(_HEADER_BYTES)
    if not raw:
        raise UnreadableFile(name, 1, "fichier vide", "Téléchargez-le de nouveau.")
    if raw.startswith(_UTF16_BOMS) or b"\0" in raw[:200]:
        raise UnreadableFile(name, 1, "fichier en UTF-16", _CURE_ENCODING.format(source="UTF-16"))
    try:
        header = raw.removeprefix(_UTF8_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            name,
            1,
            "fichier qui n’est pas en UTF-8 (sans doute Latin-1)",
            _CURE_ENCODING.format(source="LATIN1"),
        ) from error
    if "Ã©" in header:
        reason = "accents encodés deux fois (« Ã© » pour « é »)"
        raise UnreadableFile(name, 1, reason, "Reprenez le fichier tel que téléchargé, sans le convertir.")
    return header.rstrip("\r\n")


def batches(source: Source) -> Iterator[list[bytes]]:
    """Lines after the header, as bytes with their ends, a few thousand at a time."""
    with _opened(source.path, source.member) as file:
        file.readline()
        while lines := file.readlines(BATCH_BYTES):
            yield lines
