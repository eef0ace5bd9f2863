"""“Việc của tôi”: what waits for a person, from every app (modules `desk`), oldest due first.

desk.register("difficulties", waiting)   # waiting(user) -> list[DeskItem], in one or two queries
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from rules.contrib.views import permission_required

from core.registry import Registry

SOURCE_ITEMS = 100  # of each source: what comes after is seen when these are done
PANEL_ITEMS = 6
SOON = timedelta(days=1)


@dataclass(frozen=True)
class DeskItem:
    """One thing that waits.

    Args:
        title: which record.
        task: what is to be done with it.
        address: where it is done.
        since: since when it waits; tells the order of what has no due day.
    """

    title: str
    task: str | Promise
    address: str
    since: date
    due_on: date | None = None
    unit: str = ""

    @property
    def state(self) -> str:
        """Either "late", "soon" (due today or tomorrow) or ""."""
        today = timezone.localdate()
        if self.due_on is None or self.due_on > today + SOON:
            return ""
        return "late" if self.due_on < today else "soon"

    @property
    def days_late(self) -> int:
        return 0 if self.due_on is None else (timezone.localdate() - self.due_on).days


Source = Callable[[Any], Iterable[DeskItem]]
desk: Registry[Source] = Registry()


class Waiting(NamedTuple):
    """What waits for somebody; `has_more` where a source has more than it gave."""

    items: list[DeskItem]
    has_more: bool


def waiting_for(user: Any) -> Waiting:
    """Everything, oldest due first; what has no due day after that, oldest first."""
    items: list[DeskItem] = []
    has_more = False
    for source in desk:
        found = list(source(user))
        has_more |= len(found) > SOURCE_ITEMS
        items += found[:SOURCE_ITEMS]
    items.sort(key=lambda item: (item.due_on is None, item.due_on or item.since, item.title))
    return Waiting(items, has_more)


@permission_required("core.view_desk", raise_exception=True)
def desk_page(request: HttpRequest) -> HttpResponse:
    """The page; its first lines alone for the panel of the home page."""
    waiting = waiting_for(request.user)
    if request.headers.get("HX-Request"):
        context = {
            "items": waiting.items[:PANEL_ITEMS],
            "rest": len(waiting.items) - PANEL_ITEMS,
            "is_panel": True,
        }
        return render(request, "ui/_desk_panel.html", context)
    return render(request, "ui/desk.html", waiting._asdict())
