"""What the shape of a community's rules does not exclude. Pure."""

from api.contract.models import CommunityRulesInput, WaveRuleAudience
from api.core.problems import FieldError


def contradictions(rules: CommunityRulesInput) -> list[FieldError]:
    """What the shape alone does not exclude: each wave of an audience once, first resort first, and of an
    opinion a part of the delay for the coordination."""
    found, seen = [], set()
    for index, wave in enumerate(rules.unscheduled_care.waves):
        pointer = f"/unscheduled_care/waves/{index}/audience"
        if wave.audience in seen:
            found.append(FieldError(pointer, "Each audience is asked in one wave only: take this one out"))
        elif wave.audience is WaveRuleAudience.first_resort and index > 0:
            found.append(FieldError(pointer, "The usual professionals are asked first: move this wave up"))
        seen.add(wave.audience)
    own = rules.attending_doctor
    if own.medium_from >= own.high_from:
        found.append(
            FieldError(
                "/attending_doctor/medium_from", "A medium priority begins below a high one: lower this"
            )
        )
    if own.reminder_days >= own.answer_days:
        message = "Remind before the time to answer ends, or give 0 for never"
        found.append(FieldError("/attending_doctor/reminder_days", message))
    opinion = rules.second_opinion
    if opinion.first_percent + opinion.specialty_percent >= 100:
        message = "Leave the coordination a part of the delay: with the first share, less than 100"
        found.append(FieldError("/second_opinion/specialty_percent", message))
    tele = rules.teleconsultation_bookings
    if tele.no_show_minutes < tele.late_minutes:
        pointer = "/teleconsultation_bookings/no_show_minutes"
        found.append(FieldError(pointer, "A late person is waited for first: give at least that time"))
    reasons = set()
    for index, refused in enumerate(tele.refused_reasons):
        if refused.reason in reasons:
            pointer = f"/teleconsultation_bookings/refused_reasons/{index}/reason"
            found.append(FieldError(pointer, "This reason stands twice: take one out"))
        reasons.add(refused.reason)
    checks = rules.hospital_discharge
    if checks.second_check_days <= checks.first_check_days:
        pointer = "/hospital_discharge/second_check_days"
        found.append(FieldError(pointer, "The second check comes after the first: give it a later day"))
    return found
