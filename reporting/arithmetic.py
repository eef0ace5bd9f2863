"""How a figure comes about, step by step, so that anybody can check it with a pencil."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from core.vietnamese import format_number, format_percent
from programs.choices import Comparator
from programs.indicators import Figure, TargetProgress
from programs.progress import BEHIND_BELOW, completion_rate
from reporting.snapshots.targets import plan_text, verdict


@dataclass(frozen=True)
class Step:
    label: str
    working: str


def steps_of(progress: TargetProgress, period: str) -> list[Step]:
    """From records to the number, from the number to the verdict and the pace."""
    figure: Figure = getattr(progress.figures, period)
    return [*_counting(figure, progress.target.unit_of_measure), *_judging(progress)]


def steps_of_part(figure: Figure, unit: str) -> list[Step]:
    """From records to the number of one unit; a unit has no target of its own."""
    return _counting(figure, unit)


def _counting(figure: Figure, unit: str) -> list[Step]:
    if figure.turns is None:
        return [Step(_("Hồ sơ được tính"), f"{format_number(figure.value)} {unit}")]
    turns, again = format_number(figure.turns), format_number(figure.turns - figure.value)
    return [
        Step(_("Hồ sơ được tính (lượt)"), turns),
        Step(_("Hồ sơ trùng doanh nghiệp"), again),
        Step(_("Doanh nghiệp khác nhau"), f"{turns} - {again} = {format_number(figure.value)}"),
    ]


def _judging(progress: TargetProgress) -> list[Step]:
    """Nothing is judged before the target is confirmed."""
    if progress.met is None:
        return [Step(_("So với chỉ tiêu"), verdict(progress))]
    value = format_number(progress.figures.cumulative.value)
    if progress.target.comparator == Comparator.QUALITATIVE:
        took_part = format_number(progress.figures.beside.get("took_part_cumulative", 0))
        words = _("tham gia %(part)s, được tặng %(value)s: %(verdict)s")
        return [
            Step(
                _("So với chỉ tiêu, lũy kế"),
                words % {"part": took_part, "value": value, "verdict": verdict(progress)},
            )
        ]
    plan = format_number(progress.target.value)
    compared = _("%(value)s; kế hoạch %(plan)s: %(verdict)s") % {
        "value": value,
        "plan": plan_text(progress),
        "verdict": verdict(progress),
    }
    return [
        Step(
            _("Tỷ lệ hoàn thành, lũy kế"),
            f"{value} / {plan} × 100 = {format_percent(progress.rate)}",
        ),
        Step(_("So với chỉ tiêu, lũy kế"), compared),
        *_pace(progress),
    ]


def _pace(progress: TargetProgress) -> list[Step]:
    """Of a stage that is over there is a verdict, and no pace any more."""
    pace, window = progress.pace, progress.window
    if pace is None or window.ends_stage:
        return []
    first, last = window.stage.first_day, window.stage.last_day
    whole = (last - first).days + 1
    gone = pace.elapsed * whole
    elapsed = format_percent(pace.elapsed_percent)
    threshold = pace.elapsed * BEHIND_BELOW
    words = _("chậm tiến độ") if pace.is_behind else _("đúng tiến độ")
    return [
        Step(
            _("Thời gian đã qua"),
            _("%(gone)s / %(whole)s ngày = %(percent)s")
            % {
                "gone": format_number(int(gone)),
                "whole": format_number(whole),
                "percent": elapsed,
            },
        ),
        Step(
            _("Ngưỡng chậm"),
            f"{_percent(BEHIND_BELOW)} × {elapsed} = {_percent(threshold)}",
        ),
        Step(_("Tiến độ"), f"{format_percent(progress.rate)}: {words}"),
    ]


def _percent(share: Fraction) -> str:
    return format_percent(completion_rate(share.numerator, share.denominator))
