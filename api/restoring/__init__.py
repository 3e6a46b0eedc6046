"""A backup is restored, and what was forgotten since it was made is forgotten again.

Docs: docs/decisions/0063-what-was-forgotten-stays-forgotten.md.
"""

from dataclasses import dataclass
from pathlib import Path

from api.cli_database import as_application
from api.core import clock
from api.core.backup import Manifest, restored
from api.restoring.again import Again, forget_again
from api.restoring.marks import read


@dataclass(frozen=True)
class Done:
    """What a restore did."""

    manifest: Manifest
    kept: Path | None
    """Where what was replaced is."""
    newest: Path | None
    """The newest state that tells what was forgotten since."""
    again: Again

    @property
    def knows_all(self) -> bool:
        """Whether nothing can have been forgotten that it does not know of: it has seen the last state."""
        return self.kept is not None and self.kept == self.newest


def restore(owner_url: str, path: Path, *, replace: bool = False) -> Done:
    """Restore a backup (`api.core.backup.restored`, with its refusals), then do again, before anybody works
    on it, what the newest state that is left says was forgotten since: that of the database which is
    replaced, else of a newer backup in the folder."""
    with restored(owner_url, path, replace=replace) as back:
        again = Again()
        if back.newest is not None:
            marks = read(back.newest)
            again = as_application(owner_url, lambda: forget_again(marks, clock.now()))
    return Done(back.manifest, back.kept, back.newest, again)
