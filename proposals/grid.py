"""Unit × state of a call (design, page 8), with the proposals of each unit and their money."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Sum

from agencies.models import Unit
from core.vietnamese import fold
from proposals.choices import ONLY_SCIENCE, WAITING, ProposalState
from proposals.invited import invited
from proposals.models import Call, Proposal, ProposalCost

PAGE = 25
# The states that have a column of their own; S&T tasks on their way share one.
GRID_STATES: tuple[tuple[str, Any], ...] = tuple(
    (state.value, state.label)
    for state in (
        ProposalState.DRAFT,
        ProposalState.SUBMITTED,
        ProposalState.APPRAISAL,
        ProposalState.RETURNED,
        ProposalState.PUT_FORWARD,
        ProposalState.APPROVED,
        ProposalState.REFUSED,
    )
)
SCIENCE = "khcn"
SILENT, ABSTAINED, ANSWERED = "chua-tra-loi", "khong-de-xuat", "da-de-xuat"


@dataclass
class UnitRow:
    """A unit with its numbers by state; `proposals` are those the person may see."""

    unit: Unit
    counts: Counter[str] = field(default_factory=Counter)
    proposals: list[Proposal] = field(default_factory=list)
    last_change: datetime | None = None
    has_abstained: bool = False
    late_until: datetime | None = None
    late_pk: int | None = None

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def is_silent(self) -> bool:
        """Neither a proposal handed in nor an answer; a draft is no answer yet."""
        return not self.has_abstained and self.total == self.counts[ProposalState.DRAFT]

    def cells(self) -> list[tuple[str, int]]:
        """(state, number) in the order of the columns; S&T tasks on their way come last."""
        own = [(code, self.counts[code]) for code, _label in GRID_STATES]
        return [*own, (SCIENCE, sum(self.counts[state] for state in ONLY_SCIENCE))]


@dataclass(frozen=True)
class Grid:
    """One page of rows, and the numbers of the whole call."""

    rows: list[UnitRow]
    units: int
    found: int
    answered: int
    abstained: int
    silent: list[UnitRow]
    waiting: int
    totals: list[int]
    total: int
    page: int
    pages: int
    first: int


def rows_of_call(call: Call) -> dict[int, UnitRow]:
    """Every invited unit, and those that proposed though they are not invited any more."""
    rows = {unit.pk: UnitRow(unit) for unit in invited(call)}
    counted = (
        Proposal.objects.filter(call=call)
        .order_by()
        .values("unit", "state")
        .annotate(count=Count("pk"), last=Max("updated_at"))
    )
    found = list(counted)
    strangers = {one["unit"] for one in found} - rows.keys()
    for unit in Unit.objects.filter(pk__in=strangers):
        rows[unit.pk] = UnitRow(unit)
    for one in found:
        row = rows[one["unit"]]
        row.counts[one["state"]] = one["count"]
        row.last_change = max(filter(None, (row.last_change, one["last"])))
    for said in call.abstentions.all():
        if said.unit_id in rows:
            rows[said.unit_id].has_abstained = True
            rows[said.unit_id].last_change = said.at
    for entry in call.late_entries.all():
        if entry.unit_id in rows:
            rows[entry.unit_id].late_until, rows[entry.unit_id].late_pk = entry.until, entry.pk
    return rows


def grid_of(call: Call, user: Any, *, text: str = "", state: str = "", page: str = "") -> Grid:
    """Rows by their last change, then by name; a constant number of queries."""
    every = list(rows_of_call(call).values())
    every.sort(key=lambda row: (row.unit.sort_key, row.unit.pk))
    every.sort(key=lambda row: row.last_change.timestamp() if row.last_change else 0, reverse=True)
    wanted = [row for row in every if _fits(row, fold(text).split(), state)]
    pages = max(1, -(-len(wanted) // PAGE))
    number = min(max(int(page), 1), pages) if page.isdecimal() else 1
    shown = wanted[(number - 1) * PAGE : number * PAGE]
    _fill(call, user, shown)
    totals: Counter[str] = Counter()
    for row in every:
        totals.update(dict(row.cells()))
    return Grid(
        rows=shown,
        units=len(every),
        found=len(wanted),
        answered=sum(row.total > row.counts[ProposalState.DRAFT] for row in every),
        abstained=sum(row.has_abstained for row in every),
        silent=[row for row in every if row.is_silent],
        waiting=sum(row.counts[code] for row in every for code in WAITING),
        totals=[totals[code] for code in (*dict(GRID_STATES), SCIENCE)],
        total=sum(row.total for row in every),
        page=number,
        pages=pages,
        first=(number - 1) * PAGE + 1,
    )


def _fits(row: UnitRow, words: list[str], state: str) -> bool:
    if not all(word in row.unit.folded for word in words):
        return False
    if state == SILENT:
        return row.is_silent
    if state == ABSTAINED:
        return row.has_abstained
    if state == ANSWERED:
        return row.total > row.counts[ProposalState.DRAFT]
    return not state or bool(dict(row.cells()).get(state))


def _fill(call: Call, user: Any, rows: list[UnitRow]) -> None:
    """The proposals of the rows on the page, with the money each asks for."""
    by_unit: dict[int, list[Proposal]] = defaultdict(list)
    seen = Proposal.objects.visible_to(user).filter(
        call=call, unit__in=[row.unit.pk for row in rows]
    )
    proposals = list(seen.order_by("name", "pk"))
    money = dict(
        ProposalCost.objects.filter(proposal__in=[p.pk for p in proposals])
        .order_by()
        .values_list("proposal")
        .annotate(Sum("amount_vnd"))
    )
    for proposal in proposals:
        proposal.asked_vnd = money.get(proposal.pk, 0)  # type: ignore[attr-defined]
        by_unit[proposal.unit_id].append(proposal)
    for row in rows:
        row.proposals = by_unit[row.unit.pk]
