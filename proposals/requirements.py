"""What a proposal must have before it can be submitted, and on which page of the form it is.

A table instead of conditions: a draft may lack anything, submitting may not
(`proposals_proposal_whole_when_submitted` holds the heart of it in the database).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.choices import WorkKind
from proposals.models import Proposal


@dataclass(frozen=True)
class Requirement:
    """`page` is the form's page, `field` the anchor there."""

    label: str | Promise
    page: str
    field: str
    is_met: Callable[[Proposal], bool]
    is_asked: Callable[[Proposal], bool] = lambda _proposal: True


def supports_enterprises(proposal: Proposal) -> bool:
    """Whether the appendix task is the one whose work is done at enterprises."""
    return proposal.task is not None and WorkKind.SUPPORT in proposal.task.default_for


GENERAL, NEED, MONEY, SUBMIT = "chung", "nhu-cau", "kinh-phi", "nop"
PAGES = {
    GENERAL: _("Thông tin chung"),
    NEED: _("Nhu cầu, doanh nghiệp"),
    MONEY: _("Thời gian, kinh phí"),
    SUBMIT: _("Xem lại, nộp"),
}
REQUIREMENTS = (
    Requirement(_("Nhiệm vụ theo Phụ lục"), GENERAL, "task", lambda p: p.task_id is not None),
    Requirement(_("Tên nhiệm vụ đề xuất"), GENERAL, "name", lambda p: bool(p.name)),
    Requirement(_("Đơn vị chủ trì"), GENERAL, "lead", lambda p: p.lead_id is not None),
    Requirement(
        _("Người liên hệ, điện thoại hoặc thư điện tử"),
        GENERAL,
        "contact_name",
        lambda p: bool(p.contact_name and (p.contact_phone or p.contact_email)),
    ),
    Requirement(_("Nhu cầu"), NEED, "need", lambda p: bool(p.need)),
    Requirement(_("Mục tiêu"), NEED, "objectives", lambda p: bool(p.objectives)),
    Requirement(_("Nội dung thực hiện"), NEED, "content", lambda p: bool(p.content)),
    Requirement(_("Sản phẩm, kết quả dự kiến"), NEED, "products", lambda p: bool(p.products)),
    Requirement(
        _("Nội dung hỗ trợ (ít nhất một)"),
        NEED,
        "items",
        lambda p: bool(p.items.all()),
        supports_enterprises,
    ),
    Requirement(
        _("Doanh nghiệp dự kiến tham gia (ít nhất một)"),
        NEED,
        "add_enterprise",
        lambda p: bool(p.enterprises.all()),
        supports_enterprises,
    ),
    Requirement(
        _("Thời gian bắt đầu, kết thúc"),
        MONEY,
        "starts_on",
        lambda p: bool(p.starts_on and p.ends_on),
    ),
    Requirement(_("Kinh phí theo năm và nguồn"), MONEY, "costs", lambda p: bool(p.costs.all())),
    Requirement(
        _("Năm của kinh phí nằm trong thời gian thực hiện"),
        MONEY,
        "costs",
        lambda p: all(cost.year in p.years for cost in p.costs.all()),
        lambda p: bool(p.starts_on and p.ends_on),
    ),
    Requirement(
        _("Số, ngày công văn"),
        SUBMIT,
        "letter_number",
        lambda p: bool(p.letter_number and p.letter_on),
    ),
    Requirement(
        _("Công văn đã ký, tệp PDF"),
        SUBMIT,
        "letter",
        lambda p: p.letter_file is not None and p.letter_file.removed_at is None,
    ),
)


def asked_of(proposal: Proposal) -> list[tuple[Requirement, bool]]:
    """Every requirement that concerns the proposal, and whether it is met."""
    return [(r, r.is_met(proposal)) for r in REQUIREMENTS if r.is_asked(proposal)]


def missing_in(proposal: Proposal) -> list[Requirement]:
    return [requirement for requirement, is_met in asked_of(proposal) if not is_met]
