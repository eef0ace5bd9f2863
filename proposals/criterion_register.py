"""Criteria of appraisal as a register of the administrators."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.ui.filters import RegisterFilter
from core.ui.paging import Sort
from core.ui.registers import Register, register
from core.ui.tables import Column
from core.vietnamese import format_date
from proposals.appraisal_forms import CriterionForm
from proposals.criteria import imbalance_in_words
from proposals.models import Criterion


class CriterionFilter(RegisterFilter):
    hieu_luc = django_filters.ChoiceFilter(
        label=gettext_lazy("Hiệu lực"),
        choices=(("con", gettext_lazy("Đang áp dụng")), ("het", gettext_lazy("Không áp dụng"))),
        empty_label=gettext_lazy("Tất cả"),
        method="by_validity",
    )

    class Meta:
        model = Criterion
        fields: list[str] = []

    def by_validity(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        valid = Criterion.objects.valid_on(timezone.localdate())
        held = Q(pk__in=valid.values("pk"))
        return queryset.filter(held if value == "con" else ~held)


def _period(criterion: Criterion) -> str:
    first, last = format_date(criterion.valid_from), format_date(criterion.valid_to)
    if not first and not last:
        return ""
    return _("từ %(first)s đến %(last)s") % {
        "first": first or _("trước nay"),
        "last": last or _("nay"),
    }


def _state(criterion: Criterion) -> str:
    is_valid = criterion.is_valid_on(timezone.localdate())
    return _("Đang áp dụng") if is_valid else _("Không áp dụng")


def _kind(criterion: Criterion) -> str:
    return "ok" if criterion.is_valid_on(timezone.localdate()) else "neutral"


def _notice(_criterion: Criterion, _user: Any) -> tuple[str, str] | None:
    """Whatever criterion is open: the weights of all, from today on."""
    words = imbalance_in_words(Criterion.objects.all(), timezone.localdate())
    return ("warn", words) if words else None


COLUMNS = (
    Column(gettext_lazy("Tiêu chí"), lambda c: c.name, sub=_period, width=36),
    Column(gettext_lazy("Mã"), lambda c: c.code, is_exported_only=True),
    Column(gettext_lazy("Thứ tự"), lambda c: c.order, kind="number", sort="thu-tu", width=8),
    Column(gettext_lazy("Trọng số"), lambda c: c.weight, kind="number", width=10),
    Column(gettext_lazy("Cách cho điểm"), lambda c: c.get_use_display(), width=32),
    Column(gettext_lazy("Chấm thế nào"), lambda c: c.help_text, is_exported_only=True, width=60),
    Column(gettext_lazy("Từ ngày"), lambda c: c.valid_from, is_exported_only=True),
    Column(gettext_lazy("Đến hết ngày"), lambda c: c.valid_to, is_exported_only=True),
    Column(gettext_lazy("Tình trạng"), _state, kind="status", status=_kind),
)
CRITERIA = register(
    Register(
        model=Criterion,
        name="criterion",
        title=gettext_lazy("Tiêu chí thẩm định"),
        lead=gettext_lazy(
            "Trọng số cũng là điểm cao nhất của tiêu chí; các tiêu chí cùng có hiệu lực một ngày"
            " cộng lại 100. Mỗi đợt đề xuất dùng các tiêu chí của ngày đóng đợt."
        ),
        add_label=gettext_lazy("Thêm tiêu chí"),
        columns=lambda: COLUMNS,
        sorts=(Sort("thu-tu", gettext_lazy("theo thứ tự"), ("order",)),),
        filterset=CriterionFilter,
        form=CriterionForm,
        sections=(
            (
                gettext_lazy("Tiêu chí"),
                ("name", "code", "order", "weight", "use", "help_text", "valid_from", "valid_to"),
            ),
        ),
        kicker=_notice,
        empty_hint=gettext_lazy("Nạp danh mục dùng chung để có năm tiêu chí ban đầu."),
    )
)
