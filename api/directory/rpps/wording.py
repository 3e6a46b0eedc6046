"""The national files write in capitals; a directory page should not shout."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LOWER = _words("a à au aux d de des du en et l la le les par pour s sous sur")
_KEPT = _words(
    "APHP CAMI CCAS CH CHI CHU CMP CMS CPTS EHPAD GCS HAD IDEL IRM MSP PMI SAMI SAS SCM SCP SELARL "
    "SELAS SISA SSIAD"
)
# Common nouns of a place's name: « Cabinet médical du Fort », « Maison de santé du Plateau ».
_NOUNS = _words(
    "dentaire dentaires infirmier infirmiers infirmière infirmières kinésithérapie médecine médical médicale "
    "medecine medical medicale paramédical paramedical pluridisciplinaire pluriprofessionnelle santé sante "
    "soins municipal municipale polyvalente"
)
_QUOTES = '"«“'
_WORD = re.compile(r"[^\W\d_]+")


def person_name(text: str) -> str:
    """« LE GOFF » gives « Le Goff », « N'DIAYE-ROY » « N'Diaye-Roy »; mixed case is left as it is."""
    return _WORD.sub(lambda word: word.group().capitalize(), text) if text.isupper() else text


def place_name(text: str) -> str:
    """« CABINET MÉDICAL DU MOULIN-VERT » gives « Cabinet médical du Moulin-Vert »; SCM, EHPAD… stay."""
    if not text.isupper():
        return text

    def cased(match: re.Match[str]) -> str:
        word = match.group()
        lower = word.lower()
        if word in _KEPT:
            return word
        opens = match.start() == 0 or text[match.start() - 1] in _QUOTES
        return lower if not opens and (lower in _LOWER or lower in _NOUNS) else word.capitalize()

    return _WORD.sub(cased, text).replace("'", "’")


def street_name(text: str) -> str:
    """The name of a street after its kind: « DES PLATANES » gives « des Platanes »."""
    if not text.isupper():
        return text
    return _WORD.sub(
        lambda word: word.group().lower() if word.group().lower() in _LOWER else word.group().capitalize(),
        text,
    )


def phone_number(text: str) -> str:
    """Ten digits when the free text holds a French number (« +33 1 99… », « 01.99… »), else the text."""
    digits = re.sub(r"[\s.\-/()]", "", text)
    digits = re.sub(r"^(?:\+33|0033)0?", "0", digits)
    return digits if re.fullmatch(r"0\d{9}", digits) else text
