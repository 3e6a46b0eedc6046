"""The embedded PostgreSQL: one cluster under the data folder, alive exactly as long as its parent.

It listens on a Unix socket only: no port to choose or to collide with, nothing on the network, and the
folder's permissions stand in front of the password (SCRAM, for every role; no other local user is trusted).
Each start holds `flock` on one file for its whole life: the kernel releases it however the process ends, so
a folder that is locked is really in use, and one that is not is free once its former postmaster has gone.
"""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

import psycopg

from api.core.datafolder import Place, lock, place_for
from api.core.pgbinaries import Binaries, StartRefused, copied_under, find, reachable_by
from api.core.pgmemory import shared_buffers
from api.core.processes import die_with_parent

ROLE = "maillage"
"""The owner of the database: migrations run as it, the application does not."""
DATABASE = "maillage"
_PORT = 5432  # only a part of the socket's name

_NO_PROCESS = 2**22 + 1  # above the highest number that Linux gives

_SETTINGS = {
    "listen_addresses": "",
    "port": str(_PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "fsync": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The log may hold no personal datum: neither statements, nor their parameters, nor the rows of an error.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


class Server:
    """A running embedded PostgreSQL. `url` is the owner's address, for SQLAlchemy on psycopg 3."""

    def __init__(self, place: Place, process: "subprocess.Popen[bytes]", lock_fd: int) -> None:
        self.url = _url(place, "postgresql+psycopg")
        self.folder = place.root
        self._place = place
        self._process = process
        self._lock_fd = lock_fd

    @property
    def pid(self) -> int:
        """Process id of the postmaster."""
        return self._process.pid

    def alive(self) -> bool:
        """Whether the postmaster is still there."""
        return self._process.poll() is None

    def stop(self) -> None:
        """Disconnect everybody, write everything, stop, release the folder. Harmless when called twice."""
        for request, patience in ((signal.SIGINT, 30), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
            if not self.alive():
                break
            self._process.send_signal(request)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(patience)
        self._place.forget_sockets()
        if self._lock_fd >= 0:
            os.close(self._lock_fd)
            self._lock_fd = -1


def start(data_dir: Path, *, durable: bool = True) -> Server:
    """Start PostgreSQL on `<data_dir>/postgres`, created at first; return once it answers.

    `durable=False` is for tests: nothing is forced to disk, so copies of databases are quick.
    Call it from the main thread (see `die_with_parent`). Run by root, it works as uid 65534, which
    PostgreSQL requires, and below the system's temporary folder when that user cannot reach `data_dir`.
    Raises StartRefused (one French sentence) when the folder cannot be written, is in use by another
    process, or was written by a PostgreSQL that is not here.
    """
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("Start the embedded PostgreSQL from the main thread: it dies with the thread.")
    place = place_for(data_dir)
    if place.notice:
        print(place.notice, file=sys.stderr)
    lock_fd = lock(place)
    try:
        binaries = _binaries(place)
        if not place.cluster.exists():
            _create(place, binaries)
        _wait_for_the_former_one(place)
        place.forget_sockets()
        process = _launch(place, binaries, durable)
    except BaseException:
        os.close(lock_fd)
        raise
    return Server(place, process, lock_fd)


@contextmanager
def embedded(data_dir: Path) -> Iterator[str]:
    """`with embedded(folder) as url:` — a PostgreSQL for the duration of the block (see `start`)."""
    server = start(data_dir)
    try:
        yield server.url
    finally:
        server.stop()


def running(data_dir: Path) -> str | None:
    """The URL of the PostgreSQL that another process runs on `data_dir`, or None when there is none.

    So that a command typed beside `maillage serve` works on the same data.
    """
    place = place_for(data_dir)
    if not place.password_file.exists():
        return None
    try:
        psycopg.connect(_url(place, "postgresql"), connect_timeout=5).close()
    except psycopg.OperationalError:
        return None
    return _url(place, "postgresql+psycopg")


def _url(place: Place, scheme: str, database: str = DATABASE) -> str:
    host = quote(str(place.sockets), safe="")
    return f"{scheme}://{ROLE}:{place.password()}@/{database}?host={host}&port={_PORT}"


def _binaries(place: Place) -> Binaries:
    version = place.cluster / "PG_VERSION"
    binaries = find(int(version.read_text()) if version.exists() else None)
    if place.uid is not None and not reachable_by(binaries.folder / "postgres", place.uid):
        return copied_under(place.root, binaries)
    return binaries


def _create(place: Place, binaries: Binaries) -> None:
    """`initdb` beside the final folder, then one rename: a cluster exists whole or not at all."""
    password = secrets.token_hex(24)
    place.write_password(password)
    draft = place.make_own_folder("cluster.draft")
    words = place.make_own_file("initdb.password", password)
    provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if binaries.major >= 17 else []
    command = [str(binaries.folder / "initdb"), "-D", str(draft), "-U", ROLE, "-E", "UTF8"]
    command += [
        "--locale=C.UTF-8",
        *provider,
        "--auth=scram-sha-256",
        f"--pwfile={words}",
        "--no-instructions",
    ]
    try:
        initdb = _run_as_its_user(place, command, subprocess.PIPE, signal.SIGTERM)
        said = initdb.communicate()[0].decode(errors="replace")
    finally:
        words.unlink()
    if initdb.returncode:
        shutil.rmtree(draft, ignore_errors=True)
        raise StartRefused(f"PostgreSQL n’a pas pu créer sa base dans {place.root} : {_last(said)}")
    draft.rename(place.cluster)


def _run_as_its_user(
    place: Place, command: list[str], output: int | BinaryIO, at_parents_death: signal.Signals
) -> "subprocess.Popen[bytes]":
    """Run one of PostgreSQL's programs as its user, away from the terminal's Ctrl-C, never orphaned."""
    return subprocess.Popen(  # noqa: S603 -- a fixed program and our own arguments, no shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},  # no PGDATA, PGPORT… of whoever calls
        umask=0o077,
        user=place.uid,
        group=place.uid,
        extra_groups=None if place.uid is None else [],
        start_new_session=True,
        preexec_fn=die_with_parent(at_parents_death),
    )


def _launch(place: Place, binaries: Binaries, durable: bool) -> "subprocess.Popen[bytes]":
    """Run the postmaster until it answers; insist while the backends of a killed one are still ending."""
    deadline = time.monotonic() + 20
    while True:
        process = _spawn(place, binaries, durable)
        try:
            reason = _wait_until_it_answers(place, process)
        except BaseException:  # Ctrl-C while it recovers: not ours to swallow, but not to leave behind either
            process.send_signal(signal.SIGINT)
            process.wait()
            raise
        if reason is None:
            return process
        if "pre-existing shared memory" not in reason or time.monotonic() > deadline:
            raise StartRefused(f"PostgreSQL ne démarre pas : {reason} (journal : {place.log})")
        time.sleep(0.2)


def _spawn(place: Place, binaries: Binaries, durable: bool) -> "subprocess.Popen[bytes]":
    options = {**_SETTINGS, "unix_socket_directories": str(place.sockets), "shared_buffers": shared_buffers()}
    if not durable:
        options |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
        # A database is dropped after each test, which looks through all that is kept of any, and waits for
        # whoever broke off while connecting.
        options |= {"authentication_timeout": "10s", "shared_buffers": shared_buffers(0)}
    command = [str(binaries.folder / "postgres"), "-D", str(place.cluster)]
    command += [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    with place.open_log() as log:
        # SIGINT is PostgreSQL's fast and clean shutdown.
        return _run_as_its_user(place, command, log, signal.SIGINT)


def _wait_until_it_answers(place: Place, process: "subprocess.Popen[bytes]") -> str | None:
    """None once the database is there; the log's last words if the postmaster ended instead.

    No deadline: after a crash, recovery lasts as long as it must, and the postmaster says if it fails.
    """
    while process.poll() is None:
        try:
            with psycopg.connect(_url(place, "postgresql", "postgres"), autocommit=True) as db:
                if not db.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                    db.execute(f"CREATE DATABASE {DATABASE}")  # a constant of this module
                return None
        except psycopg.OperationalError:
            time.sleep(0.02)
    return _last(place.log.read_text(errors="replace"))


def _last(text: str) -> str:
    """The last line that says why, else the last line."""
    lines = [line for line in text.splitlines() if line.strip()] or ["sans explication"]
    reasons = [line for line in lines if "FATAL" in line or "error:" in line]
    return (reasons or lines)[-1].strip()


def _wait_for_the_former_one(place: Place) -> None:
    """Let the postmaster of a killed parent finish: it was told to stop, and is told again."""
    pid_file = place.cluster / "postmaster.pid"
    for request, patience in ((signal.SIGINT, 30), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        pid = _former_postmaster(pid_file)
        if pid is None:
            return
        with suppress(ProcessLookupError):
            os.kill(pid, request)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and _former_postmaster(pid_file) == pid:
            time.sleep(0.05)
    raise StartRefused(f"Un ancien PostgreSQL occupe encore {place.cluster} et ne s’arrête pas.")


def _former_postmaster(pid_file: Path) -> int | None:
    """The process that the lock file names, if it is still the postmaster of this cluster."""
    try:
        pid = int(pid_file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    if sys.platform != "linux":
        return None  # PostgreSQL's own check of the lock file decides
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return None
    if os.fsencode(pid_file.parent) in command.split(b"\0"):
        return pid
    _name_nobody(pid_file)
    return None


def _name_nobody(pid_file: Path) -> None:
    """Make a stale lock file name a process that cannot exist.

    The number may belong to somebody else (after a restart of the machine or container) or to a zombie that
    nobody reaps; PostgreSQL would refuse to start. The file itself stays: its other lines let PostgreSQL see
    whether backends of a killed postmaster still hold the shared memory.
    """
    lines = pid_file.read_text().split("\n")
    with open(os.open(pid_file, os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW), "w") as file:
        file.write("\n".join([str(_NO_PROCESS), *lines[1:]]))
