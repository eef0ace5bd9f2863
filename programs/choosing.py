"""Both numbers that a target of the next stage could have, with the reason to choose either."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.vietnamese import format_date
from programs.actions import least_value
from programs.choices import TargetBasis
from programs.indicators import Proposal
from programs.models import Target
from programs.progress import raised


@dataclass(frozen=True)
class Choice:
    """One proposal in words; one that is not `allowed` stands there for comparison."""

    value: int
    basis: str
    working: str
    reason: str
    is_allowed: bool


def choices_of(target: Target, proposals: Sequence[Proposal]) -> list[Choice]:
    """The proposals of an unconfirmed target, in their order (counting rules, "2026-2030")."""
    least = least_value(target)
    return [_choice(target, proposal, least) for proposal in proposals]


def _choice(target: Target, proposal: Proposal, least: int) -> Choice:
    growth = target.stage.minimum_growth_percent or 0
    working = _("%(base)d × %(percent)d%% = %(value)d (làm tròn lên)")
    if raised(proposal.base, growth) < proposal.value:
        working = _("%(base)d × %(percent)d%%, không dưới %(value)d")
    return Choice(
        value=proposal.value,
        basis=str(TargetBasis(proposal.basis).label),
        working=working % {"base": proposal.base, "percent": 100 + growth, "value": proposal.value},
        reason=_reason(target, proposal, least),
        is_allowed=proposal.value >= least,
    )


def _reason(target: Target, proposal: Proposal, least: int) -> str:
    if proposal.basis == TargetBasis.TARGET:
        return _(
            "Chọn khi giữ mức phấn đấu của Kế hoạch: mức thấp nhất Kế hoạch cho phép,"
            " không phụ thuộc kết quả đã đạt."
        )
    day = format_date(target.previous.stage.last_day) if target.previous else ""
    if proposal.value < least:
        return _(
            "Kết quả đến %(day)s thấp hơn chỉ tiêu; Kế hoạch đòi hỏi từ %(least)d trở lên"
            " nên số này không xác nhận được, chỉ để so sánh."
        ) % {"day": day, "least": least}
    return _(
        "Chọn khi giai đoạn sau phải cao hơn mức đã đạt thật: tính từ kết quả đến %(day)s."
    ) % {"day": day}
