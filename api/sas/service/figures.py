"""How many transmissions wait or failed, for Prometheus."""

from prometheus_client import Gauge
from sqlalchemy import func, select

from api.contract.models import SasTransmissionState
from api.core import metrics
from api.core.db import unit_of_work
from api.sas.tables import SasTransmission

COUNTED = (SasTransmissionState.waiting, SasTransmissionState.failed)

TRANSMISSIONS = Gauge(
    "maillage_sas_transmissions",
    "Appointments that the SAS platform is not told of yet, or refused",
    ["state"],
    registry=metrics.REGISTRY,
)


async def count() -> None:
    """Read them; when that fails, no figure is better than an old one."""
    TRANSMISSIONS.clear()
    async with unit_of_work() as db:
        counted = select(SasTransmission.state, func.count()).group_by(SasTransmission.state)
        found = {
            row[0]: row[1] for row in await db.execute(counted.where(SasTransmission.state.in_(COUNTED)))
        }
    for state in COUNTED:
        TRANSMISSIONS.labels(state.value).set(found.get(state, 0))


metrics.READERS.append(count)
