"""One request of one community, and the clock: the scene on which a machine plays any course."""

from uuid import UUID

from api.contract import models as wire
from api.core.actor import Actor
from api.unscheduled_care import service as care
from tests.dispatch.one_case import OneCase
from tests.dispatch.scene import PERSON, a_request

DOCTORS = 4


class OneRequest(OneCase):
    """One request of one community, four doctors (the first is the attending one), and the clock."""

    async def _filed(self) -> UUID:
        self.doctors = [await self._doctor(who) for who in range(DOCTORS)]
        body = a_request(
            person=PERSON | {"family_name": "Essai"},
            attending_doctor_status="known",
            attending_professional_id=str(self.doctors[0].professional_id),
        )
        filed = await self._do(
            lambda db: care.create_unscheduled_care_request(
                db, self.coordinator, wire.UnscheduledCareRequestInput.model_validate(body)
            )
        )
        return filed.id

    async def _doctor(self, who: int) -> Actor:
        latitude = 48.79 if who < 3 else 48.99  # the last one lives too far for the near wave
        return await self._do(
            lambda db: self._professional(db, who, latitude=latitude, unscheduled_care=True)
        )

    def offer_to(self, who: int) -> UUID | None:
        """The last offer made to a doctor, whatever its state."""
        _, _, offers = self.read()
        mine = [o.id for o in offers if o.professional_id == self.doctors[who].professional_id]
        return mine[-1] if mine else None

    def version(self, *, of_search: bool) -> int:
        """The version that a page would have read just now."""
        case, search, _ = self.read()
        return search.version if of_search else case.version
