"""The site, telling the number of its queries to whoever asks with X-Bench; timings do not ask."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connection

site = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if "HTTP_X_BENCH" not in environ:
        return site(environ, start_response)
    spent: list[float] = []

    def timed(execute: Callable[..., Any], *query: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*query)
        finally:
            spent.append(time.perf_counter() - began)

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        told = [("X-Queries", str(len(spent))), ("X-DB-ms", f"{sum(spent) * 1000:.1f}")]
        return start_response(status, [*headers, *told], *rest)

    with connection.execute_wrapper(timed):
        return site(environ, start)
