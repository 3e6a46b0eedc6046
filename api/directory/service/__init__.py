"""What the directory does, by the names of the contract's operations, and what other modules ask of it."""

from api.directory.rules import distance_km
from api.directory.service.asking import keep_pages_true
from api.directory.service.bringing_in import bring_in_doctor
from api.directory.service.changes import list_directory_changes
from api.directory.service.colleagues import colleagues_of
from api.directory.service.duties import create_duty, delete_duty, list_duties
from api.directory.service.entries import list_directory_entries
from api.directory.service.exports import (
    export_organisations,
    export_professionals,
    get_organisation_card,
    get_professional_card,
)
from api.directory.service.facets import list_directory_facets
from api.directory.service.importing import (
    ImportRefused,
    ImportReport,
    Site,
    import_rpps,
)
from api.directory.service.inviting import (
    invite_newcomer,
    send_newcomer_invitation,
    withdraw_newcomer_invitation,
)
from api.directory.service.leave import LEAVES, Leave
from api.directory.service.measured import MEASURES
from api.directory.service.members import (
    Member,
    keep_without_practice,
    leavers_of,
    member_of,
    members_at,
    members_of,
    practises,
    present_among,
    set_not_before,
)
from api.directory.service.memberships import (
    get_my_membership,
    replace_my_membership,
    volunteer_for_teleconsultation,
)
from api.directory.service.newcomers import list_newcomers, welcome_newcomer
from api.directory.service.organisations import (
    list_open_now,
    open_places,
    organisation_of,
    search_organisations,
)
from api.directory.service.page import confirm_my_membership, replace_my_page
from api.directory.service.professionals import get_professional, practices_of, summaries
from api.directory.service.reach import reach_of
from api.directory.service.search import list_professional_points, search_professionals
from api.directory.service.structure_page import get_organisation, replace_organisation_page
from api.directory.service.territory import Place, get_community, get_territory, place_of
from api.notifications.service import REACH

REACH.append(reach_of)

__all__ = [
    "bring_in_doctor",
    "LEAVES",
    "Leave",
    "MEASURES",
    "ImportRefused",
    "ImportReport",
    "Member",
    "Place",
    "Site",
    "create_duty",
    "delete_duty",
    "colleagues_of",
    "confirm_my_membership",
    "distance_km",
    "export_organisations",
    "export_professionals",
    "get_community",
    "get_my_membership",
    "get_organisation",
    "get_organisation_card",
    "get_professional",
    "get_professional_card",
    "get_territory",
    "import_rpps",
    "keep_pages_true",
    "invite_newcomer",
    "keep_without_practice",
    "leavers_of",
    "list_directory_entries",
    "list_directory_changes",
    "list_directory_facets",
    "list_duties",
    "list_newcomers",
    "list_open_now",
    "list_professional_points",
    "member_of",
    "members_at",
    "members_of",
    "open_places",
    "organisation_of",
    "place_of",
    "practices_of",
    "practises",
    "present_among",
    "replace_my_membership",
    "replace_my_page",
    "replace_organisation_page",
    "search_organisations",
    "search_professionals",
    "send_newcomer_invitation",
    "set_not_before",
    "summaries",
    "volunteer_for_teleconsultation",
    "welcome_newcomer",
    "withdraw_newcomer_invitation",
]
