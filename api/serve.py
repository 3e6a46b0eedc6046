"""One instance on one machine: database, migrations, demo data, web processes and worker.

`serve` starts everything and stays in front of it; `web` is one web process; `prepare` brings the database
up to date. Messages are for the operator, in French.
"""

import asyncio
import errno
import gc
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, cast

from api.core import devdb
from api.core.datafolder import check_writable
from api.core.doors import Door, Shares, shared_memory
from api.core.pgbinaries import StartRefused
from api.core.processes import die_with_parent
from api.core.settings import Settings
from api.supervisor import Child, Ending, supervise

_BACKLOG = 2048

KEEP_ALIVE = 75
"""Seconds that an idle connection is kept: longer than a proxy in front keeps it (60 as a rule), which would
else send on a line that is being cut, and longer than a busy process may take to come back to it."""


def serve(config: Settings) -> int:
    """Run the whole instance until it is asked to stop; returns the exit code.

    Raises StartRefused for what the operator must change: a port taken, a folder that cannot be written.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # also as process 1 of a container
    listener = open_listener(config.host, config.port)
    platform = open_sas_listener(config) if config.sas_certificate else None
    check_writable(config.data_dir)
    while True:
        with database(config) as (url, alive):
            environment = {**os.environ, "DATABASE_URL": url}
            if not _prepared(environment):
                return 1
            ready = _Announcement(config)
            ending = asyncio.run(
                supervise(
                    _children(config, listener.fileno(), None if platform is None else platform.fileno()),
                    environment,
                    ready=ready.made,
                    database_alive=alive,
                )
            )
        if ending is Ending.ASKED:
            return 0
        if ending is Ending.NEVER_READY:
            print("Maillage n’a pas pu démarrer : la cause est écrite ci-dessus.", file=sys.stderr)
            return 1
        print("La base de données s’est arrêtée ; relance.", file=sys.stderr)


def open_listener(host: str, port: int, setting: str = "PORT") -> socket.socket:
    """The socket that the web processes share, opened before anything slow so that a taken port says so.

    It stays open when they die: connections then wait instead of being refused. `setting` says the port.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            reason = f"Le port {port} est déjà pris. Essayez : {setting}={port % 65535 + 1} make run"
        elif error.errno == errno.EACCES:
            usual = {"PORT": 8000}.get(setting, 8443)
            reason = f"Le port {port} est réservé à l’administrateur. Essayez : {setting}={usual} make run"
        else:
            reason = f"L’adresse HOST={host} ne peut pas être ouverte ({error.strerror})."
        raise StartRefused(reason) from error


def open_sas_listener(config: Settings) -> socket.socket:
    """The same for the national SAS platform, which comes by a port of its own."""
    return open_listener(config.host, config.sas_port, "MAILLAGE_SAS_PORT")


@contextmanager
def database(config: Settings) -> Iterator[tuple[str, Callable[[], bool]]]:
    """The owner's URL, and whether its server still runs: DATABASE_URL (always), else the embedded one."""
    if config.database_url:
        yield reachable(config.database_url), lambda: True
        return
    server = devdb.start(config.data_dir)
    try:
        yield server.url, server.alive
    finally:
        server.stop()


def reachable(url: str) -> str:
    """The address of a given database that answers. StartRefused, without its password, when it does not."""
    import psycopg
    from sqlalchemy.exc import ArgumentError

    from api.core.db import async_url

    try:
        asked = async_url(url).set(drivername="postgresql")
        psycopg.connect(asked.render_as_string(hide_password=False), connect_timeout=10).close()
    except (ArgumentError, psycopg.ProgrammingError) as error:
        form = "postgresql://utilisateur:mot-de-passe@machine:5432/base"
        raise StartRefused(f"DATABASE_URL ne se lit pas. Écrivez-la ainsi : {form}") from error
    except psycopg.OperationalError as error:
        said = str(error).strip().splitlines()[0]
        message = (
            "La base de DATABASE_URL ne répond pas. Vérifiez la machine, le port, l’utilisateur, la base"
        )
        raise StartRefused(f"{message} ({said}).") from error
    return url


def _prepared(environment: Mapping[str, str]) -> bool:
    """Migrate and seed in a process of its own, whose memory is then given back."""
    command = [sys.executable, "-m", "api.cli", "prepare"]
    armed = die_with_parent(signal.SIGKILL)
    done = subprocess.run(  # noqa: S603 -- ourselves
        command, env=dict(environment), start_new_session=True, preexec_fn=armed, check=False
    )
    return done.returncode == 0


_BEHIND_PAGES = 10
"""Jobs give way to pages (0064): a tenth of a processor while pages ask for all of it."""


def _children(config: Settings, listener: int, platform: int | None) -> list[Child]:
    ourselves = [sys.executable, "-m", "api.cli"]
    shares = shared_memory(config.workers)
    web = [
        Child(
            f"Le processus web {place + 1}",
            [*ourselves, "web", "--fd", str(listener), "--shares", str(shares), "--place", str(place)],
            (listener, shares),
        )
        for place in range(config.workers)
    ]
    # As many as of the others: a search takes one process whole, and the platform asks several at once.
    doors = [
        Child(
            f"L’écoute {number} de la plateforme SAS",
            [*ourselves, "sas-listener", "--fd", str(platform)],
            (platform,),
        )
        for number in range(1, config.workers + 1)
        if platform is not None
    ]
    return [
        *web,
        *doors,
        Child("Le processus des tâches de fond", [*ourselves, "worker"], patience=20.0, nice=_BEHIND_PAGES),
    ]


class _Announcement:
    """Says that the instance is ready, once, when it answers."""

    def __init__(self, config: Settings) -> None:
        self._config = config

    async def made(self) -> None:
        """Return when /healthz has answered and the address is printed."""
        while not await self._healthy():
            await asyncio.sleep(0.05)
        print(f"\nMaillage est prêt : {self._config.base_url}", flush=True)
        if self._config.demo:
            from api.seed.accounts import ACCOUNTS, PASSWORD

            width = max(len(account.email) for account in ACCOUNTS)
            lines = [f"  {account.email:<{width}}  {account.who}" for account in ACCOUNTS]
            print(f"\nComptes de démonstration, mot de passe « {PASSWORD} » :", *lines, sep="\n", flush=True)
        print("\nPour arrêter : Ctrl-C", flush=True)

    async def _healthy(self) -> bool:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self._config.host, self._config.host)  # noqa: S104 -- read, not bound
        try:
            reader, writer = await asyncio.open_connection(host, self._config.port)
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            status = await reader.readline()
            writer.close()
        except OSError:
            return False
        return b" 200 " in status


def web(listener: socket.socket, shares: Shares) -> None:
    """Serve the application on `listener` until SIGTERM: one process, one event loop.

    `shares` is where the processes at this socket tell each other how many connections they have.
    """
    import uvicorn

    from api.app import create_app
    from api.core.live_hub import hub

    class Server(uvicorn.Server):
        """Shares connections with the other processes; ends the streams of live events first, as uvicorn
        waits for every answer to be complete."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup([])
            known = {"server_state": self.server_state, "app_state": self.lifespan.state}
            protocol = partial(cast(Any, self.config.http_protocol_class), config=self.config, **known)
            self.door = Door(listener, protocol, lambda: len(self.server_state.connections), shares)
            self.door.open()

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            self.door.close()
            hub.close()
            await super().shutdown(sockets)

    server = Server(
        uvicorn.Config(
            partial(create_app, shares=shares),
            factory=True,
            loop="uvloop",
            http="httptools",
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,  # SecurityHeaders says the product's own
            backlog=_BACKLOG,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=5,
        )
    )
    server.config.load()
    keep_what_is_loaded()
    server.run(sockets=[listener])


def keep_what_is_loaded() -> None:
    """What the imports left is there for good: keep the collector away from it (p99 from 60 to 15 ms).

    With the communes and the public holidays, for which everybody else would wait in the first search.
    """
    from api.core import clock
    from api.core.public_holidays import NATIONAL
    from api.directory.geography import communes

    communes()
    NATIONAL.name(clock.now().date())
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
