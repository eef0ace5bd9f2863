"""A sender that is killed (kill -9): before the server has the letter, and after, before the mark."""

import os
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from django.conf import settings as django_settings

from notices.actions import write_letter
from notices.models import Notice
from notices.sending import send_letters
from plan_admin.env import BASE_DIR
from tests.conftest import database_url

pytestmark = pytest.mark.django_db(transaction=True)
SENDER = """
import sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[1])
settings.MAIL_QUIET_FROM = settings.MAIL_QUIET_UNTIL = 0
settings.FAULT_POINTS = Path(sys.argv[2])
from notices.sending import send_letters
send_letters()
"""


@pytest.fixture
def start(mail_server, settings, tmp_path) -> Callable[[], subprocess.Popen]:
    """A sender as a process of its own, on the test's database and mail server."""
    settings.MAIL_QUIET_FROM = settings.MAIL_QUIET_UNTIL = 0
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "plan_admin.settings.test",
        "DATABASE_URL": database_url(),
        "REDIS_URL": django_settings.REDIS_URL,
    }
    command = [sys.executable, "-c", SENDER, str(mail_server.port), str(tmp_path)]
    return lambda: subprocess.Popen(command, cwd=BASE_DIR, env=environment)


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def let_the_lease_run_out() -> None:
    Notice.objects.filter(lease_until__isnull=False).update(lease_until="2020-01-01T00:00:00Z")


def test_killed_while_the_server_thinks_nothing_is_lost_and_nothing_goes_twice(start, mail_server):
    mail_server.is_silent = True
    write_letter("reporting.report_due", address="a@b.vn")
    sender = start()
    wait_until(lambda: mail_server.asked > 0)
    sender.kill()
    sender.wait()
    mail_server.is_silent = False
    assert mail_server.got == []
    assert Notice.objects.get().state == "waiting"
    assert send_letters() == 0  # the dead one's lease holds
    let_the_lease_run_out()
    assert send_letters() == 1
    assert send_letters() == 0
    assert len(mail_server.got) == 1


def test_killed_between_the_servers_answer_and_the_mark_it_goes_again_as_the_same_letter(
    start, mail_server, tmp_path
):
    (tmp_path / "letter-mailed-before-mark").touch()
    write_letter("reporting.report_due", address="a@b.vn")
    assert start().wait(60) == -9
    assert len(mail_server.got) == 1
    let_the_lease_run_out()
    assert send_letters() == 1
    first, second = (message for _to, message in mail_server.got)
    assert first["Message-ID"] == second["Message-ID"]
    assert Notice.objects.get().state == "sent"
