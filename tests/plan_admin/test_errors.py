"""What people see when a request cannot be served, and what leads from there to the log."""

import errno
import logging
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError
from django.test import Client
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from core import jobs
from core.models import Job
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Lines(logging.Handler):
    """Lines as the program's own handler writes them."""

    def __init__(self) -> None:
        super().__init__()
        self.formatter = logging.getLogger().handlers[0].formatter
        self.written: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.written.append(self.format(record))


@pytest.fixture
def log():
    handler = Lines()
    logging.getLogger("django.request").addHandler(handler)
    yield handler.written
    logging.getLogger("django.request").removeHandler(handler)


def test_an_error_has_a_code_that_stands_in_the_log(log, monkeypatch):
    client = Client(raise_request_exception=False)
    client.force_login(person("staff"), backend=BACKEND)
    monkeypatch.setattr("core.ui.catalogue.render", None)
    answer = client.get("/ui/")
    page = answer.content.decode()
    assert answer.status_code == 500
    code = re.search(r"<b class=\"mono\">([0-9A-F]{8})</b>", page).group(1)
    (line,) = [text for text in log if "/ui/" in text]
    assert code in line
    assert "những gì bạn đã ghi vẫn còn trong biểu mẫu" in page
    monkeypatch.undo()
    assert client.get("/ui/").status_code == 200


def test_a_form_of_an_ended_session_is_answered_in_vietnamese():
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("staff"), backend=BACKEND)
    answer = client.post("/doanh-nghiep/them/", {"name": "x"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Phiên làm việc đã hết" in page
    assert "những gì bạn đã ghi vẫn còn trong biểu mẫu; bấm Lưu lần nữa" in page
    assert "CSRF" not in page


def test_what_is_not_there_and_what_is_not_seen_read_alike(client):
    client.force_login(person("unit_officer"), backend=BACKEND)
    answer = client.get("/doanh-nghiep/999999/")
    assert answer.status_code == 404
    assert "Không tìm thấy trang, hoặc bạn không được xem." in answer.content.decode()


def test_an_address_of_a_button_opened_as_a_page_says_so(client):
    client.force_login(person("staff"), backend=BACKEND)
    own = records.support(records.enterprise())
    answer = client.get(f"/ho-tro/{own.pk}/tep/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST, OPTIONS")
    page = answer.content.decode()
    assert "Địa chỉ này chỉ dùng khi bấm một nút trong trang." in page
    assert f'<a href="/ho-tro/{own.pk}/">Về trang có nút đó</a>' in page
    assert client.put(f"/ho-tro/{own.pk}/tep/").content == b""


def test_nobody_keeps_a_page(client):
    assert "no-store" in client.get("/tai-khoan/login/")["Cache-Control"]
    client.force_login(person("staff"), backend=BACKEND)
    assert client.get("/doanh-nghiep/")["Cache-Control"] == "no-store"
    assert client.get("/khong-co/")["Cache-Control"] == "no-store"
    static = client.get("/static/css/app.css")
    assert static["Cache-Control"] != "no-store"
    b"".join(static.streaming_content)
    static.close()


def test_who_has_no_role_is_told_what_to_do_and_can_leave(client):
    client.force_login(person(None), backend=BACKEND)
    answer = client.get("/")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "chưa có vai trò, hoặc vai trò đã hết hạn" in page
    assert "Liên hệ quản trị hệ thống của Sở" in page
    assert page.count('action="/tai-khoan/logout/"') == 2
    assert "Về trang Tổng quan" not in page
    assert '<div class="narrow-page">' in page
    client.force_login(person("viewer"), backend=BACKEND)
    page = client.get("/doanh-nghiep/them/").content.decode()
    assert "Vai trò của bạn không được thêm doanh nghiệp." in page
    assert "Về trang Tổng quan" in page


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (OperationalError("server closed the connection"), 503, "Cơ sở dữ liệu tạm thời chưa"),
        (InterfaceError("connection already closed"), 503, "Cơ sở dữ liệu tạm thời chưa"),
        (OSError(errno.ENOSPC, "No space left on device"), 507, "Máy chủ hết chỗ lưu tệp"),
        (OSError(errno.EACCES, "Permission denied"), 500, "Có lỗi ngoài dự kiến"),
    ],
)
def test_what_failed_decides_the_status_and_the_advice(error, status, words, monkeypatch):
    def fail(*_args, **_kwargs):
        raise error

    client = Client(raise_request_exception=False)
    client.force_login(person("staff"), backend=BACKEND)
    monkeypatch.setattr("core.ui.catalogue.render", fail)
    answer = client.get("/ui/")
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert "những gì bạn đã ghi vẫn còn trong biểu mẫu" in page
    assert answer.get("Retry-After") == ("10" if status == 503 else None)
    assert "space left" not in page


@pytest.mark.parametrize(
    ("given", "is_taken"),
    [
        ("3f2c9a7e-1111-4222-8333-444455556666", True),
        ("ABCDEFGH", True),
        ("short", False),
        ("x" * 65, False),
        ("abcdefgh\nforged line", False),
        ("<b>abcdefgh</b>", False),
    ],
)
def test_a_request_bears_its_code_and_a_proxys_only_where_it_is_plain(given, is_taken):
    code = Client().get("/suc-khoe/", headers={"x-request-id": given})["X-Request-ID"]
    assert (code == given) is is_taken
    assert re.fullmatch("[A-Za-z0-9-]{8,64}", code)


def test_a_job_writes_the_code_of_the_request_that_asked_for_it(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    client = Client()
    client.force_login(person("staff"), backend=BACKEND)
    file = SimpleUploadedFile("a.xlsx", b"no workbook")
    answer = client.post("/nhap-excel/", {"file": file}, headers={"x-request-id": "REQUEST-224"})
    assert answer["X-Request-ID"] == "REQUEST-224"
    job = Job.objects.get()
    assert job.request_code == "REQUEST-224"
    with capture_logs(processors=[merge_contextvars]) as lines:
        jobs.run_job(job.pk)
    assert next(line["event"] for line in lines) == "job_started"
    assert {line["request_code"] for line in lines} == {"REQUEST-224"}
    assert {(line["job"], line["kind"], line["attempt"]) for line in lines} == {
        (str(job.pk), "core.check_workbook", 1)
    }
