"""A backup is restored; what was forgotten since it was made is forgotten again, and what ended has ended.

Docs: docs/decisions/0063-what-was-forgotten-stays-forgotten.md.
"""

from dataclasses import dataclass
from pathlib import Path

from api.cli_database import as_application
from api.core import clock
from api.core.backup import Manifest, restored
from api.restoring.access import Ended, end_again
from api.restoring.again import Again, forget_again
from api.restoring.marks import Said, read


@dataclass(frozen=True)
class Done:
    """What a restore did."""

    manifest: Manifest
    kept: Path | None
    """Where what was replaced is."""
    newest: Path | None
    """The newest state that tells what was forgotten and what ended since."""
    again: Again
    ended: Ended

    @property
    def knows_all(self) -> bool:
        """Whether nothing can have been forgotten that it does not know of: it has seen the last state."""
        return self.kept is not None and self.kept == self.newest


def restore(owner_url: str, path: Path, *, replace: bool = False) -> Done:
    """Restore a backup (`api.core.backup.restored`, with its refusals), then do again, before anybody works
    on it, what the newest state that is left says was forgotten, and whose access ended, since: that of the
    database which is replaced, else of a newer backup in the folder. Everybody is signed out whatever it
    says."""
    with restored(owner_url, path, replace=replace) as back:
        said = None if back.newest is None else read(back.newest)
        again, ended = as_application(owner_url, lambda: _do_again(said))
    return Done(back.manifest, back.kept, back.newest, again, ended)


async def _do_again(said: Said | None) -> tuple[Again, Ended]:
    at = clock.now()
    ended = await end_again(None if said is None else said.access, at)
    return Again() if said is None else await forget_again(said.marks, at), ended
