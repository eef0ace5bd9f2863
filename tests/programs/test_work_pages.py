"""The year's work on its pages: states, lateness, notes of progress, what each role may do."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agencies.models import RoleAssignment, Unit, User
from core.models import Attachment, StateChange
from programs.choices import NoteState, WorkState
from programs.lateness import reasons_on
from programs.models import Milestone, ProgressNote, Target, Task, WorkItem
from programs.workflow import NOTE, WORK
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LIST = "/cong-viec-nam/"
FAR = "28435"


def log_in(client, role: str, unit: str = "") -> User:
    user = person(role, unit)
    client.force_login(user, backend=BACKEND)
    return user


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code, valid_to=None)


def take(client, record, step: str, **values: object):
    record.refresh_from_db()
    data = {"seen_version": record.version, "reason": "", **values}
    return client.post(f"{record.get_absolute_url()}buoc/{step}/", data)


def steps(client, record) -> list[str]:
    page = client.get(record.get_absolute_url())
    return [str(label) for label, _address in page.context["steps"]]


def not_started(**values: object) -> WorkItem:
    return records.work(state="not_started", heard_on=None, **values)


def typed(**values: object) -> dict[str, object]:
    return {
        "task": Task.objects.get(number=1).pk,
        "kind": "communication",
        "title": "Hội nghị phổ biến Kế hoạch",
        "first_year": 2026,
        "last_year": 2026,
        "starts_on": "01/02/2026",
        "ends_on": "30/06/2026",
        "lead": unit("dt-skhcn").pk,
        "coordinators": [unit(FAR).pk, unit(records.WARD).pk],
        **values,
    }


# ---- writing it down ----


def test_the_department_writes_down_a_piece_of_work(client):
    log_in(client, "staff")
    page = client.get(f"{LIST}them/?nhiem_vu={Task.objects.get(number=3).pk}&nam=2027")
    assert page.context["form"].initial["first_year"] == "2027"
    saved = client.post(f"{LIST}them/", typed())
    made = WorkItem.objects.get()
    assert saved.url == f"{LIST}{made.pk}/"
    assert {u.code for u in made.coordinators.all()} == {FAR, records.WARD}
    shown = client.get(saved.url).content.decode()
    assert "Hội nghị phổ biến Kế hoạch" in shown
    assert unit(FAR).name in shown
    again = client.post(
        f"{LIST}{made.pk}/sua/",
        typed(coordinators=[unit(FAR).pk, unit("dt-skhcn").pk], seen_version=made.version),
    )
    assert again.status_code == 302
    assert {u.code for u in made.coordinators.all()} == {FAR}  # who leads does not coordinate
    history = client.get(f"{LIST}{made.pk}/lich-su/").content.decode()
    assert f"đơn vị phối hợp {unit(records.WARD).name}" in history


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"ends_on": "31/01/2026"}, {"ends_on": ["Ngày kết thúc phải từ ngày bắt đầu trở đi."]}),
        ({"starts_on": "31/12/2025"}, {"starts_on": ["Ngày phải trong các năm của công việc."]}),
        ({"last_year": 2025}, {"last_year": ["Năm cuối phải từ năm đầu trở đi."]}),
        (
            {"first_year": 2031, "last_year": 2031, "starts_on": "", "ends_on": ""},
            {
                "first_year": ["Kế hoạch có các năm từ 2021 đến 2030."],
                "last_year": ["Kế hoạch có các năm từ 2021 đến 2030."],
                "starts_on": ["Mục này phải ghi."],
                "ends_on": ["Mục này phải ghi."],
            },
        ),
        ({"kind": "x"}, {"kind": ["Chọn một mục trong danh sách."]}),
        ({"title": ""}, {"title": ["Mục này phải ghi."]}),
    ],
)
def test_what_contradicts_itself_stands_at_its_field(client, values, errors):
    log_in(client, "staff")
    page = client.post(f"{LIST}them/", typed(**values))
    assert page.context["form"].errors == errors
    assert not WorkItem.objects.exists()


def test_a_unit_that_was_no_more_cannot_lead(client):
    log_in(client, "staff")
    former = Unit.objects.filter(kind="district", valid_to__lt=date(2026, 1, 1))[0]
    page = client.post(f"{LIST}them/", typed(lead=former.pk))
    assert set(page.context["form"].errors) == {"lead"}


def test_targets_are_those_of_the_years_of_the_work(client):
    log_in(client, "staff")
    made = records.work()
    page = client.get(f"{LIST}dong-gop/them/{made.pk}/")
    offered = {target.stage.first_year for target in page.context["form"].fields["target"].queryset}
    assert offered == {2026}
    target = Target.objects.get(stage__first_year=2026, indicator="support.enterprises")
    data = {"target": target.pk, "number": "5"}
    assert client.post(f"{LIST}dong-gop/them/{made.pk}/", data).url == f"{LIST}{made.pk}/"
    twice = client.post(f"{LIST}dong-gop/them/{made.pk}/", data).content.decode()
    assert "Công việc đã ghi đóng góp vào chỉ tiêu này; sửa dòng đó." in twice
    none = client.post(f"{LIST}dong-gop/them/{made.pk}/", {**data, "number": "0"})
    assert none.context["form"].errors["number"] == ["Ghi số từ 1 trở lên."]


def test_work_with_notes_is_not_deleted_and_without_them_goes_with_its_parts(client):
    staff = log_in(client, "staff")
    made = records.work()
    records.contribution(made)
    Milestone.objects.create(item=made, name="Chọn", due_on=date(2026, 3, 1))
    note = records.note(made, staff)
    refused = client.post(f"{LIST}{made.pk}/xoa/", {"reason": "Nhầm"}).content.decode()
    assert "còn báo cáo tiến độ gắn với hồ sơ này" in refused
    note.delete()
    assert client.post(f"{LIST}{made.pk}/xoa/", {"reason": "Nhầm"}).url == LIST
    assert not WorkItem.objects.exists()
    assert not Milestone.objects.exists()


# ---- states × roles ----

MAY = {
    "staff": {"start", "finish", "pause", "resume", "cancel", "reopen"},
    "administrator": {"start", "finish", "pause", "resume", "cancel", "reopen"},
    "leader": set(),
    "finance": set(),
    "unit_officer": {"start"},
    "viewer": set(),
}
STORED = {
    WorkState.NOT_STARTED: {"heard_on": None},
    WorkState.UNDER_WAY: {},
    WorkState.PAUSED: {},
    WorkState.DONE: {"percent": 100, "finished_on": date(2026, 6, 1)},
    WorkState.CANCELLED: {},
}


@pytest.mark.parametrize("role", MAY)
def test_each_role_is_offered_its_steps_and_no_other_is_taken(client, role):
    log_in(client, role)
    for state, values in STORED.items():
        made = records.work(state=state, **values)
        possible = {t.name for t in WORK.transitions if state in t.sources}
        offered = client.get(made.get_absolute_url()).context["steps"]
        assert {a.rsplit("/", 2)[1] for _label, a in offered} == possible & MAY[role], state
        for step in WORK.by_name:
            answer = client.get(f"{LIST}{made.pk}/buoc/{step}/")
            allowed = 302 if step not in possible else 200
            assert answer.status_code == (allowed if step in MAY[role] else 403), (state, step)
        made.refresh_from_db()
        assert made.state == state


def test_from_the_start_to_the_end_and_back(client):
    staff = log_in(client, "staff")
    made = not_started()
    assert steps(client, made) == ["Bắt đầu", "Hủy công việc"]
    assert take(client, made, "start").status_code == 302
    made.refresh_from_db()
    assert (made.state, made.heard_on) == (WorkState.UNDER_WAY, timezone.localdate())
    assert take(client, made, "pause").context["form"].errors == {"reason": ["Ghi lý do."]}
    take(client, made, "pause", reason="Chờ kinh phí")
    take(client, made, "resume")
    ahead = timezone.localdate() + timedelta(days=1)
    refused = take(client, made, "finish", finished_on=ahead.strftime("%d/%m/%Y"))
    assert refused.context["form"].errors == {"finished_on": ["Ngày này chưa tới."]}
    take(client, made, "finish", finished_on="20/11/2026")
    made.refresh_from_db()
    assert (made.state, made.percent) == (WorkState.DONE, 100)
    assert made.finished_on == date(2026, 11, 20)
    take(client, made, "reopen", reason="Còn nghiệm thu")
    made.refresh_from_db()
    assert (made.state, made.finished_on) == (WorkState.UNDER_WAY, None)
    lines = StateChange.objects.order_by("pk").values_list("transition", "reason", "by")
    assert list(lines) == [
        ("start", "", staff.pk),
        ("pause", "Chờ kinh phí", staff.pk),
        ("resume", "", staff.pk),
        ("finish", "", staff.pk),
        ("reopen", "Còn nghiệm thu", staff.pk),
    ]


# ---- lateness ----

TODAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("values", "reasons"),
    [
        ({}, []),
        # Sixty days without a word are allowed, the sixty-first is not.
        ({"heard_on": TODAY - timedelta(days=60)}, []),
        (
            {"heard_on": TODAY - timedelta(days=61)},
            ["không cập nhật từ 30/04/2026 (quá 60 ngày)"],
        ),
        ({"heard_on": date(2026, 1, 5), "state": "paused"}, []),
        ({"ends_on": TODAY}, []),
        ({"ends_on": TODAY - timedelta(days=1)}, ["quá ngày kết thúc 29/06/2026"]),
        (
            {"ends_on": TODAY - timedelta(days=1), "state": "paused"},
            ["quá ngày kết thúc 29/06/2026"],
        ),
        (
            {"ends_on": TODAY - timedelta(days=1), "state": "not_started", "heard_on": None},
            ["quá ngày kết thúc 29/06/2026"],
        ),
        ({"ends_on": TODAY - timedelta(days=1), "state": "cancelled"}, []),
        (
            {
                "ends_on": TODAY - timedelta(days=1),
                "state": "done",
                "percent": 100,
                "finished_on": TODAY,
            },
            [],
        ),
        ({"stone": TODAY}, []),
        ({"stone": TODAY - timedelta(days=1)}, ["quá hạn mốc 29/06/2026"]),
        ({"stone": TODAY - timedelta(days=1), "reached": TODAY}, []),
        (
            {"stone": TODAY - timedelta(days=1), "heard_on": date(2026, 1, 5)},
            ["quá hạn mốc 29/06/2026", "không cập nhật từ 05/01/2026 (quá 60 ngày)"],
        ),
        # What the department says holds to the end of its day, and not after.
        ({"ends_on": date(2026, 6, 1), "verdict": "on_time", "verdict_until": TODAY}, []),
        (
            {
                "ends_on": date(2026, 6, 1),
                "verdict": "on_time",
                "verdict_until": TODAY - timedelta(days=1),
            },
            ["quá ngày kết thúc 01/06/2026"],
        ),
        ({"verdict": "late", "verdict_until": TODAY}, ["Theo dõi riêng"]),
        ({"verdict": "late", "verdict_until": TODAY - timedelta(days=1)}, []),
        ({"verdict": "late", "verdict_until": TODAY, "state": "cancelled"}, []),
    ],
)
def test_what_is_late_on_a_day(values, reasons):
    values = {"heard_on": TODAY - timedelta(days=1)} | values
    if "verdict" in values:
        values |= {"verdict_reason": "Theo dõi riêng", "verdict_by": person("staff")}
    stone, reached = values.pop("stone", None), values.pop("reached", None)
    made = records.work(**values)
    if stone:
        Milestone.objects.create(item=made, name="Mốc", due_on=stone, done_on=reached)
        made.refresh_from_db()
    assert reasons_on(made, TODAY) == reasons
    assert WorkItem.objects.late_on(TODAY).exists() == bool(reasons)


def test_the_department_says_otherwise_for_a_time_with_its_reason(client):
    staff = log_in(client, "staff")
    made = records.work(ends_on=date(2026, 6, 1))
    page = client.get(made.get_absolute_url()).content.decode()
    assert "Chậm: quá ngày kết thúc 01/06/2026" in page
    address = f"{LIST}{made.pk}/danh-gia/"
    empty = client.post(address, {"verdict": "on_time"})
    assert empty.context["form"].errors == {
        "until": ["Ghi ngày hết hiệu lực của đánh giá."],
        "reason": ["Ghi lý do."],
    }
    past = client.post(address, {"verdict": "on_time", "until": "01/01/2026", "reason": "x"})
    assert past.context["form"].errors == {"until": ["Ngày này đã qua."]}
    given = {"verdict": "on_time", "until": "01/01/2099", "reason": "Chờ dự toán"}
    assert client.post(address, given).url == made.get_absolute_url()
    made.refresh_from_db()
    assert (made.verdict, made.verdict_by) == ("on_time", staff)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "Sở đánh giá “Không chậm” đến hết ngày 01/01/2099: Chờ dự toán (staff)." in page
    assert "Theo quy tắc: quá ngày kết thúc 01/06/2026" in page
    assert not client.get(f"{LIST}?cham=co").context["rows"]
    client.post(address, {"verdict": ""})
    made.refresh_from_db()
    assert (made.verdict, made.verdict_reason, made.verdict_by) == ("", "", None)
    assert len(client.get(f"{LIST}?cham=co").context["rows"]) == 1
    WorkItem.objects.filter(pk=made.pk).update(state="cancelled")
    assert client.post(address, given).url == made.get_absolute_url()
    made.refresh_from_db()
    assert made.verdict == ""


@pytest.mark.parametrize("role", ["leader", "finance", "unit_officer", "viewer"])
def test_nobody_else_says_otherwise(client, role):
    made = records.work()
    log_in(client, role)
    given = {"verdict": "on_time", "until": "01/01/2099", "reason": "x"}
    assert client.post(f"{LIST}{made.pk}/danh-gia/", given).status_code == 403
    made.refresh_from_db()
    assert made.verdict == ""


# ---- notes of progress ----


def told(client, item: WorkItem, **values: object):
    data = {"day": "31/05/2026", "percent": "40", "text": "Đã tư vấn.", **values}
    return client.post(f"{LIST}tien-do/them/{item.pk}/", data)


def test_the_leading_unit_tells_the_department_accepts(client):
    made = records.work()
    officer = log_in(client, "unit_officer")
    assert told(client, made).url == made.get_absolute_url()
    note = ProgressNote.objects.get()
    assert (note.author, note.state) == (officer, NoteState.SUBMITTED)
    made.refresh_from_db()
    assert (made.percent, made.heard_on) == (0, timezone.localdate())
    assert steps(client, note) == ["Thu hồi"]
    proof = SimpleUploadedFile("bien-ban.pdf", records.PDF)
    client.post(f"{LIST}tien-do/{note.pk}/tep/", {"file": proof, "description": ""})
    assert Attachment.objects.get().name == "bien-ban.pdf"
    assert take(client, note, "accept").status_code == 403
    log_in(client, "staff")
    assert [
        row.record for row in client.get(f"{LIST}tien-do/?trang_thai=submitted").context["rows"]
    ] == [note]
    assert take(client, note, "return").context["form"].errors == {"reason": ["Ghi lý do."]}
    take(client, note, "return", reason="Thiếu biên bản")
    client.force_login(officer, backend=BACKEND)
    assert steps(client, note) == ["Nộp lại", "Thu hồi"]
    note.refresh_from_db()
    changed = {
        "day": "31/05/2026",
        "percent": "45",
        "text": "Đã tư vấn.",
        "seen_version": note.version,
    }
    assert client.post(f"{LIST}tien-do/{note.pk}/sua/", changed).status_code == 302
    WorkItem.objects.filter(pk=made.pk).update(heard_on=date(2026, 2, 1))
    take(client, note, "resubmit")
    made.refresh_from_db()
    assert made.heard_on == timezone.localdate()
    client.force_login(User.objects.get(email="staff@tinh.vn"), backend=BACKEND)
    take(client, note, "accept")
    made.refresh_from_db()
    assert made.percent == 45
    assert client.get(f"{LIST}tien-do/{note.pk}/sua/").status_code == 403  # what is accepted stays
    assert client.get(f"{LIST}tien-do/{note.pk}/xoa/").status_code == 403


def test_the_latest_day_counts_in_whatever_order_notes_are_accepted(client):
    staff = log_in(client, "staff")
    made = records.work()
    late = records.note(made, staff, day=date(2026, 5, 31), percent=60)
    early = records.note(made, staff, day=date(2026, 3, 31), percent=30)
    for note in (late, early):
        take(client, note, "accept")
    made.refresh_from_db()
    assert made.percent == 60


def test_an_accepted_note_changes_nothing_of_finished_work(client):
    staff = log_in(client, "staff")
    made = records.work()
    note = records.note(made, staff)
    WorkItem.objects.filter(pk=made.pk).update(
        state="done", percent=100, finished_on=date(2026, 6, 1)
    )
    assert take(client, note, "accept").status_code == 302
    made.refresh_from_db()
    assert (made.state, made.percent) == (WorkState.DONE, 100)


@pytest.mark.parametrize("state", ["not_started", "paused", "cancelled"])
def test_work_that_is_not_under_way_has_no_progress_to_tell(client, state):
    made = records.work(state=state)
    log_in(client, "unit_officer")
    assert "chỉ báo cáo tiến độ khi đang thực hiện" in told(client, made).content.decode()
    assert not ProgressNote.objects.exists()


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"percent": "101"}, {"percent": ["Ghi số không quá 100."]}),
        ({"percent": "-1"}, {"percent": ["Ghi số từ 0 trở lên."]}),
        ({"day": "01/01/2099"}, {"day": ["Ngày này chưa tới."]}),
        ({"day": "31/12/2025"}, {"day": ["Ngày phải từ năm đầu của công việc."]}),
        ({"text": " "}, {"text": ["Mục này phải ghi."]}),
    ],
)
def test_a_note_that_says_nothing_or_too_much(client, values, errors):
    made = records.work()
    log_in(client, "unit_officer")
    assert told(client, made, **values).context["form"].errors == errors
    assert not ProgressNote.objects.exists()


NOTE_STEPS = {
    "staff": {"accept", "return", "resubmit", "withdraw"},
    "administrator": {"accept", "return", "resubmit", "withdraw"},
    "leader": {"accept", "return"},
    "finance": set(),
    "unit_officer": {"resubmit", "withdraw"},
    "viewer": set(),
}


@pytest.mark.parametrize("role", NOTE_STEPS)
def test_each_role_takes_its_steps_of_a_note(client, role):
    made = records.work()
    writer = User.objects.create_user("w@tinh.vn", "x", full_name="Người viết")
    log_in(client, role)
    for state in NoteState.values:
        note = records.note(made, writer, state=state)
        possible = {t.name for t in NOTE.transitions if state in t.sources}
        for step in NOTE.by_name:
            answer = client.get(f"{LIST}tien-do/{note.pk}/buoc/{step}/")
            allowed = 302 if step not in possible else 200
            assert answer.status_code == (allowed if step in NOTE_STEPS[role] else 403)


# ---- who sees, who may ----


def test_a_coordinator_looks_on_and_writes_nothing(client):
    made = records.work(lead=unit(FAR))
    made.coordination.create(unit=unit(records.WARD))
    stone = Milestone.objects.create(item=made, name="Chọn", due_on=date(2026, 3, 1))
    note = records.note(made, person("staff"))
    log_in(client, "unit_officer")
    page = client.get(made.get_absolute_url())
    assert page.status_code == 200
    assert page.context["steps"] == []
    assert "tien-do/them/" not in page.content.decode()
    assert told(client, made).status_code == 403
    assert client.get(f"{LIST}moc/{stone.pk}/sua/").status_code == 403
    assert client.get(f"{LIST}tien-do/{note.pk}/").status_code == 200
    assert client.get(f"{LIST}tien-do/{note.pk}/sua/").status_code == 403
    assert take(client, note, "withdraw", reason="x").status_code == 403
    assert take(client, made, "pause", reason="x").status_code == 403
    assert ProgressNote.objects.count() == 1


def test_another_unit_sees_no_trace(client):
    made = records.work(title="Việc của nơi khác", lead=unit(FAR))
    stone = Milestone.objects.create(item=made, name="Chọn", due_on=date(2026, 3, 1))
    note = records.note(made, person("staff"))
    share = records.contribution(made)
    log_in(client, "unit_officer")
    for address in (LIST, f"{LIST}?bo_loc=mo", f"{LIST}tien-do/", f"{LIST}?chu_tri={made.lead_id}"):
        shown = client.get(address).content.decode()
        assert "Việc của nơi khác" not in shown
        assert f'value="{made.lead_id}"' not in shown, address
    for path in ("", "sua/", "lich-su/", "buoc/start/", "danh-gia/", "xoa/"):
        code = client.get(f"{made.get_absolute_url()}{path}").status_code
        assert code in ({403} if path in {"sua/", "danh-gia/", "xoa/"} else {404}), path
    for path in ("", "sua/", "lich-su/", "buoc/withdraw/"):
        assert client.get(f"{LIST}tien-do/{note.pk}/{path}").status_code == 404
    assert told(client, made).status_code == 404
    assert client.get(f"{LIST}moc/{stone.pk}/sua/").status_code == 404
    assert client.get(f"{LIST}dong-gop/{share.pk}/sua/").status_code == 403
    assert not Attachment.objects.exists()


def test_a_successor_leads_what_its_predecessor_led(client):
    former = Unit.objects.filter(
        lineage__resolved__code=records.WARD,
        lineage__resolved__valid_to=None,
        valid_to__isnull=False,
    )[0]
    led = records.work(lead=former, first_year=2025, starts_on=date(2025, 1, 5))
    coordinated = records.work(title="Phối hợp", lead=unit(FAR))
    coordinated.coordination.create(unit=former)
    log_in(client, "unit_officer")
    rows = client.get(LIST).context["rows"]
    assert {row.record for row in rows} == {led, coordinated}
    assert told(client, led).status_code == 302
    assert told(client, coordinated).status_code == 403


def test_the_leading_unit_says_that_a_milestone_was_reached_and_no_more(client):
    made = records.work()
    stone = Milestone.objects.create(item=made, name="Chọn", due_on=date(2026, 3, 1))
    log_in(client, "unit_officer")
    page = client.get(f"{LIST}moc/{stone.pk}/sua/")
    assert list(page.context["form"].fields) == ["done_on", "seen_version"]
    data = {"done_on": "20/02/2026", "name": "Khác", "due_on": "01/01/2099", "seen_version": 1}
    assert client.post(f"{LIST}moc/{stone.pk}/sua/", data).status_code == 302
    stone.refresh_from_db()
    assert (stone.name, stone.due_on, stone.done_on) == (
        "Chọn",
        date(2026, 3, 1),
        date(2026, 2, 20),
    )
    made.refresh_from_db()
    assert (made.heard_on, made.next_due_on) == (timezone.localdate(), None)
    assert client.get(f"{LIST}moc/them/{made.pk}/").status_code == 403


def test_a_milestone_lies_within_the_work(client):
    made = records.work()
    log_in(client, "staff")
    data = {"name": "Nghiệm thu", "due_on": "01/01/2027"}
    page = client.post(f"{LIST}moc/them/{made.pk}/", data)
    assert page.context["form"].errors == {
        "due_on": ["Hạn của mốc phải trong thời gian của công việc."]
    }


def test_a_role_of_the_past_tells_nothing(client):
    made = records.work()
    user = log_in(client, "unit_officer")
    RoleAssignment.objects.filter(user=user).update(
        valid_to=timezone.localdate() - timedelta(days=1)
    )
    assert told(client, made).status_code == 403


@pytest.mark.parametrize(
    "who", ["staff", "leader", "finance", "viewer", "unit_officer", "ward viewer"]
)
def test_what_a_person_sees_is_what_the_rules_allow(who):
    """Over every combination of a lead and a coordinator, of today and of before."""
    former = Unit.objects.filter(
        lineage__resolved__code=records.WARD,
        lineage__resolved__valid_to=None,
        valid_to__isnull=False,
    )[0]
    units = [unit(records.WARD), unit(FAR), unit("dt-skhcn"), former]
    writer = User.objects.create_user("w@tinh.vn", "x", full_name="Người viết")
    for lead in units:
        for coordinator in (None, *units):
            made = records.work(lead=lead)
            if coordinator is not None:
                made.coordination.create(unit=coordinator)
            records.note(made, writer)
            Milestone.objects.create(item=made, name="Mốc", due_on=date(2026, 3, 1))
            records.contribution(made)
    user = person("viewer", records.WARD) if who == "ward viewer" else person(who)
    seen = {"staff": 20, "leader": 20, "finance": 20, "viewer": 20}
    assert WorkItem.objects.visible_to(user).count() == seen.get(who, 14)
    for name in ("workitem", "progressnote", "milestone", "workcontribution"):
        model = {
            "workitem": WorkItem,
            "progressnote": ProgressNote,
            "milestone": Milestone,
            "workcontribution": Target.contributions.rel.related_model,
        }[name]
        everything = model.objects.all()
        allowed = {row for row in everything if user.has_perm(f"programs.view_{name}", row)}
        assert set(model.objects.visible_to(user)) == allowed, name


# ---- the list ----


def test_the_list_is_narrowed_by_year_task_kind_state_and_lead(client):
    log_in(client, "staff")
    one = records.work(title="Một", first_year=2025, last_year=2027, starts_on=date(2025, 2, 1))
    two = not_started(title="Hai", kind="training", task=Task.objects.get(number=3), lead=unit(FAR))
    records.work(title="Ba", state="cancelled")

    def titles(query: str) -> set[str]:
        return {row.record.title for row in client.get(f"{LIST}?{query}").context["rows"]}

    assert titles("") == {"Một", "Hai", "Ba"}
    assert titles("nam=2025") == {"Một"}
    assert titles("nam=2028") == set()
    assert titles("nam=abc") == set()
    assert titles(f"nhiem_vu={two.task_id}") == {"Hai"}
    assert titles("loai=support") == {"Một", "Ba"}
    assert titles("trang_thai=chua-xong") == {"Một", "Hai"}
    assert titles("trang_thai=cancelled") == {"Ba"}
    assert titles("tim=hai") == {"Hai"}
    assert titles(f"chu_tri={one.lead_id}") == {"Một", "Ba"}
    assert titles("cham=co") == {"Một"}
    assert titles("cham=khong") == {"Hai", "Ba"}


def test_the_appendix_leads_to_the_work_of_each_task(client):
    log_in(client, "unit_officer")
    task = Task.objects.get(number=4)
    records.work()
    records.work(title="Việc của nơi khác", lead=unit(FAR))
    page = client.get("/ke-hoach/", follow=True).content.decode()
    link = f'<a class="lives" href="{LIST}?nhiem_vu={task.pk}">1 công việc đã ghi</a>'
    assert link in page
    assert page.count("công việc đã ghi") == 1
    assert len(client.get(f"{LIST}?nhiem_vu={task.pk}").context["rows"]) == 1
