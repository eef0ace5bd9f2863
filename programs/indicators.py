"""The indicator contract: a figure is a count of records, never typed.

Apps above register their indicators (module `indicators`); plans, pages, reports and
files ask `progress_of` and nothing else, so that they cannot disagree.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Protocol, runtime_checkable

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from core.errors import ActionError
from core.registry import Registry
from core.remembered import Question, answers_to
from core.vietnamese import format_date
from programs.choices import Comparator, TargetBasis
from programs.models import Plan, Stage, Target
from programs.progress import (
    Pace,
    completion_rate,
    elapsed_share,
    is_exceeded,
    is_met,
    pace,
    raised,
    still_needed,
)


def told(row: Model) -> str:
    """All that a record says, as part of the key of a remembered answer."""
    return repr([(f.attname, getattr(row, f.attname)) for f in row._meta.concrete_fields])


@dataclass(frozen=True)
class Period:
    """Days counted, both included."""

    first: date
    last: date

    def holds(self, field_name: str) -> Q:
        return Q(**{f"{field_name}__gte": self.first, f"{field_name}__lte": self.last})

    def holds_year(self, field_name: str) -> Q:
        return Q(**{f"{field_name}__gte": self.first.year, f"{field_name}__lte": self.last.year})


@dataclass(frozen=True)
class Window:
    """What a report or page looks at: a stage, a year of it, and the last day counted."""

    plan: Plan
    stage: Stage
    year: int
    first_day: date
    cut_off: date

    @property
    def key(self) -> Hashable:
        """All that a figure takes from the window: its days, and the rules of its plan."""
        return (told(self.plan), told(self.stage), self.year, self.first_day, self.cut_off)

    @property
    def ends_stage(self) -> bool:
        """Nothing of the stage is left after the cut-off."""
        return self.cut_off >= self.stage.last_day

    @property
    def periods(self) -> dict[str, Period]:
        """By name: in the year, the whole year before, and the stage so far."""
        return {
            "in_year": Period(self.first_day, self.cut_off),
            "previous_year_final": Period(date(self.year - 1, 1, 1), date(self.year - 1, 12, 31)),
            "cumulative": Period(self.stage.first_day, self.cut_off),
        }

    @property
    def span(self) -> Period:
        """All days of `periods` and `years`: no figure counts a record of another day."""
        days = [*self.periods.values(), *self.years.values()]
        return Period(min(d.first for d in days), max(d.last for d in days))

    @property
    def years(self) -> dict[int, Period]:
        """Each year of the stage up to the cut-off, by number."""
        return {
            year: Period(date(year, 1, 1), min(date(year, 12, 31), self.cut_off))
            for year in range(self.stage.first_year, self.cut_off.year + 1)
        }


def open_window(
    plan: Plan, year: int, *, cut_off: date, today: date, first_day: date | None = None
) -> Window:
    """The window of a report.

    Raises:
        ActionError: no stage holds the year, or the cut-off lies outside it or ahead.
    """
    stage = next((s for s in plan.stages.all() if s.first_year <= year <= s.last_year), None)
    if stage is None:
        raise ActionError(
            _("Kế hoạch %(plan)s không có giai đoạn nào gồm năm %(year)d.")
            % {"plan": plan.number, "year": year},
            field="year",
        )
    if cut_off.year != year:
        raise ActionError(
            _("Ngày chốt số liệu %(day)s không thuộc năm %(year)d.")
            % {"day": format_date(cut_off), "year": year},
            field="cut_off",
        )
    if cut_off > today:
        raise ActionError(
            _("Ngày chốt số liệu %(day)s chưa tới.") % {"day": format_date(cut_off)},
            field="cut_off",
        )
    first_day = first_day or date(year, 1, 1)
    if first_day > cut_off:
        raise ActionError(_("Ngày đầu kỳ sau ngày chốt số liệu."), field="first_day")
    return Window(plan, stage, year, first_day, cut_off)


@dataclass(frozen=True)
class Figure:
    """A count; `turns` and `others` are None where they make no sense (classes)."""

    value: int
    turns: int | None = None
    others: int | None = None


@dataclass(frozen=True)
class Evaluation:
    """The three figures of an indicator, and what it counts beside them."""

    in_year: Figure
    previous_year_final: Figure
    cumulative: Figure
    beside: dict[str, int] = field(default_factory=dict)
    by_year: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class UnitCount:
    """One unit's part of a cumulative figure; no unit where none is certain."""

    unit_id: int | None
    value: int


class Indicator(Protocol):
    """A query over records; registered under its code.

    Args:
        reads: every model whose records its figures depend on.
    """

    code: str
    rule: Any
    reads: tuple[type[Model], ...]

    def evaluate(self, window: Window) -> Evaluation: ...

    def records(self, window: Window, period: str) -> QuerySet[Any]:
        """Exactly the records behind the figure of that period."""
        ...

    def not_counted(self, window: Window, period: str) -> QuerySet[Any]:
        """Records one might expect in the figure, each annotated with the `reason` it is not."""
        ...


@runtime_checkable
class CountedByUnit(Protocol):
    """An indicator whose records have a unit."""

    def by_unit(self, window: Window, *, today: date | None) -> list[UnitCount]:
        """Cumulative counts by unit: of the counted date, or the one that stands there `today`."""
        ...

    def records_in(
        self, window: Window, period: str, unit_id: int | None, *, today: date | None
    ) -> QuerySet[Any]:
        """The records of one unit, None meaning "not certain"."""
        ...

    def figure_in(
        self, window: Window, period: str, unit_id: int | None, *, today: date | None
    ) -> Figure:
        """Count those records as the figure counts all of them."""
        ...


@runtime_checkable
class ToldBeside(Protocol):
    """An indicator that tells further numbers beside its figure."""

    def records_beside(self, window: Window, period: str, part: str) -> QuerySet[Any]:
        """Exactly the records behind one of them.

        Raises:
            KeyError: the indicator has no such part.
        """
        ...


indicators: Registry[Indicator] = Registry()


@dataclass(frozen=True)
class Proposal:
    """A number for a stage whose targets wait for approval, always marked "dự kiến".

    Args:
        base: the number of the stage before that was raised.
    """

    value: int
    basis: str
    base: int


@dataclass(frozen=True)
class TargetProgress:
    """A target with its figures and verdict; no verdict where it is not confirmed.

    Args:
        proposal: the leading one of `proposals_for`, where the target is not confirmed.
    """

    target: Target
    window: Window
    figures: Evaluation
    rate: Decimal | None
    met: bool | None
    exceeded: bool
    pace: Pace | None
    needed: int | None
    proposal: Proposal | None = None


Asked = tuple[str, Window]
Evaluate = Callable[[Sequence[Asked]], list[Evaluation]]


def evaluated(asked: Sequence[Asked]) -> list[Evaluation]:
    """Counted now, whatever was counted before: what is issued comes from here."""
    return [indicators.get(code).evaluate(window) for code, window in asked]


def remembered(asked: Sequence[Asked]) -> list[Evaluation]:
    """The same figures for pages that many people look at; counted again after every change."""
    questions = []
    for code, window in asked:
        found = indicators.get(code)
        compute = partial(found.evaluate, window)
        questions.append(Question(("evaluate", code, window.key), found.reads, compute))
    return answers_to(questions)


def progress_of(
    targets: Sequence[Target], window: Window, *, evaluate: Evaluate = evaluated
) -> list[TargetProgress]:
    """Evaluate every target: a bounded number of queries for each indicator."""
    waiting = [target for target in targets if _needs_actual(target)]
    figures = evaluate(
        [
            *((target.indicator, window) for target in targets),
            *(_stage_before(target) for target in waiting),
        ]
    )
    actual = {
        target.pk: before.cumulative.value
        for target, before in zip(waiting, figures[len(targets) :], strict=True)
    }
    return [
        _progress(target, window, found, actual.get(target.pk))
        for target, found in zip(targets, figures, strict=False)
    ]


def _progress(
    target: Target, window: Window, figures: Evaluation, actual: int | None
) -> TargetProgress:
    value = figures.cumulative.value
    if not target.is_confirmed:
        leading = next(iter(_proposals(target, actual)), None)
        return TargetProgress(target, window, figures, None, None, False, None, None, leading)
    if target.comparator == Comparator.QUALITATIVE:
        met = value >= (target.value or 1) and figures.beside.get("took_part_cumulative", 0) >= 1
        needed = None if target.value is None else max(0, target.value - value)
        return TargetProgress(target, window, figures, None, met, False, None, needed)
    number = target.value or 0  # a confirmed target has its number: a database constraint
    elapsed = elapsed_share(window.stage.first_day, window.stage.last_day, window.cut_off)
    return TargetProgress(
        target,
        window,
        figures,
        rate=completion_rate(value, number),
        met=is_met(target.comparator, value, number),
        exceeded=is_exceeded(target.comparator, value, number),
        pace=pace(value, number, elapsed),
        needed=still_needed(target.comparator, value, number),
    )


def proposals_for(target: Target) -> tuple[Proposal, ...]:
    """Numbers at least the stage's growth above the stage before: over target and over actual.

    The number over the target stands first where there is one; a qualitative target is
    proposed from the actual number alone, at least 1.
    """
    if target.previous is None or target.stage.minimum_growth_percent is None:
        return ()
    (before,) = evaluated([_stage_before(target)])
    return _proposals(target, before.cumulative.value)


def _needs_actual(target: Target) -> bool:
    """Whether the leading proposal raises what the stage before came to, not what it aimed at."""
    if target.is_confirmed or target.stage.minimum_growth_percent is None:
        return False
    return target.previous is not None and target.previous.value is None


def _stage_before(target: Target) -> Asked:
    """The target before this one, at the end of its stage."""
    before = target.previous
    if before is None:
        raise ValueError(target)
    stage = before.stage
    first = date(stage.last_year, 1, 1)
    return before.indicator, Window(stage.plan, stage, stage.last_year, first, stage.last_day)


def _proposals(target: Target, actual: int | None) -> tuple[Proposal, ...]:
    """What can be proposed from the stage before.

    Args:
        actual: what it came to; None where nobody has counted it.
    """
    before, percent = target.previous, target.stage.minimum_growth_percent
    if before is None or percent is None:
        return ()
    found = []
    if before.value is not None:
        found.append(Proposal(raised(before.value, percent), TargetBasis.TARGET, before.value))
    if actual is not None:
        found.append(Proposal(max(1, raised(actual, percent)), TargetBasis.ACTUAL, actual))
    return tuple(found)
