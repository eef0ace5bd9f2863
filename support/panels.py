"""What records add to an enterprise's page, list and filters."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Unit
from agencies.seeing import seen
from core.charts import LifeBar, LifeBars, render_life_bars
from core.prepared import numbers
from core.ui.panels import Panel, panels
from core.ui.tables import Column
from enterprises.filters import added_filters
from enterprises.models import Enterprise
from enterprises.tables import added_columns
from programs.models import WorkItem
from programs.records import records_of
from support.choices import CertificateStatus, ItemKind, SupportStatus
from support.history import EnterpriseHistory
from support.models import CatalogueItem, Certificate, Support, SupportRequest
from support.registers import AWARDS, CERTIFICATES, SUPPORTS
from support.request_panels import contact_panel, requests_of, requests_of_unit, triage_panel
from support.tables import life_of


def history_panel(enterprise: Enterprise, user: Any) -> Panel:
    """Sums, timeline, certificates with their life, money by year, awards."""
    history = EnterpriseHistory(enterprise, user)
    lives = [(c, *life_of(c)) for c in history.certificates]
    money = history.money()
    done = [s for s in history.supports if s.status == SupportStatus.COMPLETED]
    return Panel(
        "support/_enterprise_history.html",
        {
            "enterprise": enterprise,
            "years": history.years(),
            "done": len(done),
            "under_way": sum(s.status == SupportStatus.UNDER_WAY for s in history.supports),
            "lives": lives,
            "in_force": sum(kind in {"ok", "warn"} for _c, kind, _words in lives),
            "ending": sum(kind == "warn" for _c, kind, _words in lives),
            "chart": _life_chart(history.certificates),
            "money": money,
            "totals": [sum(row.values[i] for row in money) for i in range(3)],
            "total": sum(row.total for row in money),
            "awards": history.awards,
            "may_add": user.has_perm("support.add_support"),
        },
    )


def _life_chart(certificates: list[Certificate]) -> str:
    today = timezone.localdate()
    bars = [
        LifeBar(c.standard, c.issued_on, c.cancelled_on or c.expires_on, *life_of(c))
        for c in sorted(certificates, key=lambda c: c.issued_on)
    ]
    return render_life_bars(LifeBars(bars, today)) if bars else ""


panels.register(Enterprise, "history", history_panel, order=10)


def work_panel(item: WorkItem, user: Any) -> Panel:
    """What the work has brought about so far."""
    rows = records_of(item, user, [SUPPORTS, CERTIFICATES, AWARDS])
    return Panel("programs/_work_records.html", {"rows": rows}, _("Hồ sơ của công việc"))


panels.register(WorkItem, "records", work_panel, order=50)


def _turns_of(supports: Any, pks: str) -> QuerySet[Support, Any]:
    return _by_enterprise(supports.filter(status=SupportStatus.COMPLETED), pks)


def _lives_of(certificates: Any, pks: str, day: date) -> QuerySet[Certificate, Any]:
    lives = Q(expires_on__isnull=True) | Q(expires_on__gte=day)
    return _by_enterprise(certificates.filter(lives, status=CertificateStatus.IN_FORCE), pks)


def _by_enterprise(found: Any, pks: str) -> QuerySet[Any, Any]:
    """(enterprise, the one it counts as, number of records)."""
    rows: QuerySet[Any, Any] = found.counted_for(pks).order_by()
    return rows.values_list("enterprise", "enterprise__counted_as").annotate(count=Count("pk"))


_turns_seen = seen(Support, _turns_of)
_lives_seen = seen(Certificate, _lives_of)


def _turns(records: Sequence[Any], user: Any) -> Mapping[int, int]:
    return _counts(records, _turns_seen(user, numbers(e.pk for e in records)))


def _in_force(records: Sequence[Any], user: Any) -> Mapping[int, int]:
    pks = numbers(e.pk for e in records)
    return _counts(records, _lives_seen(user, pks, timezone.localdate()))


def _counts(records: Sequence[Any], rows: Iterable[tuple[int, int, int]]) -> Mapping[int, int]:
    """Records by enterprise, those of registrations that count as it included."""
    counts = {e.pk: 0 for e in records}
    for enterprise, head, count in rows:
        for pk in {enterprise, head} & counts.keys():
            counts[pk] += count
    return counts


added_columns.register(
    "turns",
    Column(
        _("Lượt hỗ trợ"),
        load=_turns,
        kind="number",
        link=lambda e: f"{reverse('support:support-list')}?dn={e.pk}&trang_thai=completed",
        width=12,
    ),
)
added_columns.register(
    "certificates",
    Column(
        _("GCN còn hiệu lực"),
        load=_in_force,
        kind="number",
        link=lambda e: f"{reverse('support:certificate-list')}?dn={e.pk}&hieu_luc=con",
        width=12,
    ),
    order=1,
)


def _had(supports: QuerySet[Support]) -> Q:
    return Q(pk__in=supports.values("enterprise"))


class SupportedWith(django_filters.ModelChoiceFilter):
    """Enterprises that had a support with this content, in whatever state."""

    def filter(self, qs: QuerySet[Any], value: CatalogueItem | None) -> QuerySet[Any]:
        return qs if value is None else qs.filter(_had(Support.objects.filter(item=value)))


class SupportedKind(django_filters.ChoiceFilter):
    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return qs.filter(_had(Support.objects.filter(item__kind=value))) if value else qs


class WasSupported(django_filters.ChoiceFilter):
    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return qs
        had = _had(Support.objects.all())
        return qs.filter(had if value == "co" else ~had)


added_filters.register(
    "noi_dung",
    (
        "noi_dung",
        SupportedWith(
            queryset=CatalogueItem.objects.filter(use="support").order_by("sort_key"),
            label=_("Nội dung đã hỗ trợ"),
            empty_label=_("Tất cả"),
        ),
    ),
)
added_filters.register(
    "loai_ho_tro",
    (
        "loai_ho_tro",
        SupportedKind(choices=ItemKind.choices, label=_("Loại hỗ trợ"), empty_label=_("Tất cả")),
    ),
    order=1,
)
added_filters.register(
    "co_ho_tro",
    (
        "co_ho_tro",
        WasSupported(
            choices=[("co", _("Có")), ("khong", _("Chưa"))],
            label=_("Đã được hỗ trợ"),
            empty_label=_("Tất cả"),
        ),
    ),
    order=2,
)

panels.register(Enterprise, "requests", requests_of, order=20)
panels.register(Unit, "requests", requests_of_unit, order=40)
panels.register(SupportRequest, "triage", triage_panel, order=1)
panels.register(SupportRequest, "contact", contact_panel, order=2)
