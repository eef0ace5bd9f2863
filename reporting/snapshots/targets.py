"""Targets of a snapshot: figures, verdict and the ids of the records behind each."""

from typing import Any

from django.utils.translation import gettext as _

from programs.choices import Comparator
from programs.indicators import TargetProgress, indicators, proposals_for


def target_entry(progress: TargetProgress) -> dict[str, Any]:
    """One target as JSON; None where a figure does not apply (import format, "Commands")."""
    target, figures = progress.target, progress.figures
    proposed = progress.proposal
    entry: dict[str, Any] = {
        "code": target.indicator,
        "stage": str(target.stage),
        "name": target.name,
        "short_name": target.short_name,
        "unit_of_measure": target.unit_of_measure,
        "clause": target.clause.code,
        "comparator": target.comparator,
        "target": target.value if target.is_confirmed else None,
        "in_year": figures.in_year.value,
        "previous_year_final": figures.previous_year_final.value,
        "cumulative": figures.cumulative.value,
        "turns_in_year": figures.in_year.turns,
        "turns_cumulative": figures.cumulative.turns,
        "others_cumulative": figures.cumulative.others,
        "completion_rate": None if progress.rate is None else str(progress.rate),
        "met": progress.met,
        "exceeded": progress.exceeded,
        "is_confirmed": target.is_confirmed,
        "is_behind": progress.pace.is_behind if progress.pace else None,
        "elapsed": str(progress.pace.elapsed) if progress.pace else None,
        "by_year": {str(year): value for year, value in figures.by_year.items()},
        **figures.beside,
        "verdict": verdict(progress),
        "plan_text": plan_text(progress),
        "records": {
            name: list(
                indicators.get(target.indicator)
                .records(progress.window, name)
                .order_by("pk")
                .values_list("pk", flat=True)
            )
            for name in progress.window.periods
        },
    }
    if proposed is not None:
        entry["proposed"] = {"value": proposed.value, "basis": proposed.basis}
        entry["proposals"] = [{"value": p.value, "basis": p.basis} for p in proposals_for(target)]
    return entry


def verdict(progress: TargetProgress) -> str:
    """In words; none over targets that wait for approval."""
    if progress.met is None:
        return _("Chưa đánh giá (chỉ tiêu dự kiến)")
    if progress.exceeded:
        return _("Vượt")
    if progress.met:
        return _("Đạt")
    return _("Không đạt") if progress.window.ends_stage else _("Chưa đạt")


def plan_text(progress: TargetProgress) -> str:
    """The plan's number as people write it: "ít nhất 20", "dự kiến: trên 33"."""
    target = progress.target
    if target.comparator == Comparator.QUALITATIVE and target.is_confirmed:
        if target.value is None:
            return _("tham gia và được tặng")
        return _("tham gia và ít nhất %(count)d được tặng") % {"count": target.value}
    number = target.value if progress.proposal is None else progress.proposal.value
    comparator = (
        Comparator.AT_LEAST if target.comparator == Comparator.QUALITATIVE else target.comparator
    )
    text = f"{Comparator(comparator).label} {number}"
    return text if target.is_confirmed else _("dự kiến: %(text)s") % {"text": text}
