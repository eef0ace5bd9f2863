"""The points of a proposal: who gave how many, whether they suffice, and where it stands."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from core.errors import ActionError
from proposals.models import Proposal, Review

LEAST_SCORES = 2


def total_of(review: Review) -> int:
    """All points a reviewer gave, of 100."""
    return sum(score.points for score in review.scores.all())


def given(reviews: Iterable[Review]) -> list[Review]:
    return [r for r in reviews if r.given_at is not None and r.withdrawn_at is None]


def average(reviews: Sequence[Review]) -> Fraction | None:
    """The exact mean of the totals that were given; None while there are none."""
    done = given(reviews)
    return Fraction(sum(map(total_of, done)), len(done)) if done else None


def check_enough_scores(proposal: Proposal) -> None:
    """At least two people have scored it.

    Raises:
        ActionError: fewer have.
    """
    count = proposal.reviews.filter(given_at__isnull=False, withdrawn_at=None).count()
    if count < LEAST_SCORES:
        raise ActionError(
            _("Mới có %(count)d phiếu chấm; cần ít nhất %(least)d phiếu trước khi trình.")
            % {"count": count, "least": LEAST_SCORES}
        )
