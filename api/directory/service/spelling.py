"""Names of the territory that a word may be, or may be a misspelling of."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import func, literal, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from api.directory.rules import wrong_letters
from api.directory.service.matching import RESEMBLING, Search, Word
from api.directory.tables import Professional

LEAST_RESEMBLANCE = 0.28
"""Trigram similarity under which a name is not even looked at: « mroeau » and « moreau » have 0.29."""

LOOKED_AT, KEPT = 200, 8
"""Words whose letters are compared, and words that one typed word may stand for."""


async def names_among(db: AsyncSession, everybody: Search, words: Collection[str]) -> set[str]:
    """Which of these words begin somebody's name in the territory."""
    ordered = sorted(words)
    borne = [
        select(literal(1))
        .where(everybody.in_territory(), Professional.search_text.contains(f" {word}"))
        .exists()
        for word in ordered
    ]
    answers = (await db.execute(select(*borne))).one()
    return {word for word, is_name in zip(ordered, answers, strict=True) if is_name}


async def near_words(db: AsyncSession, search: Search) -> Sequence[Word]:
    """The words of the search, each with the names that it may be a misspelling of, among who else fits.

    Words that nobody's name holds are the misspelt ones; when there is none, any of them may be.
    """
    others = replace(search, words=())
    borne = [others.statement(literal(1)).where(word.found()).exists() for word in search.words]
    held = (await db.execute(select(*borne))).one()
    return [
        word if is_held and not all(held) else await _near(db, others, word)
        for word, is_held in zip(search.words, held, strict=True)
    ]


async def _near(db: AsyncSession, others: Search, word: Word) -> Word:
    """Trigrams bring candidates from an index; counting wrong letters then decides."""
    words = (
        func.unnest(func.string_to_array(Professional.search_text, " "))
        .table_valued("name")
        .render_derived()
        .lateral()
    )
    found = (
        others.statement(words.c.name)
        .join(words, true())
        .where(literal(word.typed).op("<%")(Professional.search_text))
        .distinct()
        .subquery("names")
    )
    likeness = func.similarity(found.c.name, word.typed)
    names = await db.scalars(select(found.c.name).order_by(likeness.desc(), found.c.name).limit(LOOKED_AT))
    near = [(name, wrong) for name in names if (wrong := wrong_letters(word.typed, name)) is not None]
    near = sorted((pair for pair in near if pair[1]), key=lambda pair: (pair[1], pair[0]))[:KEPT]
    worth = tuple((name, RESEMBLING * (1 - wrong / len(word.typed))) for name, wrong in near)
    return replace(word, near=worth)
