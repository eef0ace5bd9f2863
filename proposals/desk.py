"""What waits of proposals: for the department, for a reviewer, for the unit that writes."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.ui.desk import SOURCE_ITEMS, DeskItem, desk
from proposals.choices import ProposalState as State
from proposals.models import Proposal, Review
from proposals.models.proposals import own_unit_ids

FOR_STAFF = {
    State.SUBMITTED: _("Tiếp nhận đề xuất"),
    State.APPRAISAL: _("Thẩm định, trình phê duyệt"),
    State.PUT_FORWARD: _("Ghi quyết định"),
}
FIELDS = ("name", "state", "submitted_at", "resubmit_by", "created_at", "unit__name")


def proposals(user: Any) -> Iterator[DeskItem]:
    """Handed in and not decided: the department; returned: the unit."""
    if user.has_perm("proposals.return_proposal"):
        found = Proposal.objects.filter(state__in=FOR_STAFF)
        for one in _read(found):
            yield _item(one, FOR_STAFF[State(one.state)])
        return
    own = own_unit_ids(user)
    if own:
        for one in _read(Proposal.objects.filter(unit__in=own, state=State.RETURNED)):
            yield _item(one, _("Bổ sung, hoàn thiện, nộp lại"), due_on=one.resubmit_by)


def _read(found: Any) -> Any:
    rows = found.select_related("unit").only(*FIELDS).order_by("submitted_at", "pk")
    return rows[: SOURCE_ITEMS + 1]


def _item(one: Proposal, task: Any, due_on: Any = None) -> DeskItem:
    since = timezone.localdate(one.submitted_at or one.created_at)
    return DeskItem(str(one), task, one.get_absolute_url(), since, due_on, one.unit.name)


def reviews(user: Any) -> Iterator[DeskItem]:
    """Appraisals that the person was given and has not handed in."""
    found = Review.objects.filter(
        reviewer=user.pk, given_at=None, withdrawn_at=None, proposal__state=State.APPRAISAL
    )
    for one in found.select_related("proposal__unit").order_by("due_on", "pk")[: SOURCE_ITEMS + 1]:
        yield DeskItem(
            str(one.proposal),
            _("Chấm điểm thẩm định"),
            reverse("proposals:review", kwargs={"pk": one.proposal_id}),
            timezone.localdate(one.created_at),
            one.due_on,
            one.proposal.unit.name,
        )


desk.register("proposals", proposals, order=8)
desk.register("reviews", reviews, order=7)
