"""What the department does with enterprises."""

from datetime import timedelta
from typing import Any

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Unit
from core.errors import ActionError
from enterprises.duplicates import look_again
from enterprises.models import Enterprise, EnterpriseYear, Placement
from enterprises.sizes import SizeRules, latest_class

DAY = timedelta(days=1)


@transaction.atomic
def save_enterprise(enterprise: Enterprise, *, unit: Unit | None = None) -> Enterprise:
    """Store an enterprise; a new one is placed in `unit`, for all time until a move is entered."""
    is_new = enterprise.pk is None
    enterprise.save()
    if is_new and unit is not None:
        Placement.objects.create(enterprise=enterprise, unit=unit)
    size_again(enterprise)
    look_again([enterprise.pk])
    return enterprise


@transaction.atomic
def save_year(facts: EnterpriseYear) -> EnterpriseYear:
    """Store a year's figures and the class that follows from them (NĐ 80/2021, Điều 5)."""
    facts.save()
    size_again(facts.enterprise)
    facts.refresh_from_db()
    return facts


def size_again(enterprise: Enterprise) -> None:
    """Classes follow figures, sector and thresholds; none of it is typed."""
    years = list(EnterpriseYear.objects.filter(enterprise=enterprise))
    changed = SizeRules.load().classes_of(enterprise.sector, years)
    EnterpriseYear.objects.bulk_update(changed, ["size_class"])
    size = latest_class(years)
    Enterprise.objects.filter(pk=enterprise.pk).exclude(size_class=size).update(size_class=size)


@transaction.atomic
def save_placement(placement: Placement) -> Placement:
    """Store where an enterprise was; a move ends the period that was open before it."""
    if placement.valid_from is not None:
        open_before = Placement.objects.filter(
            enterprise=placement.enterprise_id, valid_to=None
        ).exclude(pk=placement.pk)
        for earlier in open_before:
            if earlier.valid_from is None or earlier.valid_from < placement.valid_from:
                earlier.valid_to = placement.valid_from - DAY
                earlier.save(update_fields=["valid_to"])
    placement.save()
    return placement


@transaction.atomic
def separate_enterprise(enterprise: Enterprise, *, reason: str, by: Any) -> None:
    """Undo a link that was made without an account (before merges moved anything).

    Raises:
        ActionError: it is not merged.
    """
    if enterprise.merged_into_id is None:
        raise ActionError(_("Đăng ký này chưa được nhập vào đăng ký nào."))
    with pghistory.context(reason=reason, separated_by=by.pk):
        enterprise.merged_into = None
        enterprise.save(update_fields=["merged_into"])
