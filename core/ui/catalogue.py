"""`/ui/`: every component in all its states; and the navigation as a page, for phones."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

KINDS = ("ok", "warn", "bad", "info", "time", "seal", "neutral")


def catalogue(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("core.view_components"):
        raise PermissionDenied(_("Vai trò của bạn không xem được các thành phần giao diện."))
    return render(request, "ui/catalogue.html", {"kinds": KINDS})


def menu_page(request: HttpRequest) -> HttpResponse:
    """Every page the person may open; the rail of wide screens."""
    return render(request, "ui/menu.html")
