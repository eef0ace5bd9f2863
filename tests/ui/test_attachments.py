"""Evidence files: what they are by content, who gets them, what removal leaves."""

import io
import zipfile
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import Attachment
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def staff(client):
    client.force_login(person("staff"), backend=BACKEND)
    return client


def office(*names: str, types: str = "<Types/>") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        if types:
            archive.writestr("[Content_Types].xml", types)
        for name in names:
            archive.writestr(name, "<x/>")
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 ..."
VBA_TYPE = '<Override ContentType="application/vnd.ms-office.vbaProject"/>'
GOOD = {
    "a.pdf": b"%PDF-1.7 ...",
    "b.jpg": b"\xff\xd8\xff\xe0 ...",
    "c.PNG": b"\x89PNG\r\n\x1a\n ...",
    "d.docx": office("word/document.xml"),
    "e.xlsx": office("xl/workbook.xml"),
    "f.doc": OLE,
    "g.pptx": office("ppt/presentation.xml"),
}
BAD = {
    "a.pdf": b"<html>",
    "b.exe": b"MZ",
    "c.png": b"%PDF-1.7",
    "d.docx": office("xl/workbook.xml"),
    "e.docx": office("word/x"),
    "f.docx": b"PK\x03\x04 no archive",
    "g.svg": b"<svg/>",
    "h.docx": office("word/document.xml", types=""),
}
MACROS = {
    "a.docx": office("word/document.xml", "word/vbaProject.bin"),
    "b.docx": office("word/document.xml", "word/VBAPROJECT.BIN"),
    "c.xlsx": office("xl/workbook.xml", "xl/other.bin", types=VBA_TYPE),
    "d.xls": OLE + "_VBA_PROJECT_CUR".encode("utf-16-le"),
}


def send(client, of, name: str, content: bytes, description: str = ""):
    data = {"file": SimpleUploadedFile(name, content), "description": description}
    return client.post(f"/ho-tro/{of.pk}/tep/", data, follow=True).content.decode()


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_kept_shown_and_handed_out(staff, name):
    own = records.support(records.enterprise())
    page = send(staff, own, name, GOOD[name], "Biên bản  nghiệm thu")
    assert f"Đã lưu tệp {name}." in page
    file = Attachment.objects.get()
    assert (file.sha256, file.size) == (sha256(GOOD[name]).hexdigest(), len(GOOD[name]))
    assert file.description == "Biên bản nghiệm thu"
    answer = staff.get(f"/tep/{file.pk}/")
    assert b"".join(answer.streaming_content) == GOOD[name]
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_not_what_its_name_says_is_refused(staff, name):
    own = records.support(records.enterprise())
    assert "Nội dung tệp không phải" in send(staff, own, name, BAD[name])
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("name", MACROS)
def test_macros_are_refused_under_whatever_name(staff, name):
    own = records.support(records.enterprise())
    assert "Tệp có macro." in send(staff, own, name, MACROS[name])
    assert not Attachment.objects.exists()


def test_a_description_is_measured_in_its_normal_form(staff):
    own = records.support(records.enterprise())
    page = send(staff, own, "a.pdf", GOOD["a.pdf"], "\u0958" * 200)
    assert "Dài 400 ký tự; rút xuống còn 255." in page
    assert not Attachment.objects.exists()
    send(staff, own, "a\x07b.pdf", GOOD["a.pdf"], "Biên\x07 bản")
    made = Attachment.objects.get()
    assert (made.name, made.description) == ("ab.pdf", "Biên bản")


def test_no_file_an_empty_one_and_a_large_one_are_refused(staff, settings):
    own = records.support(records.enterprise())
    assert (
        "Chọn tệp minh chứng."
        in staff.post(f"/ho-tro/{own.pk}/tep/", {}, follow=True).content.decode()
    )
    assert "Tệp rỗng" in send(staff, own, "a.pdf", b"")
    assert "tối đa 20 MB" in staff.get(f"/ho-tro/{own.pk}/").content.decode()
    settings.ATTACHMENT_MAX_BYTES = 4
    assert "Nén hoặc chia nhỏ" in send(staff, own, "a.pdf", GOOD["a.pdf"])
    assert not Attachment.objects.exists()


def test_only_who_sees_the_record_gets_its_file(staff, client):
    own = records.support(records.enterprise())
    other = records.support(records.enterprise("0301442989", "Nơi khác", ward="28249"))
    for record in (own, other):
        send(staff, record, "a.pdf", GOOD["a.pdf"])
    near, far = Attachment.objects.order_by("pk")
    client.force_login(person("unit_officer"), backend=BACKEND)
    answer = client.get(f"/tep/{near.pk}/")
    assert b"".join(answer.streaming_content) == GOOD["a.pdf"]
    assert client.get(f"/tep/{far.pk}/").status_code == 404
    assert client.post(f"/tep/{near.pk}/go/").status_code == 403
    assert client.post(f"/ho-tro/{own.pk}/tep/").status_code == 403


def test_a_removed_file_is_off_the_page_and_its_bytes_stay(staff):
    own = records.support(records.enterprise())
    send(staff, own, "a.pdf", GOOD["a.pdf"])
    file = Attachment.objects.get()
    address = f"/tep/{file.pk}/go/"
    assert "Gỡ tệp a.pdf" in staff.get(address).content.decode()
    assert "Ghi lý do." in staff.post(address).content.decode()
    assert Attachment.objects.get().removed_at is None  # asked, and not yet done
    page = staff.post(address, {"reason": "Nhầm biên bản"}, follow=True).content.decode()
    assert "Đã gỡ tệp a.pdf." in page
    assert "Chưa có tệp minh chứng nào." in page
    history = staff.get(f"/ho-tro/{own.pk}/lich-su/").content.decode()
    assert "Thêm tệp minh chứng a.pdf" in history
    assert "Sửa tệp minh chứng a.pdf" in history
    assert "Nhầm biên bản" in history
    assert "Content type" not in history
    file.refresh_from_db()
    assert file.removed_at is not None
    assert file.file.read() == GOOD["a.pdf"]
    file.file.close()
    assert staff.get(f"/tep/{file.pk}/").status_code == 404
    labels = Attachment.pgh_event_model.objects.order_by("pgh_id")
    assert list(labels.values_list("pgh_label", flat=True)) == ["insert", "update"]
