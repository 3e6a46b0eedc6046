"""Who may certify a death, and who is wanted on the rota. PURE."""

from api.certifiers.rules.dossiers import (
    CertifierFacts,
    category_of,
    changed_facts,
    errors_of_dossier,
    is_said,
    lacks_of,
    order_list_until,
)
from api.certifiers.rules.rota import (
    MORNING,
    WEEK,
    Gap,
    Held,
    at_wall,
    gaps_of,
    later_by,
    monday_of,
    wanted_between,
    week_bounds,
    why_left_out,
)

__all__ = [
    "MORNING",
    "WEEK",
    "CertifierFacts",
    "Gap",
    "Held",
    "at_wall",
    "category_of",
    "changed_facts",
    "errors_of_dossier",
    "gaps_of",
    "is_said",
    "lacks_of",
    "later_by",
    "monday_of",
    "order_list_until",
    "wanted_between",
    "week_bounds",
    "why_left_out",
]
