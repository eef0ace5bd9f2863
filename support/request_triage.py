"""What the department looks at before it decides: the same need again, what was done, the hints."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.prepared import numbers
from core.vietnamese import format_date, search_query
from enterprises.choices import EntityType
from enterprises.models import Enterprise, OcopProduct
from enterprises.validators import wrong_tax_code
from support.bare_names import bare_words
from support.choices import SupportStatus
from support.models import Support, SupportRequest

SHOWN = 8
LOOKED_AT = 40


@dataclass(frozen=True)
class Hint:
    """A reason for or against, as a state component: the person decides."""

    kind: str
    words: str


@dataclass(frozen=True)
class Triage:
    hints: list[Hint]
    candidates: list[Enterprise]
    supports: list[Support]
    similar: list[SupportRequest]
    subject: Enterprise | None


def triage_of(request: SupportRequest, user: Any) -> Triage:
    """Five queries, whatever there is to show."""
    today = timezone.localdate()
    candidates = [] if request.enterprise_id else _candidates(request, user)
    subject = request.enterprise or _with_code(candidates, request.tax_code)
    supports = _supports_of(subject, user) if subject else []
    return Triage(
        hints=list(hints_of(request, subject, supports, today)),
        candidates=candidates,
        supports=supports[:SHOWN],
        similar=similar_to(request, user),
        subject=subject,
    )


def _with_code(found: Iterable[Enterprise], tax_code: str) -> Enterprise | None:
    return next((e for e in found if tax_code and e.tax_code == tax_code), None)


def _named_alike(name: str) -> Q:
    query = search_query(" ".join(bare_words(name)))
    sought: Any = SearchQuery(query, search_type="raw", config="simple")
    return Q(search=sought) if query else Q(pk__in=[])


def _alike(name: str, tax_code: str, found: Iterable[Any]) -> list[Any]:
    """Those with the code first; then those whose very name holds all the words."""
    own = set(bare_words(name))
    same_code = [one for one in found if tax_code and one.tax_code == tax_code]
    others = [o for o in found if o not in same_code and own <= set(bare_words(o.name))]
    return (same_code + others)[:SHOWN]


def _by_code_or_name(rows: QuerySet[Any], request: SupportRequest) -> list[Any]:
    wanted = _named_alike(request.name)
    if request.tax_code:
        wanted |= Q(tax_code=request.tax_code)
    found = list(rows.filter(wanted)[:LOOKED_AT])
    return _alike(request.name, request.tax_code, found)


def _candidates(request: SupportRequest, user: Any) -> list[Enterprise]:
    """Enterprises of the register that may be meant."""
    rows = Enterprise.objects.visible_to(user).select_related("unit").order_by("sort_key", "pk")
    return _by_code_or_name(rows, request)


def similar_to(request: SupportRequest, user: Any) -> list[SupportRequest]:
    """Other requests of the same tax code or name, newest first."""
    rows = SupportRequest.objects.visible_to(user).exclude(pk=request.pk)
    rows = rows.select_related("item", "unit").defer("search")
    return _by_code_or_name(rows.order_by("-received_on", "-pk"), request)


def _supports_of(enterprise: Enterprise, user: Any) -> list[Support]:
    rows = Support.objects.visible_to(user).counted_for(numbers([enterprise.pk]))
    return list(rows.select_related("item").order_by("-started_on", "-pk"))


def hints_of(
    request: SupportRequest, subject: Enterprise | None, supports: list[Support], today: date
) -> Iterator[Hint]:
    """Clause II of the plan (whom it supports, whom it puts first) beside what is known."""
    if request.enterprise_id is None:
        yield from _about_the_code(request, subject)
    if subject is not None:
        yield from _about_the_enterprise(subject, today)
        yield from _about_supports(request, supports)
    if request.item and not request.item.is_valid_on(request.wished_from or today):
        yield Hint("warn", _("Nội dung này không còn trong danh mục vào ngày mong muốn."))
    if request.own_funds_vnd:
        yield Hint("ok", _("Có vốn đối ứng."))
    else:
        yield Hint("neutral", _("Chưa nêu vốn đối ứng."))


def _about_the_code(request: SupportRequest, subject: Enterprise | None) -> Iterator[Hint]:
    if wrong := wrong_tax_code(request.tax_code):
        words = _("Chưa có mã số thuế: chưa gắn với doanh nghiệp nào.")
        yield Hint("warn", words if not request.tax_code else wrong)
    elif subject is None:
        yield Hint("warn", _("Danh bạ chưa có doanh nghiệp mã số thuế này."))
    else:
        yield Hint("info", _("Danh bạ có doanh nghiệp mã số thuế này, chưa gắn."))


def _about_the_enterprise(subject: Enterprise, today: date) -> Iterator[Hint]:
    if subject.merged_into_id:
        yield Hint("warn", _("Đăng ký này đã nhập vào đăng ký khác; gắn với đăng ký đó."))
    if subject.unit_id is None:
        yield Hint("warn", _("Chưa rõ trụ sở có ở trong tỉnh không."))
    if subject.entity_type != EntityType.ENTERPRISE:
        yield Hint(
            "neutral",
            _("%(kind)s: nêu bên cạnh, không tính vào chỉ tiêu doanh nghiệp.")
            % {"kind": subject.get_entity_type_display()},
        )
    if subject.is_sme:
        yield Hint("ok", _("Ưu tiên: doanh nghiệp nhỏ và vừa."))
    if subject.has_key_product:
        yield Hint("ok", _("Ưu tiên: có sản phẩm chủ lực."))
    if subject.in_value_chain:
        yield Hint("ok", _("Ưu tiên: tham gia chuỗi giá trị."))
    if OcopProduct.objects.in_force_on(today).filter(enterprise=subject).exists():
        yield Hint("ok", _("Ưu tiên: có sản phẩm OCOP còn hiệu lực."))


def _about_supports(request: SupportRequest, supports: list[Support]) -> Iterator[Hint]:
    if not supports:
        yield Hint("ok", _("Chưa được hỗ trợ lần nào."))
    for one in supports:
        if one.item_id != request.item_id or one.status == SupportStatus.STOPPED:
            continue
        words = (
            _("Đang được hỗ trợ chính nội dung này, từ %(day)s.")
            if one.status == SupportStatus.UNDER_WAY
            else _("Đã được hỗ trợ chính nội dung này, từ %(day)s.")
        )
        yield Hint("warn", words % {"day": format_date(one.started_on)})
