"""Supports, certificates, awards and classes are results of the year's work."""

import contextlib
import json
from datetime import date
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from agencies.models import Unit
from programs.models import Task, WorkItem
from support.models import Support
from tests import records
from tests.people import person
from tests.workbooks import make_workbook
from trainings.models import TrainingClass

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def staff(client):
    client.force_login(person("staff"), backend=BACKEND)
    return client


@pytest.fixture
def item() -> WorkItem:
    return records.work(first_year=2024, last_year=2025, starts_on=date(2024, 1, 5),
                        ends_on=date(2025, 12, 31))  # fmt: skip


def support_form(firm, **values: object) -> dict[str, object]:
    return {
        "enterprise": f"#{firm.pk} - x",
        "item": records.item("support", "5S").pk,
        "task": Task.objects.get(number=4).pk,
        "status": "under_way",
        "started_on": "10/01/2024",
        **values,
    }


def test_the_page_of_the_work_opens_its_records_and_a_new_one_begins_there(staff, item):
    firm = records.enterprise()
    for number, month in enumerate((1, 2), 1):
        records.support(firm, started_on=date(2024, month, 1), work_item=item)
        records.certificate(firm, number=f"G-{number}", work_item=item)
    records.support(firm, started_on=date(2024, 3, 1))
    records.award(firm, work_item=item)
    records.training(work_item=item)
    page = staff.get(item.get_absolute_url()).content.decode()
    for path, count in (("ho-tro", 2), ("chung-nhan", 2), ("giai-thuong", 1), ("dao-tao", 1)):
        link = f'<a class="fig" href="/{path}/?cong_viec={item.pk}">{count}</a>'
        assert link in page, path
        listed = staff.get(f"/{path}/?cong_viec={item.pk}")
        assert len(listed.context["rows"]) == count
        assert str(item.title) in " ".join(c.value for c in listed.context["chips"])
    empty = staff.get(f"/ho-tro/them/?cong_viec={item.pk}").context["form"].initial
    assert (empty["work_item"], empty["task"]) == (item.pk, item.task_id)
    assert len(staff.get("/ho-tro/?cong_viec=khong").context["rows"]) == 1


def test_a_unit_counts_what_it_sees(client, item):
    near, far = records.enterprise(), records.enterprise("0301442989", "Nơi khác", ward="28249")
    records.support(near, work_item=item)
    records.support(far, work_item=item)
    client.force_login(person("unit_officer"), backend=BACKEND)
    page = client.get(item.get_absolute_url()).content.decode()
    assert f'href="/ho-tro/?cong_viec={item.pk}">1</a>' in page
    assert "ho-tro/them/" not in page


def test_work_of_another_unit_is_not_named_beside_a_record(client):
    elsewhere = Unit.objects.get(code="28435", valid_to=None)
    hidden = records.work(title="Việc của nơi khác", lead=elsewhere)
    own = records.support(records.enterprise(), work_item=hidden)
    client.force_login(person("unit_officer"), backend=BACKEND)
    for path in ("", "lich-su/"):
        page = client.get(f"/ho-tro/{own.pk}/{path}").content.decode()
        assert "Việc của nơi khác" not in page
        assert hidden.get_absolute_url() not in page
    opened = client.get("/ho-tro/?bo_loc=mo").content.decode()
    assert "Việc của nơi khác" not in opened
    assert client.get(f"/ho-tro/?cong_viec={hidden.pk}").context["rows"] == []


def test_a_record_belongs_to_work_of_its_day_and_its_task(staff, item):
    firm = records.enterprise()
    typed = support_form(firm, work_item=item.pk)
    other = staff.post("/ho-tro/them/", typed | {"task": Task.objects.get(number=5).pk})
    assert other.context["form"].errors == {
        "task": ["Hồ sơ gắn với công việc của nhiệm vụ 4. Chọn cùng một nhiệm vụ."]
    }
    early = staff.post("/ho-tro/them/", typed | {"started_on": "31/12/2023"})
    assert early.context["form"].errors == {
        "work_item": ["Công việc này làm năm 2024 - 2025. Chọn công việc của năm của hồ sơ."]
    }
    # Begun the year before and completed in a year of the work: a result of it.
    both = {"started_on": "31/12/2023", "completed_on": "01/01/2024", "status": "completed"}
    assert staff.post("/ho-tro/them/", typed | both).status_code == 302
    made = Support.objects.get()
    assert made.work_item == item
    shown = staff.get(f"/ho-tro/{made.pk}/").content.decode()
    assert f'<a href="{item.get_absolute_url()}">Hỗ trợ áp dụng 5S</a>' in shown


def test_cancelled_work_takes_no_more_records_and_keeps_those_it_has(staff, item):
    own = records.support(records.enterprise(), work_item=item)
    WorkItem.objects.filter(pk=item.pk).update(state="cancelled")

    def offered(address: str) -> set[int]:
        return {w.pk for w in staff.get(address).context["form"].fields["work_item"].queryset}

    assert offered("/ho-tro/them/") == set()
    assert offered(f"/ho-tro/{own.pk}/sua/") == {item.pk}


@pytest.mark.parametrize(
    ("path", "values", "field"),
    [
        (
            "chung-nhan",
            {"category": "product", "standard": "A", "number": "1", "issued_on": "01/05/2023"},
            "work_item",
        ),
        ("giai-thuong", {"year": "2023", "name": "Giải", "result": "took_part"}, "work_item"),
    ],
)
def test_certificates_and_awards_belong_to_work_of_their_year(staff, item, path, values, field):
    firm = records.enterprise()
    given = {"enterprise": f"#{firm.pk} - x", "work_item": item.pk, "status": "in_force", **values}
    assert set(staff.post(f"/{path}/them/", given).context["form"].errors) == {field}
    given = {key: str(value).replace("2023", "2024") for key, value in given.items()}
    assert staff.post(f"/{path}/them/", given).status_code == 302


def test_a_class_belongs_to_work_of_its_days(staff, item):
    given = {
        "name": "Lớp 5S",
        "starts_on": "30/12/2023",
        "ends_on": "31/12/2023",
        "status": "held",
        "work_item": item.pk,
    }
    assert set(staff.post("/dao-tao/them/", given).context["form"].errors) == {"work_item"}
    given["ends_on"] = "01/01/2024"
    assert staff.post("/dao-tao/them/", given).status_code == 302
    assert TrainingClass.objects.get().work_item == item


@pytest.mark.parametrize("table", ["support", "class"])
def test_the_database_refuses_two_tasks_of_one_record(item, table):
    other = Task.objects.get(number=5)
    firm = records.enterprise()
    make = records.training if table == "class" else partial(records.support, firm)
    with pytest.raises(IntegrityError, match="work_of_its_task"), transaction.atomic():
        make(work_item=item, task=other)
    records.training(work_item=item, task=item.task)
    with pytest.raises(IntegrityError, match="work_of_its_task"), transaction.atomic():
        WorkItem.objects.filter(pk=item.pk).update(task=other)


def test_work_with_records_keeps_its_task_and_is_not_deleted(staff, item):
    records.training(work_item=item, task=item.task)
    typed = {
        "task": Task.objects.get(number=5).pk,
        "kind": "support",
        "title": "Hỗ trợ áp dụng 5S",
        "first_year": 2024,
        "last_year": 2025,
        "starts_on": "05/01/2024",
        "ends_on": "31/12/2025",
        "lead": item.lead_id,
        "seen_version": item.version,
    }
    page = staff.post(f"{item.get_absolute_url()}sua/", typed)
    assert page.context["form"].errors == {
        "task": ["Đã có hồ sơ của nhiệm vụ này gắn với công việc. Chuyển các hồ sơ đó trước."]
    }
    refused = staff.post(f"{item.get_absolute_url()}xoa/", {"reason": "x"}).content.decode()
    assert "còn lớp đào tạo gắn với hồ sơ này" in refused
    assert WorkItem.objects.get().task.number == 4


HEAD = ("Mã số thuế", "Nội dung hỗ trợ", "Ngày bắt đầu", "Trạng thái", "Nhiệm vụ", "Kết quả")


def test_an_import_keeps_the_work_and_names_a_task_that_is_another(tmp_path, item):
    firm = records.enterprise()
    own = records.support(
        firm, work_item=item, task=item.task, completed_on=None, status="under_way"
    )

    def sent(task: int) -> dict:
        row = (firm.tax_code, "5S", own.started_on, "Đang thực hiện", task, "Tốt")
        path = make_workbook(tmp_path / "b.xlsx", supports=[HEAD, row])
        out = StringIO()
        with contextlib.suppress(SystemExit):
            call_command("import_workbook", path, "--json", stdout=out)
        return json.loads(out.getvalue())

    (error,) = sent(5)["errors"]
    assert (error["sheet"], error["row"], error["column"]) == ("Hỗ trợ", 2, "Nhiệm vụ")
    assert error["message"] == ("Hồ sơ gắn với công việc của nhiệm vụ 4. Chọn cùng một nhiệm vụ.")
    assert sent(4)["sheets"]["Hỗ trợ"]["updated"] == 1
    own.refresh_from_db()
    assert (own.work_item, own.result) == (item, "Tốt")
