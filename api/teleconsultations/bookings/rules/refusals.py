"""How bookings of teleconsultations say no."""

from api.contract.models import ProblemType
from api.core.problems import Conflict, Refusal


class HoldGone(Refusal):
    """The hold was good for some minutes, which have passed, or it was let go."""

    status, type = 410, ProblemType.teleconsultation_hold_expired
    title = "This time is no longer held: hold one again"


class AlreadyBooked(Conflict):
    """This hold was booked already, or the kiosk calls another booking so; `related_id` is that booking."""

    type, title = ProblemType.teleconsultation_already_booked, "This was booked already"


class SiteNotBookable(Conflict):
    """The site is shut then, lacks something, or nobody trained is there."""

    type, title = ProblemType.site_not_bookable, "Nothing can be booked at this site then"


class UsualDoctorFirst(Conflict):
    """So near, another doctor answers only once the usual one was contacted (domain rules §4.2)."""

    type, title = ProblemType.usual_doctor_first, "Contact the usual doctor first"


class ConsentMissing(Conflict):
    """The person did not agree to the video: the call does not begin."""

    type, title = ProblemType.consent_missing, "The person has not agreed to the video"


class KioskEventsMissing(Conflict):
    """Earlier events of this outbox did not arrive."""

    type, title = ProblemType.kiosk_events_missing, "Earlier events are missing: send them first"


class KioskEventReused(Conflict):
    """This id or this number served another event."""

    type, title = ProblemType.kiosk_event_reused, "This id or number served another event"
