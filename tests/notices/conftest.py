"""A mail server, and kinds of notices that only tests know."""

from collections.abc import Iterator

import pytest

from notices.kinds import Given, Kind, kinds
from tests.mail_server import MailServer

PLAIN = Kind(
    label="thử",
    subject="Việc {title}",
    body="Kính gửi {name},\n\n{title}: {link}",
    values={"title": Given("Tên việc", "mẫu")},
)
AWAITED = Kind(label="chờ", subject="Mã của bạn", body="{name}: {link}", is_awaited=True)
SECRETS: dict[str, str | None] = {}
LATE = Kind(
    label="kín",
    subject="Lời mời",
    body="Mở {opens}",
    late={"opens": Given("Đường dẫn riêng", "https://x.vn/abc")},
    late_values=lambda about: {"opens": SECRETS[about]} if SECRETS.get(about) else None,  # type: ignore[dict-item,return-value]
    is_awaited=True,
)


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    for code, kind in {"test.plain": PLAIN, "test.awaited": AWAITED, "test.late": LATE}.items():
        kinds.register(code, kind)
    yield
    for code in ("test.plain", "test.awaited", "test.late"):
        kinds._items.pop(code)
    SECRETS.clear()


@pytest.fixture
def mail_server(settings) -> Iterator[MailServer]:
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = 2
    settings.SITE_URL = "https://nangsuat.tinh.vn"
    server.start()
    yield server
    server.stop()
