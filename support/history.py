"""What was done for one enterprise, through time: supports, certificates, awards, money."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from agencies.seeing import seen
from core.prepared import numbers
from core.vietnamese import format_date
from enterprises.models import Enterprise
from programs.models import Target
from support.choices import AwardResult, SupportStatus
from support.models import Award, Certificate, Support

MONEY = ("state_budget_vnd", "counterpart_vnd", "other_funds_vnd")


@dataclass(frozen=True)
class Moment:
    """One mark of the timeline; `kind` is "", "open", "cert" or "prize"."""

    on: date
    when: str
    kind: str
    title: str
    address: str
    notes: list[str]
    status: tuple[str, str] | None = None
    money: int | None = None


@dataclass
class Money:
    """Sums of one year, in đồng; the year is that of completion, else of the start."""

    year: int
    sums: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MONEY, 0))

    @property
    def values(self) -> list[int]:
        return list(self.sums.values())

    @property
    def total(self) -> int:
        return sum(self.sums.values())


class EnterpriseHistory:
    """Records of an enterprise and of the registrations that count as it; three queries.

    Of other registrations only what `user` may see, so that sums equal the lists they open.
    """

    def __init__(self, enterprise: Enterprise, user: Any) -> None:
        self.enterprise = enterprise
        own = numbers([enterprise.pk])
        self.supports: list[Any] = _supports_seen(user, own)
        self.certificates: list[Certificate] = _certificates_seen(user, own)
        self.awards: list[Award] = _awards_seen(user, own)

    def years(self) -> list[tuple[int, list[Moment]]]:
        """Moments by year, newest first."""
        moments = sorted(self._moments(), key=lambda m: m.on, reverse=True)
        return [(year, list(found)) for year, found in groupby(moments, key=lambda m: m.on.year)]

    def money(self) -> list[Money]:
        by_year: dict[int, Money] = {}
        for s in self.supports:
            year = (s.completed_on or s.started_on).year
            row = by_year.setdefault(year, Money(year))
            for name in MONEY:
                row.sums[name] += getattr(s, name) or 0
        return [row for _year, row in sorted(by_year.items()) if row.total]

    def _moments(self) -> Iterator[Moment]:
        for s in self.supports:
            yield self._support(s)
        for c in self.certificates:
            notes = [_("Số %(number)s") % {"number": c.number}]
            if c.is_supported:
                notes.append(_("được hỗ trợ"))
            yield Moment(
                c.issued_on,
                f"{c.issued_on:%d/%m}",
                "cert",
                _("Chứng nhận %(standard)s") % {"standard": c.standard},
                c.get_absolute_url(),
                notes,
            )
        for a in self.awards:
            day = a.decided_on or date(a.year, 12, 31)
            yield Moment(
                day,
                f"{a.decided_on:%d/%m}" if a.decided_on else "",
                "prize",
                f"{a.name}: {a.get_result_display().lower()}",
                a.get_absolute_url(),
                list(filter(None, [a.level, a.decision_number])),
                ("ok", str(a.get_result_display())) if a.result == AwardResult.AWARDED else None,
            )

    def _support(self, s: Support) -> Moment:
        is_done = s.status == SupportStatus.COMPLETED
        on = s.completed_on or s.started_on
        notes = []
        if s.task:
            notes.append(_("Nhiệm vụ %(number)d") % {"number": s.task.number})
        notes.append(self._counts(s, is_done=is_done))
        if s.unit and s.unit_id != self.enterprise.unit_id:
            notes.append(_("thuộc %(unit)s khi đó") % {"unit": s.unit.name})
        money = sum(getattr(s, name) or 0 for name in MONEY)
        kinds = {SupportStatus.COMPLETED: "ok", SupportStatus.UNDER_WAY: "info"}
        return Moment(
            on,
            f"{on:%d/%m}" if is_done else _("từ %(day)s") % {"day": f"{on:%d/%m}"},
            "" if is_done else "open",
            s.item.name,
            s.get_absolute_url(),
            notes,
            (kinds.get(SupportStatus(s.status), "neutral"), str(s.get_status_display())),
            money or None,
        )

    @staticmethod
    def _counts(s: Any, *, is_done: bool) -> str:
        order = s.target_order
        if order is None:
            return _("không tính vào chỉ tiêu nào")
        if not is_done:
            return _("chưa tính; tính vào chỉ tiêu %(order)d khi hoàn thành") % {"order": order}
        return _("tính vào chỉ tiêu %(order)d, ngày %(day)s") % {
            "order": order,
            "day": format_date(s.completed_on),
        }


def _supports_of(supports: Any, own: str) -> QuerySet[Any]:
    order = Target.objects.filter(
        stage__plan__is_current=True, indicator=OuterRef("item__counts_for")
    ).values("order")[:1]
    found: QuerySet[Any] = supports.counted_for(own).annotate(target_order=Subquery(order))
    return found.select_related("item", "task", "unit")


def _certificates_of(certificates: Any, own: str) -> QuerySet[Certificate]:
    found: QuerySet[Certificate] = certificates.counted_for(own)
    return found.select_related("unit", "item")


def _awards_of(awards: Any, own: str) -> QuerySet[Award]:
    found: QuerySet[Award] = awards.counted_for(own)
    return found.select_related("item")


_supports_seen = seen(Support, _supports_of)
_certificates_seen = seen(Certificate, _certificates_of)
_awards_seen = seen(Award, _awards_of)
