"""`maillage client …`: the programs that call the API."""

import sys
from typing import Annotated

import typer

from api.cli_database import with_database

client = typer.Typer(help="Les programmes qui appellent l’API.")

_Organisation = Annotated[str | None, typer.Option(help="Nom de la structure pour laquelle agir.")]


@client.command("create")
def create_client(
    name: Annotated[str, typer.Option(help="Nom du programme : « Borne, pharmacie des Trois Peupliers ».")],
    role: Annotated[str, typer.Option(help="kiosk, regulator ou requester.")],
    community: Annotated[
        str | None, typer.Option(metavar="FINESS", help="Numéro FINESS de la CPTS ; sans elle, national.")
    ] = None,
    organisation: _Organisation = None,
    scope: Annotated[
        list[str] | None, typer.Option(help="À répéter ; sinon ceux du rôle, hors fhir:write.")
    ] = None,
    departement: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="Seulement les CPTS de ce département ; sans --community."),
    ] = None,
) -> None:
    """Créer un programme client (OAuth2) ; son secret est montré une seule fois."""
    from api.identity import commands

    made = with_database(
        lambda: commands.create_client(
            name=name,
            role=role,
            community=community,
            organisation=organisation,
            scopes=scope or (),
            department=departement,
        )
    )
    print(
        f"client_id     {made.client_id}\nclient_secret {made.secret}\nscope         {' '.join(made.scopes)}"
    )
    print("Le secret n’est gardé nulle part : notez-le maintenant.", file=sys.stderr)


@client.command("create-kiosk")
def create_kiosk(
    name: Annotated[str, typer.Option(help="Nom du programme : « Borne, pharmacie des Trois Peupliers ».")],
    community: Annotated[str, typer.Option(metavar="FINESS", help="Numéro FINESS de la CPTS.")],
    site: Annotated[str, typer.Option(help="Le site de téléconsultation, par son nom ou son identifiant.")],
) -> None:
    """Créer le programme d’une borne de téléconsultation, lié à son site ; son secret est montré une fois."""
    from api.teleconsultations.bookings import commands

    made, site_id = with_database(lambda: commands.create_kiosk(name=name, community=community, site=site))
    print(
        f"client_id     {made.client_id}\nclient_secret {made.secret}\nscope         {' '.join(made.scopes)}"
        f"\nsite_id       {site_id}"
    )
    print("Le secret n’est gardé nulle part : notez-le maintenant.", file=sys.stderr)
