"""Who booked outside of any request is forgotten in time."""

from api.availability import service
from tests.availability.conftest import Opens, booking, slot, tomorrow_at
from tests.conftest import Database
from tests.roles import ShiftClock, SignedIn

KEPT = "SELECT count(*) FROM people WHERE identity_sealed IS NOT NULL AND identity_hash IS NOT NULL"


async def test_a_person_booked_directly_is_forgotten_some_months_later_and_the_figures_stay(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, database: Database, shift_clock: ShiftClock
) -> None:
    made = await opens(doctor)
    booked = await colleague.call("bookAppointment", json=booking(slot(made, tomorrow_at(9))))
    assert booked.status_code == 201, booked.text
    shift_clock(days=92)
    await service.forget_people(0)
    assert database.sql(KEPT) == [(1,)]
    shift_clock(days=4)
    await service.forget_people(0)
    assert database.sql(KEPT) == [(0,)]
    assert database.sql("SELECT person_id, age_band FROM appointments") == [(None, "years_70_79")]
    erased = "SELECT count(*) FROM audit_entries WHERE action = 'person.identity_erased'"
    assert database.sql(erased) == [(1,)]
