"""`maillage audit …`, `maillage keys …`: what an operator owes to a DPO and to an auditor."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.cli_database import with_database, with_owner
from api.core.operator import OptionRefused
from api.core.settings import settings

keys = typer.Typer(help="Les clés qui chiffrent les données personnelles.", no_args_is_help=True)
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


def backup(
    folder: Annotated[
        Path, typer.Argument(metavar="DOSSIER", help="Où la mettre, hors du serveur si possible.")
    ],
) -> None:
    """Sauvegarder toute la base en un fichier, sans rien arrêter ; celles de plus de 35 jours partent."""
    from api.core.backup import save

    path, manifest, gone = with_owner(lambda url: save(url, folder))
    print(f"{path} : {sum(manifest.rows.values())} lignes de {len(manifest.rows)} tables.")
    for former in gone:
        print(f"{former} avait plus de 35 jours : supprimée.")
    print(f"Elle ne se lit qu’avec {settings().keys_file}, à garder ailleurs.")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Une sauvegarde de « maillage backup ».")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Remplacer tout ce que la base contient.")
    ] = False,
) -> None:
    """Remettre toute la base dans l’état d’une sauvegarde, puis à cette version : tout ou rien.

    Ce qui a été oublié depuis (effacements, oppositions, accords retirés) l’est de nouveau, les accès
    fermés depuis se referment, et chacun devra se reconnecter.
    """
    from api.restoring import restore as put_back

    done = with_owner(lambda url: put_back(url, file, replace=replace))
    made_at, again = done.manifest.made_at, done.again
    print(f"La base est celle du {made_at} : {sum(done.manifest.rows.values())} lignes.")
    if done.kept is not None:
        print(
            f"Ce qu’elle remplace est dans {done.kept}, à supprimer dans 35 jours au plus : "
            "« maillage backup » le fait s’il écrit dans ce dossier, sinon c’est à vous."
        )
    if done.newest is not None:
        print(
            f"Oublié de nouveau, d’après {done.newest.name} : personnes {again.persons}, "
            f"oppositions {again.oppositions}, accords retirés {again.circles}."
        )
        ended = done.ended
        print(
            f"Fermé de nouveau : comptes {ended.accounts}, rôles {ended.roles}, secrétariats "
            f"{ended.delegations}, logiciels {ended.clients}, agendas publiés {ended.feeds}. "
            f"Mots de passe changés depuis, gardés : {ended.passwords}."
        )
    print("Chacun doit se reconnecter ; les liens déjà envoyés (mot de passe, invitation) ne servent plus.")
    if again.open:
        print(f"À clore, puis à effacer (maillage person erase) : {', '.join(again.open)}.")
    if not done.knows_all:
        since = made_at if done.newest is None else done.newest.name
        print(
            f"Ce qui a été oublié depuis ({since}) n’est su de nulle part : refaites-le d’après le registre "
            "du délégué à la protection des données."
        )
        print(
            f"Ce qui a été fermé depuis ({since}) est rouvert : refermez les comptes (maillage account "
            "close), faites retirer rôles, secrétariats et agendas publiés, et changer les mots de passe qui "
            "l’ont été."
        )


@keys.command("list")
def list_keys() -> None:
    """Dire combien de valeurs chaque clé a chiffrées."""
    from api.core import crypto, rotation

    counts = with_owner(rotation.values_by_key)
    ring = crypto.keys()
    for key_id in ring.by_id:
        note = ", la clé actuelle" if key_id == ring.current else ""
        print(f"{key_id} : {counts[key_id]} valeurs{note}")


@keys.command()
def rotate() -> None:
    """Tirer une nouvelle clé, puis rechiffrer avec elle ce que les autres ont chiffré, sans rien arrêter."""
    from api.core import crypto, rotation

    former = crypto.keys().current
    key_id = crypto.add_key(settings().keys_file)
    print(f"{key_id} est la clé actuelle. Sauvegardez {settings().keys_file} maintenant, hors du serveur.")
    print(f"{with_owner(rotation.seal_again)} valeurs rechiffrées.")
    print(f"{former} reste pour les sauvegardes. Quand elles auront expiré : maillage keys forget {former}")


@keys.command()
def forget(key_id: Annotated[str, typer.Argument(metavar="CLÉ", help="Son nom, comme « k1 ».")]) -> None:
    """Ôter du fichier une clé qui ne sert plus. Les sauvegardes d’avant sa rotation sont perdues."""
    from api.core import crypto, rotation

    if used := with_owner(rotation.values_by_key)[key_id]:
        raise OptionRefused(key_id, f"{used} valeurs en dépendent. D’abord : maillage keys rotate")
    try:
        crypto.forget_key(settings().keys_file, key_id)
    except KeyError as error:
        raise OptionRefused(key_id, "cette clé n’est pas dans le fichier") from error
    except ValueError as error:
        raise OptionRefused(key_id, "c’est la clé actuelle. D’abord : maillage keys rotate") from error
    except crypto.TooSoon as error:
        when = f"{error.until:%d/%m/%Y à %H:%M} UTC"
        why = f"une écriture en cours peut encore en dépendre. À partir du {when} : maillage keys forget"
        raise OptionRefused(key_id, why) from error
    print(f"{key_id} est oubliée.")
