"""Persons and their care circle: for the request modules, and by the names of the contract's operations."""

from api.people.service.circle import (
    add_care_circle_member,
    read_care_circle,
    record_care_circle_consent,
    remove_care_circle_member,
)
from api.people.service.circle_ending import SaidOfCircle, take_back_again
from api.people.service.circle_views import list_care_circles
from api.people.service.corrections import FOLLOWS, LOCKS, Corrected, correct_identity, correct_people
from api.people.service.persons import (
    create_again,
    create_person,
    erase,
    hashes_of,
    identity_hash,
    people_like,
    people_named,
    read_identity,
    same_people,
    written_as,
)
from api.people.service.usual import CareCircle, attending_of, care_circles, set_care_circle

__all__ = [
    "FOLLOWS",
    "LOCKS",
    "CareCircle",
    "Corrected",
    "SaidOfCircle",
    "add_care_circle_member",
    "attending_of",
    "care_circles",
    "correct_identity",
    "correct_people",
    "create_again",
    "create_person",
    "erase",
    "hashes_of",
    "identity_hash",
    "list_care_circles",
    "people_like",
    "people_named",
    "read_care_circle",
    "read_identity",
    "record_care_circle_consent",
    "remove_care_circle_member",
    "same_people",
    "set_care_circle",
    "take_back_again",
    "written_as",
]
