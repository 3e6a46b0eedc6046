"""What every way out has in common: a message left, with a name and a price; or it did not, and why."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal


class NotSent(Exception):
    """The message was not taken. The French reason goes on the list of sendings: it holds no address and
    no number, since servers like to repeat them.

    `for_good`: trying again cannot help. `wait`: the provider asked to be left alone for that long.
    """

    def __init__(self, reason: str, *, for_good: bool = False, wait: timedelta | None = None) -> None:
        super().__init__(reason)
        self.reason, self.for_good, self.wait = reason, for_good, wait


@dataclass(frozen=True)
class Sent:
    """The message was taken. `provider_id` is its name there; `cost_cents` its price, when known.

    `delivered`: there is no receipt to wait for.
    """

    provider_id: str | None = None
    cost_cents: Decimal | None = None
    delivered: bool = False
