"""Finding the calendars of a CalDAV account, while its owner waits. Nothing is kept."""

import asyncio
from urllib.parse import urljoin
from weakref import WeakKeyDictionary

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.contract import models as wire
from api.contract.models import OutsideCalendarError
from api.core.actor import Actor
from api.core.ics import finding
from api.core.ics.finding import Resource
from api.core.ics.results import NotACalendar
from api.core.outgoing import Limits, OutgoingRefused, check_url, fetch
from api.core.problems import FieldError, InvalidInput, NotAllowed

PATIENCE = 20.0
"""Seconds for the whole search: somebody looks at a button meanwhile."""

LIMITS = Limits(seconds=10.0, body_bytes=1_000_000)

MOST_FOUND = 50

AT_ONCE = 4
_places: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


class _Failed(Exception):
    def __init__(self, error: OutsideCalendarError) -> None:
        super().__init__(error)
        self.error = error


async def find_caldav_calendars(
    db: AsyncSession, actor: Actor, body: wire.CaldavSearch
) -> wire.CaldavCalendars:
    """The calendars of the account at an address, or the calendar that is there; `error` when none is.

    InvalidInput for an address that is not to be reached.
    """
    if actor.professional_id is None:
        raise NotAllowed("Only a professional has agendas")
    try:
        check_url(body.url)
    except OutgoingRefused as refusal:
        raise InvalidInput(errors=[FieldError("/url", str(refusal))]) from refusal
    user_name = rules.told(body.user_name)
    basic = (user_name, rules.told(body.password) or "") if user_name is not None else None
    try:
        async with asyncio.timeout(PATIENCE), _place():
            found = await _Account(body.url, basic).calendars()
    except TimeoutError:
        return wire.CaldavCalendars(calendars=[], error=OutsideCalendarError.too_slow)
    except _Failed as failure:
        return wire.CaldavCalendars(calendars=[], error=failure.error)
    return wire.CaldavCalendars(calendars=found, error=None)


class _Account:
    """What somebody knows of their account: an address, and how they sign in there."""

    def __init__(self, url: str, basic: tuple[str, str] | None) -> None:
        self.url = str(check_url(url))
        self.host, self.basic = check_url(url).host, basic

    async def calendars(self) -> list[wire.CaldavCalendar]:
        """Of the address itself, else of the place where its server keeps CalDAV. Raises _Failed."""
        first: OutsideCalendarError | None = None
        for start in dict.fromkeys((self.url, urljoin(self.url, finding.WELL_KNOWN))):
            try:
                found = await self._from(start)
            except _Failed as failure:
                if failure.error not in (OutsideCalendarError.vanished, *_NO_DAV):
                    raise
                first = first or failure.error
                continue
            if found:
                return found
            first = first or OutsideCalendarError.not_a_calendar
        assert first is not None  # noqa: S101  each start returned, or said why not
        raise _Failed(first)

    async def _from(self, start: str) -> list[wire.CaldavCalendar]:
        here, [own, *_] = await self._ask(start, 0)
        if own.calendar:
            return self._shown(here, [own])
        where = own.home and urljoin(here, own.home)
        if where is None and own.principal is not None:
            principal, [account, *_] = await self._ask(urljoin(here, own.principal), 0)
            where = account.home and urljoin(principal, account.home)
        return self._shown(*await self._ask(where or here, 1))

    async def _ask(self, url: str, depth: int) -> tuple[str, list[Resource]]:
        """Where the answer came from, and what it says: one resource at least. Raises _Failed."""
        try:
            trusted = rules.same_house(self.host, check_url(url).host)
            answer = await fetch(
                url,
                method="PROPFIND",
                headers=finding.headers(depth),
                content=finding.QUESTION,
                basic=self.basic if trusted else None,
                limits=LIMITS,
            )
        except OutgoingRefused as refusal:
            raise _Failed(rules.ERRORS[refusal.cause]) from refusal
        if (error := rules.error_of_status(answer.status)) is not None:
            raise _Failed(error)
        try:
            found = finding.resources(answer.body)
        except NotACalendar as error:
            raise _Failed(OutsideCalendarError.not_a_calendar) from error
        if not found:
            raise _Failed(OutsideCalendarError.not_a_calendar)
        return answer.url, found

    def _shown(self, here: str, found: list[Resource]) -> list[wire.CaldavCalendar]:
        shown = []
        for resource in found:
            url = urljoin(here, resource.href)
            if not (resource.calendar and resource.events and self._may_be_read(url)):
                continue
            shown.append(wire.CaldavCalendar(url=url, name=resource.name or "CalDAV"))
        return shown[:MOST_FOUND]

    def _may_be_read(self, url: str) -> bool:
        """Whether it may be added, with the password that was given."""
        try:
            return rules.same_house(self.host, check_url(url).host)
        except OutgoingRefused:
            return False


_NO_DAV = (OutsideCalendarError.answered_error, OutsideCalendarError.not_a_calendar)
"""How a server answers at an address where it keeps a page, and no calendar."""


def _place() -> asyncio.Semaphore:
    """At most four searches at once in a process: others wait."""
    loop = asyncio.get_running_loop()
    return _places.setdefault(loop, asyncio.Semaphore(AT_ONCE))
