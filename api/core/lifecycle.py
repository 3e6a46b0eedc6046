"""Lifecycles as tables: which action moves which states where. Nothing else may change a status."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Generic, TypeVar

from api.core.problems import IllegalTransition

S = TypeVar("S", bound=StrEnum)

LIFECYCLES: dict[str, "Lifecycle[Any]"] = {}
"""Every lifecycle of the process by name, for `docs/lifecycles.md` and for the exhaustive tests."""


class Lifecycle(Generic[S]):
    """One table of moves: action -> (states it may start from, state it leads to)."""

    def __init__(self, name: str, start: S, moves: Mapping[str, tuple[frozenset[S] | set[S], S]]) -> None:
        """Declare and register a lifecycle.

        Raises ValueError when the name is taken, or when some state can never be reached: both are
        mistakes of the programmer, seen at import.
        """
        if name in LIFECYCLES:
            raise ValueError(f"Two lifecycles are called {name}: rename one in its rules.py")
        self.name, self.start = name, start
        self.moves: dict[str, tuple[frozenset[S], S]] = {
            action: (frozenset(sources), target) for action, (sources, target) in moves.items()
        }
        self._refuse_unreachable()
        LIFECYCLES[name] = self

    @property
    def states(self) -> list[S]:
        """Every state of the enum that the table uses, in the order of the enum."""
        return list(type(self.start))

    @property
    def terminal(self) -> frozenset[S]:
        """The states that nothing leaves."""
        left = frozenset(s for sources, _ in self.moves.values() for s in sources)
        return frozenset(self.states) - left

    def after(self, action: str, status: S) -> S:
        """The state that `action` leads to from `status`; IllegalTransition (409) when it may not."""
        sources, target = self.moves[action]
        if status not in sources:
            raise IllegalTransition(
                f"“{action}” is no longer possible: the {self.name} is {status.value}.",
            )
        return target

    def actions_from(self, status: S) -> list[str]:
        """The actions open from `status`, in the order of the table: what the API answers as `actions`."""
        return [action for action, (sources, _) in self.moves.items() if status in sources]

    def mermaid(self) -> str:
        """The state diagram, in Mermaid, for `docs/lifecycles.md`."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start.value}"]
        for action, (sources, target) in self.moves.items():
            lines += [f"    {s.value} --> {target.value}: {action}" for s in self.states if s in sources]
        lines += [f"    {s.value} --> [*]" for s in self.states if s in self.terminal]
        return "\n".join(lines)

    def _refuse_unreachable(self) -> None:
        reached = {self.start} | {target for _, target in self.moves.values()}
        if lost := [s.value for s in self.states if s not in reached]:
            raise ValueError(
                f"Lifecycle {self.name} never reaches {', '.join(lost)}: add a move or drop the state"
            )
