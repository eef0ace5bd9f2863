"""Pass the open duties of a unit that ended to its successor, as one recorded act."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from agencies.duties import duties
from agencies.models import DutyHandover, Unit, User
from agencies.queries import officers_of
from core.errors import ActionError
from notices.actions import notify


class OpenDuty(NamedTuple):
    """One duty, of a kind that the registry names by `code`."""

    code: str
    label: str | Promise
    record: Model


def open_duties(unit: Unit) -> list[OpenDuty]:
    """What is open of the unit, or of one that it succeeded, and was not passed on before."""
    of_whom = list(Unit.objects.through_successions([unit.pk]).values_list("pk", flat=True))
    passed = {
        (duty["code"], duty["pk"])
        for act in DutyHandover.objects.filter(unit=unit)
        for duty in act.duties
    }
    return [
        OpenDuty(code, duty.label, record)
        for code, duty in duties.items()
        for record in duty.open_of(of_whom)
        if (code, record.pk) not in passed
    ]


def mark_of(found: Sequence[OpenDuty]) -> str:
    """Tells whether what a person saw is still what would pass."""
    names = sorted(f"{duty.code}:{duty.record.pk}" for duty in found)
    return sha256("\n".join(names).encode()).hexdigest()


def has_ended(unit: Unit) -> bool:
    return unit.valid_to is not None and unit.valid_to < timezone.localdate()


@transaction.atomic
def hand_over_duties(
    unit: Unit, *, successor: Unit, basis: str, seen: str, by: User
) -> DutyHandover:
    """Record the act, with every duty by its name; the successor's officers are told.

    Args:
        seen: `mark_of` the duties that the person was shown.

    Raises:
        ActionError: the unit is still there, the successor is not, or the duties changed.
    """
    held = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if not has_ended(held):
        raise ActionError(_("Đơn vị này còn hoạt động; chỉ chuyển việc của đơn vị đã kết thúc."))
    if successor.pk == held.pk or not successor.is_valid_on(timezone.localdate()):
        raise ActionError(_("Chọn một đơn vị khác đang hoạt động."), field="successor")
    if not basis.strip():
        raise ActionError(_("Ghi căn cứ."), field="basis")
    found = open_duties(held)
    if mark_of(found) != seen:
        raise ActionError(
            _("Các việc đang mở vừa thay đổi. Xem lại danh sách bên dưới rồi chuyển.")
        )
    for duty in found:
        pass_on = duties.get(duty.code).pass_on
        if pass_on is not None:
            pass_on(duty.record, successor, by)
    act = DutyHandover.objects.create(
        unit=held,
        successor=successor,
        basis=basis.strip(),
        duties=[_kept(duty) for duty in found],
        by=by,
    )
    notify(
        "agencies.duties_passed",
        to=[person for person in officers_of([successor.pk]) if person.pk != by.pk],
        about=held,
        values={
            "unit": held.name,
            "successor": successor.name,
            "count": len(found),
            "basis": act.basis,
        },
        path=successor.get_absolute_url(),
    )
    return act


def _kept(duty: OpenDuty) -> dict[str, Any]:
    """As it was named on that day."""
    return {
        "code": duty.code,
        "label": str(duty.label),
        "model": duty.record._meta.label_lower,
        "pk": duty.record.pk,
        "name": str(duty.record),
    }
