"""Columns of records."""

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.ui.paging import Sort
from core.ui.tables import Column
from support.choices import CertificateStatus, SupportStatus
from support.models import CatalogueItem, Certificate

SUPPORT_KINDS = {
    SupportStatus.COMPLETED: "ok",
    SupportStatus.UNDER_WAY: "info",
    SupportStatus.STOPPED: "neutral",
}
SOON_DAYS = 60


def _sorts(field: str) -> tuple[Sort, ...]:
    return (
        Sort("moi", gettext_lazy("mới trước"), (field,), is_descending=True),
        Sort("cu", gettext_lazy("cũ trước"), (field,)),
    )


ENTERPRISE = (
    Column(
        gettext_lazy("Doanh nghiệp"),
        lambda r: r.enterprise.name,
        sub=lambda r: r.enterprise.masked_tax_code,
        link=lambda r: r.enterprise.get_absolute_url(),
        width=44,
    ),
    Column(
        gettext_lazy("Mã số thuế"),
        lambda r: r.enterprise.masked_tax_code,
        width=16,
        is_exported_only=True,
    ),
    Column(
        gettext_lazy("Loại hình"),
        lambda r: r.enterprise.get_entity_type_display(),
        is_exported_only=True,
    ),
    Column(gettext_lazy("Đơn vị lúc đó"), lambda r: r.unit.name if r.unit else "", width=24),
)


def money(field: str, label: str | Promise, *, is_exported_only: bool = True) -> Column:
    return Column(
        label,
        lambda r: getattr(r, field),
        kind="money",
        is_exported_only=is_exported_only,
    )


SUPPORT_SORTS = _sorts("started_on")
SUPPORT_COLUMNS = (
    Column(
        gettext_lazy("Nội dung hỗ trợ"), lambda s: s.item.name, sub=lambda s: s.product, width=32
    ),
    *ENTERPRISE,
    Column(gettext_lazy("Sản phẩm"), lambda s: s.product, width=30, is_exported_only=True),
    Column(gettext_lazy("Hình thức"), lambda s: s.get_form_display(), width=14),
    Column(gettext_lazy("Bắt đầu"), lambda s: s.started_on, sort="moi", width=13),
    Column(gettext_lazy("Hoàn thành"), lambda s: s.completed_on, width=13),
    Column(
        gettext_lazy("Trạng thái"),
        lambda s: s.get_status_display(),
        kind="status",
        status=lambda s: SUPPORT_KINDS[s.status],
    ),
    Column(
        gettext_lazy("Nhiệm vụ"),
        lambda s: s.task.number if s.task else None,
        is_exported_only=True,
    ),
    Column(gettext_lazy("Đơn vị tư vấn"), lambda s: s.consultant, is_exported_only=True),
    money("state_budget_vnd", gettext_lazy("Ngân sách nhà nước (đồng)"), is_exported_only=False),
    money("counterpart_vnd", gettext_lazy("Đối ứng (đồng)"), is_exported_only=False),
    money("other_funds_vnd", gettext_lazy("Nguồn khác (đồng)")),
    Column(gettext_lazy("Kết quả"), lambda s: s.result, width=40, is_exported_only=True),
)


def life_of(certificate: Certificate) -> tuple[str, str]:
    """(kind, words) of a certificate's state today."""
    if certificate.status != CertificateStatus.IN_FORCE:
        return "bad", str(certificate.get_status_display())
    left = (
        None
        if certificate.expires_on is None
        else (certificate.expires_on - timezone.localdate()).days
    )
    if left is None or left > SOON_DAYS:
        return "ok", _("Còn hiệu lực")
    if left >= 0:
        return "warn", _("Hết hạn sau %(days)d ngày") % {"days": left}
    return "neutral", _("Hết hiệu lực")


CERTIFICATE_SORTS = _sorts("issued_on")
CERTIFICATE_COLUMNS = (
    Column(
        gettext_lazy("Tiêu chuẩn"),
        lambda c: c.standard,
        sub=lambda c: c.number,
        width=32,
    ),
    *ENTERPRISE,
    Column(gettext_lazy("Loại"), lambda c: c.get_category_display()),
    Column(gettext_lazy("Số giấy chứng nhận"), lambda c: c.number, is_exported_only=True),
    Column(gettext_lazy("Tổ chức chứng nhận"), lambda c: c.body, is_exported_only=True),
    Column(gettext_lazy("Phạm vi"), lambda c: c.scope, width=36, is_exported_only=True),
    Column(gettext_lazy("Ngày cấp"), lambda c: c.issued_on, sort="moi", width=13),
    Column(gettext_lazy("Hết hạn"), lambda c: c.expires_on, width=13),
    Column(gettext_lazy("Được hỗ trợ"), lambda c: c.is_supported, width=12),
    Column(
        gettext_lazy("Hiệu lực"),
        lambda c: life_of(c)[1],
        kind="status",
        status=lambda c: life_of(c)[0],
    ),
)

AWARD_SORTS = _sorts("year")
AWARD_COLUMNS = (
    Column(gettext_lazy("Giải thưởng"), lambda a: a.name, sub=lambda a: a.level, width=40),
    *ENTERPRISE,
    Column(gettext_lazy("Năm"), lambda a: str(a.year), sort="moi", width=8),
    Column(
        gettext_lazy("Kết quả"),
        lambda a: a.get_result_display(),
        kind="status",
        status=lambda a: "ok" if a.result == "awarded" else "neutral",
    ),
    Column(gettext_lazy("Mức giải"), lambda a: a.level, is_exported_only=True),
    Column(gettext_lazy("Số quyết định"), lambda a: a.decision_number),
    Column(gettext_lazy("Ngày quyết định"), lambda a: a.decided_on, width=13),
)

CATALOGUE_SORTS = (Sort("ten", gettext_lazy("theo tên"), ("sort_key",)),)


def _counts_for(item: CatalogueItem) -> str:
    return item.counts_for_name or _("không tính")


CATALOGUE_COLUMNS = (
    Column(gettext_lazy("Tên"), lambda i: i.name, sub=lambda i: "; ".join(i.aliases), width=36),
    Column(gettext_lazy("Dùng cho"), lambda i: i.get_use_display()),
    Column(gettext_lazy("Loại"), lambda i: i.get_kind_display(), width=30),
    Column(gettext_lazy("Tính vào chỉ số"), _counts_for),
    Column(gettext_lazy("Từ ngày"), lambda i: i.valid_from, width=13),
    Column(gettext_lazy("Đến hết ngày"), lambda i: i.valid_to, width=13),
)
