"""What a revision changes: both texts side by side, rows of its parts too."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.ui.values import display, label_of
from core.vietnamese import format_number
from proposals.actions.drafting import REVISED
from proposals.models import Proposal
from proposals.queries import with_parts


@dataclass(frozen=True)
class Changed:
    """One thing that differs; "" where there was or is nothing."""

    label: str
    old: str
    new: str


def differences(old: Proposal, new: Proposal) -> list[Changed]:
    """Everything that differs, in the order of the form."""
    found = [
        Changed(label_of(Proposal, name), display(old, name), display(new, name))
        for name in REVISED
        if getattr(old, name) != getattr(new, name)
    ]
    before, after = _parts(with_parts(old)), _parts(with_parts(new))
    changed = (label for label in before if before[label] != after[label])
    return [*found, *(Changed(label, before[label], after[label]) for label in changed)]


def _parts(proposal: Proposal) -> dict[str, str]:
    enterprises = proposal.enterprises.all()
    contributions = proposal.contributions.all()
    return {
        _("Doanh nghiệp dự kiến tham gia"): "; ".join(sorted(map(str, enterprises))),
        _("Nội dung hỗ trợ"): "; ".join(sorted(str(row.item) for row in proposal.items.all())),
        _("Đóng góp vào chỉ tiêu"): "; ".join(
            f"{row.target.short_name}: {row.number}" for row in contributions
        ),
        _("Kinh phí"): "; ".join(
            f"{row.year}, {row.get_source_display()}: {format_number(row.amount_vnd)} đồng"
            for row in proposal.costs.all()
        ),
        _("Đơn vị phối hợp"): "; ".join(
            sorted(str(row.unit) for row in proposal.coordinators.all())
        ),
    }
