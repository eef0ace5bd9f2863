"""Entries of the navigation, grouped by what people do (modules `menu`)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.registry import Registry

GROUPS = {
    "": "",
    "plan": _("Thực hiện kế hoạch"),
    "records": _("Hồ sơ"),
    "report": _("Báo cáo"),
    "system": _("Quản trị"),
}


@dataclass(frozen=True)
class Entry:
    """A page for those who hold `permission`; `icon` is a Lucide name."""

    label: str | Promise
    url_name: str
    permission: str
    icon: str
    group: str = ""
    is_in_tabbar: bool = False


menu: Registry[Entry] = Registry()


@dataclass(frozen=True)
class Link:
    label: str | Promise
    address: str
    icon: str
    is_current: bool
    is_in_tabbar: bool


def links(request: HttpRequest) -> list[tuple[str, list[Link]]]:
    """Groups with the entries that the person may open."""
    match = request.resolver_match
    here = (match.view_name or "") if match else ""
    groups: dict[str, list[Link]] = {code: [] for code in GROUPS}
    for entry in menu:
        if request.user.has_perm(entry.permission):
            is_current = _root(here) == _root(entry.url_name)
            groups[entry.group].append(
                Link(
                    entry.label,
                    reverse(entry.url_name),
                    entry.icon,
                    is_current,
                    entry.is_in_tabbar,
                )
            )
    return [(str(GROUPS[code]), found) for code, found in groups.items() if found]


def _root(view_name: str) -> str:
    """Pages of one register share the name before the last dash: "support:award"."""
    return view_name.rsplit("-", 1)[0]


def tabbar(groups: list[tuple[str, list[Link]]]) -> Iterator[Link]:
    return (link for _label, found in groups for link in found if link.is_in_tabbar)
