"""`maillage person …`, `maillage account export`: what is owed to who asks what is kept about them."""

import json
import os
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli_database import with_database
from api.core.operator import OptionRefused

person = typer.Typer(help="Les droits d’une personne sur ce qui est gardé d’elle.")

_Community = Annotated[str, typer.Option("--community", metavar="FINESS", help="Numéro FINESS de la CPTS.")]
_Family = Annotated[str, typer.Option(prompt="Nom de famille", help="Demandé s’il manque.")]
_Given = Annotated[str, typer.Option(prompt="Prénom", help="Demandé s’il manque.")]
_Born = Annotated[
    datetime,
    typer.Option(prompt="Née le (AAAA-MM-JJ)", formats=["%Y-%m-%d"], help="Demandée si elle manque."),
]


@person.command("export")
def export_person(
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Où l’écrire (JSON).")],
    community: _Community,
    family_name: _Family,
    given_name: _Given,
    birth_date: _Born,
) -> None:
    """Écrire tout ce qui est gardé d’une personne, et qui l’a lu. À lui remettre en main propre."""
    from api import rights

    asked = rights.Asked(community, family_name, given_name, birth_date.date())
    found = _written(file, lambda: rights.export(asked))
    print(f"{file} : {_lines_of(found)} lignes, lisibles par vous seul.")


@person.command("erase")
def erase_person(community: _Community, family_name: _Family, given_name: _Given, birth_date: _Born) -> None:
    """Effacer une personne sans attendre la fin de la durée. Les chiffres restent, sans identité."""
    from api import rights

    asked = rights.Asked(community, family_name, given_name, birth_date.date())
    done = with_database(lambda: rights.erase(asked))
    print(f"Effacée de {done.requests} demandes et {done.appointments} rendez-vous.")


def export_account(
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Où l’écrire (JSON).")],
    email: Annotated[str, typer.Option(help="Adresse électronique du compte.")],
) -> None:
    """Écrire tout ce qui est gardé de qui a un compte, et ce qu’il a fait. À lui remettre en main propre."""
    from api import holders

    found = _written(file, lambda: holders.export(email))
    print(f"{file} : {_lines_of(found)} lignes, lisibles par vous seul.")


def _written(file: Path, copy: Callable[[], Coroutine[Any, Any, dict[str, Any]]]) -> dict[str, Any]:
    """Write a copy into a new file of the operator's alone; no file is left when there is none to give."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise OptionRefused("FICHIER", f"{file} existe, donnez un autre nom.") from None
    try:
        with os.fdopen(descriptor, "w") as out:
            found = with_database(copy)
            out.write(json.dumps(found, ensure_ascii=False, indent=2, default=str) + "\n")
    except BaseException:
        file.unlink()
        raise
    return found


def _lines_of(found: dict[str, Any]) -> int:
    return sum(map(len, found["kept"].values()))
