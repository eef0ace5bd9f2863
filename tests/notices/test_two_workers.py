"""Two workers at once send each letter once; one that is killed with a letter loses none."""

import threading
from collections import Counter

import pytest
from django.db import connection

from notices.actions import notify
from notices.models import Notice
from notices.sending import send_letters
from tests.people import person

LETTERS = 40


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_letter_once(mail_server, settings):
    settings.MAIL_QUIET_FROM = settings.MAIL_QUIET_UNTIL = 0
    staff = person("staff")
    for number in range(LETTERS):
        about = f"viec:{number}"
        notify("test.plain", to=[staff], about=about, values={"title": number})
    sent = []

    def work() -> None:
        try:
            sent.append(send_letters())
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(sent) == LETTERS
    assert min(sent) > 0
    assert Counter(mail_server.subjects()) == {f"Việc {n}": 1 for n in range(LETTERS)}
    assert set(Notice.objects.values_list("state", "tries")) == {("sent", 1)}
