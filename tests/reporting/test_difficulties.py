"""Units report difficulties; the department handles, groups, submits; the report begins with them."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.models import RoleAssignment, Unit
from core.models import Attachment, StateChange
from programs.models import Plan
from reporting.actions import assemble_draft
from reporting.choices import DifficultyState as State
from reporting.models import Difficulty, ReportType
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LIST = "/kho-khan/"


def log_in(client, role: str, unit: str = ""):
    user = person(role, unit)
    client.force_login(user, backend=BACKEND)
    return user


def take(client, difficulty: Difficulty, step: str, **values: object):
    difficulty.refresh_from_db()
    data = {"seen_version": difficulty.version, "reason": "", **values}
    return client.post(f"/kho-khan/{difficulty.pk}/buoc/{step}/", data)


def state_of(difficulty: Difficulty) -> str:
    difficulty.refresh_from_db()
    return difficulty.state


# ---- a unit's own ----


def test_an_officer_reports_for_their_own_unit_alone(client):
    log_in(client, "unit_officer")
    page = client.get(f"{LIST}them/")
    own = Unit.objects.get(code=records.WARD, valid_to=None)
    assert [unit.pk for unit in page.context["form"].fields["unit"].queryset] == [own.pk]
    assert page.context["form"].initial["unit"] == own.pk
    assert page.context["form"].initial["raised_on"] == timezone.localdate()
    typed = {
        "raised_on": "01/06/2024",
        "title": "Thiếu vốn đối ứng",
        "category": "money",
        "text": "Ba doanh nghiệp.",
        "proposal": "Tăng mức hỗ trợ",
    }
    other = Unit.objects.filter(kind="ward", valid_to=None).exclude(pk=own.pk)[0]
    refused = client.post(f"{LIST}them/", {**typed, "unit": other.pk})
    assert refused.context["form"].errors == {"unit": ["Chọn một mục trong danh sách."]}
    assert not Difficulty.objects.exists()
    saved = client.post(f"{LIST}them/", {**typed, "unit": own.pk})
    made = Difficulty.objects.get()
    assert saved.url == f"/kho-khan/{made.pk}/"
    assert (made.unit, made.state, made.title) == (own, State.NEW, "Thiếu vốn đối ứng")
    assert made.raised_on == date(2024, 6, 1)


def test_a_day_ahead_is_refused(client):
    log_in(client, "staff")
    ahead = timezone.localdate() + timedelta(days=1)
    typed = {
        "unit": Unit.objects.get(code=records.WARD, valid_to=None).pk,
        "title": "A",
        "text": "B",
    }
    typed |= {"category": "other", "raised_on": ahead.strftime("%d/%m/%Y")}
    page = client.post(f"{LIST}them/", typed)
    assert page.context["form"].errors == {"raised_on": ["Ngày này chưa tới."]}


def test_an_officer_changes_and_withdraws_only_what_is_not_taken_up(client):
    made = records.difficulty()
    officer = log_in(client, "unit_officer")
    page = client.get(f"/kho-khan/{made.pk}/")
    assert [str(label) for label, _address in page.context["steps"]] == ["Thu hồi"]
    letter = SimpleUploadedFile("cong-van.pdf", records.PDF)
    client.post(f"/kho-khan/{made.pk}/tep/", {"file": letter, "description": ""})
    assert Attachment.objects.get().name == "cong-van.pdf"
    empty = take(client, made, "withdraw")
    assert empty.context["form"].errors == {"reason": ["Ghi lý do."]}
    assert state_of(made) == State.NEW
    Difficulty.objects.filter(pk=made.pk).update(state=State.RECEIVED)
    assert client.get(f"/kho-khan/{made.pk}/").context["steps"] == []
    assert client.get(f"/kho-khan/{made.pk}/sua/").status_code == 403
    assert take(client, made, "withdraw", reason="Nhầm").status_code == 403
    assert take(client, made, "receive").status_code == 403
    again = records.difficulty()
    assert take(client, again, "withdraw", reason="Ghi nhầm").status_code == 302
    assert state_of(again) == State.WITHDRAWN
    line = StateChange.objects.get()
    assert (line.transition, line.source, line.target) == ("withdraw", State.NEW, State.WITHDRAWN)
    assert (line.by, line.reason) == (officer, "Ghi nhầm")


def test_another_unit_sees_no_trace(client):
    made = records.difficulty(title="Của phường Mỹ Tho")
    log_in(client, "unit_officer", "28435")
    listed = client.get(LIST).content.decode()
    assert "Của phường Mỹ Tho" not in listed
    assert "Chưa có" in listed or "Đơn vị gặp khó khăn" in listed
    for path in ("", "sua/", "lich-su/", "buoc/withdraw/"):
        assert client.get(f"/kho-khan/{made.pk}/{path}").status_code == 404
    assert client.post(f"/kho-khan/{made.pk}/buoc/withdraw/", {"reason": "x"}).status_code == 404


def test_a_successor_sees_what_its_predecessor_reported(client):
    former = Unit.objects.filter(
        lineage__resolved__code=records.WARD,
        lineage__resolved__valid_to=None,
        valid_to__isnull=False,
    )[0]
    made = records.difficulty(unit=former, raised_on=date(2023, 5, 5))
    log_in(client, "unit_officer")
    assert client.get(f"/kho-khan/{made.pk}/").status_code == 200


# ---- the department ----


def test_from_receipt_to_the_committees_opinion(client):
    made = records.difficulty()
    staff = log_in(client, "staff")
    page = client.get(f"/kho-khan/{made.pk}/")
    assert [str(label) for label, _address in page.context["steps"]] == [
        "Tiếp nhận",
        "Thu hồi",
        "Gộp vào phản ánh khác",
    ]
    assert take(client, made, "receive").status_code == 302
    missing = take(client, made, "assign")
    assert set(missing.context["form"].errors) == {"assignee", "due_on"}
    assert take(client, made, "assign", assignee=staff.pk, due_on="01/01/2099").status_code == 302
    assert state_of(made) == State.HANDLING
    assert (made.assignee, made.due_on) == (staff, date(2099, 1, 1))
    early = take(client, made, "submit", submission_number="1/TTr", submitted_on="01/01/2024")
    assert early.context["form"].errors == {
        "submitted_on": ["Ngày trình phải từ ngày phản ánh trở đi."]
    }
    sent = take(client, made, "submit", submission_number="1/TTr", submitted_on="02/07/2024")
    assert sent.status_code == 302
    answered = take(client, made, "answer", opinion="Đồng ý.", opinion_on="01/07/2024")
    assert answered.context["form"].errors == {
        "opinion_on": ["Ngày có ý kiến phải từ ngày trình trở đi."]
    }
    take(client, made, "answer", opinion="Đồng ý.", opinion_number="9", opinion_on="09/07/2024")
    assert state_of(made) == State.ANSWERED
    steps = client.get(f"/kho-khan/{made.pk}/").context["taken"]
    assert [(step.label, step.target) for step in steps] == [
        ("Ghi ý kiến", "Đã có ý kiến của UBND tỉnh"),
        ("Trình UBND tỉnh", "Đã trình UBND tỉnh"),
        ("Giao xử lý", "Đang xử lý"),
        ("Tiếp nhận", "Đã tiếp nhận"),
    ]
    refused = take(client, made, "receive")
    assert refused.url == f"/kho-khan/{made.pk}/"
    assert "không còn “Tiếp nhận” được" in client.get(refused.url).content.decode()
    again = take(
        client, made, "reopen", assignee=staff.pk, due_on="01/02/2099", reason="Chưa thực hiện"
    )
    assert again.status_code == 302
    assert state_of(made) == State.HANDLING


def test_a_decision_on_an_old_version_is_not_taken(client):
    made = records.difficulty()
    log_in(client, "staff")
    seen = made.version
    Difficulty.objects.filter(pk=made.pk).update(text="Đã sửa.")
    page = client.post(f"/kho-khan/{made.pk}/buoc/receive/", {"seen_version": seen, "reason": ""})
    assert "vừa được người khác sửa" in page.content.decode()
    assert state_of(made) == State.NEW


def test_repeated_ones_follow_one_and_make_no_chain(client):
    leading, other = records.difficulty(title="Chung"), records.difficulty(title="Lặp lại")
    third = records.difficulty(title="Thứ ba")
    log_in(client, "staff")
    assert take(client, other, "group", repeats=leading.pk).status_code == 302
    assert state_of(other) == State.GROUPED
    page = client.get(f"/kho-khan/{other.pk}/").content.decode()
    assert "Theo kết quả của phản ánh “Chung”: Mới." in page
    assert "Lặp lại" in client.get(f"/kho-khan/{leading.pk}/").content.decode()
    chain = take(client, third, "group", repeats=other.pk)
    assert "repeats" in chain.context["form"].errors
    itself = take(client, third, "group", repeats=third.pk)
    assert "repeats" in itself.context["form"].errors
    above = take(client, leading, "group", repeats=third.pk)
    assert above.context["form"].errors == {
        "repeats": ["Phản ánh này đang gộp các phản ánh khác. Tách chúng ra trước."]
    }
    assert take(client, other, "separate", reason="Khác nội dung").status_code == 302
    assert (state_of(other), other.repeats) == (State.RECEIVED, None)


def test_a_unit_learns_the_state_and_nothing_else_of_another_units_report(client):
    elsewhere = Unit.objects.get(code="28435", valid_to=None)
    leading = records.difficulty(title="Chuyện của nơi khác", unit=elsewhere, text="Riêng tư.")
    own = records.difficulty(title="Của mình", state=State.GROUPED, repeats=leading)
    log_in(client, "unit_officer")
    page = client.get(f"/kho-khan/{own.pk}/").content.decode()
    assert "Theo kết quả của một phản ánh cùng nội dung: Mới." in page
    for path in ("", "lich-su/"):
        shown = client.get(f"/kho-khan/{own.pk}/{path}").content.decode()
        assert "Chuyện của nơi khác" not in shown
        assert "Riêng tư." not in shown
        assert f"/kho-khan/{leading.pk}/" not in shown
    assert client.get(f"/kho-khan/{leading.pk}/").status_code == 404


def test_overdue_is_shown_and_found(client):
    staff = log_in(client, "staff")
    late = records.difficulty(
        title="Trễ", state=State.HANDLING, assignee=staff, due_on=date(2024, 7, 1)
    )
    records.difficulty(
        title="Còn hạn", state=State.HANDLING, assignee=staff, due_on=date(2099, 1, 1)
    )
    records.difficulty(title="Xong", state=State.RESOLVED, answer="Đã hướng dẫn.")

    def titles(query: str) -> set[str]:
        rows = client.get(f"{LIST}?{query}").context["rows"]
        return {row.record.title for row in rows}

    assert titles("") == {"Trễ", "Còn hạn", "Xong"}
    assert titles("trang_thai=qua-han") == {"Trễ"}
    assert titles("trang_thai=chua-xong") == {"Trễ", "Còn hạn"}
    assert titles("trang_thai=resolved") == {"Xong"}
    assert "Quá hạn 01/07/2024" in client.get(LIST).content.decode()
    assert "Quá hạn xử lý 01/07/2024." in client.get(f"/kho-khan/{late.pk}/").content.decode()


@pytest.mark.parametrize(
    "values",
    [
        {"state": State.HANDLING},
        {"state": State.RESOLVED},
        {"state": State.SUBMITTED, "submission_number": "1"},
        {
            "state": State.ANSWERED,
            "submission_number": "1",
            "submitted_on": date(2024, 7, 1),
            "opinion": "",
        },
        {"state": State.GROUPED},
    ],
)
def test_the_database_refuses_a_state_without_what_belongs_to_it(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        records.difficulty(**values)


def test_the_database_refuses_undeclared_changes_of_state():
    made = records.difficulty()
    with pytest.raises(Exception, match="Invalid transition"), transaction.atomic():
        Difficulty.objects.filter(pk=made.pk).update(state=State.ANSWERED)


# ---- in the report ----


def test_a_new_draft_begins_with_what_units_reported(client):
    staff = person("staff")
    records.difficulty(
        title="Thiếu chuyên gia.", category="people", raised_on=date(2024, 3, 1), proposal=""
    )
    records.difficulty(
        title="Thiếu vốn",
        state=State.SUBMITTED,
        submission_number="5/TTr",
        submitted_on=date(2024, 8, 1),
        proposal="Tăng mức hỗ trợ.",
    )
    records.difficulty(title="Đã thu hồi", state=State.WITHDRAWN)
    records.difficulty(title="Năm trước", raised_on=date(2023, 6, 1))
    records.difficulty(title="Sau ngày chốt", raised_on=date(2024, 12, 1))
    draft = assemble_draft(
        Plan.objects.get(is_current=True),
        ReportType.objects.get(code="annual"),
        year=2024,
        cut_off=date(2024, 11, 15),
        by=staff,
    )
    texts = {section.title: section.text for section in draft.sections.all()}
    ward = Unit.objects.get(code=records.WARD, valid_to=None).name
    assert texts["Khó khăn, vướng mắc"] == (
        f"Thiếu vốn ({ward}); đã trình UBND tỉnh tại văn bản số 5/TTr ngày 01/08/2024.\n"
        f"Thiếu chuyên gia ({ward}); đang xử lý."
    )
    assert texts["Đề xuất, kiến nghị"] == f"Tăng mức hỗ trợ ({ward})."
    assert texts["Thuận lợi"] == ""


def test_outline_words_of_the_administrator_are_kept(client):
    declared = ReportType.objects.get(code="annual")
    declared.sections.filter(title="Khó khăn, vướng mắc").update(text="Lời của đề cương.")
    records.difficulty()
    draft = assemble_draft(
        Plan.objects.get(is_current=True),
        declared,
        year=2024,
        cut_off=date(2024, 11, 15),
        by=person("staff"),
    )
    assert draft.sections.get(title="Khó khăn, vướng mắc").text == "Lời của đề cương."


def test_a_role_of_the_past_reports_nothing(client):
    user = log_in(client, "unit_officer")
    RoleAssignment.objects.filter(user=user).update(
        valid_to=timezone.localdate() - timedelta(days=1)
    )
    assert client.get(f"{LIST}them/").status_code == 403
