"""The lives of a likely duplicate, and of a merge with its way back."""

from django.utils.translation import gettext_lazy as _

from core.transitions import Transition, Workflow
from enterprises.choices import MergeState as Merge
from enterprises.choices import PairState as Pair
from enterprises.rules import BY_ITSELF, DECIDE, MERGE

DUPLICATE = Workflow(
    (
        Transition(
            "dismiss", {Pair.OPEN}, Pair.DISMISSED, DECIDE, _("Không trùng"), needs_reason=True
        ),
        Transition(
            "look-again", {Pair.DISMISSED}, Pair.OPEN, DECIDE, _("Xem lại"), needs_reason=True
        ),
        # By the system: one of the two changed, they were merged, the merge was undone.
        Transition("change", {Pair.DISMISSED}, Pair.OPEN, BY_ITSELF, _("Hồ sơ đã đổi")),
        Transition("merge", {Pair.OPEN, Pair.DISMISSED}, Pair.MERGED, BY_ITSELF, _("Gộp")),
        Transition("undo", {Pair.MERGED}, Pair.OPEN, BY_ITSELF, _("Hoàn tác gộp")),
    )
)
MERGES = Workflow(
    (
        # By the system, at the end of its job:
        Transition("prepare", {Merge.PREPARING}, Merge.PREPARED, BY_ITSELF, _("Xem trước xong")),
        Transition("merge", {Merge.MERGING}, Merge.MERGED, BY_ITSELF, _("Gộp xong")),
        Transition("renew", {Merge.MERGING}, Merge.PREPARED, BY_ITSELF, _("Xem trước lại")),
        Transition("restore", {Merge.UNDOING}, Merge.UNDONE, BY_ITSELF, _("Hoàn tác xong")),
        Transition("keep", {Merge.UNDOING}, Merge.MERGED, BY_ITSELF, _("Không hoàn tác được")),
        # By a person:
        Transition("confirm", {Merge.PREPARED}, Merge.MERGING, MERGE, _("Gộp"), needs_reason=True),
        Transition("undo", {Merge.MERGED}, Merge.UNDOING, MERGE, _("Hoàn tác"), needs_reason=True),
        # Also where a job failed for good; one that still runs then stores nothing.
        Transition(
            "cancel",
            {Merge.PREPARING, Merge.PREPARED, Merge.MERGING},
            Merge.CANCELLED,
            MERGE,
            _("Hủy"),
        ),
        Transition("give-up", {Merge.UNDOING}, Merge.MERGED, MERGE, _("Thôi hoàn tác")),
    )
)
