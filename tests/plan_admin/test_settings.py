"""Promises of the settings that a later change could break without any page looking different."""

import pytest
from celery.signals import beat_init
from django.conf import settings
from django.db import connection
from django.utils import formats, timezone

from plan_admin.celery import app


def test_a_message_comes_back_later_than_any_job_may_run() -> None:
    options = app.conf.broker_transport_options

    assert app.conf.task_soft_time_limit < app.conf.task_time_limit < options["visibility_timeout"]
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert not app.conf.task_always_eager
    assert options["unacked_restore_interval"] * options["unacked_restore_throttle"] <= 10


def test_every_scheduled_task_exists() -> None:
    app.loader.import_default_modules()

    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)


def test_beat_asks_for_the_calendar_when_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(app, "send_task", sent.append)

    beat_init.send(sender=None)

    assert sent == [settings.CELERY_BEAT_SCHEDULE["follow-calendar"]["task"]]


def test_tests_touch_no_other_keys_of_the_broker() -> None:
    prefix = app.conf.broker_transport_options["global_keyprefix"]

    assert prefix.startswith("test-")
    assert settings.CACHES["default"]["KEY_PREFIX"].startswith(prefix)


def test_numbers_and_dates_are_written_the_vietnamese_way() -> None:
    assert formats.number_format(1234567.5, decimal_pos=1) == "1.234.567,5"
    assert formats.date_format(timezone.datetime(2025, 7, 1), "SHORT_DATE_FORMAT") == "01/07/2025"


@pytest.mark.django_db
def test_queries_are_not_compiled() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
