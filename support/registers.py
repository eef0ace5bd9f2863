"""Supports, certificates, awards and their catalogue as registers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.ui.confirming import Unconfirmed, unconfirmed
from core.ui.history import Trail
from core.ui.registers import Register, register
from support import filters, forms, tables
from support.actions import save_support
from support.models import Award, AwardLevel, CatalogueItem, Certificate, Support

FROM_EXCEL = _("Thêm từng hồ sơ hoặc nhập từ Excel.")


def _register(model: Any, name: str, **declared: Any) -> Register:
    declared.setdefault("related", ("enterprise", "unit", "item"))
    declared.setdefault("related_on_page", ("work_item",))
    declared.setdefault("has_files", True)
    declared.setdefault("empty_hint", FROM_EXCEL)
    return register(Register(model=model, name=name, **declared))


SUPPORTS = _register(
    Support,
    "support",
    title=_("Hỗ trợ"),
    lead=_("Mỗi dòng là một lượt hỗ trợ một nội dung cho một doanh nghiệp."),
    add_label=_("Thêm hỗ trợ"),
    columns=lambda: tables.SUPPORT_COLUMNS,
    sorts=tables.SUPPORT_SORTS,
    filterset=filters.SupportFilter,
    form=forms.SupportForm,
    sections=(
        (
            _("Nội dung hỗ trợ"),
            (
                "enterprise",
                "unit",
                "item",
                "form",
                "product",
                "task",
                "work_item",
                "consultant",
                "lead_unit_name",
            ),
        ),
        (
            _("Tiến trình, văn bản"),
            (
                "status",
                "started_on",
                "completed_on",
                "approval_decision",
                "contract_number",
                "contract_on",
                "acceptance_number",
            ),
        ),
        (
            _("Kinh phí và kết quả"),
            ("state_budget_vnd", "counterpart_vnd", "other_funds_vnd", "result", "evidence"),
        ),
    ),
    related=("enterprise", "unit", "item", "task"),
    save=lambda form, _user: save_support(form.save(commit=False)),
)
CERTIFICATES = _register(
    Certificate,
    "certificate",
    title=_("Chứng nhận"),
    lead=_("Giấy chứng nhận của doanh nghiệp, được hỗ trợ hoặc tự làm."),
    add_label=_("Thêm chứng nhận"),
    columns=lambda: tables.CERTIFICATE_COLUMNS,
    sorts=tables.CERTIFICATE_SORTS,
    filterset=filters.CertificateFilter,
    form=forms.CertificateForm,
    sections=(
        (
            _("Giấy chứng nhận"),
            ("enterprise", "unit", "category", "standard", "item", "scope", "number", "body"),
        ),
        (
            _("Hiệu lực"),
            ("issued_on", "expires_on", "status", "cancelled_on", "is_supported", "work_item"),
        ),
    ),
)
AWARDS = _register(
    Award,
    "award",
    title=_("Giải thưởng"),
    lead=_("Doanh nghiệp tham gia hoặc được tặng giải thưởng chất lượng."),
    add_label=_("Thêm giải thưởng"),
    columns=lambda: tables.AWARD_COLUMNS,
    sorts=tables.AWARD_SORTS,
    filterset=filters.AwardFilter,
    form=forms.AwardForm,
    sections=(
        (_("Giải thưởng"), ("enterprise", "unit", "year", "name", "item")),
        (_("Kết quả"), ("result", "level", "decision_number", "decided_on", "work_item")),
    ),
)
CATALOGUE = _register(
    CatalogueItem,
    "item",
    title=_("Danh mục công cụ, hệ thống"),
    lead=_("Nội dung hỗ trợ, hệ thống quản lý, giải thưởng; mỗi mục có thời gian áp dụng."),
    add_label=_("Thêm mục danh mục"),
    columns=lambda: tables.CATALOGUE_COLUMNS,
    sorts=tables.CATALOGUE_SORTS,
    filterset=filters.CatalogueFilter,
    form=forms.CatalogueForm,
    sections=(
        (_("Mục danh mục"), ("use", "code", "name", "aliases", "kind", "counts_for_name")),
        (_("Hiệu lực"), ("valid_from", "valid_to")),
    ),
    labels={"counts_for_name": _("Tính vào chỉ số")},
    related=(),
    related_on_page=(),
    has_files=False,
    empty_hint="",
    trails=lambda item, _user: (
        Trail(CatalogueItem, {"pgh_obj_id": item.pk}),
        Trail(AwardLevel, {"item": item.pk}, str(_("mức giải")), named_by="name"),
    ),
)

unconfirmed.register(
    "award-levels",
    Unconfirmed(
        AwardLevel,
        _("Mức giải thưởng"),
        lambda level: f"{level.item.name}: {level.name}. {level.legal_basis}",
        related=("item",),
    ),
    order=20,
)
