"""The floor of a list: our site with everything optional taken away, part by part.

What a request costs that shows nothing, with the frame of every page around it, and with the
rows of the bare query as a string in that frame. No list can be quicker under this site.
"""

from functools import cache
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.utils.safestring import mark_safe

from bench import rawapp
from plan_admin import urls

SECTOR = "agriculture"


@cache
def _page() -> Any:
    return engines["django"].from_string(
        '{% extends "base.html" %}{% block content %}{{ rows }}{% endblock %}'
    )


def nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def frame(request: HttpRequest, rows: str = "") -> HttpResponse:
    return HttpResponse(_page().render({"rows": rows}, request))


def bare_rows(request: HttpRequest) -> HttpResponse:
    where, _names = rawapp.PAGES["/sector"]
    with connection.cursor() as cursor:
        cursor.execute(rawapp.ROWS + where + rawapp.ORDER, [SECTOR])
        return frame(request, mark_safe(rawapp.table(cursor.fetchall())))  # noqa: S308 - escaped


urlpatterns = [
    path("floor/nothing/", nothing),
    path("floor/frame/", frame),
    path("floor/rows/", bare_rows),
    *urls.urlpatterns,
]
