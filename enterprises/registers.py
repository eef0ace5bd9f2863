"""The register of enterprises and the rows that belong to one."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.ui.confirming import Unconfirmed, unconfirmed
from core.ui.history import Trail
from core.ui.registers import Act, Register, register
from enterprises import forms, tables
from enterprises.actions import save_enterprise, save_placement, save_year
from enterprises.filters import EnterpriseFilter
from enterprises.merging.leading import survivor_of
from enterprises.models import (
    ContactPerson,
    Enterprise,
    EnterpriseYear,
    OcopProduct,
    Placement,
    SizeThreshold,
)


def trails_of(enterprise: Enterprise, user: Any) -> list[Trail]:
    """Its own changes and those of its rows; contact persons for the department alone."""
    own = {"enterprise": enterprise.pk}
    found = [
        Trail(Enterprise, {"pgh_obj_id": enterprise.pk}),
        Trail(Placement, own, _("nơi đặt trụ sở"), named_by="unit"),
        Trail(EnterpriseYear, own, _("số liệu năm"), named_by="year"),
        Trail(OcopProduct, own, _("sản phẩm OCOP"), named_by="name"),
    ]
    if user.has_perm("enterprises.view_contactperson"):
        found.append(Trail(ContactPerson, own, _("người liên hệ"), named_by="name"))
    return found


def parts_of(enterprise: Enterprise) -> list[QuerySet[Any]]:
    """What is nothing without the enterprise; supports, certificates and awards are not that."""
    return [
        enterprise.placements.all(),
        enterprise.years.all(),
        enterprise.ocop.all(),
        enterprise.contacts.all(),
    ]


def merged_notice(enterprise: Enterprise, user: Any) -> tuple[str, str] | None:
    if enterprise.merged_into is None:
        return None
    if not user.has_perm("enterprises.view_enterprise", enterprise.merged_into):
        return ("info", _("Đăng ký này được tính chung với một đăng ký ở đơn vị khác."))
    return (
        "info",
        _("Đăng ký này được tính chung với %(name)s (%(code)s).")
        % {
            "name": enterprise.merged_into.name,
            "code": enterprise.merged_into.masked_tax_code,
        },
    )


def leads_on(enterprise: Enterprise, user: Any) -> tuple[str, str] | None:
    """A merged registration's address is the survivor's, for whoever may see that one."""
    if enterprise.merged_into_id is None:
        return None
    survivor = survivor_of(enterprise)
    if not user.has_perm("enterprises.view_enterprise", survivor):
        return None
    words = _("%(name)s (mã số thuế %(code)s) đã gộp vào hồ sơ này.") % {
        "name": enterprise.name,
        "code": enterprise.masked_tax_code,
    }
    return survivor.get_absolute_url(), words


ENTERPRISES = register(
    Register(
        model=Enterprise,
        name="enterprise",
        title=gettext_lazy("Doanh nghiệp"),
        lead=gettext_lazy("Doanh nghiệp, hợp tác xã, hộ kinh doanh; mỗi mã số thuế một hồ sơ."),
        add_label=gettext_lazy("Thêm doanh nghiệp"),
        columns=tables.columns,
        sorts=tables.SORTS,
        filterset=EnterpriseFilter,
        form=forms.EnterpriseForm,
        sections=(
            (
                gettext_lazy("Định danh, phân loại"),
                (
                    "masked_tax_code",
                    "entity_type",
                    "unit",
                    "address",
                    "sector",
                    "vsic_code",
                    "size_class",
                    "main_products",
                    "parent",
                    "has_key_product",
                    "in_value_chain",
                ),
            ),
        ),
        labels={"masked_tax_code": gettext_lazy("Mã số thuế")},
        related=("unit",),
        listed=tables.LISTED,
        related_on_page=("parent", "merged_into"),
        trails=trails_of,
        save=lambda form, _user: save_enterprise(
            form.save(commit=False), unit=form.cleaned_data.get("unit")
        ),
        acts=(
            Act(
                gettext_lazy("Nhập vào hồ sơ khác"),
                "enterprises:enterprise-merge",
                "enterprises.merge_enterprise",
                "git-merge",
                lambda e: e.merged_into_id is None,
            ),
            Act(
                gettext_lazy("Hoàn tác gộp"),
                "enterprises:enterprise-separate",
                "enterprises.merge_enterprise",
                "undo-2",
                lambda e: e.merged_into_id is not None,
            ),
        ),
        has_files=True,
        empty_hint=gettext_lazy("Thêm từng doanh nghiệp hoặc nhập từ Excel."),
        kicker=merged_notice,
        leads_on=leads_on,
        parts=parts_of,
    )
)


def _part(model: Any, name: str, form: Any, add_label: Any, save: Any = None) -> Register:
    return register(
        Register(
            model=model,
            name=name,
            title=gettext_lazy("Doanh nghiệp"),
            lead="",
            add_label=add_label,
            columns=lambda: (),
            sorts=(),
            filterset=EnterpriseFilter,
            form=form,
            sections=(),
            parent="enterprise",
            save=save,
        )
    )


def _stored(action: Any) -> Any:
    return lambda form, _user: action(form.save(commit=False))


YEARS = _part(
    EnterpriseYear, "year", forms.YearForm, gettext_lazy("Thêm số liệu năm"), _stored(save_year)
)
PLACEMENTS = _part(
    Placement,
    "placement",
    forms.PlacementForm,
    gettext_lazy("Chuyển trụ sở"),
    _stored(save_placement),
)
OCOP = _part(OcopProduct, "ocop", forms.OcopForm, gettext_lazy("Thêm sản phẩm OCOP"))
CONTACTS = _part(ContactPerson, "contact", forms.ContactForm, gettext_lazy("Thêm người liên hệ"))

unconfirmed.register(
    "thresholds",
    Unconfirmed(
        SizeThreshold,
        gettext_lazy("Ngưỡng quy mô doanh nghiệp"),
        lambda t: f"{t}: {t.max_labour}; {t.max_revenue_vnd}; {t.max_capital_vnd}. {t.legal_basis}",
    ),
    order=10,
)
