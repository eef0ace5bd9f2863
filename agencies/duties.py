"""Kinds of duties that a unit can have open (modules `duties` of the apps).

duties.register("work", Duty(_("Công việc"), open_work_of, pass_on=lead_goes_to))
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

from agencies.models import Unit, User
from core.registry import Registry


@dataclass(frozen=True)
class Duty:
    """One kind.

    Args:
        open_of: what is open of the given units, in one query.
        pass_on: makes the successor answer for a record. Without it the record keeps its unit,
            and the successor sees it and acts on it by the handover alone.
    """

    label: str | Promise
    open_of: Callable[[Sequence[int]], Sequence[Model]]
    pass_on: Callable[[Any, Unit, User], None] | None = None


duties: Registry[Duty] = Registry()
