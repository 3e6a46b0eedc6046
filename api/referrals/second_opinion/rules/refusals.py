"""What is refused of a request as typed, each with its field and its cure.

Medical words are welcome here: that is what an opinion is about. A NIR is refused in every text (decree
2019-341), whatever its disguise.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from api.contract.models import (
    AttendingDoctorStatus,
    OpinionFactInput,
    OpinionQuestionInput,
    OpinionQuestionKind,
    SecondOpinionRequestInput,
)
from api.core.members import or_none
from api.core.problems import FieldError
from api.people.rules import NIR_HINT, refuse_nir
from api.referrals.second_opinion.rules.templates import Question

FEWEST_CHOICES = 2


def errors_of(body: SecondOpinionRequestInput, asker: UUID) -> list[FieldError]:
    """What the body alone shows to be wrong, but for the person and the answers to the template."""
    found = []
    colleague, group = or_none(body.colleague_id), or_none(body.group_id)
    if (colleague is None) == (group is None):
        message = "Choose one colleague or one group"
        found.append(FieldError("/colleague_id", message))
    if colleague == asker:
        found.append(FieldError("/colleague_id", "Ask somebody else than yourself"))
    if not body.informed:
        message = "Nobody is asked before the person is informed and does not object (CSP L1110-4)"
        found.append(FieldError("/informed", message))
    if refuse_nir(body.question):
        found.append(FieldError("/question", NIR_HINT))
    elif not body.question.strip():
        found.append(FieldError("/question", "Write your question"))
    known = body.attending_doctor_status is AttendingDoctorStatus.known
    attending = or_none(body.attending_professional_id)
    if known and attending is None:
        message = "Name the attending doctor, or say that you do not know them"
        found.append(FieldError("/attending_professional_id", message))
    if not known and attending is not None:
        message = "Leave this out, or say that the attending doctor is known"
        found.append(FieldError("/attending_professional_id", message))
    return found


def errors_of_facts(facts: Sequence[OpinionFactInput], template: Sequence[Question]) -> list[FieldError]:
    """The answers against the template: known questions, once each, those required, choices of the list."""
    found, questions = [], {question.label: question for question in template}
    given: set[str] = set()
    for index, fact in enumerate(facts):
        question = questions.get(fact.label)
        if question is None:
            found.append(
                FieldError(f"/facts/{index}/label", "The template has no such question: read it again")
            )
            continue
        if fact.label in given:
            found.append(FieldError(f"/facts/{index}/label", "This question is answered twice"))
        if fact.value.strip():
            given.add(fact.label)
            if question.choices and fact.value not in question.choices:
                found.append(FieldError(f"/facts/{index}/value", "Choose one of the list"))
        if refuse_nir(fact.value):
            found.append(FieldError(f"/facts/{index}/value", NIR_HINT))
    missing = [question.label for question in template if question.required and question.label not in given]
    return found + [FieldError("/facts", f"Answer this too: {label}") for label in missing]


def errors_of_questions(questions: Sequence[OpinionQuestionInput]) -> list[FieldError]:
    """The questions of a template as the coordination writes them."""
    return list(_of_questions(questions))


def _of_questions(questions: Sequence[OpinionQuestionInput]) -> Iterator[FieldError]:
    labels: set[str] = set()
    for index, question in enumerate(questions):
        where = f"/questions/{index}"
        if not question.label.strip():
            yield FieldError(f"{where}/label", "Write the question")
        if question.label in labels:
            yield FieldError(f"{where}/label", "This question is there twice")
        if refuse_nir(question.label):
            yield FieldError(f"{where}/label", NIR_HINT)
        labels.add(question.label)
        if any(refuse_nir(choice) for choice in question.choices):
            yield FieldError(f"{where}/choices", NIR_HINT)
        closed = question.kind is OpinionQuestionKind.choice
        if closed and len(set(question.choices)) < max(FEWEST_CHOICES, len(question.choices)):
            yield FieldError(f"{where}/choices", "A choice needs two answers or more, all different")
        if not closed and question.choices:
            yield FieldError(f"{where}/choices", "A text has no choices: take them out")
