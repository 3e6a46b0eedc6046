"""The stage on which the demonstration's requests are lived: people act through the real services.

Each act is one transaction at its own instant in the past, exactly as it would have happened.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.service import free_slots
from api.cases.service import mark_thread_read, post_message
from api.cases.tables import Case
from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.db import unit_of_work
from api.dispatch import service as dispatching
from api.dispatch.tables import Offer
from api.identity import service as identity
from api.identity.tables import Community
from api.notifications.service import deliver_due, write_summaries
from api.notifications.ways import summary_due
from api.people import service as people
from api.seed.people import DemoPerson
from api.unscheduled_care import service as requests


@dataclass
class Stage:
    """One community, its cast by name, its invented patients, and the present instant."""

    community: Community
    cast: dict[str, Actor]
    patients: Iterator[DemoPerson]
    now: datetime

    def ago(self, minutes: float) -> datetime:
        """The instant that many minutes before now."""
        return self.now - timedelta(minutes=minutes)

    def patient(self, *, ages: tuple[int, int] = (0, 130)) -> DemoPerson:
        """The next invented patient within that range of years (upper bound excluded)."""
        today = self.now.astimezone(ZoneInfo(self.community.time_zone)).date()
        for person in self.patients:
            if ages[0] <= (today - person.birth_date).days / 365.25 < ages[1]:
                return person
        raise LookupError("The demonstration has run out of invented patients")

    async def ask(
        self,
        who: str,
        at: datetime,
        need: wire.Need,
        *,
        person: DemoPerson | None = None,
        urgency: wire.Urgency = wire.Urgency.within_24_hours,
        mobility: wire.Mobility = wire.Mobility.can_travel,
        attending: UUID | None = None,
        note: str | None = None,
        informed: bool = True,
        caller: tuple[str, str] | None = None,
    ) -> UUID:
        """Somebody files a request; its id. `caller` is who phoned, when the coordinator types it."""
        person = person or self.patient()
        known = wire.AttendingDoctorStatus.known if attending else wire.AttendingDoctorStatus.none
        facts: dict[str, Any] = {
            "red_flags": [],
            "person": person_facts(person),
            "need": need,
            "urgency": urgency,
            "mobility": mobility,
            "attending_doctor_status": known,
            "note": note,
            "informed": informed,
        }
        if attending is not None:
            facts |= {
                "attending_professional_id": attending,
                "attending_contact": wire.AttendingDoctorContact.not_called,
            }
        if caller is not None:
            facts |= {"requested_for": caller[0], "requested_for_phone": caller[1]}
        body = wire.UnscheduledCareRequestInput.model_validate(facts)
        async with self.act(at) as db:
            request = await requests.create_unscheduled_care_request(db, self.cast[who], body, at=at)
        return request.id

    async def red_flag(self, who: str, at: datetime, flag: wire.RedFlag) -> None:
        """Somebody ticks a sign of alert: the request ends on the 15."""
        body = wire.UnscheduledCareRequestInput.model_validate({"red_flags": [flag]})
        async with self.act(at) as db:
            await requests.create_unscheduled_care_request(db, self.cast[who], body, at=at)

    async def time_passes(self, until: datetime) -> None:
        """What the sweep would have done by then."""
        with clock.living_at(until):
            await dispatching.tick(self.community.id, until)
            await deliver_due(self.community.id)

    async def summary_leaves(self) -> None:
        """The last daily summary before now leaves at its hour, so that the next one waits for its own."""
        async with unit_of_work(self.community.id) as db:
            rules = (await identity.rules_of(db, self.community.id)).notifications
        zone = ZoneInfo(self.community.time_zone)
        due = summary_due(rules.summary_at, at=self.now, zone=zone)
        async with self.act(due) as db:
            await write_summaries(db, self.community.id, due)

    async def seen(self, who: str, request_id: UUID, at: datetime) -> None:
        """A professional opens the offer."""
        async with self.act(at) as db:
            offer = await self._offer(db, who, request_id)
            if offer is not None:
                await dispatching.mark_offer_seen(db, self.cast[who], offer, at=at)

    async def declines(self, who: str, request_id: UUID, at: datetime, reason: wire.DeclineReason) -> None:
        """A professional who was asked declines."""
        async with self.act(at) as db:
            offer = await self._offer(db, who, request_id)
            if offer is not None:
                body = wire.OfferDecline(reason=reason)
                await dispatching.decline_offer(db, self.cast[who], offer, body, at=at)

    async def accepts(
        self, who: str, request_id: UUID, at: datetime, *, not_before: datetime | None = None
    ) -> bool:
        """A professional who was asked accepts, with the first free slot from then that is soon enough, else
        with an hour to be agreed on the phone; false when not asked."""
        async with self.act(at) as db:
            offer = await self._offer(db, who, request_id)
            if offer is None:
                return False
            actor = self.cast[who]
            latest, wished = at + timedelta(hours=48), (await db.get_one(Case, request_id)).wished_before
            slots = await free_slots(
                db,
                professional_ids=[actor.professional_id] if actor.professional_id else [],
                from_at=not_before or at + timedelta(minutes=15),
                to_at=latest if wished is None else min(latest, wished),
                at=at,
                mode=wire.CareMode.office,
            )
            facts = {"slot_id": slots[0].slot_id} if slots else {}
            body = wire.OfferAcceptance.model_validate(facts)
            await dispatching.accept_offer(db, actor, offer, body, at=at)
        return True

    async def takes(self, who: str, request_id: UUID, at: datetime) -> bool:
        """A professional who was asked accepts, and gives no time; false when not asked."""
        async with self.act(at) as db:
            offer = await self._offer(db, who, request_id)
            if offer is not None:
                body = wire.OfferAcceptance()
                await dispatching.accept_offer(db, self.cast[who], offer, body, at=at)
        return offer is not None

    async def comes(self, who: str, request_id: UUID, at: datetime, *, eta_minutes: int) -> bool:
        """A certifier who was asked accepts, and is there in so many minutes; false when not asked."""
        async with self.act(at) as db:
            offer = await self._offer(db, who, request_id)
            if offer is None:
                return False
            body = wire.OfferAcceptance(eta_minutes=eta_minutes)
            await dispatching.accept_offer(db, self.cast[who], offer, body, at=at)
        return True

    async def writes(self, who: str, request_id: UUID, at: datetime, text: str) -> UUID:
        """Somebody writes on the thread of a request; the id of the message."""
        async with self.act(at) as db:
            body = wire.MessageInput(text=text)
            return (await post_message(db, self.cast[who], request_id, body)).id

    async def reads(self, who: str, request_id: UUID, at: datetime, message_id: UUID) -> None:
        """Somebody reads the thread of a request up to a message."""
        async with self.act(at) as db:
            body = wire.ThreadReadingInput(up_to=message_id)
            await mark_thread_read(db, self.cast[who], request_id, body)

    async def follow(
        self, nurse: str, request_id: UUID, at: datetime, others: dict[str, wire.CareRole]
    ) -> None:
        """The person of a request agrees to a circle of the nurse who follows them and of these others."""
        actor = self.cast[nurse]
        async with self.act(at) as db:
            person_id = (await db.get_one(Case, request_id)).person_id
            assert person_id is not None  # noqa: S101  the stories name somebody
            agreed = wire.CareCircleConsentInput(
                decision=wire.CareCircleConsent.given,
                given_by=wire.CareCircleConsentBy.person,
                means=wire.CareCircleConsentMeans.in_person,
            )
            await people.record_care_circle_consent(db, actor, person_id, agreed)
            own = wire.CareCircleMemberInput(role=wire.CareRole.nurse)
            await people.add_care_circle_member(db, actor, person_id, own)
            for name, role in others.items():
                named = wire.CareCircleMemberInput(role=role, professional_id=self.cast[name].professional_id)
                await people.add_care_circle_member(db, actor, person_id, named)

    async def agrees(self, who: str, case_id: UUID, at: datetime) -> bool:
        """A professional who was asked accepts, the hour being agreed with the person; false when not
        asked."""
        async with self.act(at) as db:
            offer = await self._offer(db, who, case_id)
            if offer is None:
                return False
            await dispatching.accept_offer(db, self.cast[who], offer, wire.OfferAcceptance(), at=at)
        return True

    async def whole_of(self, case_id: UUID) -> UUID:
        """The request that a need is a part of."""
        async with unit_of_work(self.community.id) as db:
            return (await db.get_one(Case, case_id)).whole_id

    async def version(self, request_id: UUID) -> int:
        """The version of a request of any kind, as it is now."""
        async with unit_of_work(self.community.id) as db:
            return (await db.get_one(Case, request_id)).version

    async def appointment(self, who: str, request_id: UUID) -> wire.Appointment | None:
        """The appointment of the request, as this person reads it."""
        async with unit_of_work(self.community.id) as db:
            return (await requests.get_unscheduled_care_request(db, self.cast[who], request_id)).appointment

    async def _offer(self, db: AsyncSession, who: str, request_id: UUID) -> UUID | None:
        return await db.scalar(
            select(Offer.id).where(
                Offer.case_id == request_id,
                Offer.professional_id == self.cast[who].professional_id,
                Offer.state == wire.OfferState.pending,
            )
        )

    @asynccontextmanager
    async def act(self, at: datetime) -> AsyncIterator[AsyncSession]:
        """One transaction at an instant of the past, then the messages that it left."""
        with clock.living_at(at):
            async with unit_of_work(self.community.id) as db:
                yield db
            await deliver_due(self.community.id)


def person_facts(person: DemoPerson) -> dict[str, object]:
    """An invented patient as the contract writes a person."""
    return {
        "family_name": person.family_name,
        "given_name": person.given_name,
        "birth_date": person.birth_date.isoformat(),
        "sex": person.sex,
        "phone": person.phone,
        "phone_of": person.phone_of,
        "commune_insee": person.commune_insee,
        "sector": person.sector,
        "address_line": person.address_line,
    }
