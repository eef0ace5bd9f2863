"""What the home page shows: the stage, the day, each target in words."""

import math
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.charts import Bullet, YearBar, YearBars, render_bullet, render_year_bars
from core.vietnamese import format_percent
from programs.choices import Comparator, TargetBasis
from programs.indicators import TargetProgress, Window, open_window, progress_of, remembered
from programs.models import Plan, Stage
from reporting.beside import TOLD, Beside, number_beside
from reporting.calendar import DueReport, due_report, yearly_type
from reporting.snapshots.targets import plan_text


@dataclass(frozen=True)
class Condition:
    """One thing that a target without a number asks for."""

    text: str
    is_met: bool


@dataclass(frozen=True)
class TargetCard:
    """One target as the home page says it."""

    progress: TargetProgress
    plan_text: str
    status_kind: str
    status_text: str
    sentence: str
    chart: str
    beside: list[tuple[Beside, int]]
    conditions: list["Condition"]


@dataclass(frozen=True)
class YearChart:
    """One target by year, with what each number opens."""

    progress: TargetProgress
    chart: str
    years: list[tuple[int, int, date]]
    has_need: bool


@dataclass(frozen=True)
class Overview:
    plan: Plan
    stages: list[Stage]
    window: Window
    cut_off: date | None
    cards: list[TargetCard]
    due: DueReport | None
    year_charts: list[YearChart]

    @property
    def shows_need(self) -> bool:
        """Whether any chart by year draws what the years to come need."""
        return any(chart.has_need for chart in self.year_charts)

    @property
    def is_at_cut_off(self) -> bool:
        return self.window.cut_off == self.cut_off


def overview_of(plan: Plan, *, stage_year: int | None, at_cut_off: bool, today: date) -> Overview:
    """The chosen stage up to today, to this year's cut-off, or to its end where it is over."""
    prefetch_related_objects([plan], "stages")
    stages = list(plan.stages.all())
    stage = next(
        (s for s in stages if s.first_year == stage_year),
        next((s for s in stages if s.first_day <= today <= s.last_day), stages[-1]),
    )
    last = min(today, stage.last_day)
    yearly = yearly_type(plan, today)
    cut_off = yearly.cut_off_of(last.year) if yearly is not None else None
    if at_cut_off and cut_off is not None and cut_off <= last:
        last = cut_off
    window = open_window(plan, last.year, cut_off=last, today=today)
    targets = stage.targets.select_related("stage__plan", "clause", "previous__stage__plan")
    found = progress_of(list(targets.order_by("order")), window, evaluate=remembered)
    return Overview(
        plan=plan,
        stages=stages,
        window=window,
        cut_off=cut_off,
        cards=[card_of(p) for p in found],
        due=due_report(plan, yearly, today),
        year_charts=year_charts(found, window),
    )


def year_charts(found: list[TargetProgress], window: Window) -> list[YearChart]:
    """Small multiples on one scale; years to come need the average of what is missing."""
    ahead = window.stage.last_year - window.cut_off.year
    needs = {p.target.pk: Fraction(p.needed, ahead) if p.needed and ahead else None for p in found}
    tallest = max(
        [value for p in found for value in p.figures.by_year.values()]
        + [math.ceil(need) for need in needs.values() if need]
        + [1]
    )
    made = []
    for p in found:
        values = p.figures.by_year
        bars = [
            YearBar(year, values.get(year), year == window.year)
            for year in range(window.stage.first_year, window.stage.last_year + 1)
        ]
        title = _("%(name)s theo năm") % {"name": p.target.short_name}
        chart = YearBars(f"nam-{p.target.pk}", title, bars, needs[p.target.pk], tallest)
        years = [(year, value, window.years[year].last) for year, value in values.items()]
        made.append(YearChart(p, render_year_bars(chart), years, bool(needs[p.target.pk])))
    return made


def card_of(progress: TargetProgress) -> TargetCard:
    kind, text = status_of(progress)
    beside = [
        (told, number)
        for told in TOLD
        if (number := number_beside(told, progress.figures, "cumulative")) is not None
    ]
    return TargetCard(
        progress=progress,
        plan_text=plan_text(progress),
        status_kind=kind,
        status_text=text,
        sentence=sentence_of(progress),
        chart=chart_of(progress),
        beside=beside,
        conditions=conditions_of(progress),
    )


def conditions_of(progress: TargetProgress) -> list[Condition]:
    """Of a qualitative target: that enterprises took part, and that one was given the award."""
    target, figures = progress.target, progress.figures
    if target.comparator != Comparator.QUALITATIVE or not target.is_confirmed:
        return []
    took_part = figures.beside.get("took_part_cumulative", 0)
    awarded = _("Có doanh nghiệp được tặng")
    if target.value is not None:
        awarded = _("Có ít nhất %(count)d doanh nghiệp được tặng") % {"count": target.value}
    return [
        Condition(_("Có doanh nghiệp tham gia"), is_met=took_part > 0),
        Condition(awarded, is_met=figures.cumulative.value >= (target.value or 1)),
    ]


def status_of(progress: TargetProgress) -> tuple[str, str]:
    """(kind of the component, words); never colour alone."""
    if progress.met is None:
        return "neutral", _("Dự kiến, chưa phê duyệt")
    if progress.exceeded:
        return "ok", _("Vượt chỉ tiêu")
    if progress.met:
        return "ok", _("Đạt chỉ tiêu")
    if progress.window.ends_stage:
        return "bad", _("Không đạt")
    if progress.pace is None:
        return "neutral", _("Chưa đủ điều kiện")
    return ("warn", _("Chậm tiến độ")) if progress.pace.is_behind else ("ok", _("Đúng tiến độ"))


def sentence_of(progress: TargetProgress) -> str:
    """What is still needed, or was missing in the end, in plain words."""
    unit = progress.target.unit_of_measure
    if not progress.target.is_confirmed:
        return _sentence_of_proposal(progress)
    if progress.needed is None:
        return _("Kế hoạch không ấn định số lượng: tham gia và được trao tặng.")
    if progress.needed == 0:
        return _("Đã đạt số kế hoạch.")
    if progress.window.ends_stage:
        return _("Giai đoạn đã kết thúc, thiếu %(needed)d %(unit)s.") % {
            "needed": progress.needed,
            "unit": unit,
        }
    years = progress.window.stage.last_year - progress.window.cut_off.year
    if years <= 0:
        return _("Còn %(needed)d %(unit)s trong năm cuối của giai đoạn.") % {
            "needed": progress.needed,
            "unit": unit,
        }
    return ngettext(
        "Còn %(needed)d %(unit)s cho %(years)d năm sau năm nay.",
        "Còn %(needed)d %(unit)s cho %(years)d năm sau năm nay.",
        years,
    ) % {"needed": progress.needed, "unit": unit, "years": years}


def _sentence_of_proposal(progress: TargetProgress) -> str:
    """What the number that stands there for the time being comes from."""
    percent = progress.target.stage.minimum_growth_percent or 0
    if progress.proposal is not None and progress.proposal.basis == TargetBasis.ACTUAL:
        return _(
            "Số dự kiến: kết quả giai đoạn trước tăng ít nhất %(percent)d%%, không dưới 1;"
            " giai đoạn trước không có chỉ tiêu bằng số."
        ) % {"percent": percent}
    return _("Số dự kiến: chỉ tiêu giai đoạn trước tăng ít nhất %(percent)d%%.") % {
        "percent": percent
    }


def chart_of(progress: TargetProgress) -> str:
    """The bullet of a confirmed number; words alone elsewhere."""
    target, value = progress.target, progress.figures.cumulative.value
    if progress.pace is None or not target.value:
        return ""
    comparator = Comparator(target.comparator)
    title = _("%(name)s: %(value)d trên %(plan)s") % {
        "name": target.short_name,
        "value": value,
        "plan": f"{comparator.label} {target.value}",
    }
    description = _("Đạt %(rate)s chỉ tiêu khi đã qua %(time)s thời gian của giai đoạn.") % {
        "rate": format_percent(progress.rate),
        "time": format_percent(progress.pace.elapsed_percent),
    }
    return render_bullet(
        Bullet(
            id=f"bullet-{target.pk}",
            title=title,
            description=description,
            value=value,
            target=target.value,
            comparator=target.comparator,
            unit=target.unit_of_measure,
            elapsed=progress.pace.elapsed,
            is_behind=progress.pace.is_behind,
        )
    )
