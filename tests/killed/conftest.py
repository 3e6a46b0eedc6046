"""The people of tests, in the database of a whole instance."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.core.settings import settings
from tests.conftest import Database
from tests.contract.running import quick_folder
from tests.dispatch.conftest import awake, coordinator, doctors, requester
from tests.killed.instance import Instance
from tests.notifications.conftest import PostOffice, post_office

__all__ = ["awake", "coordinator", "doctors", "post_office", "requester"]


@pytest.fixture
def instance(environment: Path, post_office: PostOffice) -> Iterator[Instance]:
    """A running instance without demonstration, on the keys of this run; it writes to the post office."""
    folder = Path(tempfile.mkdtemp(prefix="maillage-killed-", dir=quick_folder()))
    folder.chmod(0o755)  # PostgreSQL runs as another user than root
    whole = Instance(
        folder,
        MAILLAGE_DEMO="0",
        MAILLAGE_KEYS=str(settings().keys_file),
        MAILLAGE_SMTP_URL=str(settings().smtp_url),
        MAILLAGE_WORKERS="2",
    )
    try:
        whole.start()
        yield whole
    finally:
        whole.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database(instance: Instance) -> Iterator[Database]:
    """The database of the instance, in place of a copy of the template."""
    whole = Database("maillage", instance.database_url())
    yield whole
    whole.leave()
