"""Units as a register: searched and opened; they come with the reference data."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.handing_over import has_ended
from agencies.models import Unit
from agencies.unit_filters import UnitFilter
from agencies.unit_forms import UnitForm
from core.ui.paging import Sort
from core.ui.registers import Act, Register, register
from core.ui.tables import Column
from core.vietnamese import format_date


def _is_there(unit: Unit) -> bool:
    return unit.is_valid_on(timezone.localdate())


def _state(unit: Unit) -> str:
    if _is_there(unit):
        return _("Đang hoạt động")
    return _("Đã kết thúc") if has_ended(unit) else _("Chưa hoạt động")


def _notice(unit: Unit, _user: Any) -> tuple[str, str] | None:
    if not has_ended(unit):
        return None
    return "info", _("Kết thúc hoạt động ngày %(day)s.") % {"day": format_date(unit.valid_to)}


COLUMNS: tuple[Column, ...] = (
    Column(gettext_lazy("Đơn vị"), lambda u: u.name, width=40),
    Column(gettext_lazy("Loại"), lambda u: u.get_kind_display(), width=24),
    Column(gettext_lazy("Thuộc"), lambda u: u.parent.name if u.parent else "", width=32),
    Column(gettext_lazy("Mã"), lambda u: u.code, width=12),
    Column(gettext_lazy("Từ ngày"), lambda u: u.valid_from, width=13),
    Column(gettext_lazy("Đến hết ngày"), lambda u: u.valid_to, width=13),
    Column(
        gettext_lazy("Tình trạng"),
        _state,
        kind="status",
        status=lambda u: "ok" if _is_there(u) else "neutral",
    ),
)


def _columns() -> tuple[Column, ...]:
    return COLUMNS


UNITS = register(
    Register(
        model=Unit,
        name="unit",
        title=gettext_lazy("Đơn vị"),
        lead=gettext_lazy(
            "Cơ quan, địa phương, hiệp hội theo thời gian; đơn vị đã kết thúc vẫn giữ hồ sơ."
        ),
        add_label="",
        columns=_columns,
        sorts=(Sort("ten", gettext_lazy("theo tên"), ("sort_key",)),),
        filterset=UnitFilter,
        form=UnitForm,
        sections=(
            (
                gettext_lazy("Đơn vị"),
                ("name", "kind", "code", "parent", "valid_from", "valid_to", "note"),
            ),
        ),
        related=("parent",),
        kicker=_notice,
        acts=(
            Act(
                gettext_lazy("Chuyển việc đang mở"),
                "agencies:unit-handover",
                "agencies.hand_over_duties",
                "arrow-right-left",
                has_ended,
            ),
        ),
        is_read_only=True,
    )
)
