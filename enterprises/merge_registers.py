"""Likely duplicates, and merges, as registers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.ui.paging import Sort
from core.ui.registers import Act, Register, register
from core.ui.steps import Steps
from core.ui.tables import Column
from enterprises.choices import MergeState, PairState
from enterprises.filters import DuplicateFilter, MergeFilter
from enterprises.forms import MergeRecordForm, PairForm
from enterprises.models import DuplicatePair, EnterpriseMerge
from enterprises.models.duplicates import LIKELY, POSSIBLE, SIGNS
from enterprises.rules import MERGE
from enterprises.workflow import DUPLICATE

PAIR_KINDS: Mapping[str, str] = {
    PairState.OPEN: "time",
    PairState.DISMISSED: "neutral",
    PairState.MERGED: "ok",
}
MERGE_KINDS: Mapping[str, str] = {
    MergeState.PREPARING: "info",
    MergeState.PREPARED: "time",
    MergeState.MERGING: "info",
    MergeState.MERGED: "ok",
    MergeState.UNDOING: "info",
    MergeState.UNDONE: "neutral",
    MergeState.CANCELLED: "neutral",
}


def _signs(records: Sequence[Any], _user: Any) -> Mapping[int, list[str]]:
    return {pair.pk: pair.reasons for pair in records}


def _likelihood(pair: DuplicatePair) -> str:
    if pair.strength >= LIKELY:
        return "warn"
    return "info" if pair.strength >= POSSIBLE else "neutral"


def _under(which: str) -> Any:
    def words(row: Any) -> str:
        enterprise = getattr(row, which)
        unit = enterprise.unit.name if enterprise.unit_id else ""
        return " · ".join(filter(None, (enterprise.masked_tax_code, unit)))

    return words


def _code(label: Any, which: str) -> Column:
    return Column(
        label, lambda row: getattr(row, which).masked_tax_code, width=16, is_exported_only=True
    )


def _read_of(*sides: str) -> tuple[str, ...]:
    return tuple(f"{s}__{name}" for s in sides for name in ("name", "tax_code", "unit__name"))


PAIR_COLUMNS = (
    Column(gettext_lazy("Hồ sơ thứ nhất"), lambda p: p.first.name, sub=_under("first"), width=40),
    Column(gettext_lazy("Hồ sơ thứ hai"), lambda p: p.second.name, sub=_under("second"), width=40),
    _code(gettext_lazy("Mã số thuế thứ nhất"), "first"),
    _code(gettext_lazy("Mã số thuế thứ hai"), "second"),
    Column(gettext_lazy("Dấu hiệu"), load=_signs, kind="tags", width=50),
    Column(
        gettext_lazy("Khả năng trùng"),
        lambda p: p.likelihood,
        kind="status",
        status=_likelihood,
        sort="giong",
        width=16,
    ),
    Column(
        gettext_lazy("Trạng thái"),
        lambda p: p.get_state_display(),
        kind="status",
        status=lambda p: PAIR_KINDS[p.state],
        width=14,
    ),
)
DUPLICATES = register(
    Register(
        model=DuplicatePair,
        name="duplicate",
        title=gettext_lazy("Hồ sơ có thể trùng"),
        lead=gettext_lazy(
            "Hai hồ sơ có thể là một doanh nghiệp, tìm lại mỗi đêm. Xem từng cặp: gộp, hoặc ghi"
            " là không trùng."
        ),
        add_label="",
        columns=lambda: PAIR_COLUMNS,
        sorts=(
            Sort("giong", gettext_lazy("giống nhất trước"), ("strength",), is_descending=True),
            Sort("moi", gettext_lazy("mới tìm thấy trước"), ("created_at",), is_descending=True),
        ),
        filterset=DuplicateFilter,
        form=PairForm,
        sections=((gettext_lazy("Cặp hồ sơ"), ("first", "second", "likelihood", "created_at")),),
        labels={
            "likelihood": gettext_lazy("Khả năng trùng"),
            "created_at": gettext_lazy("Tìm thấy lúc"),
        },
        related=("first", "second"),
        related_on_page=("first__unit", "second__unit"),
        listed=("strength", "state", "created_at", *SIGNS, *_read_of("first", "second")),
        steps=Steps(DUPLICATE, {}, PAIR_KINDS),
    )
)


def _merge_notice(merge: EnterpriseMerge, _user: Any) -> tuple[str, str] | None:
    if merge.state == MergeState.PREPARED:
        return "info", _("Chưa thay đổi gì. Xem những gì sẽ chuyển và đổi rồi bấm Gộp.")
    if merge.state == MergeState.MERGED:
        return "ok", _("Đã gộp; mã số thuế %(code)s vẫn tìm được và dẫn tới hồ sơ ở lại.") % {
            "code": merge.source.masked_tax_code
        }
    return None


MERGE_COLUMNS = (
    Column(gettext_lazy("Hồ sơ nhập vào"), lambda m: m.source.name, sub=_under("source"), width=40),
    Column(gettext_lazy("Hồ sơ ở lại"), lambda m: m.target.name, sub=_under("target"), width=40),
    _code(gettext_lazy("Mã số thuế nhập vào"), "source"),
    _code(gettext_lazy("Mã số thuế ở lại"), "target"),
    Column(gettext_lazy("Yêu cầu lúc"), lambda m: m.created_at, sort="moi", width=18),
    Column(gettext_lazy("Người yêu cầu"), lambda m: m.asker, width=24),
    Column(
        gettext_lazy("Trạng thái"),
        lambda m: m.get_state_display(),
        kind="status",
        status=lambda m: MERGE_KINDS[m.state],
        width=16,
    ),
)
MERGES = register(
    Register(
        model=EnterpriseMerge,
        name="merge",
        title=gettext_lazy("Các lần gộp hồ sơ"),
        lead=gettext_lazy("Mỗi lần gộp giữ những gì đã chuyển và số liệu cũ, nên hoàn tác được."),
        add_label="",
        columns=lambda: MERGE_COLUMNS,
        sorts=(Sort("moi", gettext_lazy("mới trước"), ("created_at",), is_descending=True),),
        filterset=MergeFilter,
        form=MergeRecordForm,
        sections=(
            (
                gettext_lazy("Hai hồ sơ"),
                ("source", "target", "asker", "created_at", "merged_at"),
            ),
        ),
        related=("source", "target", "asked_by"),
        related_on_page=("job",),
        labels={
            "asker": gettext_lazy("Người yêu cầu"),
            "created_at": gettext_lazy("Yêu cầu lúc"),
        },
        listed=("state", "created_at", "asked_by__full_name", *_read_of("source", "target")),
        acts=(
            Act(
                gettext_lazy("Gộp"),
                "enterprises:merge-confirm",
                MERGE,
                "git-merge",
                lambda m: m.waits,
            ),
            Act(
                gettext_lazy("Hoàn tác"),
                "enterprises:merge-undo",
                MERGE,
                "undo-2",
                lambda m: m.is_carried_out,
            ),
        ),
        kicker=_merge_notice,
    )
)
