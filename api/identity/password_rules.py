"""Which passwords are taken, and how hard they are to guess. Pure."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from zxcvbn import zxcvbn

from api.contract.models import PasswordStrength
from api.identity.rules import PASSWORD_LINK_FOR, SHORTEST_PASSWORD, normal_password

LONGEST_PASSWORD = 128
"""Characters of one that is chosen (ASVS 2.1.2). Those of before may be longer, and open the door still."""

SHORT = f"Write at least {SHORTEST_PASSWORD} characters"
LONG = f"Write at most {LONGEST_PASSWORD} characters"
GUESSABLE = "Choose a password that is harder to guess: several words that have nothing to do with each other"

FIRST_LINK_FOR = timedelta(days=7)
"""How long the link serves that `maillage account create` prints, as an invitation does."""


def goes_on(until: datetime | None, at: datetime) -> bool:
    """Whether the last link of an account is good for longer than one that is asked for: the operator drew
    it, and it is sent once more instead of another, so that whoever knows the address takes it from nobody.
    """
    return until is not None and until > at + PASSWORD_LINK_FOR


_JUDGED = 40
"""Characters that are looked at: enough to be strong."""

_PLAIN = str.maketrans(dict.fromkeys("({[<|!+%", "~"))
"""Signs that stand for a letter in the tables of the library, and in nobody's password. With them, somebody
could make it try the combinations of all for seconds; without them it takes some milliseconds."""

_OUR_WORDS = """
maillage cpts motdepasse passe azerty azertyuiop qsdfghjklm wxcvbn bonjour bonsoir soleil chocolat doudou
administrateur administration coordination coordinateur coordinatrice medecin docteur infirmier
infirmiere pharmacie pharmacien pharmacienne secretaire secretariat cabinet hopital clinique sante
patient mairie janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
printemps automne hiver france paris marseille lyon
"""
"""What people of this platform try first, most of it French: the lists of the library are English."""


def why_refused(password: str, *about: str | None) -> str | None:
    """Why this may not be chosen as a password by the person whose name, address and so on are `about`;
    None when it may."""
    if len(password) < SHORTEST_PASSWORD:
        return SHORT
    if len(password) > LONGEST_PASSWORD:
        return LONG
    return GUESSABLE if strength(password, *about) is PasswordStrength.guessable else None


def strength(password: str, *about: str | None) -> PasswordStrength:
    """How hard a password is to guess for who knows what others choose, and what is `about` its owner: zxcvbn
    counts the tries."""
    judged = normal_password(password)[:_JUDGED].translate(_PLAIN)
    score = zxcvbn(judged, [*_words(about), *_OUR_WORDS.split()])["score"]
    if score < 3:  # of 4: up to a hundred million tries
        return PasswordStrength.guessable
    return PasswordStrength.good if score == 3 else PasswordStrength.strong


def _words(about: Iterable[str | None]) -> list[str]:
    """A name or an address, whole and by its words, as they would be typed."""
    known = [text.casefold() for text in about if text]
    return [part for text in known for part in (text, *text.split("@"), *re.findall(r"\w{3,}", text))]
