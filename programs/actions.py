"""What the department decides about targets."""

from typing import Any

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import ActionError, StaleState
from programs.choices import TargetBasis
from programs.models import Target
from programs.progress import raised


def least_value(target: Target) -> int:
    """The smallest number the plan allows: its growth over the stage before, or one."""
    before, percent = target.previous, target.stage.minimum_growth_percent
    if before is None or percent is None or before.value is None:
        return 1
    return raised(before.value, percent)


def has_target_base(target: Target) -> bool:
    """Whether the stage before had a number for it; a qualitative target has none."""
    return target.previous is not None and target.previous.value is not None


@transaction.atomic
def confirm_target(target: Target, *, value: int, basis: str, document: str, by: Any) -> None:
    """A proposal becomes a target by a document (counting rules, "Stage 2026-2030").

    Raises:
        ActionError: the number is below what the plan asks (the clause is quoted), or the
            stage before has no number that it could be based on.
        StaleState: somebody confirmed it meanwhile.
    """
    least = least_value(target)
    if value < least:
        raise ActionError(
            _("Số kế hoạch phải từ %(least)d trở lên. Kế hoạch ghi: “%(clause)s”")
            % {"least": least, "clause": target.clause.text},
            field="value",
        )
    if basis == TargetBasis.TARGET and not has_target_base(target):
        raise ActionError(
            _("Giai đoạn trước không có chỉ tiêu bằng số. Chọn cơ sở là kết quả giai đoạn trước."),
            field="basis",
        )
    with pghistory.context(reason=document, confirmed_by=by.pk):
        changed = Target.objects.filter(pk=target.pk, is_confirmed=False).update(
            value=value, basis=basis, approving_document=document, is_confirmed=True
        )
    if changed != 1:
        raise StaleState(target)
