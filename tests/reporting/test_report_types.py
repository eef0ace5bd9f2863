"""Report types and outlines are data: administrators change them, the rest follows."""

import json
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command

from core import jobs
from core.models import Job
from programs.models import Plan
from reporting.actions import assemble_draft
from reporting.models import ReportDraft, ReportType, ReportTypeSection
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def administrator(client):
    client.force_login(person("administrator"), backend=BACKEND)
    return client


def form_data(declared: ReportType, **values) -> dict[str, object]:
    """What the form sends for a type as it stands."""
    names = ("name", "order", "version_label", "file_stem", "kind_name", "code_prefix", "issuer")
    names += ("subject", "opening")
    names += tuple(
        f"{d}_{p}" for d in ("first", "cut_off", "due", "limit") for p in ("day", "month")
    )
    data = {name: getattr(declared, name) for name in names}
    data |= {
        "addressees": "Bộ nhận báo cáo\r\nỦy ban nhân dân tỉnh",
        "signer_forms": "GIÁM ĐỐC\r\n\r\nKT. GIÁM ĐỐC/PHÓ GIÁM ĐỐC",
        "recipients": "Như trên\r\nLưu: VT, {unit}",
        "seen_version": declared.version,
    }
    if declared.is_default:
        data["is_default"] = "on"
    return data | values


def test_an_administrator_changes_a_type_and_its_outline(administrator):
    declared = ReportType.objects.get(code="annual")
    listed = administrator.get("/quan-tri/loai-bao-cao/").content.decode()
    assert "Báo cáo của Sở" in listed
    assert "01/01 - 15/11" in listed
    assert "/them/" not in listed
    address = f"/quan-tri/loai-bao-cao/{declared.pk}/"
    form = administrator.get(f"{address}sua/").content.decode()
    assert "Bộ nhận báo cáo\nỦy ban nhân dân tỉnh" in form
    assert 'name="code"' not in form
    data = form_data(
        declared,
        cut_off_day=31,
        cut_off_month=10,
        recipients="Như trên\nBan Giám đốc\nLưu: VT, {unit}",
        addressees="Ủy ban nhân dân tỉnh",
    )
    page = administrator.post(f"{address}sua/", data, follow=True).content.decode()
    assert "01/01 - 31/10" in page
    declared.refresh_from_db()
    assert declared.recipients == ["Như trên", "Ban Giám đốc", "Lưu: VT, {unit}"]
    assert declared.signer_forms == ["GIÁM ĐỐC", "KT. GIÁM ĐỐC/PHÓ GIÁM ĐỐC"]
    assert (declared.addressees, declared.code) == (["committee"], "annual")
    assert declared.cut_off_of(2024) == date(2024, 10, 31)
    history = administrator.get(f"{address}lich-su/").content.decode()
    assert "<del>15</del> → <ins>31</ins>" in history

    section = declared.sections.get(title="Nguyên nhân")
    assert "Nguyên nhân" in page
    change = {
        "title": "Nguyên nhân chính",
        "level": 2,
        "order": 53,
        "block": "narrative",
        "seen_version": section.version,
    }
    back = administrator.post(f"/quan-tri/de-cuong/{section.pk}/sua/", change)
    assert back.url == address
    added = {"title": "Hợp tác", "level": 1, "order": 45, "block": "narrative"}
    administrator.post(f"/quan-tri/de-cuong/them/{declared.pk}/", added)
    unwanted = declared.sections.get(title="Thuận lợi")
    administrator.post(f"/quan-tri/de-cuong/{unwanted.pk}/xoa/", {"reason": "Không cần"})
    plan = Plan.objects.get(is_current=True)
    draft = assemble_draft(plan, declared, year=2024, by=None)
    titles = list(draft.sections.values_list("title", flat=True))
    assert {"Nguyên nhân chính", "Hợp tác"} <= set(titles)
    assert not {"Nguyên nhân", "Thuận lợi"} & set(titles)
    assert draft.cut_off == date(2024, 10, 31)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"due_day": 31}, "Ngày, tháng phải có trong mọi năm."),
        ({"cut_off_month": 12}, "Ngày chốt số liệu phải trước ngày gửi chậm nhất."),
        ({"due_month": 12}, "Ngày gửi chậm nhất phải trước hạn của kế hoạch."),
        ({"first_month": 12}, "Ngày đầu kỳ phải trước ngày chốt số liệu."),
        ({"first_day": 29, "first_month": 2}, "Ngày, tháng phải có trong mọi năm."),
        ({"addressees": "Bộ Tài chính"}, "Không có cơ quan “Bộ Tài chính”. Ghi: Sở chủ trì,"),
        ({"recipients": "x" * 201}, "Mỗi dòng nhiều nhất 200 chữ"),
        ({"signer_forms": " "}, "Mục này phải ghi."),
        ({"opening": "Thử {khong_co} { năm"}, "Không có chỗ điền {khong_co}, {. Chỉ dùng: {plan}"),
        ({"recipients": "Lưu: {0}"}, "Không có chỗ điền {0}. Chỉ dùng: {unit}."),
        ({"version_label": "Bản chốt"}, "Ghi {number} ở chỗ in số của bản."),
    ],
)
def test_what_contradicts_itself_is_refused(administrator, change, words):
    declared = ReportType.objects.get(code="annual")
    data = form_data(declared, **change)
    answer = administrator.post(f"/quan-tri/loai-bao-cao/{declared.pk}/sua/", data)
    assert words in answer.content.decode()
    assert ReportType.objects.get(pk=declared.pk).version == declared.version


def test_one_type_is_assembled_every_year(administrator):
    declared = ReportType.objects.get(code="committee")
    data = form_data(declared, is_default="on")
    answer = administrator.post(f"/quan-tri/loai-bao-cao/{declared.pk}/sua/", data)
    assert "Đã có một loại được tự lập dự thảo hằng năm." in answer.content.decode()


def test_types_are_for_administrators(client):
    client.force_login(person("staff"), backend=BACKEND)
    declared = ReportType.objects.get(code="annual")
    assert client.get(f"/quan-tri/loai-bao-cao/{declared.pk}/").status_code == 403
    assert not ReportType.objects.visible_to(person("viewer")).exists()
    assert not ReportTypeSection.objects.visible_to(person("leader")).exists()


def test_an_outline_without_sections_says_so(administrator):
    declared = ReportType.objects.create(
        code="x",
        name="Mới",
        kind_name="BÁO CÁO",
        code_prefix="BC",
        issuer="department",
        signer_forms=["GIÁM ĐỐC"],
        recipients=["Như trên"],
        first_day=1,
        first_month=1,
        cut_off_day=1,
        cut_off_month=2,
        due_day=1,
        due_month=3,
        limit_day=31,
        limit_month=3,
    )
    page = administrator.get(declared.get_absolute_url()).content.decode()
    assert "Đề cương chưa có mục nào." in page
    assert "31/03" in page


def built(folder: Path, **options) -> dict:
    call_command("build_report", plan="224/KH-UBND", year=2024, out=folder, verbosity=0, **options)
    found = json.loads((folder / "snapshot.json").read_text(encoding="utf-8"))
    del found["computed_at"]
    return found


def test_the_command_and_the_web_compute_one_report(tmp_path):
    firm = records.enterprise()
    records.support(firm)
    records.support(firm, started_on=date(2024, 1, 2), completed_on=date(2024, 2, 1))
    declared = ReportType.objects.get(code="annual")
    ReportType.objects.filter(pk=declared.pk).update(first_day=1, first_month=3, cut_off_month=10)
    bare = built(tmp_path / "bare")
    assert (bare["first_day"], bare["cut_off"]) == ("2024-03-01", "2024-10-15")
    assert bare["targets"][1]["turns_in_year"] == 1

    plan = Plan.objects.get(is_current=True)
    declared.refresh_from_db()
    draft = assemble_draft(plan, declared, year=2024, by=person("staff"))
    ReportDraft.objects.filter(pk=draft.pk).update(
        first_day=date(2024, 1, 1), cut_off=date(2024, 6, 19), signer_name="Nguyễn Văn Mẫu"
    )
    for job in Job.objects.filter(state="queued"):
        jobs.run_job(job.pk)
    draft.refresh_from_db()
    web = dict(draft.preview)
    del web["computed_at"]
    assert built(tmp_path / "draft") == web
    assert (web["first_day"], web["cut_off"]) == ("2024-01-01", "2024-06-19")
    assert web["content"]["signer_name"] == "Nguyễn Văn Mẫu"

    other = built(tmp_path / "other", cutoff=date(2024, 11, 15))
    assert (other["first_day"], other["cut_off"]) == ("2024-01-01", "2024-11-15")
    assert other["targets"][1]["turns_in_year"] == 2


@time_machine.travel("2024-10-01 09:00:00+07:00")
def test_a_draft_takes_the_types_cut_off_unless_a_day_is_given(client):
    client.force_login(person("leader"), backend=BACKEND)
    declared = ReportType.objects.get(code="annual")
    page = client.get("/bao-cao/").content.decode()
    assert "Dự thảo của năm được lập tự động sau ngày chốt 15/11." in page
    data = {"type": declared.pk, "year": 2024, "cut_off": ""}
    assert "15/11/2024 chưa tới" in client.post("/bao-cao/", data).content.decode()
    client.post("/bao-cao/", data | {"year": 2023})
    assert ReportDraft.objects.get().cut_off == date(2023, 11, 15)


def test_figures_are_counted_by_indicators_alone():
    """Style 2.6: nothing in this app counts or sums in the database."""
    folder = Path(__file__).parents[2] / "reporting"
    files = [f for f in folder.rglob("*.py") if "migrations" not in f.parts]
    assert len(files) > 30
    for file in files:
        text = file.read_text(encoding="utf-8")
        for word in ("Count(", "Sum(", ".aggregate("):
            assert not any(
                line.replace(f"Unit{word}", "").count(word) for line in text.splitlines()
            ), file
