"""What people see when a request cannot be served, and what leads from there to the log."""

import logging
import re

import pytest
from django.test import Client

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
