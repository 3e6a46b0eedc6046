"""`maillage …`: everything that the operator types. Messages are in French."""

import asyncio
import socket
import sys
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from typing import Annotated, Any, TypeVar

import typer
from pydantic import ValidationError

from api.core.pgbinaries import StartRefused
from api.core.settings import settings

T = TypeVar("T")
_LIMITS = {"ge": "au moins", "le": "au plus"}

cli = typer.Typer(
    name="maillage", help="Maillage, l’accès aux soins d’une CPTS.", pretty_exceptions_enable=False
)


@cli.callback()
def _only_subcommands() -> None:
    """Maillage, l’accès aux soins d’une CPTS."""


@cli.command()
def serve() -> None:
    """Tout démarrer : base de données, application web, tâches de fond."""
    from api.serve import serve as run

    raise typer.Exit(run(settings()))


@cli.command()
def web(
    fd: Annotated[int | None, typer.Option(help="Prise déjà ouverte, donnée par « serve ».")] = None,
) -> None:
    """Un seul processus web ; la base de données est celle de DATABASE_URL."""
    from api import serve

    config = settings()
    serve.web(serve.open_listener(config.host, config.port) if fd is None else socket.socket(fileno=fd))


@cli.command()
def worker() -> None:
    """Les tâches de fond ; la base de données est celle de DATABASE_URL."""
    from api import worker as background

    background.run()


@cli.command()
def migrate() -> None:
    """Mettre la base de données au niveau de cette version."""
    from api.core import migrate as migrations

    with ExitStack() as stack:
        migrations.run(_owner_url(stack))


@cli.command()
def seed() -> None:
    """Remplir une base vide avec les deux territoires de démonstration."""
    from api import seed as demo

    with_database(demo.run)


@cli.command(hidden=True)
def prepare() -> None:
    """Migrer, puis remplir la démonstration : ce que « serve » fait avant d’ouvrir."""
    migrate()
    if settings().demo:
        seed()


def with_database(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run `work` with the process connected as the application, and return its result.

    The database is DATABASE_URL, else the one that a running `maillage serve` has started, else the embedded
    one for the duration of the command.
    """
    from api.core.db import app_url, connect, disconnect

    async def connected(url: str) -> T:
        connect(app_url(url))
        try:
            return await work()
        finally:
            await disconnect()

    with ExitStack() as stack:
        return asyncio.run(connected(_owner_url(stack)))


def _owner_url(stack: ExitStack) -> str:
    from api.core import devdb
    from api.serve import database

    config = settings()
    found = config.database_url or devdb.running(config.data_dir)
    return found or stack.enter_context(database(config))[0]


def main() -> None:
    """Entry point. What the operator must change is one line and exit code 2, never a traceback."""
    try:
        settings()
    except ValidationError as error:
        for fault in error.errors():
            limits = fault.get("ctx", {})
            why = "; ".join(f"{_LIMITS[key]} {limits[key]}" for key in _LIMITS if key in limits)
            name = str(fault["loc"][0]).upper()
            print(f"Réglage refusé : {name}={fault['input']} ({why or 'valeur illisible'}).", file=sys.stderr)
        sys.exit(2)
    try:
        cli()
    except StartRefused as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
