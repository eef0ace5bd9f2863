"""A model's table of transitions, and what keeps the database to it.

IMPORT = Workflow(
    Transition("cancel", {"checked"}, "cancelled", rule="core.import_workbook", label=_("Hủy")),
)
"""

from collections.abc import Collection
from dataclasses import dataclass, field

import pgtrigger
from django.utils.functional import Promise


@dataclass(frozen=True)
class Transition:
    """From any of `sources` to `target`; `rule` is the permission that allows it."""

    name: str
    sources: Collection[str]
    target: str
    rule: str
    label: str | Promise
    needs_reason: bool = False


@dataclass(frozen=True)
class Workflow:
    """The one table of transitions of a model."""

    transitions: tuple[Transition, ...]
    state_field: str = "state"
    by_name: dict[str, Transition] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {t.name: t for t in self.transitions})

    def edges(self) -> list[tuple[str, str]]:
        """Pairs (source, target) in a fixed order."""
        return sorted((str(s), str(t.target)) for t in self.transitions for s in t.sources)

    def only_these(self) -> pgtrigger.FSM:
        """The trigger by which the database refuses any other change of the state."""
        return pgtrigger.FSM(
            name="only_declared_transitions", field=self.state_field, transitions=self.edges()
        )
