"""The import on the web: upload, check, look, confirm or cancel."""

import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from core import jobs
from core.importing import batches
from core.importing.run import run_import
from core.models import ImportBatch, Job
from enterprises.models import Enterprise
from tests.people import person
from tests.workbooks import ENTERPRISES, make_workbook, tax_code

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
A, B = tax_code(1), tax_code(2)


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def staff(db, client):
    client.force_login(person("staff"), backend=BACKEND)
    return client


def upload(client, tmp_path: Path, *rows, name: str = "danh sách.xlsx") -> ImportBatch:
    path = make_workbook(tmp_path / "book.xlsx", enterprises=[ENTERPRISES, *rows])
    answer = client.post("/nhap-excel/", {"file": SimpleUploadedFile(name, path.read_bytes())})
    assert answer.status_code == 302
    return ImportBatch.objects.latest("id")


def work(batch: ImportBatch) -> ImportBatch:
    batch.refresh_from_db()
    jobs.run_job(batch.job_id)
    batch.refresh_from_db()
    return batch


GOOD = (A, "Công ty A", "Huyện Cái Bè", None)
BAD = (B, "Công ty B", "Huyện Không Có", None)


def test_a_clean_file_is_checked_shown_and_stored_once(staff, tmp_path):
    batch = upload(staff, tmp_path, GOOD)
    page = staff.get(f"/nhap-excel/{batch.pk}/").content.decode()
    assert "Có thể rời trang" in page
    fragment = staff.get(f"/nhap-excel/{batch.pk}/", headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()

    work(batch)
    page = staff.get(f"/nhap-excel/{batch.pk}/").content.decode()
    assert "Lưu 1 dòng vào danh sách" in page
    assert f"{A} Công ty A" in page
    assert not Enterprise.objects.exists()
    done = staff.get(f"/nhap-excel/{batch.pk}/", headers={"HX-Request": "true"})
    assert done["HX-Refresh"] == "true"

    for _click in range(2):
        staff.post(f"/nhap-excel/{batch.pk}/luu/")
    work(batch)
    assert batch.state == "saved"
    assert Job.objects.filter(kind="core.save_workbook").count() == 1
    (line,) = Enterprise.pgh_event_models["insert"].objects.all()
    assert line.pgh_context["import_batch"] == batch.pk
    assert "danh sách.xlsx" in staff.get("/nhap-excel/").content.decode()


def test_errors_are_listed_and_only_the_good_rows_can_be_stored(staff, tmp_path):
    batch = work(upload(staff, tmp_path, GOOD, BAD))
    page = staff.get(f"/nhap-excel/{batch.pk}/").content.decode()
    assert "Doanh nghiệp, 3, Đơn vị hành chính" in page
    assert "Chỉ lưu 1 dòng đúng" in page

    refused = staff.post(f"/nhap-excel/{batch.pk}/luu/", follow=True).content.decode()
    assert "Tệp còn lỗi." in refused

    staff.post(f"/nhap-excel/{batch.pk}/luu/", {"partial": "1"})
    work(batch)
    assert batch.state == "saved"
    assert list(Enterprise.objects.values_list("tax_code", flat=True)) == [A]

    rows = sheets_of(staff.get(f"/nhap-excel/{batch.pk}/bi-tu-choi/"))["Doanh nghiệp"]
    assert rows[1][0] == B
    assert rows[1][-1].startswith("Đơn vị hành chính: ")


def sheets_of(answer) -> dict[str, list[tuple]]:
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    answer.close()
    return {sheet.title: list(sheet.values) for sheet in book}


def test_every_row_every_error_and_every_warning_can_be_fetched(staff, tmp_path, monkeypatch):
    monkeypatch.setattr(batches, "SHOWN", 1)
    Enterprise.objects.create(tax_code=A, name="Tên cũ")
    twice = (B, "Công ty B", "Huyện Không Có", None)
    batch = work(upload(staff, tmp_path, GOOD, BAD, twice))
    page = staff.get(f"/nhap-excel/{batch.pk}/").content.decode()
    assert "Đang hiện 1 dòng đầu trong 2 dòng." in page
    sheets = sheets_of(staff.get(f"/nhap-excel/{batch.pk}/tung-dong/"))
    assert list(sheets) == ["Từng dòng", "Lỗi", "Cảnh báo"]
    assert sheets["Từng dòng"][1:] == [
        (
            "Doanh nghiệp",
            2,
            f"{A} Công ty A",
            "Thay đổi",
            "Tên doanh nghiệp: Tên cũ → Công ty A; Đơn vị hành chính: (trống) → Huyện Cái Bè",
        ),
        ("Doanh nghiệp", 3, f"{B} Công ty B", "Từ chối", None),
        ("Doanh nghiệp", 4, f"{B} Công ty B", "Từ chối", None),
    ]
    assert [row[:4] for row in sheets["Lỗi"][1:]] == [
        ("Doanh nghiệp", number, "Đơn vị hành chính", "Huyện Không Có") for number in (3, 4)
    ]
    assert sheets["Cảnh báo"][1:] == []


def test_the_template_is_read_as_it_is_sent_out(staff, tmp_path):
    path = tmp_path / "mau.xlsx"
    path.write_bytes(staff.get("/nhap-excel/mau/").content)
    book = load_workbook(path)
    assert book.sheetnames == [
        *("Doanh nghiệp", "Hỗ trợ", "Chứng nhận", "Đào tạo", "Giải thưởng", "Hướng dẫn")
    ]
    assert [c.value for c in book["Đào tạo"][1]][:4] == [
        *("Tên lớp*", "Đối tượng", "Từ ngày*", "Đến ngày*")
    ]
    ways = {row[1]: row[3] for row in book["Hướng dẫn"].iter_rows(min_row=2, values_only=True)}
    assert ways["Loại hình"] == "Một trong: Doanh nghiệp; Hợp tác xã; Hộ kinh doanh."
    assert ways["Doanh thu (triệu đồng)"] == "Số triệu đồng, ví dụ 1.250 hoặc 12,5."
    (rule,) = book["Doanh nghiệp"].data_validations.dataValidation
    assert (rule.formula1, str(rule.sqref)) == (
        '"Doanh nghiệp,Hợp tác xã,Hộ kinh doanh"',
        "C2:C5000",
    )
    for column, value in {"A": A, "B": "Công ty A", "E": "Huyện Cái Bè"}.items():
        book["Doanh nghiệp"][f"{column}2"] = value
    book.save(path)
    result = run_import(path, save=True)
    assert result.as_dict()["errors"] == result.as_dict()["warnings"] == []
    assert list(Enterprise.objects.values_list("tax_code", flat=True)) == [A]


def test_a_file_with_nothing_to_store_waits_for_nobody(staff, tmp_path):
    batch = work(upload(staff, tmp_path, BAD))
    page = staff.get(f"/nhap-excel/{batch.pk}/").content.decode()
    assert "Bị từ chối" in page
    assert "1 dòng có lỗi và bị từ chối." in page
    assert "Chỉ lưu" not in page
    refused = staff.post(f"/nhap-excel/{batch.pk}/luu/", {"partial": "1"}, follow=True)
    assert "Tệp không có dòng nào để lưu." in refused.content.decode()

    run_import(make_workbook(tmp_path / "b.xlsx", enterprises=[ENTERPRISES, GOOD]), save=True)
    same = work(upload(staff, tmp_path, GOOD))
    page = staff.get(f"/nhap-excel/{same.pk}/").content.decode()
    assert "Không có gì mới" in page
    assert "dòng vào danh sách" not in page


def test_files_that_are_not_there_are_not_found(staff, tmp_path):
    batch = upload(staff, tmp_path, GOOD)
    for page in ("bi-tu-choi", "tung-dong"):
        assert staff.get(f"/nhap-excel/{batch.pk}/{page}/").status_code == 404


def test_a_file_too_large_is_refused_before_it_is_kept(staff, tmp_path, settings):
    settings.IMPORT_MAX_BYTES = 1024
    path = make_workbook(tmp_path / "a.xlsx", enterprises=[ENTERPRISES, GOOD])
    answer = staff.post("/nhap-excel/", {"file": SimpleUploadedFile("a.xlsx", path.read_bytes())})
    assert "Tệp lớn hơn 0 MB. Chia thành nhiều tệp nhỏ hơn" in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_changes_are_shown_field_by_field(staff, tmp_path):
    Enterprise.objects.create(tax_code=A, name="Tên cũ")
    batch = work(upload(staff, tmp_path, GOOD))
    page = staff.get(f"/nhap-excel/{batch.pk}/").content.decode()
    assert "Tên doanh nghiệp: <del>Tên cũ</del> → <ins>Công ty A</ins>" in page
    assert "Đơn vị hành chính: <del>(trống)</del> → <ins>Huyện Cái Bè</ins>" in page


def test_an_import_that_cannot_be_saved_can_be_left(staff, tmp_path):
    batch = work(upload(staff, tmp_path, GOOD))
    staff.post(f"/nhap-excel/{batch.pk}/luu/")
    make_workbook(Path(ImportBatch.objects.get().file.path), enterprises=[ENTERPRISES, BAD])
    work(batch)
    page = staff.post(f"/nhap-excel/{batch.pk}/huy/", follow=True).content.decode()
    assert "Đã hủy. Danh sách không thay đổi." in page
    assert "Thử lại" not in page
    assert not Enterprise.objects.exists()


def test_cancel_leaves_the_register_alone(staff, tmp_path):
    batch = work(upload(staff, tmp_path, GOOD))
    page = staff.post(f"/nhap-excel/{batch.pk}/huy/", follow=True).content.decode()
    assert "Danh sách không thay đổi." in page
    again = staff.post(f"/nhap-excel/{batch.pk}/huy/", follow=True).content.decode()
    assert "đã được người khác thay đổi" in again
    staff.post(f"/nhap-excel/{batch.pk}/luu/")
    assert not Enterprise.objects.exists()
    assert str(batch) == "danh sách.xlsx"


def test_a_refused_file_says_why(staff, tmp_path):
    answer = staff.post("/nhap-excel/", {"file": SimpleUploadedFile("a.csv", b"a;b")}, follow=True)
    assert answer.status_code == 200
    batch = work(ImportBatch.objects.latest("id"))
    page = staff.get(f"/nhap-excel/{batch.pk}/").content.decode()
    assert "Tệp là văn bản (.csv)" in page
    assert "Tệp bị từ chối. Xem lý do bên dưới" in page
    assert '<td data-label="Giá trị">a.csv</td>' in page
    empty = staff.post("/nhap-excel/", {}).content.decode()
    assert "Chọn tệp cần nhập." in empty


def test_a_register_that_changed_meanwhile_stops_the_save_and_can_be_tried_again(staff, tmp_path):
    batch = work(upload(staff, tmp_path, GOOD))
    staff.post(f"/nhap-excel/{batch.pk}/luu/")
    make_workbook(Path(ImportBatch.objects.get().file.path), enterprises=[ENTERPRISES, BAD])
    work(batch)
    page = staff.get(f"/nhap-excel/{batch.pk}/").content.decode()
    assert "tệp nay có lỗi" in page
    assert not Enterprise.objects.exists()
    assert "Hủy lần nhập" in page
    make_workbook(Path(ImportBatch.objects.get().file.path), enterprises=[ENTERPRISES, GOOD])
    staff.post(f"/nhap-excel/{batch.pk}/thu-lai/")
    work(batch)
    assert batch.state == "saved"
    assert Enterprise.objects.count() == 1


@pytest.mark.parametrize("role", ["leader", "finance", "viewer", "unit_officer"])
def test_others_neither_see_nor_send_files(client, db, role):
    client.force_login(person(role), backend=BACKEND)
    assert client.get("/nhap-excel/").status_code == 403
    assert not re.search("Nhập từ Excel", client.get("/ke-hoach/224-kh-ubnd/").content.decode())
    assert not ImportBatch.objects.visible_to(person(None)).exists()
