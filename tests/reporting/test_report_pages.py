"""Reports on the web: freeze, download, correct; a frozen version never changes."""

import re
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import ProgrammingError, transaction

from core import jobs
from core.models import Job
from reporting.choices import WRITTEN
from reporting.differences import differences
from reporting.files import figure_tables
from reporting.files.document import report_document
from reporting.models import (
    DraftSection,
    Estimate,
    ReportDraft,
    ReportFile,
    ReportType,
    ReportVersion,
)
from tests import records
from tests.people import person
from trainings.models import TrainingClass

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def leader(client):
    client.force_login(person("leader"), backend=BACKEND)
    return client


def new_draft(client, cut_off: str = "15/11/2024", year: int = 2024, kind: str = "annual"):
    declared = ReportType.objects.get(code=kind)
    return client.post(
        "/bao-cao/", {"type": declared.pk, "year": year, "cut_off": cut_off}, follow=True
    )


def ask(client, note: str = ""):
    """Freeze the draft of 2024, made where there is none."""
    if not ReportDraft.objects.exists():
        new_draft(client)
        work()
    draft = ReportDraft.objects.get()
    data = {"change_note": note, "accepts_empty": "on"}
    return client.post(f"/bao-cao/{draft.pk}/chot/", data, follow=True)


def work() -> None:
    for job in Job.objects.filter(state="queued"):
        jobs.run_job(job.pk)


def test_a_leader_freezes_and_downloads_and_a_double_click_makes_one(leader):
    assert "Chưa có bản báo cáo nào" in leader.get("/bao-cao/").content.decode()
    for _click in range(2):
        page = ask(leader).content.decode()
    assert "Có thể rời trang" in page
    address = ReportDraft.objects.get().get_absolute_url()
    fragment = leader.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    work()
    assert leader.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"

    version = ReportVersion.objects.get()
    assert (version.number, version.cut_off, str(version)) == (
        1,
        date(2024, 11, 15),
        "Báo cáo năm 2024, bản 1",
    )
    page = leader.get("/bao-cao/").content.decode()
    names = ["bao-cao-2024.pdf", "bao-cao-2024.xlsx", "bao-cao-2024.docx", "snapshot.json"]
    assert [str(file) for file in version.files.all()] == names
    for file in version.files.all():
        assert file.sha256 in page
        answer = leader.get(f"/bao-cao/tep/{file.pk}/")
        assert sha256(answer.content).hexdigest() == file.sha256
        assert len(answer.content) == file.size
        assert f'filename="{file.web_name}"' in answer["Content-Disposition"]
        assert file.web_name in page
    assert version.files.first().web_name == "bao-cao-2024-ban-1.pdf"
    assert re.search(r"\d+,\d\sKB", page)


def test_a_correction_says_what_changed_and_leaves_the_first_alone(leader):
    ask(leader)
    work()
    first = ReportVersion.objects.get()
    TrainingClass.objects.create(
        name="Lớp", starts_on=date(2024, 1, 1), ends_on=date(2024, 1, 2), status="held"
    )
    assert "Ghi nội dung thay đổi của bản mới." in ask(leader).content.decode()
    ask(leader, note="Bổ sung một lớp")
    work()
    again, second = ReportVersion.objects.order_by("number")
    assert again.snapshot == first.snapshot
    figures = [v.snapshot["targets"][0]["cumulative"] for v in (again, second)]
    assert figures == [0, 1]
    assert "Bổ sung một lớp" in leader.get("/bao-cao/").content.decode()


def test_a_version_that_is_being_made_is_not_asked_for_with_other_words(leader):
    ask(leader)
    work()
    ask(leader, "Bổ sung hai hồ sơ")
    page = ask(leader, "Sửa số tiền").content.decode()
    assert "Bản 2 đang được lập với nội dung thay đổi khác" in page
    ask(leader, "Bổ sung hai hồ sơ")
    work()
    notes = list(ReportVersion.objects.order_by("number").values_list("change_note", flat=True))
    assert notes == ["", "Bổ sung hai hồ sơ"]


def test_the_database_refuses_to_change_a_frozen_report(leader):
    ask(leader)
    work()
    for model, change in ((ReportVersion, {"year": 2023}), (ReportFile, {"size": 1})):
        with pytest.raises(ProgrammingError), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(ProgrammingError), transaction.atomic():
            model.objects.all()._raw_delete("default")


def test_a_file_that_was_tampered_with_is_not_handed_out(leader):
    ask(leader)
    work()
    file = ReportFile.objects.first()
    Path(file.file.path).write_bytes(b"something else")
    page = leader.get(f"/bao-cao/tep/{file.pk}/", follow=True).content.decode()
    assert "đã bị thay đổi so với mã SHA-256" in page


def test_refusals_keep_what_was_typed(leader):
    page = new_draft(leader, cut_off="15/11/2023").content.decode()
    assert "không thuộc năm 2024" in page
    assert 'value="15/11/2023"' in page
    assert "Ghi ngày/tháng/năm" in new_draft(leader, cut_off="hôm qua").content.decode()
    assert not Job.objects.exists()
    assert not ReportDraft.objects.exists()


@pytest.mark.parametrize(
    ("year", "words"),
    [
        ("20266", "Không có năm 20266."),
        ("-1", "Không có năm -1."),
        ("9" * 20, f"Không có năm {'9' * 20}."),
        ("9" * 5000, "Ghi số nguyên, ví dụ 25."),
        ("2019", "không có giai đoạn nào gồm năm 2019"),
    ],
)
def test_a_year_that_cannot_be_is_refused(leader, year, words):
    answer = new_draft(leader, cut_off="", year=year)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not ReportDraft.objects.exists()


def test_a_year_with_a_draft_says_so_when_another_cut_off_is_asked(leader):
    new_draft(leader)
    draft = ReportDraft.objects.get()
    page = new_draft(leader, cut_off="31/10/2024").content.decode()
    words = "Báo cáo của Sở năm 2024 đã có, chốt số liệu ngày 15/11/2024. Để đổi ngày,"
    assert words in page
    for same in ("", "15/11/2024"):
        assert new_draft(leader, cut_off=same).redirect_chain[-1][0] == draft.get_absolute_url()
    assert ReportDraft.objects.get().cut_off == date(2024, 11, 15)


def test_empty_sections_are_named_and_frozen_only_by_one_who_says_so(leader):
    new_draft(leader)
    work()
    draft = ReportDraft.objects.get()
    titles = [s["title"] for s in leader.get(draft.get_absolute_url()).context["empty"]]
    assert titles == [
        "Công tác chỉ đạo, điều hành, ban hành văn bản",
        "Hoàn thiện cơ chế, chính sách",
        "Thông tin, truyền thông",
        "Thuận lợi",
        "Khó khăn, vướng mắc",
        "Nguyên nhân",
        "Phương hướng năm sau",
        "Đề xuất, kiến nghị",
    ]
    page = leader.get(draft.get_absolute_url()).content.decode()
    assert "Còn 8 mục trống:" in page
    assert '<button type="button" class="btn btn-seal" disabled>' in page
    assert "Chốt dù còn 8 mục trống" in page
    refused = leader.post(f"/bao-cao/{draft.pk}/chot/", {}, follow=True).content.decode()
    assert "Còn 8 mục trống: Công tác chỉ đạo" in refused
    assert not Job.objects.filter(kind="reporting.freeze_report").exists()

    draft.sections.filter(block__in=WRITTEN).update(text="Đã viết.")
    page = leader.get(draft.get_absolute_url()).content.decode()
    assert "mục trống" not in page
    assert 'class="btn btn-seal" disabled' not in page
    leader.post(f"/bao-cao/{draft.pk}/chot/", {})
    assert Job.objects.filter(kind="reporting.freeze_report").count() == 1


def test_the_page_shows_the_document_with_its_head_signature_and_appendices(leader):
    firm = records.enterprise()
    records.support(firm)
    new_draft(leader)
    draft = ReportDraft.objects.get()
    assert leader.get(draft.get_absolute_url()).context["preview"] is None
    work()
    answer = leader.get(draft.get_absolute_url())
    preview, page = answer.context["preview"], answer.content.decode()
    for words in (
        "UBND TỈNH TIỀN GIANG",
        "Độc lập - Tự do - Hạnh phúc",
        "- Bộ Khoa học và Công nghệ;",
        "Thực hiện Kế hoạch số 224/KH-UBND ngày 16 tháng 7 năm 2021 của UBND tỉnh",
        "xem xét, tổng hợp./.",
        "- Lưu: VT, TCĐLCL.",
        "GIÁM ĐỐC",
        "(Chưa có nội dung: mục này không in, các mục sau đánh số liền.)",
        "III. Mức độ hoàn thành mục tiêu",
        "(Kèm theo Báo cáo số",
    ):
        assert words in page, words
    assert [(a.label, a.title) for a in preview.appendices] == [
        ("Phụ lục I", "Danh sách hỗ trợ hoàn thành"),
        ("Phụ lục II", "Các nhiệm vụ của Kế hoạch"),
        ("Phụ lục III", "Biểu đồ tiến độ các chỉ tiêu"),
    ]
    assert page.count('<figure class="chart">') == 7
    assert 'role="region" aria-label="Các hỗ trợ đã hoàn thành trong năm"' in page
    link = "/chi-tieu/support.enterprises/in_year/2024-11-15/"
    assert f'<a class="fig" href="{link}">1</a>' in page
    assert leader.get(link).context["number"] == 1

    ReportDraft.objects.update(first_day=date(2024, 2, 1))
    leader.post(f"/bao-cao/{draft.pk}/tinh-lai/")
    work()
    assert link not in leader.get(draft.get_absolute_url()).content.decode()
    old = {**ReportDraft.objects.get().preview, "format": 1}
    ReportDraft.objects.update(preview=old)
    assert leader.get(draft.get_absolute_url()).context["preview"] is None


def test_a_report_without_a_closing_sentence_ends_with_its_last_section(leader):
    ReportType.objects.update(closing=" ")
    new_draft(leader)
    work()
    preview = leader.get(ReportDraft.objects.get().get_absolute_url()).context["preview"]
    assert preview.closing == []
    assert preview.document.closed_blocks()[-1].text.endswith("đã hoàn thành./.")


def test_a_new_section_is_proposed_after_the_last(leader):
    new_draft(leader)
    draft = ReportDraft.objects.get()
    address = f"/bao-cao/muc/them/{draft.pk}/"
    assert leader.get(address).context["form"]["order"].value() == 80
    draft.sections.all().delete()
    assert leader.get(address).context["form"]["order"].value() == 10


def test_a_failure_shows_its_reason_and_can_be_tried_again(leader):
    ask(leader)
    draft, job = ReportDraft.objects.get(), Job.objects.get(kind="reporting.freeze_report")
    Job.objects.filter(pk=job.pk).update(state="failed", error="Hết chỗ trên đĩa.", attempt=1)
    assert "Hết chỗ trên đĩa." in leader.get(draft.get_absolute_url()).content.decode()
    leader.post(f"/bao-cao/thu-lai/{job.pk}/")
    Job.objects.filter(pk=job.pk).update(state="failed", attempt=2)
    ReportDraft.objects.update(cut_off=date(2024, 11, 14))
    ask(leader)
    assert Job.objects.get(pk=job.pk).state == "queued"
    work()
    assert ReportVersion.objects.get().cut_off == date(2024, 11, 14)


def test_a_viewer_reads_and_neither_drafts_nor_freezes(client, leader):
    new_draft(leader)
    draft = ReportDraft.objects.get()
    client.force_login(person("viewer"), backend=BACKEND)
    assert new_draft(client, year=2025, cut_off="15/11/2025").status_code == 403
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "Chốt số liệu" not in page
    assert "/sua/" not in page
    assert ask(client).status_code == 403
    assert client.post(f"/bao-cao/{draft.pk}/tinh-lai/").status_code == 403
    assert ReportDraft.objects.count() == 1
    assert not Job.objects.filter(kind="reporting.freeze_report").exists()


def test_the_draft_is_a_copy_of_the_outline_with_words_of_its_own(leader):
    new_draft(leader)
    work()
    draft = ReportDraft.objects.get()
    declared = ReportType.objects.get(code="annual")
    titles = list(declared.sections.values_list("title", flat=True))
    assert list(draft.sections.values_list("title", flat=True)) == titles
    section = draft.sections.get(title="Thuận lợi")

    data = {
        "title": "Thuận lợi",
        "level": 2,
        "order": 51,
        "block": "narrative",
        "text": "Các đơn vị phối hợp chặt chẽ.",
        "seen_version": section.version,
    }
    page = leader.post(f"/bao-cao/muc/{section.pk}/sua/", data, follow=True).content.decode()
    assert "Các đơn vị phối hợp chặt chẽ." in page
    again = leader.post(f"/bao-cao/muc/{section.pk}/sua/", data | {"text": "Khác"}).content.decode()
    assert "Hồ sơ vừa được người khác sửa" in again
    assert "Khác" in again
    assert draft.sections.get(pk=section.pk).text == "Các đơn vị phối hợp chặt chẽ."
    assert not declared.sections.exclude(text="").exists()

    leader.post(
        f"/bao-cao/muc/them/{draft.pk}/",
        {"title": "Hợp tác", "level": 1, "order": 45, "block": "narrative", "text": "Đã ký."},
    )
    unwanted = draft.sections.get(title="Nguyên nhân")
    leader.post(f"/bao-cao/muc/{unwanted.pk}/xoa/", {"reason": "Không cần"})
    ask(leader)
    work()
    content = ReportVersion.objects.get().snapshot["content"]
    wanted = [t for t in titles if t != "Nguyên nhân"]
    wanted.insert(wanted.index("Đánh giá"), "Hợp tác")
    assert [s["title"] for s in content["sections"]] == wanted


def test_estimates_are_marked_and_stay_out_of_the_figures(leader):
    new_draft(leader)
    work()
    draft = ReportDraft.objects.get()
    estimate = {"indicator": "support.enterprises", "value": 7, "note": "Hai hợp đồng sắp xong"}
    page = leader.post(f"/bao-cao/uoc/them/{draft.pk}/", estimate, follow=True).content.decode()
    assert "Chưa ghi số ước nào." not in page
    twice = leader.post(f"/bao-cao/uoc/them/{draft.pk}/", estimate).content.decode()
    assert "Chỉ tiêu này đã có số ước; sửa số đó." in twice
    ask(leader)
    work()
    snapshot = ReportVersion.objects.get().snapshot
    assert [t["in_year"] for t in snapshot["targets"]] == [0, 0, 0, 0]
    table = figure_tables.estimates(snapshot).printed()
    assert [row[2:4] for row in table.rows] == [("0", "ước 7")]


def test_versions_tell_what_differs(leader):
    ask(leader)
    work()
    TrainingClass.objects.create(
        name="Lớp", starts_on=date(2024, 1, 1), ends_on=date(2024, 1, 2), status="held"
    )
    ask(leader, note="Bổ sung một lớp")
    work()
    first, second = ReportVersion.objects.order_by("number")
    found = differences(first.snapshot, second.snapshot)
    changes = [
        (c.label, c.old, c.new) for c in found.figures if c.target == "Lớp đào tạo, tập huấn"
    ]
    assert changes == [("Thực hiện trong năm", "0", "1"), ("Lũy kế", "0", "1")]
    assert found.lines == [
        "Lớp đào tạo, tập huấn: thêm 1 hồ sơ, bớt 0 hồ sơ trong số lũy kế",
        "Danh sách lớp đào tạo: thêm 1, bớt 0, sửa 0 dòng",
    ]
    page = leader.get(f"/bao-cao/ban/{second.pk}/").content.decode()
    assert "Khác bản 1" in page
    assert "thêm 1 hồ sơ" in page
    assert "Khác bản" not in leader.get(f"/bao-cao/ban/{first.pk}/").content.decode()
    assert not differences(first.snapshot, first.snapshot)


def test_versions_tell_of_days_awards_estimates_and_outline(leader):
    firm = records.enterprise()
    award = records.award(firm, year=2023, result="took_part", decided_on=None)
    ask(leader)
    work()
    draft = ReportDraft.objects.get()
    Estimate.objects.create(draft=draft, indicator="support.awards", value=2, note="Đợt cuối năm")
    records.award(firm, year=2024, result="took_part", decided_on=None)
    award.delete()
    ReportDraft.objects.filter(pk=draft.pk).update(
        cut_off=date(2024, 10, 31), signer_name="Nguyễn Văn Mẫu"
    )
    draft.sections.filter(title="Nguyên nhân").delete()
    draft.sections.filter(title="Kinh phí").update(order=5, block="narrative", text="Đủ.")
    DraftSection.objects.create(draft=draft, title="Hợp tác", order=90)
    ask(leader, note="Sửa nhiều nơi")
    work()
    first, second = ReportVersion.objects.order_by("number")
    found = differences(first.snapshot, second.snapshot)
    assert [(c.label, c.old, c.new) for c in found.figures] == [("Tham gia trong năm", "0", "1")]
    assert found.lines == [
        "Ngày chốt số liệu: 15/11/2024 → 31/10/2024",
        "Danh sách giải thưởng: thêm 1, bớt 0, sửa 0 dòng",
        "Ước thực hiện, Giải thưởng Chất lượng Quốc gia: không có → 2 (Đợt cuối năm)",
        "Người ký thay đổi",
        "Thêm mục: Hợp tác",
        "Bỏ mục: Nguyên nhân",
        "Thứ tự các mục thay đổi",
        "Cấp hoặc nội dung tự động thay đổi ở mục: Kinh phí",
        "Lời văn thay đổi ở mục: Kinh phí",
    ]
    page = leader.get(f"/bao-cao/ban/{second.pk}/").content.decode()
    assert all(line in page for line in found.lines)
    back = differences(second.snapshot, first.snapshot)
    assert back.estimates == [
        "Ước thực hiện, Giải thưởng Chất lượng Quốc gia: 2 (Đợt cuối năm) → không có"
    ]
    assert differences({"targets": []}, first.snapshot).days == [
        "Ngày đầu kỳ: - → 01/01/2024",
        "Ngày chốt số liệu: - → 15/11/2024",
    ]


@pytest.mark.parametrize(
    ("kind", "name", "title", "to", "signer"),
    [
        ("submission", "to-trinh-2024.pdf", "TỜ TRÌNH", ["UBND tỉnh Tiền Giang"], "GIÁM ĐỐC"),
        (
            "committee",
            "bao-cao-ubnd-2024.pdf",
            "BÁO CÁO",
            ["Bộ Khoa học và Công nghệ"],
            "TM. ỦY BAN NHÂN DÂN",
        ),
    ],
)
def test_every_type_has_its_own_issuer_addressees_and_signer(leader, kind, name, title, to, signer):
    new_draft(leader, kind=kind)
    work()
    ask(leader)
    work()
    version = ReportVersion.objects.get()
    assert version.files.first().name == name
    document = report_document(version.snapshot)
    assert (document.kind_name, list(document.addressed_to)) == (title, to)
    assert document.signer_authority[0] == signer
    prefix = {"submission": "TTr-", "committee": "BC-"}[kind]
    assert document.code_suffix.startswith(prefix)


def test_last_years_issued_figure_stands_beside_where_it_differs(leader):
    ask(leader)
    work()
    TrainingClass.objects.create(
        name="Sau ngày chốt", starts_on=date(2024, 12, 1), ends_on=date(2024, 12, 2), status="held"
    )
    new_draft(leader, year=2025, cut_off="15/11/2025")
    work()
    preview = ReportDraft.objects.get(year=2025).preview
    table = figure_tables.previous_year(preview).printed()
    assert "Báo cáo năm trước đã nêu (đến 15/11/2024)" in [c.header for c in table.columns]
    assert table.rows[0][:4] == ("1", "Lớp đào tạo, tập huấn", "1", "0")


def test_a_record_of_an_issued_report_is_not_deleted(leader, client):
    lesson = TrainingClass.objects.create(
        name="Lớp", starts_on=date(2024, 1, 1), ends_on=date(2024, 1, 2), status="held"
    )
    free = TrainingClass.objects.create(
        name="Dự kiến", starts_on=date(2025, 1, 1), ends_on=date(2025, 1, 2), status="planned"
    )
    ask(leader)
    work()
    client.force_login(person("staff"), backend=BACKEND)
    page = client.post(f"/dao-tao/{lesson.pk}/xoa/", {"reason": "Nhầm"}).content.decode()
    assert "đã được tính trong Báo cáo năm 2024, bản 1" in page
    page = client.get(f"/dao-tao/{lesson.pk}/xoa/").content.decode()
    assert "đã được tính trong Báo cáo năm 2024, bản 1" in page
    assert f'href="/dao-tao/{lesson.pk}/sua/"' in page
    assert "Xóa hồ sơ này" not in page
    assert "Ghi lý do." in client.post(f"/dao-tao/{free.pk}/xoa/", {}).content.decode()
    client.post(f"/dao-tao/{free.pk}/xoa/", {"reason": "Nhầm"})
    assert list(TrainingClass.objects.all()) == [lesson]
    event = TrainingClass.pgh_event_model.objects.get(pgh_label="delete")
    assert (event.name, event.pgh_context["reason"]) == ("Dự kiến", "Nhầm")


def test_a_record_of_an_issued_report_is_changed_with_a_reason(leader, client):
    lesson = records.training()
    ask(leader)
    work()
    client.force_login(person("staff"), backend=BACKEND)
    address = f"/dao-tao/{lesson.pk}/sua/"
    page = client.get(address)
    assert "Hồ sơ đã được tính trong Báo cáo năm 2024, bản 1." in page.content.decode()
    lesson.refresh_from_db()
    data = {n: v for n, v in page.context["form"].initial.items() if v is not None}
    data |= {"place": "Nơi khác", "seen_version": lesson.version}
    data |= {name: f"{data[name]:%d/%m/%Y}" for name in ("starts_on", "ends_on")}
    assert "Ghi lý do." in client.post(address, data).content.decode()
    client.post(address, data | {"reason": "Ghi nhầm địa điểm"})
    event = TrainingClass.pgh_event_model.objects.order_by("pgh_id").last()
    assert (event.place, event.pgh_context["reason"]) == ("Nơi khác", "Ghi nhầm địa điểm")


def test_the_period_and_the_signer_of_a_draft_are_edited(leader):
    new_draft(leader)
    work()
    draft = ReportDraft.objects.get()
    address = f"/bao-cao/{draft.pk}/sua/"
    page = leader.get(address).content.decode()
    assert "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC" in page
    draft.refresh_from_db()
    data = {
        "first_day": "01/01/2024",
        "cut_off": "15/11/2023",
        "signer_form": "KT. GIÁM ĐỐC/PHÓ GIÁM ĐỐC",
        "signer_name": "Nguyễn Văn Mẫu",
        "seen_version": draft.version,
    }
    assert "không thuộc năm 2024" in leader.post(address, data).content.decode()
    late = leader.post(address, data | {"cut_off": "31/10/2024", "first_day": "01/11/2024"})
    assert "Ngày đầu kỳ" in late.content.decode()
    leader.post(address, data | {"cut_off": "31/10/2024"})
    ask(leader)
    work()
    version = ReportVersion.objects.get()
    assert version.cut_off == date(2024, 10, 31)
    document = report_document(version.snapshot)
    assert list(document.signer_authority) == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    assert document.signer_name == "Nguyễn Văn Mẫu"
    history = leader.get(f"/bao-cao/{draft.pk}/lich-su/").content.decode()
    assert "<del>15/11/2024</del> → <ins>31/10/2024</ins>" in history


def test_a_draft_whose_records_changed_says_so_and_is_computed_anew(leader):
    new_draft(leader)
    work()
    draft = ReportDraft.objects.get()
    assert leader.get(draft.get_absolute_url()).context["is_stale"] is False
    records.training()
    page = leader.get(draft.get_absolute_url())
    assert page.context["is_stale"] is True
    assert "số liệu trong bản xem trước là số cũ" in page.content.decode()
    fragment = leader.post(
        f"/bao-cao/{draft.pk}/tinh-lai/", headers={"HX-Request": "true"}, follow=True
    )
    assert "Có thể rời trang" in fragment.content.decode()
    assert leader.get(draft.get_absolute_url()).context["is_stale"] is False  # at work
    work()
    page = leader.get(draft.get_absolute_url())
    assert page.context["is_stale"] is False
    assert page.context["preview"] is not None
    draft.refresh_from_db()
    assert draft.preview["targets"][0]["in_year"] == 1


def test_a_draft_with_other_days_is_computed_anew(leader):
    new_draft(leader)
    work()
    draft = ReportDraft.objects.get()
    ReportDraft.objects.filter(pk=draft.pk).update(cut_off=date(2024, 10, 31))
    page = leader.get(draft.get_absolute_url())
    assert page.context["is_stale"] is True
    leader.post(f"/bao-cao/{draft.pk}/tinh-lai/")
    work()
    page = leader.get(draft.get_absolute_url())
    assert page.context["is_stale"] is False
    assert "31 tháng 10 năm 2024" in page.content.decode()


def test_the_list_tells_when_a_draft_was_last_edited_in_any_part(leader):
    new_draft(leader)
    draft = ReportDraft.objects.with_last_edit().get()
    section = draft.sections.last()
    DraftSection.objects.filter(pk=section.pk).update(text="Đã viết.")
    edited = ReportDraft.objects.with_last_edit().get()
    (line,) = DraftSection.pgh_event_model.objects.filter(pgh_label="update")
    assert edited.edited_at == line.pgh_created_at
    assert edited.updated_at == draft.updated_at


def test_an_estimate_is_no_less_than_what_was_counted_and_can_be_taken_back(leader):
    records.training()
    new_draft(leader)
    work()
    draft = ReportDraft.objects.get()
    data = {"indicator": "trainings.courses", "value": 0}
    page = leader.post(f"/bao-cao/uoc/them/{draft.pk}/", data).content.decode()
    assert "Trong kỳ đã đếm được 1; số ước cả năm không thể thấp hơn." in page
    for code in ("support.awards", "trainings.courses"):
        leader.post(f"/bao-cao/uoc/them/{draft.pk}/", {"indicator": code, "value": 3})
    answer = leader.get(draft.get_absolute_url())
    assert [e.indicator for e, _name in answer.context["estimates"]] == [
        "trainings.courses",
        "support.awards",
    ]
    own = Estimate.objects.get(indicator="support.awards")
    assert f"/bao-cao/uoc/{own.pk}/xoa/" in answer.content.decode()
    assert str(own) == "Ước thực hiện cả năm: 3"


def test_versions_tell_of_money(leader):
    firm = records.enterprise()
    ask(leader)
    work()
    records.support(firm, state_budget_vnd=48_000_000, counterpart_vnd=15_000_000)
    ask(leader, note="Bổ sung.")
    work()
    first, second = ReportVersion.objects.order_by("number")
    found = differences(first.snapshot, second.snapshot)
    money = [(c.target, c.label, c.old, c.new) for c in found.figures if "đồng" in c.label]
    assert money == [
        ("Hỗ trợ: Công cụ cải tiến", "Ngân sách nhà nước (đồng)", "0", "48.000.000"),
        ("Hỗ trợ: Công cụ cải tiến", "Đối ứng (đồng)", "0", "15.000.000"),
        ("Kinh phí, cộng", "Ngân sách nhà nước (đồng)", "0", "48.000.000"),
        ("Kinh phí, cộng", "Đối ứng (đồng)", "0", "15.000.000"),
    ]
    names = {file.web_name for file in second.files.all()}
    assert "snapshot-annual-2024-ban-2.json" in names
