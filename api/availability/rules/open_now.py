"""Who is seeing people at an instant, and until when. Pure."""

from collections.abc import Iterable

from api.availability.rules.occurrences import Occurrence
from api.availability.rules.slots import Stretches


def there_until(occurrences: Iterable[Occurrence], closed: Stretches, at: int) -> int | None:
    """Until when somebody with these occurrences is there at `at`, in seconds; None when they are not.

    Occurrences that touch are one presence. What is `closed` is not there, and ends a presence at its start:
    what comes after it is another. Intervals are half-open.
    """
    if closed.meeting(at, at + 1):
        return None
    until = at
    for start, end in sorted(span for one in occurrences for span in one.hours.spans):
        if start <= until < end:
            until = end
    if until == at:
        return None
    return min([until, *(start for start in closed.starts if at < start)])
