"""What each specialty asks to know: the community's own questions, else those it begins with."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.core.actor import Actor
from api.core.db import wait_for_turn
from api.core.problems import FieldError, InvalidInput, NotAllowed
from api.core.routing import expect_version
from api.directory.nomenclatures import savoir_faire, specialty_label
from api.identity.policy import present_community
from api.notifications.words import plain
from api.referrals.second_opinion import policy, rules
from api.referrals.second_opinion.rules import Question
from api.referrals.second_opinion.tables import OpinionTemplate


async def questions_of(db: AsyncSession, community_id: UUID, specialty_code: str) -> tuple[Question, ...]:
    """The questions of a specialty in a community; none when nobody wrote any."""
    own = await _own(db, community_id, specialty_code)
    if own is not None:
        return tuple(
            Question(line["label"], tuple(line["choices"]), line["required"]) for line in own.questions
        )
    family = rules.specialty_family(specialty_code)
    return next((questions for code, questions in rules.DEFAULTS.items() if code in family), ())


async def list_opinion_templates(
    db: AsyncSession, actor: Actor, query: wire.ListOpinionTemplatesQuery
) -> wire.OpinionTemplateList:
    """Every specialty that has questions, by name. They are few: one page holds them all."""
    community_id = present_community(actor)
    rows = await db.scalars(select(OpinionTemplate).where(OpinionTemplate.community_id == community_id))
    versions = {row.specialty_code: row.version for row in rows}
    codes = sorted({*rules.DEFAULTS, *versions}, key=lambda code: plain(specialty_label(code)))
    items = [_view(code, versions.get(code, 0), await questions_of(db, community_id, code)) for code in codes]
    return wire.OpinionTemplateList(items=items, next_cursor=None)


async def replace_opinion_template(
    db: AsyncSession,
    actor: Actor,
    specialty_code: str,
    version: int,
    body: wire.OpinionTemplateInput,
) -> wire.OpinionTemplate:
    """Write the questions of a specialty; requests already made keep the answers to the former ones.

    Version 0 stands for those the community began with. StaleVersion, InvalidInput, NotAllowed.
    """
    if not policy.may_coordinate(actor):
        raise NotAllowed("Only the coordination writes what a specialty asks to know")
    community_id = present_community(actor)
    if specialty_code not in savoir_faire():
        raise InvalidInput(errors=[FieldError("/specialty_code", "There is no such specialty (TRE_R38)")])
    if errors := rules.errors_of_questions(body.questions):
        raise InvalidInput(errors=errors)
    await wait_for_turn(db, f"opinion template|{community_id}|{specialty_code}")
    row = await _own(db, community_id, specialty_code)
    expect_version(version, row.version if row else 0)
    if row is None:
        row = OpinionTemplate(community_id=community_id, specialty_code=specialty_code, version=0)
        db.add(row)
    row.version += 1
    row.questions = [question.model_dump(mode="json") for question in body.questions]
    await db.flush()
    detail = {"specialty_code": specialty_code}
    await audit.record(db, actor, "opinion_template.replaced", "opinion_template", row.id, detail=detail)
    return _view(specialty_code, row.version, await questions_of(db, community_id, specialty_code))


async def _own(db: AsyncSession, community_id: UUID, specialty_code: str) -> OpinionTemplate | None:
    return await db.scalar(
        select(OpinionTemplate).where(
            OpinionTemplate.community_id == community_id, OpinionTemplate.specialty_code == specialty_code
        )
    )


def _view(code: str, version: int, questions: tuple[Question, ...]) -> wire.OpinionTemplate:
    return wire.OpinionTemplate(
        specialty_code=code,
        specialty_label=specialty_label(code),
        version=version,
        questions=[
            wire.OpinionQuestion(
                label=question.label,
                kind=question.kind,
                choices=list(question.choices),
                required=question.required,
            )
            for question in questions
        ],
    )
