"""The outbox: nothing lost, nothing twice, nobody written to at night or too often."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import InternalError, ProgrammingError, transaction
from django.utils import timezone

from core.errors import ActionError
from notices.actions import mark_read, notify, send_again, write_letter
from notices.models import Notice, Preference
from notices.sending import LEASE, claim_next, overdue, send_letters
from tests.notices.conftest import SECRETS
from tests.people import person

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)  # Monday 09:00 in Vietnam


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MORNING, tick=False) as moved:
        yield moved


@pytest.fixture
def staff():
    return person("staff")


def tell(*people, title="1", about="viec:1", code="test.plain", **more):
    return notify(code, to=people, about=about, values={"title": title}, path="/viec/1/", **more)


def states():
    return list(Notice.objects.order_by("pk").values_list("state", flat=True))


def test_a_notice_is_there_at_once_and_its_letter_goes_once(staff, mail_server):
    leader = person("leader")
    assert tell(staff, leader) == 2
    assert Notice.objects.told_to(staff).unread().count() == 1
    assert mail_server.got == []

    assert send_letters() == 2
    assert send_letters() == 0

    assert sorted(to for to, _message in mail_server.got) == [["leader@tinh.vn"], ["staff@tinh.vn"]]
    _to, message = next(got for got in mail_server.got if got[0] == ["staff@tinh.vn"])
    lines = message.get_content().splitlines()
    assert message["Subject"] == "Việc 1"
    assert lines[:3] == ["Kính gửi staff,", "", "1: https://nangsuat.tinh.vn/viec/1/"]
    assert lines[-1] == "Chọn cách nhận thư: https://nangsuat.tinh.vn/thong-bao/cach-nhan/"
    row = Notice.objects.get(user=staff)
    assert (row.state, row.sent_at, row.address) == ("sent", MORNING, "staff@tinh.vn")
    assert message["Message-ID"] == f"<{row.mail}@localhost>"


def test_what_is_rolled_back_tells_nobody(staff, mail_server):
    with transaction.atomic():
        tell(staff)
        transaction.set_rollback(True)
    assert send_letters() == 0
    assert not Notice.objects.exists()


def test_a_mail_server_that_is_down_loses_nothing_and_is_asked_ever_more_rarely(
    staff, mail_server, clock
):
    mail_server.stop()
    for number in range(3):
        tell(staff, title=str(number), about=f"viec:{number}")
    pauses = []
    for _attempt in range(9):
        assert send_letters() == 0
        row = Notice.objects.order_by("pk").first()
        pauses.append((row.due_at - timezone.now()) // timedelta(minutes=1))
        clock.move_to(row.due_at)
        Notice.objects.filter(pk__gt=row.pk).update(due_at=row.due_at + timedelta(seconds=1))
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert "ConnectionRefusedError" in row.reason
    assert (states(), row.tries) == (["waiting"] * 3, 9)
    assert mail_server.got == []

    mail_server.start()
    clock.shift(timedelta(seconds=2))
    assert send_letters() == 3
    assert sorted(mail_server.subjects()) == ["Việc 0", "Việc 1", "Việc 2"]
    assert states() == ["sent"] * 3
    assert Notice.objects.first().reason == ""


def test_one_run_stops_at_a_server_that_is_down(staff, mail_server):
    mail_server.stop()
    for number in range(3):
        tell(staff, about=f"viec:{number}")
    send_letters()
    assert sorted(Notice.objects.values_list("tries", flat=True)) == [0, 0, 1]


def test_an_address_that_is_refused_for_good_fails_alone_and_can_be_sent_again(mail_server):
    mail_server.refusals = {"khong@co.vn": "550 no such user", "day@hop.vn": "452 mailbox full"}
    for address in ("khong@co.vn", "day@hop.vn", "tot@co.vn"):
        write_letter("test.plain", address=address, values={"title": "1"})
    assert send_letters() == 1
    found = {row.address: row for row in Notice.objects.all()}
    assert found["khong@co.vn"].state == "failed"
    assert found["khong@co.vn"].reason == "550 no such user"
    assert found["day@hop.vn"].state == "waiting"
    assert found["day@hop.vn"].due_at == MORNING + timedelta(minutes=1)
    assert [to for to, _message in mail_server.got] == [["tot@co.vn"]]

    mail_server.refusals = {}
    send_again(found["khong@co.vn"])
    assert send_letters() == 1
    with pytest.raises(ActionError, match="Không gửi được"):
        send_again(found["tot@co.vn"])


def test_a_worker_that_died_with_a_letter_in_hand_holds_it_up_for_its_lease(
    staff, mail_server, clock
):
    tell(staff)
    dead = claim_next(timezone.now())
    assert [row.user for row in dead.rows] == [staff]
    assert send_letters() == 0
    assert claim_next(timezone.now()) is None
    clock.shift(LEASE + timedelta(seconds=1))
    assert send_letters() == 1
    row = Notice.objects.get()
    assert (row.tries, row.mail) == (2, dead.mail)  # the same Message-ID


def test_no_more_than_one_letter_a_day_about_the_same_thing(staff, mail_server, clock):
    tell(staff, title="1")
    assert send_letters() == 1
    clock.shift(timedelta(hours=1))
    tell(staff, title="2")
    tell(staff, title="khác", about="viec:2")
    assert send_letters() == 1  # about the other one
    clock.shift(timedelta(hours=1))
    tell(staff, title="3")
    assert send_letters() == 0
    assert mail_server.subjects() == ["Việc 1", "Việc khác"]
    assert Notice.objects.told_to(staff).count() == 4  # in the application all of them

    clock.move_to(datetime(2026, 11, 30, 22, 59, tzinfo=UTC))  # 05:59 of the next day
    assert send_letters() == 0
    clock.move_to(datetime(2026, 11, 30, 23, 0, tzinfo=UTC))
    assert send_letters() == 1
    assert mail_server.subjects()[2] == "Việc 3 (2 thông báo)"
    assert mail_server.body().index("Việc 2") < mail_server.body().index("Việc 3")
    assert states() == ["sent"] * 4


def test_another_persons_letter_about_the_same_thing_is_theirs(staff, mail_server):
    tell(staff)
    send_letters()
    tell(person("leader"))
    assert send_letters() == 1


@pytest.mark.parametrize(
    ("hour", "minute", "sent"), [(20, 59, 1), (21, 0, 0), (23, 30, 0), (5, 59, 0), (6, 0, 1)]
)
def test_nobody_is_written_to_at_night_except_who_waits(
    staff, mail_server, clock, hour, minute, sent
):
    clock.move_to(datetime(2026, 11, 30, (hour - 7) % 24, minute, tzinfo=UTC))
    tell(staff)
    assert send_letters() == sent
    notify("test.awaited", to=[staff])
    assert send_letters() == 1


def test_the_night_ends_at_its_hour(staff, mail_server, clock):
    clock.move_to(datetime(2026, 11, 30, 16, 30, tzinfo=UTC))  # 23:30
    tell(staff)
    assert Notice.objects.get().due_at == datetime(2026, 11, 30, 23, 0, tzinfo=UTC)


def test_who_wants_one_letter_a_day_gets_all_in_one_in_the_morning(staff, mail_server, clock):
    Preference.objects.create(user=staff, frequency="daily")
    for number in range(3):
        tell(staff, title=str(number), about=f"viec:{number}")
    assert send_letters() == 0
    clock.move_to(datetime(2026, 12, 1, 0, 0, tzinfo=UTC))  # 07:00
    tell(staff, title="mới", about="viec:9")
    assert send_letters() == 1
    assert mail_server.subjects() == ["4 thông báo"]
    assert [f"Việc {n}" in mail_server.body() for n in (0, 1, 2, "mới")] == [True] * 4


def test_who_wants_no_letters_finds_them_in_the_application_alone(staff, mail_server):
    Preference.objects.create(user=staff, frequency="never")
    tell(staff)
    notify("test.awaited", to=[staff])
    assert send_letters() == 1
    assert mail_server.subjects() == ["Mã của bạn"]
    row = Notice.objects.get(kind="test.plain")
    assert (row.state, row.reason) == ("unsent", "Người nhận chọn không nhận thư.")
    assert Notice.objects.told_to(staff).unread().count() == 2


def test_an_account_that_was_locked_meanwhile_gets_nothing(staff, mail_server):
    tell(staff)
    staff.is_active = False
    staff.save()
    assert send_letters() == 0
    assert Notice.objects.get().reason == "Tài khoản đã khóa."
    assert tell(staff) == 0


def test_the_same_key_is_told_once(staff):
    leader = person("leader")
    assert tell(staff, key="k") == 1
    assert tell(staff, leader, key="k") == 1
    assert tell(staff, leader, key="k") == 0
    assert write_letter("test.plain", address="A@b.vn", key="k", values={"title": "1"}) == 1
    assert write_letter("test.plain", address="a@b.vn", key="k", values={"title": "1"}) == 0
    assert Notice.objects.count() == 3


def test_what_opens_something_is_never_stored_and_not_sent_when_it_opens_nothing(
    staff, mail_server
):
    SECRETS["moi:1"] = "https://x.vn/bi-mat"
    notify("test.late", to=[staff], about="moi:1")
    assert "bi-mat" not in Notice.objects.get().body
    send_letters()
    assert "Mở https://x.vn/bi-mat" in mail_server.body()

    notify("test.late", to=[staff], about="moi:2")
    assert send_letters() == 0
    assert Notice.objects.order_by("pk").last().state == "unsent"


def test_values_are_text_and_fill_nothing_themselves(staff, mail_server):
    SECRETS["moi:1"] = "https://x.vn/bi-mat"
    tell(staff, title="{link}\r\nBcc: x@y.vn \ue000opens\ue001")
    send_letters()
    assert mail_server.subjects() == ["Việc {link} Bcc: x@y.vn opens"]
    assert mail_server.got[0][0] == ["staff@tinh.vn"]
    assert "bi-mat" not in mail_server.body()


def test_what_was_written_stays_and_only_marks_change(staff):
    tell(staff)
    row = Notice.objects.get()
    for name in ("subject", "body", "about", "kind", "path"):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            Notice.objects.filter(pk=row.pk).update(**{name: "khác"})
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        Notice.objects.all().delete()
    assert mark_read(staff) == 1
    assert mark_read(staff) == 0


def test_letters_that_wait_too_long_are_seen(staff, clock):
    tell(staff)
    clock.shift(timedelta(minutes=59))
    assert overdue(timezone.now()).count() == 0
    clock.shift(timedelta(minutes=2))
    assert overdue(timezone.now()).count() == 1
