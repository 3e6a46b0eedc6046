"""The public form: what it shows, the work that it asks, what is filed by it, how it is taken back.

Nobody is signed in: the FINESS of the form, or the token of the link, says whose rows the transaction reads.
Docs: docs/decisions/0042-public-form-and-list-of-the-cpam.md.
"""

import base64
import binascii
import hmac
from datetime import datetime
from uuid import UUID

from fastapi import Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases.service import Requester
from api.contract import models as wire
from api.contract.models import AttendingDoctorSource as Source
from api.contract.models import RequestOrigin, TimelineKind
from api.core import clock, idempotency, proof_of_work, throttle
from api.core.actor import SYSTEM_ID, Actor, system_actor
from api.core.crypto import keyed_hash
from api.core.db import set_community
from api.core.operations import JSON_MEDIA, the_contract
from api.core.problems import FieldError, InvalidInput, NotFound
from api.core.proof_of_work import Proof
from api.core.settings import settings
from api.core.throttle import Limit
from api.directory.geography import communes
from api.directory.tables import Sector
from api.dispatch import service as dispatch
from api.identity import service as identity
from api.identity.tables import Community
from api.referrals.attending_doctor import rules
from api.referrals.attending_doctor.rules import public_form as form_rules
from api.referrals.attending_doctor.service.asking import SAID, FilingSource
from api.referrals.attending_doctor.service.ending import end, erase_opposed
from api.referrals.attending_doctor.service.filing import file_request

_SIGNATURE_BYTES = 16

_DO_IT_AGAIN = "This work is too old, or was done for another form: draw another, and send this again"


async def get_attending_doctor_form(db: AsyncSession, finess: str) -> wire.AttendingDoctorForm:
    """The form of a community. NotFound for a FINESS that is none of ours."""
    community = await _community_of(db, finess)
    rules_now = await identity.rules_of(db, community.id)
    sectors: dict[str, list[str]] = {}
    found = select(Sector.commune_insee, Sector.name).where(Sector.community_id == community.id)
    for insee, name in await db.execute(found.order_by(Sector.name)):
        sectors.setdefault(insee, []).append(name)
    known = communes()
    named = sorted((known[insee].name if insee in known else insee, insee) for insee in community.communes)
    return wire.AttendingDoctorForm(
        community_name=community.name,
        phone=community.coordination_phone,
        time_zone=community.time_zone,
        communes=[
            wire.AttendingDoctorFormCommune(insee=insee, name=name, sectors=sectors.get(insee, []))
            for name, insee in named
        ],
        answer_days=rules_now.attending_doctor.answer_days,
        kept_months=rules_now.retention.attending_doctor_months,
        open_months_at_most=rules_now.attending_doctor.open_months_at_most,
    )


async def draw_attending_doctor_challenge(db: AsyncSession, finess: str, network: str) -> wire.WorkChallenge:
    """Work for a browser of this network (`network_of`). NotFound as above; TooManyCalls (429)."""
    at = clock.now()
    community = await _community_of(db, finess)
    await throttle.count(db, Limit("challenge", network, form_rules.CHALLENGES_OF_AN_ADDRESS), at)
    drawn = proof_of_work.draw(_purpose(community), at)
    return wire.WorkChallenge(
        challenge=drawn.challenge,
        salt=drawn.salt,
        signature=drawn.signature,
        most=drawn.most,
        expires_at=drawn.expires_at,
    )


async def file_attending_doctor_form(
    db: AsyncSession,
    finess: str,
    network: str,
    body: wire.AttendingDoctorFormInput,
    sent: idempotency.Write,
) -> Response:
    """File what was sent: the receipt, as it leaves. The same form sent again receives the same receipt and
    is not filed twice; another one with a proof that has served is refused.

    NotFound as above; InvalidInput on `/proof`, without consent, and for whatever `file_request` refuses;
    TooManyCalls (429) past the limits of an hour.
    """
    at = clock.now()
    community = await _community_of(db, finess)
    proof = Proof(body.proof.challenge, body.proof.salt, body.proof.signature, body.proof.number)
    if not proof_of_work.holds(_purpose(community), proof, at):
        raise InvalidInput(errors=[FieldError("/proof", _DO_IT_AGAIN)])
    actor = system_actor(community.id)

    async def file() -> Response:
        await throttle.count(db, Limit("public form", network, form_rules.FORMS_OF_AN_ADDRESS), at)
        of_all = Limit("public forms", str(community.id), form_rules.FORMS_OF_A_COMMUNITY)
        await throttle.count(db, of_all, at)
        receipt = await _file(db, actor, community, body, at)
        return Response(receipt.model_dump_json(), 201, media_type=JSON_MEDIA)

    filing = the_contract().operations["fileAttendingDoctorForm"]
    return await idempotency.once(db, actor, filing, sent, file)


async def withdraw_attending_doctor_form(db: AsyncSession, body: wire.AttendingDoctorFormWithdrawal) -> None:
    """End the request of a link. One that has ended is left as it is, but for an opposition, which erases
    whatever is still kept. NotFound for a token that this server did not make."""
    at = clock.now()
    subject = _subject_of(body.token)
    if subject is None:
        raise NotFound("This link is not whole: copy it again from the page where you received it")
    community_id, case_id = subject
    await set_community(db, community_id)
    search, case = await dispatch.lock_of_case(db, case_id)
    actor = system_actor(community_id)
    action = rules.ENDS[wire.AttendingDoctorEnd(body.end.value)]
    if case.closed_at is None:
        opposes = body.end is wire.AttendingDoctorFormEnd.opposition
        line = TimelineKind.opposed if opposes else TimelineKind.closed
        await end(db, actor, search, case, action, at, line)
        return
    await audit.record(db, actor, "attending_doctor_request.withdrawn_again", "case", case.id)
    if body.end is wire.AttendingDoctorFormEnd.opposition:
        await erase_opposed(db, case, at)


async def _file(
    db: AsyncSession, actor: Actor, community: Community, body: wire.AttendingDoctorFormInput, at: datetime
) -> wire.AttendingDoctorFormReceipt:
    if errors := form_rules.errors_of(body):
        raise InvalidInput(errors=errors)
    source = Source(body.filed_by.value)
    # The name of a carer is kept with the person, encrypted: what the board reads says « Un proche ».
    requester = Requester("system", SYSTEM_ID, SAID[source], "")
    entered = wire.AttendingDoctorRequestInput(
        person=body.person.model_copy(update={"phone_of": form_rules.carer_of(body)}),
        email=body.email,
        informed=True,
        declared_doctor=body.declared_doctor,
        retires_on=body.retires_on,
        absence_reason=body.absence_reason,
        former_doctor=body.former_doctor,
        household_without_doctor=body.household_without_doctor,
        long_term_illness=body.long_term_illness,
        home_visit=body.home_visit,
        wheelchair=body.wheelchair,
        social_cover=body.social_cover,
        pregnancy=body.pregnancy,
        disability=body.disability,
        interpreter=body.interpreter,
    )
    filed = await file_request(db, actor, FilingSource(source, RequestOrigin.person, requester), entered, at)
    token = withdrawal_token(community.id, filed.case.id)
    return wire.AttendingDoctorFormReceipt(
        number=filed.case.number,
        # After the #, a browser keeps it to itself: no log of a server or proxy holds it.
        withdrawal_url=f"{settings().base_url.rstrip('/')}/sans-medecin/retrait#{token}",
        phone=community.coordination_phone,
    )


def withdrawal_token(community_id: UUID, case_id: UUID) -> str:
    """What takes a request back, 64 letters; kept nowhere, since only a server with the key can make it."""
    signature = keyed_hash("withdrawal of a public form", f"{community_id}|{case_id}")[:_SIGNATURE_BYTES]
    return base64.urlsafe_b64encode(community_id.bytes + case_id.bytes + signature).decode()


def _subject_of(token: str) -> tuple[UUID, UUID] | None:
    """The community and the case of a token that this server made; None for any other."""
    try:
        raw = base64.b64decode(token, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    community_id, case_id = UUID(bytes=raw[:16]), UUID(bytes=raw[16:32])
    whole = hmac.compare_digest(token.encode(), withdrawal_token(community_id, case_id).encode())
    return (community_id, case_id) if whole else None


def _purpose(community: Community) -> str:
    return f"attending doctor form of {community.id}"


async def _community_of(db: AsyncSession, finess: str) -> Community:
    """The community of that FINESS, whose rows this transaction reads from here on."""
    community = await db.scalar(select(Community).where(Community.finess == finess))
    if community is None:
        raise NotFound("No community has this form: look at the address again")
    await set_community(db, community.id)
    return community
