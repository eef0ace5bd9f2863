"""By unit, by task, by year, and what a figure leaves out and why."""

from datetime import date

import pytest

from agencies.models import Unit
from enterprises.models import Placement
from programs.indicators import indicators, open_window
from programs.models import Plan, Task
from reporting.task_table import task_rows
from reporting.unit_counts import unit_table
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TODAY = date(2026, 11, 24)


@pytest.fixture
def staff(client):
    client.force_login(person("staff"), backend=BACKEND)
    return client


def window(year: int = 2024):
    return open_window(Plan.objects.get(), year, cut_off=date(year, 11, 15), today=TODAY)


def by_unit(today: date | None) -> dict[str | None, list[int]]:
    rows = unit_table(window(), today=today).rows
    return {row.unit.name if row.unit else None: [v for _t, v in row.values] for row in rows}


def test_units_then_and_now_and_never_guessed():
    ward = records.enterprise()
    records.support(ward)
    records.certificate(ward)
    only_district = records.enterprise("0301442989", "Chỉ biết huyện")
    Placement.objects.filter(enterprise=only_district).update(
        unit=Unit.objects.get(name="Huyện Cái Bè")
    )
    records.support(only_district)
    ward_name = Unit.objects.get(code=records.WARD, valid_to=None).name
    assert by_unit(None) == {"Thành phố Mỹ Tho": [1, 1, 0], "Huyện Cái Bè": [1, 0, 0]}
    assert by_unit(TODAY) == {ward_name: [1, 1, 0], None: [1, 0, 0]}


def test_the_records_of_a_unit_are_those_behind_its_number(staff):
    firm = records.enterprise()
    own = records.support(firm)
    records.support(firm, started_on=date(2023, 1, 1), completed_on=date(2023, 2, 1))
    page = staff.get("/theo-don-vi/2024-11-15/").content.decode()
    ward = Unit.objects.get(code=records.WARD, valid_to=None)
    link = f"/chi-tieu/support.enterprises/cumulative/2024-11-15/?don-vi={ward.pk}"
    assert link in page
    opened = staff.get(link)
    assert opened.context["table"].records.count() == 2
    assert f"/ho-tro/{own.pk}/" in opened.content.decode()
    assert (opened.context["number"], opened.context["value"].turns) == (1, 2)
    assert [(s.label, s.working) for s in opened.context["steps"]] == [
        ("Hồ sơ được tính (lượt)", "2"),
        ("Hồ sơ trùng doanh nghiệp", "1"),
        ("Doanh nghiệp khác nhau", "2 - 1 = 1"),
    ]
    assert "Vượt chỉ tiêu" not in opened.content.decode()
    unknown = staff.get("/chi-tieu/support.enterprises/cumulative/2024-11-15/?don-vi=khong-ro")
    assert unknown.context["table"].records.count() == 0
    assert "chưa xác định xã, phường" in unknown.content.decode()
    fragment = staff.get("/theo-don-vi/2024-11-15/", headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()


def reasons(code: str, period: str = "in_year") -> list[str]:
    found = indicators.get(code).not_counted(window(), period)
    return [record.reason for record in found]


def test_what_is_not_counted_says_why():
    firm = records.enterprise()
    coop = records.enterprise("0301442989", "Hợp tác xã Mẫu")
    type(coop).objects.filter(pk=coop.pk).update(entity_type="cooperative")
    records.support(firm)
    records.support(firm, started_on=date(2024, 2, 1), completed_on=None, status="under_way")
    records.support(firm, started_on=date(2024, 3, 1), completed_on=None, status="stopped")
    records.support(firm, started_on=date(2024, 4, 1), completed_on=date(2024, 11, 16))
    records.support(
        firm, item=records.item("support", "Chuyển đổi số"), started_on=date(2024, 5, 1)
    )
    records.support(coop)
    assert sorted(reasons("support.enterprises")) == sorted(
        [
            "Đang thực hiện, chưa nghiệm thu",
            "Đã dừng thực hiện",
            "Hoàn thành sau ngày cuối được tính; tính vào kỳ sau",
            "Nội dung không thuộc chỉ tiêu này",
            "Hợp tác xã, hộ kinh doanh: nêu bên cạnh, không tính vào chỉ tiêu",
        ]
    )

    records.certificate(firm)
    records.certificate(firm, number="2", is_supported=False)
    records.certificate(firm, number="3", status="cancelled", cancelled_on=date(2024, 6, 1))
    records.certificate(firm, number="6", issued_on=date(2024, 11, 16))
    records.certificate(firm, number="4", status="cancelled", cancelled_on=date(2024, 12, 1))
    iso = records.item("certificate", "ISO 9001")
    records.certificate(firm, number="5", category="system", item=iso)
    assert sorted(reasons("support.certified")) == [
        "Cấp sau ngày cuối được tính; tính vào kỳ sau",
        "Hệ thống quản lý không thuộc chỉ tiêu này (như ISO 9001)",
        "Không được Kế hoạch hỗ trợ",
        "Đã bị hủy bỏ, thu hồi đến ngày chốt",
    ]

    records.award(firm)
    records.award(firm, year=2023, result="took_part", decided_on=date(2024, 1, 5))
    records.award(firm, name="Bằng khen", item=None)
    assert sorted(reasons("support.awards")) == [
        "Giải thưởng khác, không thuộc chỉ tiêu này",
        "Tham gia, chưa được tặng: đếm ở số doanh nghiệp tham gia",
    ]

    records.training()
    records.training(name="Sau", starts_on=date(2024, 11, 14), ends_on=date(2024, 11, 18))
    records.training(name="Dự kiến", status="planned")
    records.training(name="Hủy", status="cancelled")
    assert reasons("trainings.courses") == [
        "Lớp kết thúc sau ngày cuối được tính; tính vào kỳ sau",
        "Lớp đã hủy",
        "Mới dự kiến, chưa tổ chức",
    ]


def test_counted_and_left_out_never_overlap_and_the_page_shows_both(staff):
    firm = records.enterprise()
    counted = records.support(firm)
    pending = records.support(
        firm, started_on=date(2024, 2, 1), completed_on=None, status="under_way"
    )
    indicator = indicators.get("support.enterprises")
    assert list(indicator.records(window(), "in_year")) == [counted]
    assert list(indicator.not_counted(window(), "in_year")) == [pending]
    page = staff.get("/chi-tieu/support.enterprises/in_year/2024-11-15/").content.decode()
    assert "Không được tính, và vì sao" in page
    assert "Đang thực hiện, chưa nghiệm thu" in page
    assert "Đếm số doanh nghiệp khác nhau có hỗ trợ" in page


def test_tasks_have_their_state_and_the_years_work(staff):
    firm = records.enterprise()
    support_task, class_task = Task.objects.get(number=4), Task.objects.get(number=3)
    records.support(firm, task=support_task)
    records.support(
        firm, task=support_task, started_on=date(2024, 2, 1), completed_on=None, status="under_way"
    )
    records.training(task=class_task)
    rows = {row.task.number: row for row in task_rows(window()) if row.task}
    four, three = rows[4], rows[3]
    assert (four.completed, four.under_way, four.state) == (1, 1, "Có kết quả trong năm")
    assert (three.classes, three.kind) == (1, "ok")
    assert rows[1].state == "Không đến hạn trong năm"
    assert rows[2].state == "Đến hạn, chưa ghi nhận công việc"
    page = staff.get("/nhiem-vu/2024-11-15/").content.decode()
    link = f"/ho-tro/?nhiem_vu={support_task.pk}&amp;trang_thai=completed"
    assert link in page
    opened = staff.get(
        f"/ho-tro/?nhiem_vu={support_task.pk}&trang_thai=completed"
        "&xong_tu=2024-01-01&xong_den=2024-11-15"
    )
    assert len(opened.context["rows"]) == 1


def test_a_task_says_what_was_under_way_on_its_day_and_the_number_opens_it(staff):
    task = Task.objects.get(number=4)
    firm = records.enterprise()
    pending = {"task": task, "completed_on": None, "status": "under_way"}
    later = records.support(
        firm, task=task, started_on=date(2024, 2, 1), completed_on=date(2024, 11, 16)
    )
    still = records.support(firm, started_on=date(2024, 3, 1), **pending)
    records.support(firm, started_on=date(2024, 11, 20), **pending)
    records.support(firm, task=task, started_on=date(2024, 4, 1), completed_on=date(2024, 5, 1))
    (row,) = [row for row in task_rows(window()) if row.task == task]
    assert row.under_way == 2
    page = staff.get("/nhiem-vu/2024-11-15/").content.decode()
    query = f"/ho-tro/?nhiem_vu={task.pk}&amp;dang_ngay=2024-11-15"
    assert query in page
    opened = staff.get(query.replace("&amp;", "&"))
    assert {row.record for row in opened.context["rows"]} == {later, still}


def test_a_stage_that_ended_with_a_target_missed_says_so(staff):
    records.support(records.enterprise())
    cards = {
        card.progress.target.indicator: card
        for card in staff.get("/?giai-doan=2021").context["overview"].cards
    }
    card = cards["support.enterprises"]
    assert (card.status_kind, card.status_text) == ("bad", "Không đạt")
    assert card.sentence == "Giai đoạn đã kết thúc, thiếu 19 doanh nghiệp."
    assert cards["support.awards"].status_text == "Không đạt"
    steps = staff.get("/chi-tieu/support.enterprises/cumulative/2025-12-31/").context["steps"]
    assert "Tiến độ" not in {step.label for step in steps}
    before_the_end = staff.get("/chi-tieu/support.enterprises/cumulative/2025-12-30/")
    assert before_the_end.context["card"].status_text == "Chậm tiến độ"


def test_work_of_no_task_has_a_row_of_its_own(staff):
    firm = records.enterprise()
    records.support(firm, task=Task.objects.get(number=4))
    assert all(row.task for row in task_rows(window()))
    lost = records.support(firm, task=None, started_on=date(2024, 3, 1))
    records.training(task=None)
    row = task_rows(window())[-1]
    assert (row.task, row.completed, row.under_way, row.classes) == (None, 1, 0, 1)
    page = staff.get("/nhiem-vu/2024-11-15/").content.decode()
    assert "Chưa gắn nhiệm vụ" in page
    query = "/ho-tro/?nhiem_vu=khong&amp;trang_thai=completed"
    assert query in page
    opened = staff.get(query.replace("&amp;", "&"))
    assert [row.record for row in opened.context["rows"]] == [lost]
    assert len(staff.get("/dao-tao/?nhiem_vu=khong").context["rows"]) == 1
