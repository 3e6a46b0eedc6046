"""The process in which a calendar is read: the request as JSON on the first line of its input, then the
content; the answer as JSON on its output. Started by `api.core.ics.apart` only."""

import json
import resource
import sys
from zoneinfo import ZoneInfo

CPU_SECONDS = 10
MEMORY_BYTES = 1_500_000_000


def main() -> None:
    """Read one calendar within the limits of this process."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Imported under the limits, like everything that reads what others wrote.
    from api.core.ics import multistatus, reading
    from api.core.ics.results import NotACalendar, TooMuch

    request = json.loads(sys.stdin.buffer.readline())
    text = reading.decoded(sys.stdin.buffer.read())
    try:
        texts = multistatus.calendars(text) if request["caldav"] else [text]
        window = (request["window"][0], request["window"][1])
        zone, own = ZoneInfo(request["zone"]), request["own"]
        found = reading.busy_times(texts, zone, window, all_day=request["all_day"], own=own)
        answer = {"spans": found.spans, "events": found.events, "unread": found.unread}
    except NotACalendar as error:
        answer = {"refused": "not_a_calendar", "why": str(error)}
    except (TooMuch, MemoryError):
        answer = {"refused": "too_complex"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
