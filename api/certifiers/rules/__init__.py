"""Who may certify a death, and who is wanted on the rota. PURE."""

from api.certifiers.rules.dossiers import (
    DOCTORS,
    CertifierFacts,
    category_of,
    changed_facts,
    doctor_may,
    errors_of_dossier,
    is_said,
    lacks_of,
    nurse_may,
    order_list_until,
)
from api.certifiers.rules.rota import (
    WEEK,
    Gap,
    Held,
    gaps_of,
    later_by,
    monday_of,
    wanted_between,
    week_bounds,
    why_left_out,
)

__all__ = [
    "DOCTORS",
    "WEEK",
    "CertifierFacts",
    "Gap",
    "Held",
    "category_of",
    "changed_facts",
    "doctor_may",
    "errors_of_dossier",
    "gaps_of",
    "is_said",
    "lacks_of",
    "later_by",
    "monday_of",
    "nurse_may",
    "order_list_until",
    "wanted_between",
    "week_bounds",
    "why_left_out",
]
