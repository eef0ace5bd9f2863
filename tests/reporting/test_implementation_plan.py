"""The year's plan of work: drawn up from work items, frozen and versioned as reports are."""

from datetime import date
from io import BytesIO

import pdfplumber
import pytest
import time_machine
from docx import Document
from openpyxl import load_workbook

from agencies.models import Unit
from core.errors import ActionError
from core.jobs import run_job
from programs.models import Plan, Task, WorkItem
from reporting.actions import assemble_draft, content_of, request_preview, request_report
from reporting.models import ReportDraft, ReportType, ReportVersion
from reporting.windows import window_of
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BEFORE_THE_YEAR = "2026-12-20 08:00+07:00"


@pytest.fixture(autouse=True)
def _media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def declared() -> ReportType:
    return ReportType.objects.get(code="implementation")


def plan() -> Plan:
    return Plan.objects.get(is_current=True)


def planned(**values: object) -> WorkItem:
    given = {
        "state": "not_started",
        "heard_on": None,
        "first_year": 2027,
        "last_year": 2027,
        "starts_on": date(2027, 2, 1),
        "ends_on": date(2027, 11, 30),
        **values,
    }
    return records.work(**given)


def drawn_up(declared: ReportType, by) -> ReportDraft:
    draft = assemble_draft(plan(), declared, year=2027, by=by)
    for section in draft.sections.all():
        section.text = "" if section.block == "work" else "Lời văn."
        section.save()
    run_job(request_preview(draft, by=by).pk)
    draft.refresh_from_db()
    return draft


def words_of(pdf: bytes) -> str:
    """What the pages say, and each cell of their tables on its own."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        lines = [page.extract_text() for page in document.pages]
        for page in document.pages:
            for table in page.extract_tables():
                lines += [cell or "" for row in table for cell in row]
    return " ".join(" ".join(lines).split())


@time_machine.travel(BEFORE_THE_YEAR, tick=False)
def test_a_plan_is_drawn_up_before_its_year_and_a_report_is_not(declared):
    staff = person("staff")
    draft = assemble_draft(plan(), declared, year=2027, by=staff)
    assert (draft.first_day, draft.cut_off) == (date(2027, 1, 1), date(2027, 12, 31))
    assert str(draft) == "Kế hoạch triển khai năm 2027"
    with pytest.raises(ActionError, match="chưa tới"):
        window_of(plan(), ReportType.objects.get(code="annual"), 2027)
    with pytest.raises(ActionError, match="không thuộc năm"):
        window_of(plan(), declared, 2027, cut_off=date(2026, 12, 31))


@time_machine.travel(BEFORE_THE_YEAR, tick=False)
def test_the_plan_lists_the_work_of_its_year_by_task(declared):
    far = Unit.objects.get(code="28435", valid_to=None)
    one = planned(title="Hỗ trợ 5S", content="Tư vấn.", expected="05 doanh nghiệp.")
    one.coordination.create(unit=far)
    records.contribution(one)
    two = planned(title="Hội nghị", task=Task.objects.get(number=1), starts_on=date(2027, 3, 1))
    over = planned(title="Nhiều năm", first_year=2026, starts_on=date(2026, 6, 1))
    planned(title="Đã hủy", state="cancelled")
    records.work(title="Năm trước")
    draft = drawn_up(declared, person("staff"))
    rows = draft.preview["lists"]["work"]
    assert [row["id"] for row in rows] == [two.pk, over.pk, one.pk]
    assert rows[2]["coordinators"] == [far.name]
    assert rows[2]["contributions"] == ["Doanh nghiệp áp dụng hệ thống, công cụ: 5 doanh nghiệp"]
    # It tells what is to be done, and counts nothing.
    assert draft.preview["targets"] == []
    assert draft.preview["lists"]["supports"] == []


@time_machine.travel(BEFORE_THE_YEAR, tick=False)
def test_it_is_frozen_in_three_files_and_numbered_anew_with_its_difference(client, declared):
    staff = person("staff")
    client.force_login(staff, backend=BACKEND)
    one = planned(title="Hỗ trợ 5S", content="Tư vấn.", expected="05 doanh nghiệp.")
    draft = drawn_up(declared, staff)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "Nhiệm vụ 4. " in page
    assert "Hỗ trợ 5S: Tư vấn." in page
    assert "Ước thực hiện cả năm" not in page
    run_job(request_report(draft, change_note="", by=staff).pk)
    version = ReportVersion.objects.get()
    assert str(version).startswith("Kế hoạch triển khai năm 2027, bản 1")
    files = {row.name: content_of(row) for row in version.files.all()}
    stem = "ke-hoach-trien-khai-2027"
    assert set(files) == {f"{stem}.pdf", f"{stem}.xlsx", f"{stem}.docx", "snapshot.json"}
    words = words_of(files[f"{stem}.pdf"])
    for said in ("KẾ HOẠCH", "Hỗ trợ 5S: Tư vấn.", "Phường Mỹ Tho", "05 doanh nghiệp.",
                 "01/02/2027 - 30/11/2027", "/KH-SKHCN"):  # fmt: skip
        assert said in words, said
    assert "năm 2026 KẾ HOẠCH" in words  # it is issued before its year
    assert "Kính gửi" not in words
    assert "Báo cáo" not in words
    tables = Document(BytesIO(files[f"{stem}.docx"])).tables
    assert any("Hỗ trợ 5S: Tư vấn." in c.text for t in tables for row in t.rows for c in row.cells)
    book = load_workbook(BytesIO(files[f"{stem}.xlsx"]))
    assert book.sheetnames == ["Công việc"]
    sheet = book["Công việc"]
    assert sheet["A2"].value.startswith("Kế hoạch triển khai năm 2027, Kế hoạch số 224/KH-UBND;")
    header = [cell.value for cell in sheet[4]]
    row = dict(zip(header, (cell.value for cell in sheet[5]), strict=True))
    assert (row["Nội dung công việc"], row["Từ ngày"].date()) == ("Hỗ trợ 5S", date(2027, 2, 1))
    assert book.properties.title == "Kế hoạch triển khai năm 2027, Kế hoạch số 224/KH-UBND"

    WorkItem.objects.filter(pk=one.pk).update(ends_on=date(2027, 10, 31))
    planned(title="Thêm việc")
    assert client.get(draft.get_absolute_url()).context["is_stale"] is True
    run_job(request_report(draft, change_note="Thêm việc.", by=staff).pk)
    second = ReportVersion.objects.get(number=2)
    found = client.get(f"/bao-cao/ban/{second.pk}/").content.decode()
    assert "Danh sách công việc của năm: thêm 1, bớt 0, sửa 1 dòng" in found
    # The first stays as it was.
    kept = version.files.get(name=f"{stem}.pdf")
    assert content_of(kept) == files[f"{stem}.pdf"]


@time_machine.travel(BEFORE_THE_YEAR, tick=False)
def test_a_year_without_work_says_so(declared):
    staff = person("staff")
    draft = drawn_up(declared, staff)
    run_job(request_report(draft, change_note="", by=staff).pk)
    files = {row.name: content_of(row) for row in ReportVersion.objects.get().files.all()}
    words = words_of(files["ke-hoach-trien-khai-2027.pdf"])
    assert "Chưa có công việc nào của năm." in words
    book = load_workbook(BytesIO(files["ke-hoach-trien-khai-2027.xlsx"]))
    assert book.sheetnames == ["Công việc"]
    assert book["Công việc"].max_row == 4


def test_an_annual_report_is_not_old_because_work_went_on(client):
    staff = person("staff")
    client.force_login(staff, backend=BACKEND)
    item = records.work()
    annual = ReportType.objects.get(code="annual")
    draft = assemble_draft(plan(), annual, year=2024, cut_off=date(2024, 11, 15), by=staff)
    run_job(request_preview(draft, by=staff).pk)
    WorkItem.objects.filter(pk=item.pk).update(percent=50)
    assert client.get(draft.get_absolute_url()).context["is_stale"] is False


def test_the_year_leads_to_its_plan(client):
    client.force_login(person("staff"), backend=BACKEND)
    page = client.get("/cong-viec-nam/lich/?nam=2027").content.decode()
    link = "/bao-cao/?loai=implementation&amp;nam=2027"
    assert f'href="{link}"' in page
    form = client.get(link.replace("&amp;", "&"))
    assert form.context["form"].initial["type"].code == "implementation"
    assert form.context["is_wished"] is True
    client.force_login(person("unit_officer"), backend=BACKEND)
    assert "loai=implementation" not in client.get("/cong-viec-nam/lich/").content.decode()


def test_a_plan_of_the_year_is_not_drawn_up_by_itself(client, declared):
    client.force_login(person("administrator"), backend=BACKEND)
    shown = client.get(f"/quan-tri/loai-bao-cao/{declared.pk}/").content.decode()
    assert "không áp dụng" in shown
    from tests.reporting.test_report_types import form_data  # noqa: PLC0415

    both = form_data(declared, is_default="on", looks_ahead="on", addressees="")
    page = client.post(f"/quan-tri/loai-bao-cao/{declared.pk}/sua/", both)
    assert page.context["form"].errors["is_default"] == [
        "Dự thảo tự lập là của báo cáo; kế hoạch của năm do người lập."
    ]
