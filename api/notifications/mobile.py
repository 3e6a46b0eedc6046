"""Which numbers take an SMS. Pure.

Mobile prefixes of the French numbering plan (ARCEP, decision 2018-0881 and its changes): 06 and 07 in
metropolitan France, without 0700 (between machines); in the overseas départements and in Saint-Martin and
Saint-Barthélemy those below, each behind its own country code.
"""

import re

_MOBILE = re.compile(
    r"\+(?:"
    r"33(?:6[0-9]{2}|7[1-9][0-9]|70[1-9])[0-9]{6}"
    r"|590(?:690|691)[0-9]{6}"  # Guadeloupe, Saint-Martin, Saint-Barthélemy
    r"|594694[0-9]{6}"  # Guyane
    r"|596(?:696|697)[0-9]{6}"  # Martinique
    r"|262(?:692|693|639)[0-9]{6}"  # La Réunion, Mayotte
    r")"
)


def takes_sms(phone: str | None) -> bool:
    """Whether a number in E.164 is a French mobile one: never a landline, nor a number we know nothing of."""
    return phone is not None and _MOBILE.fullmatch(phone) is not None
