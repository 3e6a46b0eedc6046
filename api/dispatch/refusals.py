"""How the offer engine says no."""

from api.contract.models import ProblemType
from api.core.problems import Conflict, refuses


@refuses("uq_offers_dispatch_id_accepted")
class OfferTaken(Conflict):
    """Somebody else accepted first. The engine decides it under a lock; the index is the net below."""

    type, title = ProblemType.offer_taken, "Somebody else accepted first"


class OfferLapsed(Conflict):
    """The time to answer has passed, and the request has gone to the network."""

    type, title = ProblemType.offer_lapsed, "The time to answer has passed"


class OfferWithdrawn(Conflict):
    """The request no longer needs anybody: it was cancelled or closed."""

    type, title = ProblemType.offer_withdrawn, "The request no longer needs an answer"


class OfferAlreadyAnswered(Conflict):
    """This person has given another answer before."""

    type, title = ProblemType.offer_already_answered, "You have already answered this offer"


class NotEligible(Conflict):
    """This professional cannot take this request."""

    type, title = ProblemType.not_eligible, "This professional cannot take this request"
