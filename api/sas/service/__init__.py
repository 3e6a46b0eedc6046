"""What this module does, by the names of the contract's operations; importing it makes it follow."""

from api.sas.service import figures
from api.sas.service.following import TellPlatform
from api.sas.service.listing import list_sas_transmissions, retry_sas_transmission
from api.sas.service.sending import forget_old, send_due

__all__ = [
    "TellPlatform",
    "figures",
    "forget_old",
    "list_sas_transmissions",
    "retry_sas_transmission",
    "send_due",
]
