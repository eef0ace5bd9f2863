"""Components of pages; each has its line on `/ui/`. Arguments are keyword-only."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.ui.icons import GLYPHS, icon_svg
from core.ui.list_rows import body_of, head_of, state
from core.ui.paging import Sort
from core.ui.registers import Register
from core.ui.tables import Column, Row
from core.ui.values import shown

register = template.Library()
NOTICES = {"error": "bad", "warning": "warn", "success": "ok", "info": "info", "debug": "info"}


@register.simple_tag
def icon(name: str) -> str:
    """A Lucide icon, hidden from screen readers: words always stand beside it."""
    return icon_svg(name)


@register.simple_tag
def constant(template_name: str) -> SafeString:
    """A part of every page that depends on nothing, written once."""
    return _constant(template_name, get_script_prefix(), get_language())


@cache
def _constant(template_name: str, _prefix: str, _language: str) -> SafeString:
    return render_to_string(template_name)


@register.simple_tag
def status(*, kind: str, text: str) -> SafeString:
    """A state: glyph, words and tint."""
    return state(kind=kind, text=text)


@register.inclusion_tag("ui/notice.html")
def notice(*, kind: str, text: str) -> Mapping[str, Any]:
    """A message in the page's flow."""
    return {"kind": kind, "text": text, "glyph": GLYPHS[kind]}


@register.inclusion_tag("ui/facts.html")
def facts(*, items: list[dict[str, Any]]) -> Mapping[str, Any]:
    """Labelled values; what is missing says so."""
    return {"items": items}


@register.simple_block_tag
def panel(content: str, *, title: str, end: str = "") -> SafeString:
    """A section with a heading."""
    context = {"content": content, "title": title, "end": end}
    return render_to_string("ui/panel.html", context)


@register.simple_block_tag
def page_head(
    content: str, *, title: str, kicker: str = "", kicker_url: str = "", lead: str = ""
) -> SafeString:
    """The page's one h1 with its actions."""
    context = {
        "content": content,
        "title": title,
        "kicker": kicker,
        "kicker_url": kicker_url,
        "lead": lead,
    }
    return render_to_string("ui/page_head.html", context)


@register.simple_tag
def register_url(declared: Register, page: str, record: Any = None) -> str:
    """Address of a register's page."""
    return declared.url(page, record)


@register.simple_tag
def list_head(columns: Sequence[Column], sort: Sort, address: str) -> SafeString:
    """The names of a list's columns."""
    return head_of(columns, sort, address)


@register.simple_tag
def list_body(declared: Register, columns: Sequence[Column], rows: Sequence[Row]) -> SafeString:
    """The rows of a register's list."""
    address = declared.addresses("detail")
    return body_of(columns, rows, lambda row: address(row.record))


@register.simple_tag
def printed_at() -> str:
    """The moment, for the foot of a printed page."""
    return shown(timezone.now())


@register.filter
def notice_kind(message: Message) -> str:
    """How a message of an action looks: an error is an error."""
    return NOTICES[message.level_tag]
