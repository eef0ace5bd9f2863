"""Where each proposal of a call stands, and how far the year's money goes.

Places follow the exact mean of the points; equal means share a place, and the next place
is that much further down. The money is summed in the order of the places.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, Sum

from agencies.models import User
from core.vietnamese import format_number
from proposals.appraising import LEAST_SCORES
from proposals.choices import MoneySource, ProposalKind, ProposalState
from proposals.models import Call, Proposal, ProposalCost, Review

# Under appraisal or later. What was replaced stands here as its revision, once that is approved.
RANKED = (
    ProposalState.APPRAISAL,
    ProposalState.PUT_FORWARD,
    ProposalState.APPROVED,
    ProposalState.REFUSED,
)


@dataclass(frozen=True)
class Ranked:
    """One row.

    Args:
        place: empty while there are no points that the person may read.
        running_vnd: money of this and all better ones; a refused one takes none.
        is_beyond: the year's money does not reach so far.
        is_owed: the person has not given their own points and does not learn the others'.
    """

    proposal: Proposal
    scores: int
    average: Fraction | None
    asked_vnd: int
    place: int | None = None
    is_shared: bool = False
    running_vnd: int | None = None
    is_beyond: bool = False
    is_owed: bool = False

    @property
    def has_enough(self) -> bool:
        return self.scores >= LEAST_SCORES

    @property
    def average_text(self) -> str:
        return mean_text(self.average)


@dataclass(frozen=True)
class Ranking:
    """The rows in order; `line` is the index of the first that the money does not reach."""

    rows: Sequence[Ranked]
    envelope_vnd: int | None
    line: int | None

    @property
    def asked_vnd(self) -> int:
        """Of all that have a place and were not refused."""
        return max((row.running_vnd or 0 for row in self.rows), default=0)

    @property
    def covered(self) -> int:
        """How many have a place, take money, and are within the line."""
        return sum(_takes_money(row) and not row.is_beyond for row in self.rows)

    @property
    def owed(self) -> int:
        return sum(row.is_owed for row in self.rows)


def mean(average: Fraction | None, places: int = 2) -> Decimal | None:
    """The mean with decimals, rounded half up from the exact fraction."""
    if average is None:
        return None
    scaled = average * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole).scaleb(-places)


def mean_text(average: Fraction | None) -> str:
    return format_number(mean(average), 2)


def proposals_of(call: Call) -> Any:
    """What is ranked: tasks that are assigned, and of a revision and its original only one."""
    found = Proposal.objects.filter(call=call, kind=ProposalKind.ASSIGNED, state__in=RANKED)
    undecided = ~Q(state=ProposalState.APPROVED)
    return found.exclude(undecided, revises__isnull=False).select_related("unit")


def ranking_of(call: Call, viewer: User) -> Ranking:
    """Four queries, whatever the number of proposals."""
    proposals = list(proposals_of(call).defer("search", "content", "objectives", "products"))
    pks = [proposal.pk for proposal in proposals]
    points = _points_of(pks)
    costs = ProposalCost.objects.filter(
        proposal__in=pks, source=MoneySource.PROVINCE, year=call.year
    )
    asked = dict(costs.order_by().values_list("proposal").annotate(Sum("amount_vnd")))
    owed = set(
        Review.objects.owed_by(viewer).filter(proposal__in=pks).values_list("proposal", flat=True)
    )
    rows = []
    for proposal in proposals:
        count, total = points.get(proposal.pk, (0, 0))
        is_owed = proposal.pk in owed
        average = Fraction(total, count) if count and not is_owed else None
        rows.append(Ranked(proposal, count, average, asked.get(proposal.pk, 0), is_owed=is_owed))
    return placed(rows, call.envelope_vnd)


def _points_of(pks: Sequence[int]) -> dict[int, tuple[int, int]]:
    """How many scores were given for each proposal, and their sum."""
    given = Review.objects.given().filter(proposal__in=pks).order_by()
    rows = given.values_list("proposal").annotate(
        Count("pk", distinct=True), Sum("scores__points", default=0)
    )
    return {pk: (count, total) for pk, count, total in rows}


def placed(rows: Sequence[Ranked], envelope_vnd: int | None) -> Ranking:
    """Places, running sums and the line, from the averages alone."""
    ordered = sorted(rows, key=_order)
    places: dict[Fraction | None, int] = {}
    for index, row in enumerate(ordered):
        places.setdefault(row.average, index + 1)
    alike = Counter(row.average for row in ordered)
    made: list[Ranked] = []
    running, line = 0, None
    for index, row in enumerate(ordered):
        if row.average is None:
            made.append(row)
            continue
        takes = row.asked_vnd if _is_counted(row) else 0
        running += takes
        is_beyond = bool(takes) and envelope_vnd is not None and running > envelope_vnd
        if is_beyond and line is None:
            line = index
        made.append(
            Ranked(
                row.proposal,
                row.scores,
                row.average,
                row.asked_vnd,
                place=places[row.average],
                is_shared=alike[row.average] > 1,
                running_vnd=running,
                is_beyond=is_beyond,
            )
        )
    return Ranking(made, envelope_vnd, line)


def _order(row: Ranked) -> tuple[bool, Fraction, Any, int]:
    """Better first; among equals who handed in first."""
    handed_in = row.proposal.submitted_at
    return (
        row.average is None,
        -(row.average or Fraction(0)),
        handed_in.timestamp() if handed_in else 0,
        row.proposal.pk,
    )


def _is_counted(row: Ranked) -> bool:
    return row.proposal.state != ProposalState.REFUSED


def _takes_money(row: Ranked) -> bool:
    return row.place is not None and _is_counted(row)
