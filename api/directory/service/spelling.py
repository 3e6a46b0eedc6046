"""Names of the territory that a word may be, or may be a misspelling of."""

# ruff: noqa: S608  # values are bound; the texts put together are all written here

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.directory.rules import wrong_letters, wrong_letters_allowed
from api.directory.service.matching import IN_TERRITORY, NAME_WORDS, RESEMBLING, Search, Word
from api.directory.service.ranking import is_large

LEAST_RESEMBLANCE = 0.28
"""Trigram similarity under which a name is not even looked at: « mroeau » and « moreau » have 0.29."""

KEPT = 8
"""Words that one typed word may stand for."""

# A trigram index of the distinct words of all names brings candidates; counting wrong letters decides.
# `levenshtein` takes two swapped letters for two wrong ones, hence twice as many here.
_CANDIDATES = text(
    """
    SELECT word FROM name_words
    WHERE :typed <% word AND word <> :typed AND levenshtein_less_equal(word, :typed, :most) <= :most
    """
)


async def names_among(db: AsyncSession, everybody: Search, words: Collection[str]) -> set[str]:
    """Which of these words begin somebody's name in the territory."""
    ordered = sorted(words)
    begun = [
        f"EXISTS (SELECT FROM professionals WHERE {IN_TERRITORY}"
        f" AND professionals.search_text LIKE :begin{i})"
        for i in range(len(ordered))
    ]
    bound = everybody.bound() | {f"begin{i}": f"% {word}%" for i, word in enumerate(ordered)}
    answers = (await db.execute(text(f"SELECT {', '.join(begun)}"), bound)).one()
    return {word for word, is_name in zip(ordered, answers, strict=True) if is_name}


async def near_words(db: AsyncSession, search: Search) -> Sequence[Word]:
    """The words of the search, each with the names that it may be a misspelling of, among who else fits.

    Words that nobody's name holds are the misspelt ones; when there is none, any of them may be.
    """
    others = replace(search, words=())
    held = await _held(db, others, search.words) if len(search.words) > 1 else [False]
    return [
        word if is_held and not all(held) else await _near(db, others, word)
        for word, is_held in zip(search.words, held, strict=True)
    ]


async def _held(db: AsyncSession, others: Search, words: Sequence[Word]) -> Sequence[bool]:
    """Of each word, whether a name holds it as typed."""
    exists = [
        f"EXISTS (SELECT FROM {others.source} WHERE {others.conditions()} AND {word.found(f'word{i}')})"
        for i, word in enumerate(words)
    ]
    bound = replace(others, words=words).bound()
    return (await db.execute(text(f"SELECT {', '.join(exists)}"), bound)).one()


async def _near(db: AsyncSession, others: Search, word: Word) -> Word:
    """The word with those it may stand for, the least wrong first; of many, those that somebody bears.

    Few are not sifted: a word that nobody who fits bears finds nobody, and changes nobody's worth.
    """
    if not (allowed := wrong_letters_allowed(word.typed)):
        return word
    found = await db.scalars(_CANDIDATES, {"typed": word.typed, "most": 2 * allowed})
    wrong = {name: letters for name in found if (letters := wrong_letters(word.typed, name))}
    borne = await _borne(db, others, sorted(wrong)) if len(wrong) > KEPT else wrong
    kept = sorted((wrong[name], name) for name in borne)[:KEPT]
    return replace(
        word, near=tuple((name, RESEMBLING * (1 - letters / len(word.typed))) for letters, name in kept)
    )


async def _borne(db: AsyncSession, others: Search, words: list[str]) -> Sequence[str]:
    """Which of these words are in the name of somebody who fits.

    In a large territory the first bearer of each is soon met; in a small one everybody is looked at once.
    """
    if await is_large(db, others):
        statement = f"""
            SELECT word FROM unnest(CAST(:words AS text[])) AS word
            WHERE EXISTS (SELECT FROM (SELECT * FROM professionals WHERE {NAME_WORDS} @> ARRAY[word] OFFSET 0)
                          AS {others.source} WHERE {others.conditions()})
        """
    else:
        statement = f"""
            SELECT DISTINCT word FROM {others.source}, unnest({NAME_WORDS}) AS word
            WHERE {others.conditions()} AND {NAME_WORDS} && CAST(:words AS text[])
              AND word = ANY (CAST(:words AS text[]))
        """
    return list(await db.scalars(text(statement), others.bound() | {"words": words}))
