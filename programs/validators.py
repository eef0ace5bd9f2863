"""What contradicts itself in a work item; forms and actions say it in the same words."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.contradictions import Contradiction
from programs.models import Stage, Target, WorkItem


def work_contradictions(item: WorkItem) -> Iterator[Contradiction]:
    """Years in their order and within the plan, days within the years."""
    first, last = item.first_year, item.last_year
    if first is None or last is None:
        return
    if last < first:
        yield Contradiction("last_year", "end_before_start", _("Năm cuối phải từ năm đầu trở đi."))
        return
    if item.task_id:
        stages = list(Stage.objects.filter(plan__tasks=item.task_id))
        begin, end = min(s.first_year for s in stages), max(s.last_year for s in stages)
        for field, year in (("first_year", first), ("last_year", last)):
            if not begin <= year <= end:
                yield Contradiction(
                    field,
                    "outside_the_plan",
                    _("Kế hoạch có các năm từ %(first)d đến %(last)d.")
                    % {"first": begin, "last": end},
                )
    yield from _days(item)
    yield from _lead(item)
    yield from _task(item)


def _task(item: WorkItem) -> Iterator[Contradiction]:
    """Records that name a task are results of work of that task (apps above have them)."""
    before = WorkItem.objects.filter(pk=item.pk).values_list("task", flat=True).first()
    if before is None or before == item.task_id:
        return
    for relation in WorkItem._meta.related_objects:
        records: Any = relation.related_model
        names = {field.name for field in records._meta.concrete_fields}
        if (
            "task" in names
            and records.objects.filter(
                **{relation.field.name: item.pk}, task__isnull=False
            ).exists()
        ):
            yield Contradiction(
                "task",
                "records_of_its_task",
                _("Đã có hồ sơ của nhiệm vụ này gắn với công việc. Chuyển các hồ sơ đó trước."),
            )
            return


def _lead(item: WorkItem) -> Iterator[Contradiction]:
    """The unit that leads stands for some of the time at least."""
    if not (item.lead_id and item.starts_on and item.ends_on):
        return
    begins, ends = item.lead.valid_from, item.lead.valid_to
    if (begins and begins > item.ends_on) or (ends and ends < item.starts_on):
        yield Contradiction(
            "lead",
            "another_time",
            _("%(unit)s không hoạt động trong thời gian này. Chọn đơn vị của thời gian đó.")
            % {"unit": item.lead.name},
        )


def _days(item: WorkItem) -> Iterator[Contradiction]:
    begins, ends = item.starts_on, item.ends_on
    if begins and ends and ends < begins:
        yield Contradiction(
            "ends_on", "end_before_start", _("Ngày kết thúc phải từ ngày bắt đầu trở đi.")
        )
    for field, day in (("starts_on", begins), ("ends_on", ends)):
        if day and not date(item.first_year, 1, 1) <= day <= date(item.last_year, 12, 31):
            yield Contradiction(
                field, "outside_its_years", _("Ngày phải trong các năm của công việc.")
            )


def contribution_contradictions(item: WorkItem, target: Target) -> Iterator[Contradiction]:
    """A target of the plan the work belongs to, of a stage that its years touch."""
    stage = target.stage
    if stage.plan_id != item.task.plan_id:
        yield Contradiction(
            "target", "another_plan", _("Chỉ tiêu này của kế hoạch khác. Chọn chỉ tiêu khác.")
        )
    elif stage.last_year < item.first_year or item.last_year < stage.first_year:
        yield Contradiction(
            "target",
            "another_stage",
            _("Chỉ tiêu của giai đoạn %(stage)s; công việc làm năm %(years)s.")
            % {"stage": stage, "years": item.years},
        )


def link_contradictions(record: Any, first_year: int, last_year: int) -> Iterator[Contradiction]:
    """A record is a result of work of its years, under the task it names.

    Args:
        record: has `work_item`, and perhaps `task`.
        first_year: with `last_year` the years of the record.
    """
    item = record.work_item if record.work_item_id else None
    if item is None:
        return
    if not (item.first_year <= last_year and first_year <= item.last_year):
        yield Contradiction(
            "work_item",
            "another_year",
            _("Công việc này làm năm %(years)s. Chọn công việc của năm của hồ sơ.")
            % {"years": item.years},
        )
    if hasattr(record, "task_id"):
        yield from task_contradictions(record)


def task_contradictions(record: Any) -> Iterator[Contradiction]:
    """The work and the record name one task."""
    item = record.work_item if record.work_item_id else None
    if item is not None and record.task_id and item.task_id != record.task_id:
        yield Contradiction(
            "task",
            "task_of_other_work",
            _("Hồ sơ gắn với công việc của nhiệm vụ %(task)s. Chọn cùng một nhiệm vụ.")
            % {"task": item.task.number},
        )
