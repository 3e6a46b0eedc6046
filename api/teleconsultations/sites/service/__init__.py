"""What sites of teleconsultation do, by the names of the contract's operations, and what bookings ask."""

from api.teleconsultations.sites.service.census import (
    get_my_teleconsultation,
    list_teleconsultation_assistants,
    replace_my_teleconsultation,
    replace_teleconsultation_training,
)
from api.teleconsultations.sites.service.keeping import (
    record_teleconsultation_connection_test,
    replace_teleconsultation_site_kit,
    replace_teleconsultation_site_opening,
)
from api.teleconsultations.sites.service.people import replace_teleconsultation_site_people
from api.teleconsultations.sites.service.sites import (
    get_teleconsultation_site,
    list_teleconsultation_sites,
    open_teleconsultation_site,
    replace_teleconsultation_site,
)
from api.teleconsultations.sites.service.times import SiteTime, site_times

__all__ = [
    "SiteTime",
    "get_my_teleconsultation",
    "get_teleconsultation_site",
    "list_teleconsultation_assistants",
    "list_teleconsultation_sites",
    "open_teleconsultation_site",
    "record_teleconsultation_connection_test",
    "replace_my_teleconsultation",
    "replace_teleconsultation_site",
    "replace_teleconsultation_site_kit",
    "replace_teleconsultation_site_opening",
    "replace_teleconsultation_site_people",
    "replace_teleconsultation_training",
    "site_times",
]
