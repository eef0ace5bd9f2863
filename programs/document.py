"""A plan as a page: where each clause lives in the system, and who is meant on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.urls import NoReverseMatch, reverse

from agencies.models import Unit, UnitGroup
from agencies.queries import meant_on
from core.ui.menu import menu
from programs.choices import ClauseKind
from programs.models import Plan, PlanClause, Task, TaskParty, WorkItem

Mention = tuple[Unit | None, UnitGroup | None]


@dataclass(frozen=True)
class Body:
    """A unit or a group the plan names, with the units that means on a day."""

    anchor: str
    name: str
    is_group: bool
    units: list[Unit]


@dataclass(frozen=True)
class ClauseLine:
    """A clause; no `address` where the person may not open its page."""

    clause: PlanClause
    address: str
    body: Body | None


@dataclass(frozen=True)
class TaskLine:
    """A row of the appendix, the page of its records, its work, and the bodies it names."""

    task: Task
    address: str
    bodies: list[Body]
    work_count: int = 0


@dataclass(frozen=True)
class Document:
    """What the page shows of a plan on a day."""

    clauses: list[ClauseLine]
    tasks: list[TaskLine]
    bodies: list[Body]

    @property
    def headings(self) -> list[PlanClause]:
        """The parts of the plan, for its contents."""
        kinds = (ClauseKind.SECTION, ClauseKind.APPENDIX)
        clauses = (line.clause for line in self.clauses)
        return [c for c in clauses if c.kind in kinds and c.parent_id is None]


def document_of(plan: Plan, *, user: Any, day: date, today: date) -> Document:
    """Clauses, tasks and bodies, in queries whose number follows no number of rows.

    Args:
        day: on which units stand for what the plan names.
        today: for the pages of progress that clauses and tasks lead to.
    """
    clauses = list(
        plan.clauses.select_related("duty_of", "duty_of_group")
        .prefetch_related("targets__stage", "solved_by")
        .order_by("order")
    )
    parties = TaskParty.objects.select_related("unit", "group")
    found = plan.tasks.prefetch_related(Prefetch("parties", parties)).order_by("number")
    tasks = list(found.annotate(work_count=_work_seen(user)))
    mentions: list[Mention] = [(c.duty_of, c.duty_of_group) for c in clauses]
    mentions += [(p.unit, p.group) for task in tasks for p in task.parties.all()]
    bodies = _bodies(mentions, day)
    last_days = (target.stage.last_day for clause in clauses for target in clause.targets.all())
    shown_on = min(today, max(last_days, default=today))
    return Document(
        [
            ClauseLine(
                clause,
                address(clause.implemented_at, user=user, day=shown_on),
                bodies.get(_anchor(clause.duty_of, clause.duty_of_group)),
            )
            for clause in clauses
        ],
        [
            TaskLine(
                task,
                _work(task, user=user, day=shown_on),
                [
                    bodies[anchor]
                    for party in task.parties.all()
                    if (anchor := _anchor(party.unit, party.group)) in bodies
                ],
                task.work_count or 0,
            )
            for task in tasks
        ],
        list(bodies.values()),
    )


def address(name: str, *, user: Any, day: date) -> str:
    """The page with that URL name; empty where there is none or the person may not open it.

    A page without an entry in the navigation shows the progress of a day.
    """
    permissions = {entry.url_name: entry.permission for entry in menu}
    if not name or not user.has_perm(permissions.get(name, "programs.view_progress")):
        return ""
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse(name, kwargs={"day": day.isoformat()})


def _work_seen(user: Any) -> Subquery:
    """The number of pieces of work that the person sees under a task."""
    found = WorkItem.objects.visible_to(user).filter(task=OuterRef("pk")).order_by()
    return Subquery(found.values("task").annotate(number=Count("pk")).values("number"))


def _work(task: Task, *, user: Any, day: date) -> str:
    """The list of the task's records, narrowed to it where the page can do so."""
    found = address(task.implemented_at, user=user, day=day)
    if found and task.implemented_filter:
        return f"{found}?{task.implemented_filter}={task.pk}"
    return found


def _anchor(unit: Unit | None, group: UnitGroup | None) -> str:
    if group is not None:
        return f"nhom-{group.pk}"
    return "" if unit is None else f"don-vi-{unit.pk}"


def _bodies(mentions: Iterable[Mention], day: date) -> dict[str, Body]:
    """Each body once, in the order in which the plan names them."""
    named: dict[str, Unit | UnitGroup] = {}
    for unit, group in mentions:
        if (body := group or unit) is not None:
            named.setdefault(_anchor(unit, group), body)
    groups = [body for body in named.values() if isinstance(body, UnitGroup)]
    unit_ids = [body.pk for body in named.values() if isinstance(body, Unit)]
    meant = meant_on(day, unit_ids=unit_ids, groups=groups)

    def units_of(body: Unit | UnitGroup) -> list[Unit]:
        if isinstance(body, UnitGroup):
            return meant.members[body.pk]
        return [meant.units[body.pk]] if body.pk in meant.units else []

    return {
        anchor: Body(
            anchor=anchor,
            name=body.name if isinstance(body, UnitGroup) else body.short_name,
            is_group=isinstance(body, UnitGroup),
            units=units_of(body),
        )
        for anchor, body in named.items()
    }
