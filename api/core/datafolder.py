"""Where the embedded PostgreSQL keeps its files, who owns each, and who holds the folder.

    <data>/postgres/            ours
        lock                    held with flock by the process that runs the server
        password                the owner role's, readable by us alone
        server.log              one previous file is kept
        cluster/                PostgreSQL's
        sockets/                PostgreSQL's (elsewhere when this path is too long for a socket)

Only `cluster` and `sockets` belong to the unprivileged user when we are root, so that root never writes into
a folder where somebody else could have planted a link.
"""

import errno
import fcntl
import hashlib
import os
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from api.core.pgbinaries import StartRefused, reachable_by

UNPRIVILEGED = 65534
"""The user that PostgreSQL runs as when we are root ("nobody" on every Linux system)."""
_LONGEST_SOCKET_FOLDER = 80  # a socket's whole path must fit in 107 bytes
_LOG_LIMIT = 5_000_000


_REASONS = {
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.EROFS: "en lecture seule",
    errno.ENOSPC: "disque plein",
    errno.ENOENT: "chemin introuvable",
    errno.ENOTDIR: "une partie du chemin est un fichier",
}


@dataclass(frozen=True)
class Place:
    """The folder of one cluster.

    `uid` is the user to become, None when we are not root; `notice` is what the operator should be told.
    """

    root: Path
    sockets: Path
    uid: int | None
    notice: str | None = None

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data folder."""
        return self.root / "cluster"

    @property
    def password_file(self) -> Path:
        """Holds the password of the owner role."""
        return self.root / "password"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.root / "server.log"

    def make_own_folder(self, name: str) -> Path:
        """A new empty folder of this name under the root, owned by PostgreSQL's user."""
        folder = self.root / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        self._give(folder)
        return folder

    def make_own_file(self, name: str, text: str) -> Path:
        """A new file that only PostgreSQL's user (and root) may read."""
        path = self.root / name
        path.unlink(missing_ok=True)
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(text)
        self._give(path)
        return path

    def password(self) -> str:
        """The owner role's password. Raises StartRefused when its file was removed."""
        try:
            return self.password_file.read_text().strip()
        except OSError as error:
            raise StartRefused(
                f"Le fichier {self.password_file} ne peut pas être lu ({_reason(error)}) : rétablissez-le, "
                f"ou supprimez {self.root} pour repartir d’une base vide."
            ) from error

    def write_password(self, password: str) -> None:
        """Keep the owner role's password, for us alone."""
        self.password_file.unlink(missing_ok=True)
        self.password_file.touch(mode=0o600)
        self.password_file.write_text(password)

    def open_log(self) -> BinaryIO:
        """The log, to append to; a large one becomes `server.log.1` first."""
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.rename(self.root / "server.log.1")
        self.log.touch(mode=0o600)
        return self.log.open("ab")

    def forget_sockets(self) -> None:
        """Empty the socket folder: no server runs, and what a killed one left would only mislead."""
        if not self.sockets.exists():
            self.sockets.mkdir(mode=0o700)
            self._give(self.sockets)
        for left in self.sockets.iterdir():
            left.unlink()

    def _give(self, path: Path) -> None:
        if self.uid is not None:
            os.chown(path, self.uid, self.uid, follow_symlinks=False)


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0) or error.strerror or "erreur inconnue"


def check_writable(data_dir: Path) -> None:
    """Create the data folder if needed and prove that it can be written; raise StartRefused otherwise."""
    try:
        if not data_dir.exists():
            data_dir.mkdir(parents=True)
            data_dir.chmod(0o711)  # PostgreSQL's user must walk through; each file protects itself
        with tempfile.TemporaryFile(dir=data_dir):
            pass
    except OSError as error:
        raise StartRefused(
            f"Le dossier de données {data_dir} ne peut pas être écrit ({_reason(error)}). "
            "Rendez-le accessible, ou choisissez-en un autre : MAILLAGE_DATA=/un/dossier make run"
        ) from error


def place_for(data_dir: Path) -> Place:
    """Decide where the cluster of `data_dir` lives, creating the folder.

    Raises StartRefused when nothing there can be written, or when a cluster is there but out of reach: an
    empty database elsewhere would look like lost data.
    """
    data_dir = data_dir.resolve()
    check_writable(data_dir)
    uid = UNPRIVILEGED if os.geteuid() == 0 else None
    home, notice = data_dir, None
    if uid is not None and not reachable_by(data_dir, uid):
        if (data_dir / "postgres" / "cluster").exists():
            raise StartRefused(
                f"L’utilisateur {uid}, qui fait tourner PostgreSQL, n’a plus accès à {data_dir} : "
                "rendez à ce dossier et à ceux qui le contiennent le droit de passage (chmod o+x)."
            )
        home = _temporary("data", data_dir, uid)
        notice = (
            f"La base de données est dans {home}, qui peut disparaître au redémarrage de la machine : "
            f"l’utilisateur {uid}, qui fait tourner PostgreSQL, n’a pas accès à {data_dir}."
        )
    root = home / "postgres"
    try:
        root.mkdir(mode=0o711, exist_ok=True)
        if uid is not None:
            root.chmod(0o711)
    except OSError as error:
        raise StartRefused(f"Le dossier {root} ne peut pas être écrit ({_reason(error)}).") from error
    sockets = root / "sockets"
    if len(os.fsencode(sockets)) > _LONGEST_SOCKET_FOLDER:
        sockets = _temporary("sockets", data_dir, uid) / "sockets"
    return Place(root, sockets, uid, notice)


def _temporary(purpose: str, data_dir: Path, uid: int | None) -> Path:
    """Our folder for this `data_dir` below the system's temporary folder, the same at each start."""
    name = f"maillage-{purpose}-{hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]}"
    for parent in (Path(tempfile.gettempdir()).resolve(), Path("/tmp"), Path("/var/tmp")):  # noqa: S108 -- owner checked below
        folder = parent / name
        if len(os.fsencode(folder)) > _LONGEST_SOCKET_FOLDER or (
            uid is not None and not reachable_by(parent, uid)
        ):
            continue
        folder.mkdir(mode=0o711, exist_ok=True)
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
            raise StartRefused(
                f"{folder} appartient à quelqu’un d’autre : supprimez-le ou changez MAILLAGE_DATA."
            )
        return folder
    raise StartRefused(
        f"Aucun dossier temporaire n’est accessible à l’utilisateur {uid} : changez MAILLAGE_DATA."
    )


def lock(place: Place) -> int:
    """Hold the folder until the returned descriptor is closed or the process ends.

    Raises StartRefused when another process holds it, and names that process.
    """
    try:
        descriptor = os.open(
            place.root / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600
        )
    except OSError as error:
        raise StartRefused(
            f"Le dossier {place.root} ne peut pas être écrit ({_reason(error)}) : "
            "un autre utilisateur l’a sans doute créé. Rendez-le accessible, ou changez MAILLAGE_DATA."
        ) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.read(descriptor, 20).decode() or "inconnu"
        os.close(descriptor)
        if error.errno not in (errno.EAGAIN, errno.EACCES):
            raise
        raise StartRefused(
            f"La base de {place.root} est déjà utilisée par un autre Maillage (processus {holder}). "
            "Arrêtez-le, ou donnez un autre dossier : MAILLAGE_DATA=.data2 PORT=8001 make run"
        ) from error
    os.truncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    return descriptor
