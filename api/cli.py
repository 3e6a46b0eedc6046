"""`maillage …`: everything that the operator types. Messages are in French."""

import socket
import sys
from contextlib import ExitStack
from logging import WARNING
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from api.cli_clients import client
from api.cli_database import owner_url, refuse_to_serve_unfinished, with_database
from api.cli_rights import export_account, person
from api.cli_trust import audit, backup, keys, restore
from api.core import logging as structured_logs
from api.core.operator import CommandRefused, OptionRefused
from api.core.pgbinaries import StartRefused
from api.core.settings import settings

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


Given = Annotated[int | None, typer.Option("--fd", help="Prise déjà ouverte, donnée par « serve ».")]


@cli.command()
def web(
    fd: Given = None,
    shares: Annotated[int | None, typer.Option(help="Mémoire commune, donnée par « serve ».")] = None,
    place: Annotated[int, typer.Option(help="Rang du processus, donné par « serve ».")] = 0,
) -> None:
    """Un seul processus web ; la base de données est celle de DATABASE_URL."""
    from api import serve
    from api.core.doors import Shares, shared_memory

    refuse_to_serve_unfinished()
    config = settings()
    listener = serve.open_listener(config.host, config.port) if fd is None else socket.socket(fileno=fd)
    serve.web(listener, Shares(shared_memory(1) if shares is None else shares, place))


@cli.command()
def worker() -> None:
    """Les tâches de fond ; la base de données est celle de DATABASE_URL."""
    from api import worker as background

    refuse_to_serve_unfinished()
    background.run()


@cli.command("sas-listener")
def sas_listener(
    check: Annotated[bool, typer.Option("--check", help="Dire si certificats et liste servent.")] = False,
    fd: Given = None,
) -> None:
    """Écouter la plateforme nationale SAS (mTLS) ; la base de données est celle de DATABASE_URL."""
    from api import sas_listener as platform
    from api.core import clock

    if not check:
        refuse_to_serve_unfinished()
        platform.run(settings(), None if fd is None else socket.socket(fileno=fd))
        return
    until = platform.admission(settings()).lists_until()
    if until <= clock.now():
        raise StartRefused(f"La liste de révocation a expiré le {until:%d/%m/%Y à %H:%M} UTC : remplacez-la.")
    print(f"Liste de révocation valable jusqu’au {until:%d/%m/%Y à %H:%M} UTC.")


@cli.command()
def migrate() -> None:
    """Mettre la base de données au niveau de cette version."""
    from api.core import migrate as migrations
    from api.core.unfinished import refuse_unfinished

    with ExitStack() as stack:
        url = owner_url(stack)
        refuse_unfinished(url)
        migrations.run(url)


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


community = typer.Typer(help="Les communautés (CPTS) de cette instance.")
account = typer.Typer(help="Les comptes des personnes.")
account.command("export")(export_account)
for command in (backup, restore):
    cli.command()(command)

groups = (
    ("community", community),
    ("account", account),
    ("client", client),
    ("audit", audit),
    ("person", person),
    ("keys", keys),
)
for name, commands in groups:
    cli.add_typer(commands, name=name, no_args_is_help=True)

_Community = Annotated[str, typer.Option("--community", metavar="FINESS", help="Numéro FINESS de la CPTS.")]
_Organisation = Annotated[str | None, typer.Option(help="Nom de la structure pour laquelle agir.")]


@community.command("create")
def create_community(
    finess: Annotated[str, typer.Option(help="Numéro FINESS de la CPTS.")],
    name: Annotated[str, typer.Option(help="Nom complet.")],
    short_name: Annotated[str, typer.Option(help="Nom court, montré dans l’application.")],
    commune: Annotated[list[str], typer.Option(metavar="INSEE", help="Code INSEE ; à répéter.")],
    time_zone: Annotated[str, typer.Option(help="Fuseau horaire (IANA).")] = "Europe/Paris",
    coordination_phone: Annotated[str | None, typer.Option(help="Téléphone de la coordination.")] = None,
) -> None:
    """Créer une communauté, avec les règles par défaut."""
    from api.identity import commands

    with_database(
        lambda: commands.create_community(
            finess=finess,
            name=name,
            short_name=short_name,
            time_zone=time_zone,
            communes=commune,
            coordination_phone=coordination_phone,
        )
    )
    print(f"{name} est créée. Ensuite : maillage account create --role admin --community {finess} …")


@account.command("create")
def create_account(
    email: Annotated[str, typer.Option(help="Adresse électronique, qui sert à se connecter.")],
    name: Annotated[str, typer.Option(help="Nom, comme on le dit : « Dr Camille Aubertin ».")],
    role: Annotated[
        str, typer.Option(help="professional, coordinator, requester, regulator, admin ou auditor.")
    ],
    community: _Community,
    rpps: Annotated[str | None, typer.Option(help="Numéro RPPS, pour un professionnel.")] = None,
    organisation: _Organisation = None,
) -> None:
    """Créer un compte, ou lui donner un rôle de plus. Son lien permet de choisir un mot de passe."""
    from api.identity import commands

    made = with_database(
        lambda: commands.create_account(
            email=email,
            name=name,
            role=role,
            community=community,
            rpps=rpps,
            organisation=organisation,
        )
    )
    if made.link is None:
        print(f"Le compte {made.email} existait : rôle {role} ajouté, {made.community}.")
        return
    print(f"Compte : {made.email}, {role}, {made.community}.")
    print(f"Choisir son mot de passe, une fois et pendant 7 jours : {made.link}")


@account.command("close")
def close_account(
    email: Annotated[str, typer.Option(help="Adresse électronique du compte.")],
) -> None:
    """Fermer le compte de qui est parti ; il est effacé plus tard, selon les réglages de la CPTS."""
    from api.identity.closing import close_account as close

    with_database(lambda: close(email=email))
    print(f"Compte fermé : {email}. Ses sessions sont closes.")


@account.command("reset-second-factor")
def reset_second_factor(
    email: Annotated[str, typer.Option(help="Adresse électronique du compte.")],
) -> None:
    """Retirer la double authentification de qui a perdu son téléphone ; ses sessions se ferment."""
    from api.identity import commands

    with_database(lambda: commands.reset_second_factor(email=email))
    print(f"Double authentification retirée : {email}. La personne se connecte avec son mot de passe.")


@cli.command("import-rpps")
def import_rpps(
    file: Annotated[list[Path], typer.Argument(help="PS_LibreAcces_….txt, ou leur archive .zip.")],
    community: _Community,
    json: Annotated[bool, typer.Option("--json", help="Le compte rendu en un objet JSON.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tout faire, puis ne rien garder.")] = False,
    accept_removals: Annotated[
        bool, typer.Option("--accept-removals", help="Fermer aussi plus d’un quart des lieux d’exercice.")
    ] = False,
) -> None:
    """Importer l’annuaire national (PS_LibreAcces) pour les communes d’une CPTS."""
    from api.directory import commands

    with_database(
        lambda: commands.import_files(
            file, community, as_json=json, dry_run=dry_run, accept_removals=accept_removals
        )
    )


@cli.command()
def openapi() -> None:
    """Écrire le contrat de l’API (OpenAPI 3.1, JSON)."""
    import json

    from api.core.operations import the_contract

    print(json.dumps(the_contract().document, ensure_ascii=False, indent=2))


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
    # Commands speak to a person; the web processes and the worker set their own logs.
    structured_logs.configure(WARNING)
    try:
        cli(prog_name="maillage")
    except (StartRefused, OptionRefused, CommandRefused) as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
