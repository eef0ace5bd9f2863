"""Many at once: one job for two workers, one record for fifty people (R4, R6)."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection

from core import jobs
from core.errors import StaleState
from core.models import Job
from core.ui.saving import save_record
from programs.actions import confirm_target
from programs.models import Target
from support.models import PublicForm, Support, SupportRequest
from support.public_actions import TooMany, confirm_form, send_form
from tests import records
from tests.people import person
from trainings.models import TrainingClass

pytestmark = pytest.mark.django_db(transaction=True)
SLOW = "tests.slow"
PEOPLE = 50
_begun, _may_go_on = threading.Event(), threading.Event()


def _slow(run: jobs.Run) -> dict[str, Any]:
    records.training(name=f"Lớp của lần {run.job.attempt}")
    _begun.set()
    _may_go_on.wait(30)
    return {"attempt": run.job.attempt}


jobs.job(SLOW)(_slow)


def at_once(count: int, act: Callable[[int], str]) -> Counter[str]:
    """What `act` answered in `count` threads that start together, each with its own connection."""
    gate = threading.Barrier(count)
    answers: list[str] = []

    def run(number: int) -> None:
        gate.wait(30)
        try:
            answers.append(act(number))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == count
    return Counter(answers)


def test_a_link_that_is_opened_ten_times_at_once_confirms_once():
    records.public_form()
    answers = at_once(10, lambda _number: str(confirm_form(records.TOKEN) is not None))
    assert answers == {"True": 1, "False": 9}
    assert SupportRequest.objects.count() == 1


def test_ten_forms_at_once_find_room_for_no_more_than_the_limit():
    typed = {
        "name": "A",
        "tax_code": "0301442989",
        "address": "B",
        "need": "C",
        "contact_name": "D",
        "contact_email": "d@example.vn",
    }

    def send(_number: int) -> str:
        try:
            send_form(typed, address="203.0.113.9")
        except TooMany:
            return "refused"
        return "kept"

    assert at_once(10, send) == {"kept": 3, "refused": 7}
    assert PublicForm.objects.count() == 3


def test_a_message_that_comes_twice_while_the_job_runs_does_it_once():
    """As Redis sends again what was not acknowledged within its visibility timeout."""
    _begun.clear()
    _may_go_on.clear()
    row = Job.objects.create(kind=SLOW)
    first = threading.Thread(target=lambda: (jobs.run_job(row.pk), connection.close()))
    first.start()
    assert _begun.wait(30)
    for _again in range(3):
        jobs.run_job(row.pk)  # returns at once: the lease is another worker's
        assert first.is_alive()
    assert jobs.sweep() == 0
    _may_go_on.set()
    first.join(30)
    row.refresh_from_db()
    assert (row.state, row.attempt, row.result) == ("done", 1, {"attempt": 1})
    jobs.run_job(row.pk)  # and what is done stays done
    assert [c.name for c in TrainingClass.objects.all()] == ["Lớp của lần 1"]


def test_of_two_workers_with_one_job_one_does_it():
    _may_go_on.set()
    row = Job.objects.create(kind=SLOW)
    at_once(2, lambda _n: str(jobs.run_job(row.pk)))
    row.refresh_from_db()
    assert (row.state, row.attempt) == ("done", 1)
    assert TrainingClass.objects.count() == 1


def test_of_fifty_who_save_one_record_one_wins_and_the_others_are_told():
    own = records.support(records.enterprise())
    own.refresh_from_db()
    seen = own.version

    def save(number: int) -> str:
        record = Support.objects.get(pk=own.pk)
        record.result = f"Người thứ {number}"
        try:
            save_record(record, seen_version=seen, save=record.save)
        except StaleState as stale:
            assert stale.current.result.startswith("Người thứ ")
            return "conflict"
        return "saved"

    assert at_once(PEOPLE, save) == {"saved": 1, "conflict": PEOPLE - 1}
    own.refresh_from_db()
    assert own.version == seen + 1
    assert Support.pgh_event_model.objects.filter(pgh_label="update").count() == 1


def test_of_fifty_who_confirm_one_target_one_does():
    target = Target.objects.get(indicator="trainings.courses", is_confirmed=False)
    leader = person("leader")

    def confirm(number: int) -> str:
        try:
            confirm_target(target, value=11 + number, basis="target", document="1/QĐ", by=leader)
        except StaleState:
            return "conflict"
        return "confirmed"

    assert at_once(PEOPLE, confirm) == {"confirmed": 1, "conflict": PEOPLE - 1}
    assert (
        Target.pgh_event_model.objects.filter(pgh_obj_id=target.pk, pgh_label="update").count() == 1
    )


def test_of_twenty_who_add_one_support_one_is_stored():
    firm = records.enterprise()

    def add(_number: int) -> str:
        record = Support(
            enterprise=firm,
            item=records.item("support", "5S"),
            started_on=date(2024, 1, 10),
            status="under_way",
        )
        try:
            save_record(record, seen_version=None, save=record.save)
        except Exception as error:  # noqa: BLE001 - its words are asserted
            return str(error)
        return "saved"

    said = at_once(20, add)
    assert said == {
        "saved": 1,
        "Doanh nghiệp đã có hỗ trợ với nội dung này, bắt đầu cùng ngày.": 19,
    }
    assert Support.objects.count() == 1
