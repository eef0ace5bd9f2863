"""Points proposed from the register: how many of a proposal's enterprises the plan puts first.

Clause II puts first enterprises with key products, OCOP products, in value chains, and small or
medium ones. Each mark weighs the same; the shares stay exact until the points are rounded.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from enterprises.models import Enterprise, OcopProduct
from enterprises.models.enterprises import mask_tax_code
from proposals.models import Proposal, ProposalEnterprise


@dataclass(frozen=True)
class Priority:
    """Of `count` enterprises, how many bear each mark; `unknown` ones are in no register."""

    count: int
    names: Sequence[str] = ()
    key_product: int = 0
    ocop: int = 0
    chain: int = 0
    small: int = 0
    unknown: Sequence[str] = ()

    @property
    def share(self) -> Fraction:
        """Mean of the four shares."""
        marks = self.key_product + self.ocop + self.chain + self.small
        return Fraction(marks, 4 * self.count) if self.count else Fraction(0)

    def points(self, weight: int) -> int | None:
        """Whole points of `weight`, rounded half up; None where no enterprise is named."""
        return half_up(self.share * weight) if self.count else None

    @property
    def reasons(self) -> list[str]:
        """Why so many points, in words."""
        if not self.count:
            return [_("Đề xuất chưa nêu doanh nghiệp nào; hệ thống không đề nghị điểm.")]
        shares = (
            (_("có sản phẩm chủ lực"), self.key_product),
            (_("có sản phẩm OCOP còn hiệu lực"), self.ocop),
            (_("tham gia chuỗi giá trị"), self.chain),
            (_("nhỏ và vừa"), self.small),
        )
        told = [
            _("%(number)d/%(count)d doanh nghiệp %(mark)s")
            % {"number": number, "count": self.count, "mark": mark}
            for mark, number in shares
        ]
        if self.unknown:
            told.append(
                _("chưa có trong sổ doanh nghiệp, chưa xét được: %(names)s")
                % {"names": ", ".join(self.unknown)}
            )
        return told

    @property
    def in_words(self) -> str:
        return "; ".join(self.reasons)


def half_up(value: Fraction) -> int:
    """The nearest whole number; a half goes up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def priorities(proposals: Iterable[Proposal], day: date) -> dict[int, Priority]:
    """By proposal, as the register stands and OCOP certificates hold on `day`; three queries."""
    found: dict[int, list[ProposalEnterprise]] = {proposal.pk: [] for proposal in proposals}
    rows = ProposalEnterprise.objects.filter(proposal__in=found).select_related("enterprise")
    for row in rows.order_by("pk"):
        found[row.proposal_id].append(row)
    every = [row for named in found.values() for row in named]
    new_codes = {row.tax_code for row in every if row.tax_code}
    registered = {e.tax_code: e for e in Enterprise.objects.filter(tax_code__in=new_codes)}
    known = {row.pk: row.enterprise or registered.get(row.tax_code) for row in every}
    holders = set(
        OcopProduct.objects.in_force_on(day)
        .filter(enterprise__in={e.pk for e in known.values() if e})
        .values_list("enterprise", flat=True)
    )
    return {pk: _priority(named, known, holders) for pk, named in found.items()}


def _priority(
    rows: Sequence[ProposalEnterprise], known: dict[int, Enterprise | None], holders: set[int]
) -> Priority:
    counts: defaultdict[str, int] = defaultdict(int)
    # Named twice, once by its record and once as a new one that was registered since: one.
    enterprises = {e.pk: e for row in rows if (e := known[row.pk])}
    unknown = [
        _("%(name)s (mã số thuế %(code)s)")
        % {"name": row.name, "code": mask_tax_code(row.tax_code)}
        for row in rows
        if known[row.pk] is None
    ]
    for e in enterprises.values():
        counts["key_product"] += e.has_key_product
        counts["ocop"] += e.pk in holders
        counts["chain"] += e.in_value_chain
        counts["small"] += e.is_sme
    return Priority(
        count=len(enterprises) + len(unknown),
        names=[str(row) for row in rows],
        unknown=unknown,
        **counts,
    )
