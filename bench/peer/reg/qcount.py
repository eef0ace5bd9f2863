"""Adds X-Queries / X-DB-ms only when the request carries X-Bench (so timing runs are not touched)."""

import time

from django.db import connection


class QueryCount:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "HTTP_X_BENCH" not in request.META:
            return self.get_response(request)
        spent = []

        def wrap(execute, sql, params, many, context):
            began = time.perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                spent.append(time.perf_counter() - began)

        with connection.execute_wrapper(wrap):
            response = self.get_response(request)
        response["X-Queries"] = str(len(spent))
        response["X-DB-ms"] = f"{sum(spent) * 1000:.1f}"
        return response
