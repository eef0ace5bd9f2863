"""Units and associations register needs; the department receives, queues, answers, takes them in."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from openpyxl import load_workbook

from agencies.models import RoleAssignment, Unit, User
from core.models import Attachment, StateChange
from core.ui.desk import waiting_for
from enterprises.models import Enterprise
from notices.forgetting import FORGOTTEN
from notices.models import Notice
from programs.choices import WorkKind
from programs.models import Task
from support.choices import NOT_QUEUED, RequestSource
from support.choices import RequestState as State
from support.duties import undecided
from support.models import SupportRequest
from support.request_telling import give_tracking_code
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LIST = "/de-nghi-ho-tro/"


def log_in(client, role: str, unit: str = ""):
    user = person(role, unit)
    client.force_login(user, backend=BACKEND)
    return user


def take(client, request: SupportRequest, step: str, **values: object):
    request.refresh_from_db()
    data = {"seen_version": request.version, "reason": "", **values}
    return client.post(f"{LIST}{request.pk}/buoc/{step}/", data)


def state_of(request: SupportRequest) -> str:
    request.refresh_from_db()
    return request.state


def ward() -> Unit:
    return Unit.objects.get(code=records.WARD, valid_to=None)


def typed(**values: object) -> dict[str, object]:
    return {
        "name": "Công ty TNHH Bánh Phồng",
        "tax_code": "0301 442 989",
        "need": "Cần áp dụng HACCP\nđể xuất khẩu.",
        "item": records.item("support", "5S").pk,
        "own_funds_vnd": "50.000.000",
        "wished_from": "01/03/2027",
        "wished_to": "01/06/2027",
        "contact_name": "Nguyễn Văn A",
        "contact_phone": "0273 3873 024",
        "unit": ward().pk,
        "received_on": "01/06/2026",
        **values,
    }


# ---- registering ----


def test_an_officer_registers_for_their_own_unit_alone(client):
    staff = person("staff")
    log_in(client, "unit_officer")
    page = client.get(f"{LIST}them/")
    form = page.context["form"]
    assert [unit.pk for unit in form.fields["unit"].queryset] == [ward().pk]
    assert form.initial["unit"] == ward().pk
    other = Unit.objects.filter(kind="ward", valid_to=None).exclude(pk=ward().pk)[0]
    for unit, words in ((other.pk, "Chọn một mục trong danh sách."), ("", "Mục này phải ghi.")):
        refused = client.post(f"{LIST}them/", typed(unit=unit))
        assert refused.context["form"].errors == {"unit": [words]}
        assert "Bánh Phồng" in refused.content.decode()
    assert not SupportRequest.objects.exists()
    client.post(f"{LIST}them/", typed())
    made = SupportRequest.objects.get()
    assert (made.unit, made.source, made.state) == (ward(), RequestSource.UNIT, State.NEW)
    assert (made.tax_code, made.own_funds_vnd) == ("0301442989", 50_000_000)
    assert made.need == "Cần áp dụng HACCP\nđể xuất khẩu."
    assert (made.wished_from, made.wished_to) == (date(2027, 3, 1), date(2027, 6, 1))
    assert made.enterprise is None
    told = Notice.objects.get()
    assert (told.user, told.kind) == (staff, "support.request_arrived")
    assert told.subject == "Đề nghị hỗ trợ mới: Công ty TNHH Bánh Phồng"
    assert "Nguyễn Văn A" not in told.body
    assert told.path == made.get_absolute_url()


def test_the_source_follows_from_who_registers(client):
    log_in(client, "staff")
    association = Unit.objects.filter(kind="association", valid_to=None)[0]
    client.post(f"{LIST}them/", typed(unit=association.pk, name="A"))
    client.post(f"{LIST}them/", typed(unit="", name="B", letter_number="5/CV"))
    found = dict(SupportRequest.objects.values_list("name", "source"))
    assert found == {"A": RequestSource.ASSOCIATION, "B": RequestSource.ENTERPRISE}


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"tax_code": "1200100558"}, "tax_code", "Chữ số kiểm tra của mã số thuế không đúng."),
        ({"tax_code": "12001"}, "tax_code", "Mã số thuế gồm 10 chữ số"),
        ({"wished_to": "28/02/2027"}, "wished_to", "Ngày kết thúc phải từ ngày bắt đầu trở đi."),
        ({"received_on": "01/01/2099"}, "received_on", "Ngày này chưa tới."),
        ({"contact_phone": "gọi sau"}, "contact_phone", "Không phải số điện thoại."),
        ({"need": ""}, "need", "Mục này phải ghi."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, values, field, words):
    log_in(client, "unit_officer")
    page = client.post(f"{LIST}them/", typed(**values))
    assert list(page.context["form"].errors) == [field]
    assert page.context["form"].errors[field][0].startswith(words)
    assert "Công ty TNHH Bánh Phồng" in page.content.decode()
    assert not SupportRequest.objects.exists()


def test_a_unit_registers_only_while_it_is_there(client):
    """Staff enter letters of former units, too, under the unit of the day."""
    log_in(client, "staff")
    former = Unit.objects.filter(kind="district", valid_to=date(2025, 6, 30))[0]
    gone = client.post(f"{LIST}them/", typed(unit=former.pk, received_on="01/07/2025"))
    not_yet = client.post(f"{LIST}them/", typed(received_on="30/06/2025"))
    for page in (gone, not_yet):
        assert page.context["form"].errors == {
            "unit": ["Đơn vị này chưa có, hoặc đã kết thúc, vào ngày nhận."]
        }
    client.post(f"{LIST}them/", typed(unit=former.pk, received_on="30/06/2025"))
    assert SupportRequest.objects.get().unit == former


def test_a_code_that_is_not_known_yet_is_left_blank(client):
    log_in(client, "unit_officer")
    client.post(f"{LIST}them/", typed(tax_code=""))
    made = SupportRequest.objects.get()
    assert made.tax_code == ""
    client.force_login(person("staff"), backend=BACKEND)
    page = client.get(f"{LIST}{made.pk}/").content.decode()
    assert "Chưa có mã số thuế. Hỏi lại đơn vị đăng ký" in page


def test_an_officer_changes_and_withdraws_only_what_is_not_taken_up(client):
    made = records.request()
    officer = log_in(client, "unit_officer")
    page = client.get(f"{LIST}{made.pk}/")
    assert [str(label) for label, _address in page.context["steps"]] == ["Thu hồi"]
    assert page.context["acts"] == []
    letter = SimpleUploadedFile("cong-van.pdf", records.PDF)
    client.post(f"{LIST}{made.pk}/tep/", {"file": letter, "description": ""})
    assert Attachment.objects.get().name == "cong-van.pdf"
    assert take(client, made, "withdraw").context["form"].errors == {"reason": ["Ghi lý do."]}
    assert state_of(made) == State.NEW
    SupportRequest.objects.filter(pk=made.pk).update(state=State.RECEIVED)
    assert client.get(f"{LIST}{made.pk}/").context["steps"] == []
    assert client.get(f"{LIST}{made.pk}/sua/").status_code == 403
    assert take(client, made, "withdraw", reason="x").status_code == 403
    assert take(client, made, "receive").status_code == 403
    again = records.request()
    assert take(client, again, "withdraw", reason="Doanh nghiệp tự làm").status_code == 302
    line = StateChange.objects.get()
    assert (line.transition, line.target) == ("withdraw", State.WITHDRAWN)
    assert (line.by, line.reason) == (officer, "Doanh nghiệp tự làm")


def test_another_unit_sees_no_trace(client):
    firm = records.enterprise(ward="28435")
    made = records.request(name="Công ty Kín", enterprise=firm)
    log_in(client, "unit_officer", "28435")
    assert "Công ty Kín" not in client.get(LIST).content.decode()
    for path in ("", "sua/", "lich-su/", "buoc/withdraw/"):
        assert client.get(f"{LIST}{made.pk}/{path}").status_code == 404
    assert client.post(f"{LIST}{made.pk}/buoc/withdraw/", {"reason": "x"}).status_code == 404
    assert client.post(f"{LIST}{made.pk}/tep/", {}).status_code == 404
    # Nor from the page of the enterprise, which is in its area.
    own = client.get(f"/doanh-nghiep/{firm.pk}/").content.decode()
    assert f"{LIST}{made.pk}/" not in own
    assert client.get(f"{LIST}?dn={firm.pk}").context["rows"] == []


def test_a_public_request_is_the_departments_alone(client):
    made = records.public_request()
    log_in(client, "unit_officer")
    assert client.get(f"{LIST}{made.pk}/").status_code == 404
    client.force_login(person("staff"), backend=BACKEND)
    assert client.get(f"{LIST}{made.pk}/").status_code == 200


def test_a_successor_sees_what_its_predecessor_registered(client):
    former = Unit.objects.filter(
        lineage__resolved__code=records.WARD,
        lineage__resolved__valid_to=None,
        valid_to__isnull=False,
    )[0]
    made = records.request(unit=former, received_on=date(2023, 5, 5))
    log_in(client, "unit_officer")
    assert client.get(f"{LIST}{made.pk}/").status_code == 200


def test_a_role_of_the_past_registers_nothing(client):
    user = log_in(client, "unit_officer")
    yesterday = timezone.localdate() - timedelta(days=1)
    RoleAssignment.objects.filter(user=user).update(valid_to=yesterday)
    assert client.get(f"{LIST}them/").status_code == 403


# ---- deciding ----


def test_from_receipt_through_the_waiting_list_into_a_task(client):
    firm = records.enterprise()
    made = records.request()
    officer = person("unit_officer")
    log_in(client, "staff")
    page = client.get(f"{LIST}{made.pk}/")
    assert [str(label) for label, _address in page.context["steps"]] == ["Tiếp nhận", "Thu hồi"]
    take(client, made, "receive")
    missing = take(client, made, "wait")
    assert set(missing.context["form"].errors) == {"priority", "reason"}
    nought = take(client, made, "wait", priority=0, reason="Hết kinh phí năm nay")
    assert nought.context["form"].errors == {"priority": ["Ghi số từ 1 đến 9998."]}
    take(client, made, "wait", priority=3, reason="Hết kinh phí năm nay")
    take(client, made, "wait", priority=2, reason="Doanh nghiệp xuất khẩu")
    assert (state_of(made), made.priority) == (State.WAITING, 2)
    assert "Ưu tiên 2" in client.get(LIST).content.decode()
    task = Task.objects.default_for(WorkKind.SUPPORT)
    early = take(client, made, "accept", task=task.pk)
    assert early.context["form"].non_field_errors() == [
        "Gắn đề nghị với doanh nghiệp trong danh bạ trước, bằng mã số thuế đúng."
    ]
    client.post(f"{LIST}{made.pk}/gan/", {"tax_code": firm.tax_code})
    empty = take(client, made, "accept", task="")
    assert empty.context["form"].errors == {
        "task": ["Chọn nhiệm vụ, hoặc hồ sơ hỗ trợ tiếp nhận đề nghị."]
    }
    take(client, made, "accept", task=task.pk, answer="Đưa vào đợt quý I.")
    assert (state_of(made), made.priority, made.task) == (State.ACCEPTED, NOT_QUEUED, task)
    told = Notice.objects.filter(user=officer).order_by("pk").values_list("subject", flat=True)
    name = "Đề nghị hỗ trợ của Công ty TNHH Mẫu"
    assert list(told) == [
        f"{name}: Danh sách chờ",
        f"{name}: Danh sách chờ",
        f"{name}: Đã đưa vào nhiệm vụ, hỗ trợ",
    ]
    steps = client.get(f"{LIST}{made.pk}/").context["taken"]
    assert [(s.label, s.change.reason) for s in steps][:3] == [
        ("Đưa vào nhiệm vụ, hỗ trợ", ""),
        ("Xếp danh sách chờ", "Doanh nghiệp xuất khẩu"),
        ("Xếp danh sách chờ", "Hết kinh phí năm nay"),
    ]
    take(client, made, "reopen", reason="Đợt bị hoãn")
    assert (state_of(made), made.task, made.support) == (State.RECEIVED, None, None)


def test_it_is_taken_into_a_support_of_its_own_enterprise_alone(client):
    firm, other = records.enterprise(), records.enterprise("0301442989", "Khác")
    own, foreign = records.support(firm), records.support(other)
    made = records.request(enterprise=firm, state=State.RECEIVED)
    log_in(client, "staff")
    refused = take(client, made, "accept", support=foreign.pk)
    assert "support" in refused.context["form"].errors
    take(client, made, "accept", support=own.pk)
    assert (state_of(made), made.support) == (State.ACCEPTED, own)
    assert own.item.name in client.get(f"{LIST}{made.pk}/").content.decode()
    gone = client.post(f"/ho-tro/{own.pk}/xoa/", {"reason": "x"})
    assert "còn đề nghị hỗ trợ gắn với hồ sơ này" in gone.content.decode()


def test_an_answer_needs_words(client):
    made = records.request(state=State.RECEIVED)
    log_in(client, "staff")
    assert take(client, made, "answer").context["form"].errors == {"answer": ["Mục này phải ghi."]}
    take(client, made, "answer", answer="Không thuộc phạm vi hỗ trợ vì đã có chương trình khác.")
    assert state_of(made) == State.ANSWERED
    refused = take(client, made, "receive")
    assert "không còn “Tiếp nhận” được" in client.get(refused.url).content.decode()


def test_a_decision_on_an_old_version_is_not_taken(client):
    made = records.request()
    log_in(client, "staff")
    seen = made.version
    SupportRequest.objects.filter(pk=made.pk).update(need="Đã sửa.")
    page = client.post(f"{LIST}{made.pk}/buoc/receive/", {"seen_version": seen, "reason": ""})
    assert "vừa được người khác sửa" in page.content.decode()
    assert state_of(made) == State.NEW


# ---- lists ----


def test_lists_are_narrowed_ordered_and_exported_without_contacts(client):
    log_in(client, "staff")
    records.request(name="Mới đến")
    records.request(name="Chờ sau", state=State.WAITING, priority=2)
    records.request(name="Chờ trước", state=State.WAITING, priority=1)
    records.public_request(name="Tự gửi", item=None)
    records.request(name="Xong", state=State.ANSWERED, answer="Không.")

    def names(query: str) -> list[str]:
        return [row.record.name for row in client.get(f"{LIST}?{query}").context["rows"]]

    assert names("trang_thai=waiting&xep=uu-tien") == ["Chờ trước", "Chờ sau"]
    assert set(names("trang_thai=chua-quyet")) == {"Mới đến", "Tự gửi"}
    assert names("nguon=enterprise") == ["Tự gửi"]
    assert set(names(f"noi_dung={records.item('support', '5S').pk}")) == {
        *("Mới đến", "Chờ sau", "Chờ trước", "Xong"),
    }
    assert set(names(f"don_vi={ward().pk}")) == {"Mới đến", "Chờ sau", "Chờ trước", "Xong"}
    assert names("gan=co") == []
    assert names("tim=cho+truoc") == ["Chờ trước"]
    answer = client.get(f"{LIST}xlsx/")
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    text = " ".join(str(value) for row in rows for value in row if value is not None)
    assert "Chờ trước" in text
    assert "Sắp xếp lại xưởng." in text
    for secret in ("Trần Thị Liên Hệ", "lien-he@example.vn", "3873 024", records.CODE):
        assert secret not in text


def test_the_enterprises_page_leads_to_what_was_asked_for_it(client):
    firm = records.enterprise()
    records.request(enterprise=firm, state=State.ANSWERED, answer="Không.")
    log_in(client, "staff")
    page = client.get(f"/doanh-nghiep/{firm.pk}/").content.decode()
    assert f'href="{LIST}?dn={firm.pk}"' in page
    rows = client.get(f"{LIST}?dn={firm.pk}").context["rows"]
    assert [row.record.state for row in rows] == [State.ANSWERED]


def test_a_units_page_shows_what_it_and_its_predecessors_registered(client):
    former = Unit.objects.filter(
        lineage__resolved__code=records.WARD,
        lineage__resolved__valid_to=None,
        valid_to__isnull=False,
    )[0]
    records.request(name="Của hôm nay")
    old = records.request(name="Của ngày trước", unit=former)
    elsewhere = Unit.objects.get(code="28435", valid_to=None)
    records.request(name="Của nơi khác", unit=elsewhere)
    log_in(client, "staff")
    page = client.get(ward().get_absolute_url()).content.decode()
    assert "Của hôm nay" in page
    assert f"{LIST}{old.pk}/" in page
    assert "Của nơi khác" not in page
    log_in(client, "unit_officer", "28435")
    assert "Của hôm nay" not in client.get(ward().get_absolute_url()).content.decode()


def test_what_is_undecided_is_a_duty_of_the_unit():
    new = records.request()
    queued = records.request(state=State.WAITING, priority=1)
    records.request(state=State.ANSWERED, answer="x")
    records.public_request()
    assert undecided([ward().pk]) == [new, queued]
    assert undecided([]) == []


def test_what_waits_stands_on_the_desk_of_the_department():
    for state, values in (
        (State.NEW, {}),
        (State.RECEIVED, {"received_on": date(2024, 6, 1)}),
        (State.WAITING, {"priority": 1}),
        (State.ANSWERED, {"answer": "x"}),
    ):
        records.request(name=state.label, state=state, **values)
    staff = User.objects.get(pk=person("staff").pk)
    found = [(item.title, str(item.task)) for item in waiting_for(staff).items]
    assert found == [
        ("Đã tiếp nhận", "Xem xét, quyết định đề nghị"),
        ("Mới", "Tiếp nhận đề nghị"),
    ]
    for role in ("leader", "finance", "unit_officer"):
        assert waiting_for(User.objects.get(pk=person(role).pk)).items == []


# ---- the contact person ----


def test_only_who_decides_and_who_registered_reads_the_contact(client):
    made = records.request()
    for role, unit, is_read in (
        ("staff", "", True),
        ("unit_officer", "", True),
        ("leader", "", False),
        ("finance", "", False),
        ("viewer", records.WARD, False),
    ):
        log_in(client, role, unit)
        for path in ("", "lich-su/"):
            page = client.get(f"{LIST}{made.pk}/{path}")
            assert page.status_code == 200
            shown = "Trần Thị Liên Hệ" in page.content.decode()
            assert shown == (is_read and not path), (role, path)


def test_no_history_holds_the_contact_and_erasing_is_for_good(client):
    made = records.request()
    log_in(client, "staff")
    events = SupportRequest.pgh_event_models["insert"]
    assert not {f.name for f in events._meta.fields} & {
        *("contact_name", "contact_email", "contact_phone", "tracking_code"),
    }
    assert client.post(f"{LIST}{made.pk}/xoa-lien-he/", {"reason": ""}).status_code == 200
    client.post(f"{LIST}{made.pk}/xoa-lien-he/", {"reason": "Người liên hệ yêu cầu"})
    made.refresh_from_db()
    assert (made.contact_name, made.contact_email, made.contact_phone) == ("", "", "")
    assert made.contact_erased_at is not None
    line = events.objects.filter(pgh_label="update").latest("pgh_id")
    assert line.pgh_context["reason"] == "Người liên hệ yêu cầu"
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportRequest.objects.filter(pk=made.pk).update(contact_name="Lại ghi")
    # The form offers no place to write it again.
    page = client.get(f"{LIST}{made.pk}/sua/")
    assert page.context["form"].fields["contact_name"].disabled


def test_deleting_a_request_forgets_whom_letters_went_to(client):
    made = records.public_request()
    give_tracking_code(made)
    log_in(client, "staff")
    client.post(f"{LIST}{made.pk}/xoa/", {"reason": "Thư rác"})
    assert not SupportRequest.objects.exists()
    assert Notice.objects.get(user=None).address == FORGOTTEN
    shown = client.get("/da-xoa/").content.decode()
    assert "Trần Thị Liên Hệ" not in shown


# ---- what the database refuses ----


@pytest.mark.parametrize(
    "values",
    [
        {"tax_code": "12001"},
        {"unit": None},
        {"source": "enterprise"},
        {"wished_from": date(2027, 2, 1), "wished_to": date(2027, 1, 1)},
        {"own_funds_vnd": -1},
        {"state": State.WAITING},
        {"priority": 1},
        {"state": State.ANSWERED},
        {"state": State.ACCEPTED},
        {"tracking_code": "ABCD-EFGH-JKLM-2346"},
        {"contact_erased_at": timezone.now()},
    ],
)
def test_the_database_refuses_what_contradicts_itself(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        records.request(**values)


def test_work_is_named_only_where_the_request_was_accepted():
    task = Task.objects.default_for(WorkKind.SUPPORT)
    with pytest.raises(IntegrityError), transaction.atomic():
        records.request(task=task)


def test_the_database_refuses_undeclared_changes_of_state():
    made = records.request()
    with pytest.raises(Exception, match="Invalid transition"), transaction.atomic():
        SupportRequest.objects.filter(pk=made.pk).update(state=State.ANSWERED, answer="x")
    assert Enterprise.objects.count() == 0
