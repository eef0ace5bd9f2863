"""Answers when a request cannot be served; a code leads from the page to the line in the log."""

import re
import secrets
import sys
from collections.abc import Callable
from http import HTTPStatus

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string

from core.errors import DISK_FULL

RETRY_AFTER_SECONDS = 10
PLAIN_CODE = re.compile(r"[A-Za-z0-9-]{8,64}")
Answer = Callable[[HttpRequest], HttpResponse]


def request_code(get_response: Answer) -> Answer:
    """Middleware: a code for the request, in every line of its log and of the jobs it asks for.

    A proxy's own `X-Request-ID` is taken over where it is a plain word; the answer bears it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        code = given if PLAIN_CODE.fullmatch(given) else secrets.token_hex(4).upper()
        request.code = code  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request_code=code):
            response = get_response(request)
        response["X-Request-ID"] = code
        return response

    return middleware


def nothing_is_kept(get_response: Answer) -> Answer:
    """Middleware: pages hold personal data; no cache keeps one that does not say it may."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def wrong_method(get_response: Answer) -> Answer:
    """Middleware: an address that only takes what a button sends, opened as a page (405)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET":
            above = request.path.rstrip("/").rpartition("/")[0] + "/"
            page = render(request, "405.html", {"above": above}, status=405)
            page["Allow"] = response["Allow"]
            return page
        return response

    return middleware


def server_error(request: HttpRequest) -> HttpResponse:
    """`handler500`: asks nothing of the database, which may be what failed.

    503 where the database is away, 507 where the disk is full, otherwise 500.
    """
    status = _status_of(sys.exc_info()[1])
    context = {"code": getattr(request, "code", ""), "status": status}
    answer = HttpResponse(render_to_string("500.html", context), status=status)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer["Retry-After"] = RETRY_AFTER_SECONDS
    return answer


def _status_of(error: BaseException | None) -> int:
    if isinstance(error, OperationalError | InterfaceError):
        return HTTPStatus.SERVICE_UNAVAILABLE
    if isinstance(error, OSError) and error.errno in DISK_FULL:
        return HTTPStatus.INSUFFICIENT_STORAGE
    return HTTPStatus.INTERNAL_SERVER_ERROR


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's call
    """`CSRF_FAILURE_VIEW`: a form of an ended session, or of another log-in."""
    return render(request, "403_csrf.html", status=403)
