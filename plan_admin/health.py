"""`/suc-khoe/`: whether every part works, for supervisors, monitors and administrators."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from core.models import Job
from core.vietnamese import format_number
from notices.choices import SendState
from notices.models import Notice
from notices.sending import overdue
from plan_admin import env
from plan_admin.backup import Shelf
from plan_admin.tasks import BEAT_SIGN_OF_LIFE, SIGN_OF_LIFE

SILENCE = timedelta(minutes=3)
LEAST_FREE_BYTES = 1 << 30
OVERDUE = timedelta(minutes=10)


@dataclass(frozen=True)
class Part:
    """One part; `is_vital`: without it monitors get 503 (pages go on without the broker)."""

    key: str
    name: str
    works: bool
    words: str
    is_vital: bool = False


@never_cache
@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """JSON {part: works}, 503 where a vital part fails; a page for administrators.

    `status` is "ok", "degraded" (people can work, somebody must look) or "down". Whoever is
    not an administrator learns of each part only whether it works.
    """
    parts = [_database(), _broker()]
    if all(part.works for part in parts):
        parts += [
            _alive("worker", _("Máy xử lý"), SIGN_OF_LIFE),
            _alive("beat", _("Bộ hẹn giờ"), BEAT_SIGN_OF_LIFE),
            _jobs(),
            _letters(),
            _backup(),
        ]
    parts.append(_disk())
    is_down = any(part.is_vital and not part.works for part in parts)
    status = 503 if is_down else 200
    if _may_see(request, parts) and "application/json" not in request.headers.get("Accept", ""):
        return render(request, "plan_admin/health.html", {"parts": parts}, status=status)
    answers: dict[str, Any] = {part.key: part.works for part in parts}
    well = "ok" if all(answers.values()) else "degraded"
    return JsonResponse({"status": "down" if is_down else well, **answers}, status=status)


def _may_see(request: HttpRequest, parts: list[Part]) -> bool:
    """Asked only where the database answers: without it nobody is known."""
    if not parts[0].works or not request.user.is_authenticated:
        return False
    return request.user.has_perm("plan_admin.view_health")


def _database() -> Part:
    works = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        works = False
    words = _("Trả lời") if works else _("Không trả lời")
    return Part("database", _("Cơ sở dữ liệu"), works, words, is_vital=True)


def _broker() -> Part:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=3) as client:
            works = bool(client.ping())
    except redis.RedisError:
        works = False
    words = _("Trả lời") if works else _("Không trả lời; công việc mới sẽ đợi")
    return Part("broker", _("Hàng đợi"), works, words, is_vital=True)


def _alive(key: str, name: str, sign: str) -> Part:
    """Beat sends a task each half minute and notes it, the worker notes when it ran one."""
    said = cache.get(sign)
    age = timezone.now() - datetime.fromisoformat(said) if said else None
    works = age is not None and age < SILENCE
    if age is None:
        words = _("Chưa có dấu hiệu hoạt động")
    else:
        words = _("Hoạt động lần cuối cách đây %(age)s") % {"age": said_age(age)}
    return Part(key, name, works, words)


def _jobs() -> Part:
    waiting = Job.objects.filter(state=Job.State.QUEUED)
    overdue = waiting.filter(created_at__lt=timezone.now() - OVERDUE).count()
    failed = Job.objects.filter(state=Job.State.FAILED).count()
    words = _("Đang chờ %(waiting)s, chờ quá lâu %(overdue)s, không thực hiện được %(failed)s") % {
        "waiting": format_number(waiting.count()),
        "overdue": format_number(overdue),
        "failed": format_number(failed),
    }
    return Part("jobs", _("Công việc chạy nền"), not overdue, words)


def _letters() -> Part:
    """Letters whose time came an hour ago and more: the mail server or the worker is away."""
    late = overdue(timezone.now()).count()
    failed = Notice.objects.filter(state=SendState.FAILED).count()
    words = _("Chờ quá một giờ %(late)s, bị từ chối %(failed)s") % {
        "late": format_number(late),
        "failed": format_number(failed),
    }
    return Part("letters", _("Thư điện tử"), not late, words)


def _backup() -> Part:
    """The age of the last backup that was restored for a trial."""
    last = Shelf.of_settings().last_verified()
    if last is None:
        return Part("backup", _("Sao lưu"), False, _("Chưa có bản nào được phục hồi thử"))
    words = _("%(name)s, phục hồi thử cách đây %(age)s") % {
        "name": last.name,
        "age": said_age(timezone.now() - last.at),
    }
    return Part("backup", _("Sao lưu"), last.is_fresh, words)


def _disk() -> Part:
    free = shutil.disk_usage(env.VAR_DIR).free
    words = _("Còn trống %(size)s MB") % {"size": format_number(free // (1 << 20))}
    return Part("disk", _("Đĩa"), free > LEAST_FREE_BYTES, words)


def said_age(age: timedelta) -> str:
    """Say an age as people do: “5 phút”, “3 giờ”, “2 ngày”."""
    age = max(age, timedelta(0))
    if age < timedelta(hours=1):
        minutes = age // timedelta(minutes=1)
        return ngettext("%(n)d phút", "%(n)d phút", minutes) % {"n": minutes}
    if age < timedelta(days=2):
        hours = age // timedelta(hours=1)
        return ngettext("%(n)d giờ", "%(n)d giờ", hours) % {"n": hours}
    return ngettext("%(n)d ngày", "%(n)d ngày", age.days) % {"n": age.days}
