"""Entries of the navigation, grouped by what people do (modules `menu`)."""

from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language
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


@dataclass(frozen=True)
class Navigation:
    """The entries somebody may open, in groups, and the two navigations written from them."""

    groups: list[tuple[str, list[Link]]]
    rail: SafeString
    tabbar: SafeString


def navigation(request: HttpRequest) -> Navigation:
    """What the person may open, with the page they are on marked."""
    match = request.resolver_match
    here = (match.view_name or "") if match else ""
    codes = tuple(code for code, e in menu.items() if request.user.has_perm(e.permission))
    return _navigation(codes, _root(here), get_script_prefix(), get_language())


@lru_cache(maxsize=512)
def _navigation(codes: tuple[str, ...], here: str, _prefix: str, _language: str) -> Navigation:
    """All that it depends on stands in its arguments: two people of one role see one menu."""
    found: dict[str, list[Link]] = {group: [] for group in GROUPS}
    for entry in map(menu.get, codes):
        is_current = here == _root(entry.url_name)
        address = reverse(entry.url_name)
        link = Link(entry.label, address, entry.icon, is_current, entry.is_in_tabbar)
        found[entry.group].append(link)
    groups = [(str(GROUPS[code]), links) for code, links in found.items() if links]
    context = {
        "groups": groups,
        "tabs": [link for _label, links in groups for link in links if link.is_in_tabbar],
        "is_menu": here == "ui:menu",
    }
    return Navigation(
        groups,
        rail=render_to_string("ui/_rail.html", context),
        tabbar=render_to_string("ui/_tabbar.html", context),
    )


def _root(view_name: str) -> str:
    """Pages of one register share the name before the last dash: "support:award"."""
    return view_name.rsplit("-", 1)[0]
