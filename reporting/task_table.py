"""The appendix's tasks with their state in a year and that year's work."""

from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from core.remembered import Question, answers_to
from programs.filters import NO_TASK
from programs.indicators import Window
from programs.models import Task
from support.models import Support
from support.queries import TaskSupports, supports_by_task
from trainings.models import TrainingClass
from trainings.queries import classes_by_task


@dataclass(frozen=True)
class TaskRow:
    """A task, or the records that belong to none; each number opens the list behind it.

    Args:
        key: how the lists' address names the task.
    """

    task: Task | None
    key: str
    kind: str
    state: str
    completed: int
    under_way: int
    classes: int


def task_rows(window: Window) -> list[TaskRow]:
    """At most four queries, whatever the number of tasks; a last row only for work of no task."""
    days = window.periods["in_year"]
    supports, classes = answers_to(
        [
            Question(("supports by task", days), (Support,), partial(supports_by_task, days)),
            Question(("classes by task", days), (TrainingClass,), partial(classes_by_task, days)),
        ]
    )
    found = []
    for task in Task.objects.filter(plan=window.plan).order_by("number"):
        own = supports.get(task.pk, TaskSupports())
        held = classes.get(task.pk, 0)
        kind, state = _state(task, window.year, own, held)
        found.append(TaskRow(task, str(task.pk), kind, state, own.completed, own.under_way, held))
    rest, held = supports.get(None, TaskSupports()), classes.get(None, 0)
    if rest.completed or rest.under_way or held:
        state = _("Chọn nhiệm vụ cho các hồ sơ này")
        found.append(TaskRow(None, NO_TASK, "warn", state, rest.completed, rest.under_way, held))
    return found


def _state(task: Task, year: int, own: TaskSupports, held: int) -> tuple[str, str]:
    if own.completed or held:
        return "ok", _("Có kết quả trong năm")
    if own.under_way:
        return "info", _("Đang thực hiện")
    if task.is_due_in(year):
        return "warn", _("Đến hạn, chưa ghi nhận công việc")
    return "neutral", _("Không đến hạn trong năm")
