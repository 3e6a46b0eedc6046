"""Bringing in those who certify without a place of practice: a member, a dossier and a link, in one act."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.certifiers.service.dossiers import get_certifier, replace_certifier
from api.contract import models as wire
from api.contract.models import CategoryWithoutPractice, CertifierCategory
from api.core import clock
from api.core.actor import Actor
from api.directory import service as directory

_DOCTOR_TITLE = "DR"
"""A student of the third cycle has no thesis yet, and is not said « Dr »."""


async def add_certifier(db: AsyncSession, actor: Actor, body: wire.NewCertifierInput) -> wire.Certifier:
    """Make a member of a doctor without practice, with their category checked, and send them a link.

    InvalidInput when the number is somebody else's or a member's; HasOtherRole (409) for an address that
    works here under another name.
    """
    student = body.category is CategoryWithoutPractice.third_cycle_student
    who = await directory.bring_in_doctor(
        db,
        actor,
        rpps=body.rpps,
        title=None if student else _DOCTOR_TITLE,
        family_name=body.family_name,
        given_name=body.given_name,
        at=clock.now(),
    )
    before = await get_certifier(db, actor, who)
    dossier = wire.CertifierInput(
        category=CertifierCategory(body.category),
        diploma_on=before.diploma_on,
        training_validated_on=before.training_validated_on,
        order_list_checked_on=before.order_list_checked_on,
    )
    written = await replace_certifier(db, actor, who, dossier, expected=before.version)
    await directory.invite_newcomer(db, actor, who, wire.NewcomerInvitationInput(email=body.email))
    return written
