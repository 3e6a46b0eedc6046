"""Words that look like a cause or a diagnosis, which a request must not hold. Pure.

The list is short on purpose: it reminds, it does not censor. What it finds is shown back to be removed, and
the author may confirm that it is not medical (domain rules §0.10). Each entry is the beginning of a word,
accents aside; `$` ends it.
"""

import re
import unicodedata

_DISEASES = (
    "cancer tumeur metastas leucemi lymphom chimiotherap radiotherap diabet epilep parkinson alzheimer "
    "demence sclerose$ insuffisan infarctus avc$ embolie vih$ hiv$ sida$ hepatit tubercul syphilis cirrhos "
    "asthm bpco$ pneumon covid"
)
_INTIMATE = (
    "suicid depressi schizophren psychos psychotiq bipolair anorexi boulimi alcooli toxicoman addict "
    "overdose ivg$ avortement enceinte$ grossesse"
)
_OF_DOCUMENTS = "certificat diagnosti pathologi antecedent ordonnance$ biopsi"
_STEMS = " ".join((_DISEASES, _INTIMATE, _OF_DOCUMENTS)).split()

_WORD = re.compile(r"[^\W\d_]+")


def medical_words(text: str) -> list[str]:
    """The words of the text that look medical, as typed, in order, each once; empty when there is none."""
    found: dict[str, str] = {}
    for match in _WORD.finditer(text):
        word = match.group()
        if any(_begins(_bare(word), stem) for stem in _STEMS):
            found.setdefault(_bare(word), word)
    return list(found.values())


def _begins(word: str, stem: str) -> bool:
    return word == stem[:-1] if stem.endswith("$") else word.startswith(stem)


def _bare(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()
