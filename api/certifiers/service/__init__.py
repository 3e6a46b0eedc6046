"""What certifiers and their rota do, by the names of the contract's operations, and what others ask."""

from api.certifiers.service.adding import add_certifier
from api.certifiers.service.dossiers import (
    get_certifier,
    get_my_certifier,
    list_certifiers,
    replace_certifier,
)
from api.certifiers.service.facts import Setting, certifier_facts, setting_of
from api.certifiers.service.gaps import tell_gaps
from api.certifiers.service.rota import (
    copy_death_rota_week,
    get_death_rota,
    move_on_death_rota,
    put_on_death_rota,
    take_off_death_rota,
)
from api.certifiers.service.shifts import on_rota

__all__ = [
    "Setting",
    "add_certifier",
    "certifier_facts",
    "copy_death_rota_week",
    "get_certifier",
    "get_death_rota",
    "get_my_certifier",
    "list_certifiers",
    "move_on_death_rota",
    "on_rota",
    "put_on_death_rota",
    "replace_certifier",
    "setting_of",
    "take_off_death_rota",
    "tell_gaps",
]
