"""The appendix's tasks with their state in a year and that year's work."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from programs.indicators import Window
from programs.models import Task
from support.queries import TaskSupports, supports_by_task
from trainings.queries import classes_by_task


@dataclass(frozen=True)
class TaskRow:
    """A task; each number opens the list behind it."""

    task: Task
    kind: str
    state: str
    completed: int
    under_way: int
    classes: int


def task_rows(window: Window) -> list[TaskRow]:
    """Three queries, whatever the number of tasks."""
    days = window.periods["in_year"]
    supports, classes = supports_by_task(days), classes_by_task(days)
    found = []
    for task in Task.objects.filter(plan=window.plan).order_by("number"):
        own = supports.get(task.pk, TaskSupports())
        held = classes.get(task.pk, 0)
        kind, state = _state(task, window.year, own, held)
        found.append(TaskRow(task, kind, state, own.completed, own.under_way, held))
    return found


def _state(task: Task, year: int, own: TaskSupports, held: int) -> tuple[str, str]:
    if own.completed or held:
        return "ok", _("Có kết quả trong năm")
    if own.under_way:
        return "info", _("Đang thực hiện")
    if task.is_due_in(year):
        return "warn", _("Đến hạn, chưa ghi nhận công việc")
    return "neutral", _("Không đến hạn trong năm")
