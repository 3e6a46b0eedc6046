"""The accounts of the demonstration, in the order in which they are shown at start."""

from typing import NamedTuple

PASSWORD = "maillage-demo"  # noqa: S105 -- public by design: these accounts exist in demo mode only


class DemoAccount(NamedTuple):
    """One person to sign in as: their address, and who they are, in French."""

    email: str
    who: str


ACCOUNTS = (
    DemoAccount("coordination@vitry.demo", "coordinatrice de soins"),
    DemoAccount("medecin@vitry.demo", "médecin généraliste"),
    DemoAccount("secretariat@vitry.demo", "secrétariat du Dr Aubertin"),
    DemoAccount("cardiologue@vitry.demo", "cardiologue, à qui l’on demande des avis"),
    DemoAccount("infirmiere@vitry.demo", "infirmière libérale"),
    DemoAccount("pharmacie@vitry.demo", "pharmacien"),
    DemoAccount("mairie@vitry.demo", "mairie"),
    DemoAccount("police@vitry.demo", "commissariat"),
    DemoAccount("hopital@vitry.demo", "service hospitalier"),
    DemoAccount("regulation@sas94.demo", "régulation du SAS"),
    DemoAccount("admin@vitry.demo", "administration de la CPTS"),
    DemoAccount("coordination@provence.demo", "coordination, territoire de Gardanne"),
    DemoAccount("medecin@provence.demo", "médecin, territoire de Gardanne"),
)
