"""The limit of a page: one query over our tables and indexes, and a string; nothing else."""

import threading
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any
from urllib.parse import parse_qs

import psycopg

from plan_admin.env import DATABASE_URL

ROWS = """
SELECT e.id, e.tax_code, e.name, u.name, e.address, e.main_products, e.size_class
  FROM enterprises_enterprise e LEFT JOIN agencies_unit u ON u.id = e.unit_id
"""
ORDER = " ORDER BY e.sort_key, e.id LIMIT 51"
PAGES = {
    "/first": ("", ()),
    "/deep": (" WHERE (e.sort_key, e.id) > (%s, %s)", ("key", "id")),
    "/unit": (" WHERE e.unit_id = %s", ("unit",)),
    "/sector": (" WHERE e.sector = %s", ("sector",)),
    "/size": (" WHERE e.size_class = %s", ("size",)),
    "/search": (" WHERE e.search @@ %s::tsquery", ("query",)),
    "/code": (" WHERE e.tax_code = %s", ("code",)),
}
_own = threading.local()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if not hasattr(_own, "connection"):
        _own.connection = psycopg.connect(DATABASE_URL, autocommit=True)
    where, names = PAGES[environ["PATH_INFO"]]
    asked = parse_qs(environ["QUERY_STRING"])
    rows = _own.connection.execute(ROWS + where + ORDER, [asked[n][0] for n in names]).fetchall()
    content = f"<!doctype html>{table(rows)}".encode()
    headers = [("Content-Type", "text/html"), ("Content-Length", str(len(content)))]
    start_response("200 OK", headers)
    return [content]


def table(rows: Iterable[Sequence[Any]]) -> str:
    lines = ("".join(f"<td>{escape(str(v))}</td>" for v in row) for row in rows)
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"
