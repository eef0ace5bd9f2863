"""`/chi-so-may/`: figures for Prometheus, of requests, jobs, backup, disk and signs of life."""

import hmac
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from core.models import Job
from notices.models import Notice
from plan_admin import env
from plan_admin.backup import Shelf
from plan_admin.tasks import BEAT_SIGN_OF_LIFE, SIGN_OF_LIFE

METHODS = {"GET", "HEAD", "POST"}
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
REQUESTS = Histogram(
    "plan_admin_request_seconds",
    "Time to answer a request, by page, method and status.",
    ("page", "method", "status"),
    buckets=BUCKETS,
    registry=None,
)


def measured(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: count and time every answer under its page's name, never its address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        method = request.method if request.method in METHODS else "other"
        page = match.view_name if match and match.view_name else "none"
        seconds = time.perf_counter() - began
        REQUESTS.labels(page, method, response.status_code).observe(seconds)
        return response

    return middleware


@never_cache
@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """The text format of Prometheus, for whoever has METRICS_TOKEN, and for administrators."""
    user = request.user
    is_known = user.is_authenticated and user.has_perm("plan_admin.view_health")
    if not (_has_token(request) or is_known):
        raise PermissionDenied(_("Chỉ máy giám sát có mã và quản trị được đọc các chỉ số này."))
    registry = CollectorRegistry()
    if folder := env.metrics_dir():
        MultiProcessCollector(registry, path=folder)
    else:
        registry.register(REQUESTS)
    registry.register(State())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _has_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "")
    return bool(env.METRICS_TOKEN) and hmac.compare_digest(
        given.encode(), f"Bearer {env.METRICS_TOKEN}".encode()
    )


class State(Collector):
    """What is so at the moment; a part that does not answer has no figure."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield from _jobs()
        yield from _letters()
        alive = GaugeMetricFamily(
            "plan_admin_sign_of_life_age_seconds", "Since the process last worked.", labels=["part"]
        )
        for part, sign in (("worker", SIGN_OF_LIFE), ("beat", BEAT_SIGN_OF_LIFE)):
            if said := cache.get(sign):
                alive.add_metric([part], _age(datetime.fromisoformat(said)))
        yield alive
        backup = GaugeMetricFamily(
            "plan_admin_backup_age_seconds", "Since a backup was restored for a trial."
        )
        if (last := Shelf.of_settings().last_verified()) is not None:
            backup.add_metric([], _age(last.at))
        yield backup
        free = shutil.disk_usage(env.VAR_DIR).free
        yield GaugeMetricFamily("plan_admin_disk_free_bytes", "Where the data lie.", value=free)


def _jobs() -> Iterator[GaugeMetricFamily]:
    count = GaugeMetricFamily("plan_admin_jobs", "Background jobs.", labels=["kind", "state"])
    waiting = GaugeMetricFamily(
        "plan_admin_job_waiting_seconds", "How long the oldest has been waiting.", labels=["kind"]
    )
    try:
        rows = Job.objects.order_by("kind", "state").values_list("kind", "state")
        for kind, state, number, oldest in rows.annotate(Count("pk"), Min("created_at")):
            count.add_metric([kind, state], number)
            if state == Job.State.QUEUED:
                waiting.add_metric([kind], _age(oldest))
    except DatabaseError:
        return
    yield count
    yield waiting


def _letters() -> Iterator[GaugeMetricFamily]:
    count = GaugeMetricFamily("plan_admin_letters", "E-mails by state.", labels=["state"])
    waiting = GaugeMetricFamily(
        "plan_admin_letter_waiting_seconds", "Since the oldest e-mail that is due should have gone."
    )
    try:
        rows = Notice.objects.order_by("state").values_list("state")
        for state, number in rows.annotate(Count("pk")):
            count.add_metric([state], number)
        oldest = Notice.objects.due(timezone.now()).aggregate(at=Min("due_at"))["at"]
    except DatabaseError:
        return
    waiting.add_metric([], _age(oldest) if oldest else 0)
    yield count
    yield waiting


def _age(moment: datetime) -> float:
    return (timezone.now() - moment).total_seconds()
