"""What somebody means by « medecin vsite » or « infirmiere gardanne »: words of French, with their typos.

What is not understood is a name. What is understood only by correcting it may be a name too: the caller says
which of those words are names in the territory, and they are then left alone.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from api.directory.rules.vocabulary import EXPRESSIONS, SMALL_WORDS, TITLES, Meaning, singular

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "ß": "ss", "đ": "d"})
_LONGEST_EXPRESSION = max(map(len, EXPRESSIONS))
_SHORTEST_CORRECTED, _SHORTEST_BEGINNING = 5, 4
"""Letters from which a word may hold a typo, or be the beginning of a longer word."""


@dataclass(frozen=True)
class Understanding:
    """What was read in a search.

    `names` are the plain words left to look for in names. `doubtful` are the words that were corrected or
    completed: should one of them be a name, ask again with it in `names`. `labels` say in French what was
    understood. Codes: a professional must have one of `professions` and one of `specialties`, when any.
    """

    names: tuple[str, ...]
    doubtful: frozenset[str]
    labels: tuple[str, ...]
    professions: frozenset[str]
    specialties: frozenset[str]
    commune_insee: str | None
    rpps: str | None
    home_visits: bool
    new_patients: bool
    unscheduled_care: bool


def plain_words(text: str) -> list[str]:
    """The words of a text without accents, case or punctuation: « L’Haÿ-les-Roses » gives l hay les roses."""
    spread = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return re.findall(r"[^\W_]+", "".join(letter for letter in spread if not unicodedata.combining(letter)))


def understand(
    text: str, *, communes: Mapping[str, str] | None = None, names: Collection[str] = ()
) -> Understanding:
    """What `text`, as typed, asks for.

    `communes` are those of the territory, name by INSEE code: one of them is understood only beside a
    profession or a need, for many people bear the name of a village. `names` are plain words known to be
    names, never to be corrected into something else.
    """
    words = plain_words(text)
    rpps = _rpps(words)
    if rpps is not None:
        return _understanding([], [], [], None, rpps)
    if len(words) > 1:
        words = [word for word in words if word not in TITLES] or words
    found: list[Meaning] = []
    left: list[str] = []
    doubtful: list[str] = []
    at = 0
    while at < len(words):
        size, meaning, sure = _expression(words[at:], names)
        if meaning is None:
            left.append(words[at])
        else:
            found.append(meaning)
            doubtful += [] if sure else words[at : at + size]
        at += size
    left = [word for word in left if word not in SMALL_WORDS] or (left if not found else [])
    commune = None
    if found and left and communes:
        commune, left = _commune(left, communes)
    return _understanding(found, left, doubtful, commune, None, communes)


def _understanding(
    found: list[Meaning],
    left: list[str],
    doubtful: list[str],
    commune: str | None,
    rpps: str | None,
    communes: Mapping[str, str] | None = None,
) -> Understanding:
    labels = dict.fromkeys(meaning.label for meaning in found)
    if commune is not None and communes:
        labels[communes[commune]] = None
    if rpps is not None:
        labels[f"RPPS {rpps}"] = None
    return Understanding(
        names=tuple(dict.fromkeys(left)),
        doubtful=frozenset(doubtful),
        labels=tuple(labels),
        professions=frozenset(code for meaning in found for code in meaning.professions),
        specialties=frozenset(code for meaning in found for code in meaning.specialties),
        commune_insee=commune,
        rpps=rpps,
        home_visits=any(meaning.home_visits for meaning in found),
        new_patients=any(meaning.new_patients for meaning in found),
        unscheduled_care=any(meaning.unscheduled_care for meaning in found),
    )


def _rpps(words: list[str]) -> str | None:
    """An RPPS number, however spaced, with or without the 8 that stands before it in national messages."""
    digits = "".join(words)
    if not (digits.isascii() and digits.isdigit()):
        return None
    return digits[-11:] if len(digits) == 11 or (len(digits) == 12 and digits[0] == "8") else None


def _expression(words: list[str], names: Collection[str]) -> tuple[int, Meaning | None, bool]:
    """The longest expression that begins here: its length, its meaning if any, whether word for word."""
    for size in range(min(_LONGEST_EXPRESSION, len(words)), 0, -1):
        said = tuple(singular(word) for word in words[:size])
        if (meaning := EXPRESSIONS.get(said)) is not None:
            return size, meaning, True
    for size in range(min(_LONGEST_EXPRESSION, len(words)), 0, -1):
        if any(word in names for word in words[:size]):
            continue
        said = tuple(singular(word) for word in words[:size])
        if (meaning := _nearest(said)) is not None:
            return size, meaning, False
    return 1, None, True


def _nearest(said: tuple[str, ...]) -> Meaning | None:
    """The expression that these words are with typos, or the beginning of; None when none or several."""
    fits = [
        (cost, meaning)
        for expression, meaning in EXPRESSIONS.items()
        if len(expression) == len(said) and (cost := _cost(said, expression)) is not None
    ]
    best = min((cost for cost, _ in fits), default=0)
    meanings = {meaning.label: meaning for cost, meaning in fits if cost == best}
    return next(iter(meanings.values())) if len(meanings) == 1 else None


def _cost(said: tuple[str, ...], expression: tuple[str, ...]) -> int | None:
    """How many letters are wrong; 1 for a beginning; None when these are other words."""
    total = 0
    for word, wanted in zip(said, expression, strict=True):
        if word == wanted:
            continue
        if len(said) == 1 and len(word) >= _SHORTEST_BEGINNING and wanted.startswith(word):
            total += 1
            continue
        allowed = 0 if len(word) < _SHORTEST_CORRECTED else 1 if len(word) < 8 else 2
        # The first letter is seldom wrong, and holding to it keeps most names from being corrected.
        if not allowed or word[0] != wanted[0] or abs(len(word) - len(wanted)) > allowed:
            return None
        wrong = edits(word, wanted)
        if wrong > allowed:
            return None
        total += wrong
    return total


def edits(one: str, other: str) -> int:
    """Letters added, dropped, changed or swapped with their neighbour between two words."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i] + [0] * len(other)
        for j, wanted in enumerate(other, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                row[j] = min(row[j], older[j - 2] + 1)
    return row[-1]


def wrong_letters_allowed(typed: str) -> int:
    """How many letters may be wrong: one makes another short name, so short words must be right."""
    return 0 if len(typed) < 4 else 1 if len(typed) < 6 else 2


def wrong_letters(typed: str, name: str) -> int | None:
    """How many letters are wrong if `typed` is `name`; None when these are two names."""
    allowed = wrong_letters_allowed(typed)
    if abs(len(typed) - len(name)) > allowed:
        return None
    wrong = edits(typed, name)
    return wrong if wrong <= allowed else None


def _commune(words: list[str], communes: Mapping[str, str]) -> tuple[str | None, list[str]]:
    """The commune that all these words name, entirely or by its first word; and the words left."""
    for insee, name in communes.items():
        wanted = [word for word in plain_words(name) if word not in SMALL_WORDS]
        if words == wanted or (len(words) == 1 and len(words[0]) >= 5 and words[0] == wanted[0]):
            return insee, []
    return None, words
