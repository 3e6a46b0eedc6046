"""Who may read and write dossiers: the coordination of the community, and everybody their own."""

from sqlalchemy import ColumnElement, false

from api.certifiers.tables import CertifierDossier
from api.core.actor import Actor


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The dossiers of the present community for its coordination; for a professional, their own."""
    if actor.community_id is None:
        return false()
    here = CertifierDossier.community_id == actor.community_id
    if may_check(actor):
        return here
    if actor.professional_id is None:
        return false()
    return here & (CertifierDossier.professional_id == actor.professional_id)


def may_check(actor: Actor) -> bool:
    """Whether the actor checks dossiers: the coordination; the server reads them to dispatch."""
    return actor.kind == "system" or "certifiers:write" in actor.scopes
