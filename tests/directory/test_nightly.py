"""The import that nobody has to think of."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.core import clock
from api.core.settings import settings
from api.directory.nightly import import_newest, newest_files
from api.identity.tables import Community
from tests.conftest import Database
from tests.directory.rpps_lines import ACTIVITIES, SKILLS
from tests.roles import MakeCommunity

HOUR = 3600


def put(folder: Path, name: str, *, source: Path | None = None, age: int = HOUR) -> Path:
    """A file of the folder, last written to so many seconds ago."""
    path = folder / name
    if source is None:
        path.write_text("")
    else:
        shutil.copyfile(source, path)
    at = clock.now().timestamp() - age
    os.utime(path, (at, at))
    return path


@pytest.fixture
def folder(tmp_path: Path, connected: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the operator has the files put, on the machine of the worker."""
    monkeypatch.setenv("DATABASE_URL", connected.owner_url)
    monkeypatch.setenv("MAILLAGE_RPPS_FOLDER", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    settings.cache_clear()


def people(database: Database) -> int:
    return len(database.sql("SELECT 1 FROM professionals"))


async def test_the_newest_files_are_imported_for_each_community(
    folder: Path, community: Community, make_community: MakeCommunity, connected: Database
) -> None:
    other = await make_community(communes=("13041",))
    put(folder, "PS_LibreAcces_Personne_activite_202610010600.txt")
    put(folder, "PS_LibreAcces_Personne_activite_202611020600.txt", source=ACTIVITIES)
    put(folder, "PS_LibreAcces_SavoirFaire_202611020600.txt", source=SKILLS)
    await import_newest()
    runs = connected.sql("SELECT DISTINCT community_id FROM audit_entries WHERE action LIKE %s", "%import%")
    assert {str(one) for (one,) in runs} == {str(community.id), str(other.id)}
    assert people(connected) > 100


async def test_a_file_that_is_refused_leaves_the_directory_as_it_was(
    folder: Path, community: Community, connected: Database, caplog: pytest.LogCaptureFixture
) -> None:
    put(folder, "PS_LibreAcces_Personne_activite_202611020600.txt")
    await import_newest()
    assert people(connected) == 0
    assert "fichier vide" in caplog.text


async def test_without_a_folder_nothing_is_imported(
    folder: Path, community: Community, connected: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "PS_LibreAcces_Personne_activite_202611020600.txt", source=ACTIVITIES)
    monkeypatch.delenv("MAILLAGE_RPPS_FOLDER")
    settings.cache_clear()
    await import_newest()
    assert people(connected) == 0


def test_a_file_that_is_still_written_to_waits_and_the_last_whole_one_is_taken(tmp_path: Path) -> None:
    whole = put(tmp_path, "PS_LibreAcces_Personne_activite_202611020600.txt")
    put(tmp_path, "PS_LibreAcces_Personne_activite_202611030600.txt", age=20)
    assert newest_files(tmp_path, clock.now().timestamp()) == [whole]


def test_skills_go_with_the_activities_of_the_same_hour(tmp_path: Path) -> None:
    put(tmp_path, "PS_LibreAcces_SavoirFaire_202610010600.txt")
    activities = put(tmp_path, "PS_LibreAcces_Personne_activite_202611020600.txt")
    skills = put(tmp_path, "PS_LibreAcces_SavoirFaire_202611020600.txt")
    assert newest_files(tmp_path, clock.now().timestamp()) == [activities, skills]


def test_an_archive_is_taken_when_there_is_nothing_else(tmp_path: Path) -> None:
    archive = put(tmp_path, "PS_LibreAcces_202611020600.zip")
    assert newest_files(tmp_path, clock.now().timestamp()) == [archive]
    assert newest_files(tmp_path / "nowhere", clock.now().timestamp()) == []
