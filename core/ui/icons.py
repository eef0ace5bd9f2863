"""Lucide icons, each read once."""

from functools import cache

from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

GLYPHS = {
    "ok": "check",
    "warn": "triangle-alert",
    "bad": "circle-x",
    "info": "loader-circle",
    "time": "clock",
    "seal": "lock",
    "neutral": "circle-dashed",
}


@cache
def icon_svg(name: str) -> SafeString:
    """An icon hidden from screen readers: words always stand beside it."""
    return SafeString(lucide(name, size=16, **{"class": "icon", "aria-hidden": "true"}))
