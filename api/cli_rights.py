"""`maillage person …`, `maillage account export`: what is owed to who asks what is kept about them."""

import json
import os
from collections.abc import Callable, Coroutine
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli_database import with_database
from api.core.operator import OptionRefused

person = typer.Typer(help="Les droits d’une personne sur ce qui est gardé d’elle.")

_Community = Annotated[str, typer.Option("--community", metavar="FINESS", help="Numéro FINESS de la CPTS.")]
_HELP = "Demandé s’il manque."
_Family = Annotated[str, typer.Option(prompt="Nom de famille", help=_HELP)]
_Given = Annotated[str, typer.Option(prompt="Prénom", help=_HELP)]
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


def _right(what: str) -> Any:
    """One line of what is right: asked for when it is missing, as the shell keeps what is typed."""
    return typer.Option("", prompt=f"{what} (vide : inchangé)", show_default=False, help=_HELP)


@person.command("correct")
def correct_person(
    community: _Community,
    family_name: _Family,
    given_name: _Given,
    birth_date: _Born,
    right_family_name: str = _right("Nom de famille juste"),
    right_given_name: str = _right("Prénom juste"),
    right_birth_date: str = _right("Date de naissance juste, AAAA-MM-JJ"),
    right_sex: str = _right("Sexe juste, F ou M"),
    right_phone: str = _right("Téléphone juste"),
    right_phone_of: str = _right("À qui est ce téléphone"),
    right_address: str = _right("Adresse juste"),
    right_email: str = _right("Adresse électronique juste"),
) -> None:
    """Corriger une personne dans toutes ses demandes de la CPTS ; qui en suit une ouverte est prévenu."""
    from api import rights

    asked = rights.Asked(community, family_name, given_name, birth_date.date())
    right = {
        "family_name": right_family_name,
        "given_name": right_given_name,
        "birth_date": right_birth_date and _day(right_birth_date),
        "sex": right_sex and _sex(right_sex),
        "phone": right_phone,
        "phone_of": right_phone_of,
        "address_line": right_address,
        "email": right_email,
    }
    given = {name: value for name, value in right.items() if value}
    done = with_database(lambda: rights.correct(asked, given))
    said = f"Corrigée dans {done} demande{'s' if done > 1 else ''}."
    print(said if done else "Rien à corriger : tout est déjà écrit ainsi.")


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise OptionRefused("--right-birth-date", "AAAA-MM-JJ, par exemple 1984-12-03.") from None


def _sex(typed: str) -> str:
    try:
        return {"F": "female", "M": "male"}[typed.upper()]
    except KeyError:
        raise OptionRefused("--right-sex", "F ou M.") from None


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
