"""`maillage audit …`: what proves to an auditor that nothing was touched."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.cli_database import with_database

audit = typer.Typer(help="Le journal des accès : preuve que rien n’y a été changé.")


@audit.callback()
def _only_subcommands() -> None:
    """Le journal des accès : preuve que rien n’y a été changé."""


@audit.command()
def verify(
    heads: Annotated[
        Path | None,
        typer.Option(
            help="Relevé des sceaux de la dernière fois, à garder ailleurs : comparé, puis mis à jour."
        ),
    ] = None,
) -> None:
    """Suivre chaque chaîne du journal de bout en bout. Code 1 si une ligne a changé."""
    from api.audit import commands

    noted = commands.read_heads(heads) if heads is not None and heads.exists() else {}
    checked = with_database(lambda: commands.verify_chains(noted))
    for one in checked:
        print(one.sentence)
    if any(one.broken for one in checked):
        raise typer.Exit(1)
    if heads is not None:
        heads.write_text(json.dumps({one.chain: one.head for one in checked}, indent=2) + "\n")
