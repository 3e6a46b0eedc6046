"""Files of the national directory as they come: other years, archives, wrong encodings; refused or read."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.directory.rpps_lines import ACTIVITIES, HEADER, SKILLS, Writer, given, line, refused


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    return Writer(tmp_path)


def test_a_header_of_another_year_is_read_by_the_names_of_its_columns(write: Writer) -> None:
    reordered: Sequence[int] = [*range(8, len(HEADER)), *range(8)]
    named = [
        HEADER[i].upper().replace("STRUCTURE", " Structure ").replace("D'EXERCICE", "EXERCICE")
        for i in reordered
    ]
    cells = line().split("|")
    row = "|".join(cells[i] for i in reordered)
    path = write(f"{row}||", row + "|||", header="\ufeff" + "|".join([*named, "Nouvelle colonne", ""]))
    people, report = given(path)
    assert people[0].activities[0].insee == "94081"
    assert report.kept == 2


def test_windows_line_ends_change_nothing(write: Writer) -> None:
    path = write(line())
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    people, _ = given(path)
    assert people[0].activities[0].kind_code == "GENR01"


def test_a_quote_is_a_character_like_another(write: Writer) -> None:
    people, _ = given(write(line(name='CENTRE DE SANTÉ "LES ALOUETTES'), line(rpps="10999000044")))
    assert people[0].activities[0].name == 'Centre de santé "Les Alouettes'
    assert len(people) == 2


def test_the_archive_is_read_as_it_was_downloaded(tmp_path: Path) -> None:
    archive = tmp_path / "PS_LibreAcces.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(SKILLS, SKILLS.name)
        packed.write(ACTIVITIES, ACTIVITIES.name)
    assert given(archive)[0] == given(ACTIVITIES, SKILLS)[0]


def test_a_damaged_archive_is_refused_whole(tmp_path: Path) -> None:
    archive = tmp_path / "PS_LibreAcces.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(ACTIVITIES, ACTIVITIES.name)
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 0xFF
    archive.write_bytes(content)
    assert "abîmée" in refused(archive).reason
    archive.write_bytes(content[: len(content) // 2])
    assert "abîmée" in refused(archive).reason


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-16-le"])
def test_a_wrongly_encoded_file_is_refused_with_the_line_and_the_cure(write: Writer, encoding: str) -> None:
    refusal = refused(write(line(), encoding=encoding))
    assert refusal.line == 1
    assert "UTF-8" in refusal.cure


def test_accents_encoded_twice_are_refused(write: Writer) -> None:
    header = "|".join(HEADER).encode().decode("latin-1")
    assert "encodés deux fois" in refused(write(line(), header=header)).reason


@pytest.mark.parametrize(
    "column", ["Code commune (coord. structure)", "Code genre activité", "Identifiant PP"]
)
def test_a_missing_column_is_named(write: Writer, column: str) -> None:
    header = "|".join("Autre chose" if name == column else name for name in HEADER)
    assert f"« {column} »" in refused(write(line(), header=header)).reason


def test_what_is_not_a_national_file_is_refused(write: Writer, tmp_path: Path) -> None:
    assert "en-tête inconnu" in refused(write(header="a|b|c|d")).reason
    assert "« | »" in refused(write(header="nom;prénom;rpps")).cure
    assert "vide" in refused(_empty(tmp_path)).reason
    assert "lecture impossible" in refused(tmp_path / "absent.txt").reason
    assert "aucun fichier Personne_activite" in refused(SKILLS).reason


def _empty(folder: Path) -> Path:
    path = folder / "empty.txt"
    path.touch()
    return path
