"""Child processes that never outlive the one that started them."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def die_with_parent(signum: signal.Signals) -> Callable[[], None] | None:
    """A `preexec_fn` that makes the kernel send `signum` to the child when the calling *thread* ends.

    To be given to `subprocess` from the main thread: the kernel watches the thread that forked, and a
    child started from a short-lived thread would be killed with it. `subprocess` runs it after the change
    of user (which would clear the setting). None where the kernel has no such thing (anything but Linux).
    """
    if sys.platform != "linux":
        return None
    parent = os.getpid()
    libc = ctypes.CDLL(None)  # loaded before the fork: nothing may be imported or locked after it

    def arm() -> None:
        if libc.prctl(_PR_SET_PDEATHSIG, int(signum)) != 0:
            os._exit(127)
        if os.getppid() != parent:  # the parent was killed between fork and prctl: no signal will come
            os._exit(126)

    return arm
