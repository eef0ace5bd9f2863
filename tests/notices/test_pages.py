"""The bell, a person's notices and wishes, the administrators' log and words."""

import pytest

from notices.actions import notify, write_letter
from notices.kinds import kinds
from notices.models import Notice, Preference, Wording
from notices.sending import send_letters
from notices.wording import default_words, unknown_names
from tests.notices.conftest import SECRETS
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BELL = "<sup>2</sup>"


@pytest.fixture
def admin(client):
    user = person("administrator")
    client.force_login(user, backend=BACKEND)
    return user


def tell(user, title="1", path="/kho-khan/", **more):
    return notify("test.plain", to=[user], values={"title": title}, path=path, **more)


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_bell_counts_what_the_person_has_not_read(client, admin):
    other = person("staff")
    tell(admin, "một"), tell(admin, "hai"), tell(other, "ba")
    assert BELL in page(client, "/quan-tri/thu/")
    listed = page(client, "/thong-bao/")
    assert listed.index("Việc hai") < listed.index("Việc một")
    assert "Việc ba" not in listed
    first = Notice.objects.filter(user=admin).earliest("pk")
    answer = client.get(f"/thong-bao/{first.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, "/kho-khan/")
    assert "<sup>1</sup>" in page(client, "/thong-bao/")
    client.post("/thong-bao/da-doc/")
    assert "<sup>" not in page(client, "/thong-bao/")
    assert Notice.objects.get(user=other).read_at is None


def test_another_persons_notice_is_not_there(client, admin):
    tell(person("staff"))
    assert client.get(f"/thong-bao/{Notice.objects.get().pk}/").status_code == 404
    assert Notice.objects.get().read_at is None


def test_a_notice_without_a_place_leads_back_to_the_list(client, admin):
    tell(admin, path="")
    tell(admin, path="//khac.vn/")
    for notice in Notice.objects.all():
        assert client.get(f"/thong-bao/{notice.pk}/")["Location"] == "/thong-bao/"


def test_notices_come_in_pages(client, admin):
    for number in range(51):
        tell(admin, f"số {number}")
    first = page(client, "/thong-bao/")
    assert first.count('class="unread"') == 50
    assert "Trang sau" in first


def test_a_person_chooses_how_to_be_written_to(client, admin):
    assert "Gửi ngay" in page(client, "/thong-bao/cach-nhan/")
    assert "/thong-bao/cach-nhan/" in page(client, "/tai-khoan/password/change/")
    client.post("/thong-bao/cach-nhan/", {"frequency": "daily"})
    client.post("/thong-bao/cach-nhan/", {"frequency": "never"})
    assert Preference.objects.get().frequency == "never"
    answer = client.post("/thong-bao/cach-nhan/", {"frequency": "hourly"})
    assert "Chọn một mục trong danh sách." in answer.content.decode()
    assert Preference.objects.get().frequency == "never"


def test_the_log_tells_what_was_sent_to_whom_and_is_filtered(client, admin, mail_server, settings):
    settings.MAIL_QUIET_FROM = settings.MAIL_QUIET_UNTIL = 0  # whatever hour the test runs at
    mail_server.refusals = {"sai@co.vn": "550 no such user"}
    tell(person("staff"), "phản ánh")
    write_letter("test.awaited", address="sai@co.vn")
    send_letters()
    whole = page(client, "/quan-tri/thu/")
    assert "Việc phản ánh" in whole
    assert "550 no such user" in whole
    for query, sees in {
        "trang_thai=failed": (False, True),
        "trang_thai=sent": (True, False),
        "loai=test.plain": (True, False),
        "tim=staff%40tinh": (True, False),
        "tim=SAI": (False, True),
    }.items():
        found = page(client, f"/quan-tri/thu/?{query}")
        assert ("Việc phản ánh" in found, "Mã của bạn" in found) == sees, query
    failed = Notice.objects.get(state="failed")
    one = page(client, f"/quan-tri/thu/{failed.pk}/")
    assert "Gửi lại" in one
    assert "sai@co.vn" in one
    mail_server.refusals = {}
    assert "sai@co.vn" in page(client, f"/quan-tri/thu/{failed.pk}/gui-lai/")
    client.post(f"/quan-tri/thu/{failed.pk}/gui-lai/")
    assert send_letters() == 1
    answer = client.post(f"/quan-tri/thu/{failed.pk}/gui-lai/", follow=True)
    assert "Chỉ gửi lại được thư" in answer.content.decode()


def test_the_log_does_not_hold_what_opens_something(client, admin):
    SECRETS["moi:1"] = "https://x.vn/bi-mat"
    write_letter("test.late", address="a@b.vn", about="moi:1")
    one = page(client, f"/quan-tri/thu/{Notice.objects.get().pk}/")
    assert "bi-mat" not in one
    assert "(chỉ có trong thư gửi người nhận)" in one


def test_administrators_write_the_words_and_see_them_before(client, admin):
    address = "/quan-tri/mau-thong-bao/test.plain/"
    first = page(client, address)
    assert "{title}" in first
    assert "Tên việc" in first
    typed = {"subject": "Có việc: {title}", "body": "Mở {link}", "seen_version": "1"}
    looked = client.post(address, typed | {"xem": "1"}).content.decode()
    assert "Có việc: mẫu" in looked
    assert not Wording.objects.exists()
    assert client.post(address, typed).status_code == 302
    assert "Có việc: {title}" in page(client, "/quan-tri/mau-thong-bao/")
    tell(admin, "đọc")
    assert Notice.objects.get().subject == "Có việc: đọc"
    client.post(f"{address}goc/")
    tell(admin, "viết")
    assert Notice.objects.latest("pk").subject == "Việc viết"


@pytest.mark.parametrize(
    ("field", "words", "named"),
    [
        ("subject", "Việc {tilte}", "{tilte}"),
        ("body", "Mở {link", "{"),
        ("body", "Mở {opens}", "{opens}"),
    ],
)
def test_a_name_that_nobody_fills_is_refused_in_words(client, admin, field, words, named):
    typed = {"subject": "a", "body": "b", "seen_version": "1"} | {field: words}
    for more in ({}, {"xem": "1"}):
        answer = client.post("/quan-tri/mau-thong-bao/test.plain/", typed | more).content.decode()
        assert f"Không có chỗ điền tên {named}" in answer
        assert words in answer
    assert not Wording.objects.exists()


def test_what_opens_something_stands_in_no_subject(client, admin):
    typed = {"subject": "Mở {opens}", "body": "{opens}", "seen_version": "1"}
    answer = client.post("/quan-tri/mau-thong-bao/test.late/", typed).content.decode()
    assert "Không có chỗ điền tên {opens}" in answer


def test_the_second_of_two_administrators_is_told(client, admin):
    Wording.objects.create(kind="test.plain", subject="a", body="b")
    Wording.objects.update(subject="c")
    typed = {"subject": "d", "body": "e", "seen_version": "1"}
    answer = client.post("/quan-tri/mau-thong-bao/test.plain/", typed).content.decode()
    assert "Mẫu vừa được người khác sửa." in answer
    assert Wording.objects.get().subject == "c"


def test_no_kind_no_page(client, admin):
    assert client.get("/quan-tri/mau-thong-bao/khac/").status_code == 404


def test_the_words_of_every_kind_hold_names_that_it_gives():
    assert len(list(kinds)) > 3
    for code, kind in kinds.items():
        assert unknown_names(kind, default_words(kind)) == {}, code
        assert all(str(given.label) for given in kind.placeholders.values()), code
