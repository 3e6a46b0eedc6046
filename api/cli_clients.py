"""`maillage client …`: the programs that call the API."""

import sys
from typing import Annotated

import typer

from api.cli_database import with_database

client = typer.Typer(help="Les programmes qui appellent l’API.")

_Organisation = Annotated[str | None, typer.Option(help="Nom de la structure pour laquelle agir.")]
_Client = Annotated[str, typer.Option("--client-id", help="Son client_id, que montre « client list ».")]

_ONCE = "Le secret n’est gardé nulle part : notez-le maintenant."


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
    print(_ONCE, file=sys.stderr)


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
    print(_ONCE, file=sys.stderr)


@client.command("list")
def list_clients() -> None:
    """Les programmes clients, ouverts puis fermés, avec ce que chacun peut demander."""
    from api.identity import programs

    found = with_database(programs.list_clients)
    width = max((len(one.client_id) for one in found), default=0)
    for one in found:
        state = "ouvert" if one.is_active else "fermé "
        print(
            f"{one.client_id:<{width}}  {state}  {one.role}, {one.where}  {one.name}  {' '.join(one.scopes)}"
        )
    if not found:
        print("Aucun programme. Pour en créer un : maillage client create …")


@client.command("close")
def close_client(client_id: _Client) -> None:
    """Fermer un programme client : son secret et ses jetons sont refusés aussitôt, pour toujours."""
    from api.identity import programs

    name = with_database(lambda: programs.close_client(client_id))
    print(f"Programme fermé : {name} ({client_id}). Son secret et ses jetons sont refusés dès maintenant.")


@client.command("rotate-secret")
def rotate_secret(client_id: _Client) -> None:
    """Changer le secret d’un programme ; l’ancien et ses jetons sont refusés aussitôt."""
    from api.identity import programs

    secret = with_database(lambda: programs.rotate_secret(client_id))
    print(f"client_id     {client_id}\nclient_secret {secret}")
    print("L’ancien secret et ses jetons sont refusés dès maintenant.", file=sys.stderr)
    print(_ONCE, file=sys.stderr)
