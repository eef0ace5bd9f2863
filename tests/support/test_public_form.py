"""An enterprise without an account: one mailbox, one link, one code; and everything that tries more."""

import hashlib
import re
from datetime import date, timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.models import StateChange
from notices.forgetting import FORGOTTEN
from notices.models import Notice
from notices.sending import send_letters
from support.choices import PublicFormState
from support.choices import RequestState as State
from support.codes import as_tracking_code, new_tracking_code
from support.consent import CONSENTS, CURRENT
from support.models import PublicForm, SupportRequest
from support.public_actions import expire_forms, network_of
from support.request_actions import erase_old_contacts
from support.tasks import forget_strangers
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FORM = "/dang-ky-ho-tro/"
FOLLOW = f"{FORM}theo-doi/"


def typed(**values: object) -> dict[str, object]:
    given = {
        "name": "Công ty TNHH Bánh Phồng",
        "tax_code": "0301442989",
        "address": "Ấp 1, xã Cái Bè",
        "item": records.item("support", "5S").pk,
        "need": "Cần áp dụng 5S\ntại xưởng.",
        "own_funds_vnd": "50.000.000",
        "wished_from": "01/03/2099",
        "contact_name": "Nguyễn Thị Gửi",
        "contact_email": "Gui@Example.vn",
        "contact_phone": "0909 123 456",
        "consent": "on",
    }
    return given | values


def send(client, **values: object):
    return client.post(FORM, typed(**values))


def link_in(mailbox: list) -> str:
    """The address in the newest letter to somebody without account."""
    send_letters()
    letter = [message for message in mailbox if not message.to[0].endswith("@tinh.vn")][-1]
    (found,) = re.findall(rf"{settings.SITE_URL}(/\S+)", letter.body)
    return found


def errors(answer) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)


# ---- the way through ----


def test_from_the_form_to_the_code(client, mailoutbox):
    staff = person("staff")
    page = client.get(FORM)
    assert page.status_code == HTTPStatus.OK
    assert 'name="consent" class="check" required' in page.content.decode()
    assert "checked" not in page.content.decode()
    assert "91/2025/QH15" in page.content.decode()
    answer = send(client)
    assert answer.url == f"{FORM}da-gui/"
    assert "48 giờ" in client.get(answer.url).content.decode()
    assert not SupportRequest.objects.exists()
    assert not Notice.objects.filter(user=staff).exists()

    link = link_in(mailoutbox)
    assert mailoutbox[-1].to == ["gui@example.vn"]
    # A mail program that follows the link confirms nothing.
    assert client.get(link).status_code == HTTPStatus.OK
    assert not SupportRequest.objects.exists()
    confirmed = client.post(link)
    made = SupportRequest.objects.get()
    assert confirmed.url == f"{FOLLOW}{made.tracking_code}/"
    assert (made.name, made.tax_code, made.state) == (
        *("Công ty TNHH Bánh Phồng", "0301442989", State.NEW),
    )
    assert made.need == "Cần áp dụng 5S\ntại xưởng."
    assert (made.own_funds_vnd, made.wished_from) == (50_000_000, date(2099, 3, 1))
    assert (made.unit, made.enterprise, made.source) == (None, None, "enterprise")
    assert (made.contact_name, made.contact_phone) == ("Nguyễn Thị Gửi", "0909 123 456")
    assert made.consent_version == CURRENT
    assert made.consented_at < made.created_at
    assert re.fullmatch(r"([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}", made.tracking_code)
    assert made.tracking_code in client.get(confirmed.url).content.decode()
    form = PublicForm.objects.get()
    assert (form.state, form.content, form.request) == (PublicFormState.CONFIRMED, {}, made)
    assert Notice.objects.get(user=staff).kind == "support.request_arrived"

    assert link_in(mailoutbox) == confirmed.url
    assert sum(made.tracking_code in message.body for message in mailoutbox) == 1


def test_the_answer_reaches_the_sender(client, mailoutbox):
    made = records.public_request(state=State.RECEIVED)
    client.force_login(person("staff"), backend=BACKEND)
    step = f"/de-nghi-ho-tro/{made.pk}/buoc/answer/"
    answer = "Mời liên hệ Trung tâm Kỹ thuật."
    client.post(step, {"seen_version": made.version, "reason": "", "answer": answer})
    with time_machine.travel(timezone.localtime().replace(hour=10), tick=False):
        Notice.objects.update(due_at=timezone.now())
        send_letters()
    assert mailoutbox[-1].to == ["lien-he@example.vn"]
    assert mailoutbox[-1].subject == "Đề nghị hỗ trợ: Đã trả lời"
    assert answer not in mailoutbox[-1].body
    client.logout()
    page = client.get(f"{FOLLOW}{made.tracking_code}/").content.decode()
    assert "Đã trả lời" in page
    assert answer in page


def test_the_page_to_follow_shows_the_state_and_no_personal_data(client):
    made = records.public_request(enterprise=records.enterprise())
    page = client.get(f"{FOLLOW}{made.tracking_code}/").content.decode()
    assert "Mới" in page
    for secret in (
        *("Trần Thị Liên Hệ", "lien-he@example.vn", "3873 024", "Công ty", "1200100557"),
        *("Sắp xếp lại xưởng", "5S", "20.000.000", f"/de-nghi-ho-tro/{made.pk}/"),
    ):
        assert secret not in page, secret


def test_a_code_is_found_in_any_spelling_and_no_other_is(client):
    made = records.public_request()
    found = client.get(FOLLOW, {"ma": " abcd efgh-jklm2345 "})
    assert found.url == f"{FOLLOW}{made.tracking_code}/"
    for wrong in ("ABCD-EFGH-JKLM-2346", "ABCD", "1200100557", str(made.pk)):
        answer = client.get(FOLLOW, {"ma": wrong})
        assert answer.status_code == HTTPStatus.NOT_FOUND
        assert "Không có đề nghị nào mang mã này" in answer.content.decode()
        assert client.get(f"{FOLLOW}{wrong}/").status_code == HTTPStatus.NOT_FOUND
        assert client.post(f"{FOLLOW}{wrong}/rut/").status_code == HTTPStatus.NOT_FOUND


def test_codes_hold_eighty_bits():
    codes = {new_tracking_code() for _number in range(200)}
    assert len(codes) == 200
    assert all(as_tracking_code(code.lower()) == code for code in codes)
    assert as_tracking_code("x" * 17) == ""


# ---- what tries more ----


def test_a_link_confirms_once(client, mailoutbox):
    send(client)
    link = link_in(mailoutbox)
    client.post(link)
    again = client.post(link)
    assert again.status_code == HTTPStatus.GONE
    assert "Liên kết này đã dùng" in again.content.decode()
    made = SupportRequest.objects.get()
    assert made.tracking_code not in again.content.decode()
    assert client.get(link).status_code == HTTPStatus.GONE
    assert StateChange.objects.filter(transition="confirm").count() == 1


@pytest.mark.parametrize("token", ["x", "0" * 64, "%27%20OR%201=1"])
def test_a_wrong_link_confirms_nothing(client, token):
    records.public_form()
    for ask in (client.get, client.post):
        answer = ask(f"{FORM}xac-nhan/{token}/")
        assert answer.status_code == HTTPStatus.NOT_FOUND
        assert "Liên kết không dùng được" in answer.content.decode()
    assert not SupportRequest.objects.exists()


def test_an_old_link_confirms_nothing(client):
    now = timezone.now()
    records.public_form(expires_at=now + timedelta(hours=48))
    link = f"{FORM}xac-nhan/{records.TOKEN}/"
    with time_machine.travel(now + timedelta(hours=48, seconds=1), tick=False):
        answer = client.post(link)
        assert answer.status_code == HTTPStatus.GONE
        assert "đã hết hạn" in answer.content.decode()
    assert not SupportRequest.objects.exists()
    with time_machine.travel(now + timedelta(hours=47, minutes=59), tick=False):
        assert client.post(link).status_code == HTTPStatus.FOUND
    assert SupportRequest.objects.count() == 1


def test_neither_the_table_nor_the_log_of_letters_holds_the_link(client, mailoutbox):
    send(client)
    token = link_in(mailoutbox).split("/")[-2]
    form = PublicForm.objects.get()
    stored = f"{form.seed} {form.token_hash} {form.content} {Notice.objects.get().body}"
    assert token not in stored
    assert form.token_hash == hashlib.sha256(token.encode()).hexdigest()


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"tax_code": ""}, "tax_code", "Ghi mã số thuế."),
        ({"tax_code": "0301442980"}, "tax_code", "Chữ số kiểm tra của mã số thuế không đúng."),
        ({"tax_code": "03014"}, "tax_code", "Mã số thuế gồm 10 chữ số"),
        ({"tax_code": "079123456789"}, "tax_code", "Phiếu này không nhận số định danh cá nhân"),
        ({"consent": ""}, "consent", "Phải đồng ý thì mới gửi được phiếu"),
        ({"contact_email": "gui@"}, "contact_email", "Không phải thư điện tử."),
        ({"contact_email": "a@b.vn\nBcc: x@y.vn"}, "contact_email", "Không phải thư điện tử."),
        ({"contact_phone": "gọi sau"}, "contact_phone", "Không phải số điện thoại."),
        ({"need": "x" * 4001}, "need", "Dài 4001 ký tự; rút xuống còn 4000."),
        ({"own_funds_vnd": "9" * 25}, "own_funds_vnd", ""),
        ({"wished_from": "01/01/2020"}, "wished_from", "Ngày này đã qua."),
        ({"wished_to": "01/02/2099"}, "wished_to", "Ngày kết thúc phải từ ngày bắt đầu trở đi."),
        ({"item": "0"}, "item", "Chọn một mục trong danh sách."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, values, field, words):
    answer = send(client, **values)
    assert answer.status_code == HTTPStatus.OK
    assert list(errors(answer)) == [field]
    assert errors(answer)[field][0].startswith(words)
    page = answer.content.decode()
    for kept in ("Công ty TNHH Bánh Phồng", "Ấp 1, xã Cái Bè", "Nguyễn Thị Gửi"):
        assert kept in page
    assert not PublicForm.objects.exists()
    assert not Notice.objects.exists()


def test_a_trapped_program_sends_nothing_and_a_person_sends_again(client):
    answer = send(client, trang_web="http://quang-cao.example")
    assert "Bấm Gửi lần nữa." in errors(answer)["__all__"][0]
    page = answer.content.decode()
    assert "quang-cao" not in page
    assert "Công ty TNHH Bánh Phồng" in page
    assert not PublicForm.objects.exists()
    assert send(client).status_code == HTTPStatus.FOUND


def test_one_mailbox_gets_three_letters_a_day(client):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        for number in range(3):
            sent = send(client, contact_email=("gui@example.vn", "GUI@example.vn")[number % 2])
            assert sent.status_code == HTTPStatus.FOUND
        refused = client.post(FORM, typed(), REMOTE_ADDR="203.0.113.9")
        assert refused.status_code == HTTPStatus.TOO_MANY_REQUESTS
        assert refused["Retry-After"] == "86400"
        assert "Hôm nay đã gửi đủ số phiếu tới thư điện tử này." in refused.content.decode()
        assert "Công ty TNHH Bánh Phồng" in refused.content.decode()
        assert send(client, contact_email="khac@example.vn").status_code == HTTPStatus.FOUND
    assert PublicForm.objects.count() == 4
    with time_machine.travel(now + timedelta(days=1, seconds=1), tick=False):
        assert send(client).status_code == HTTPStatus.FOUND


def test_one_line_sends_ten_forms_a_day(client):
    for number in range(10):
        client.post(FORM, typed(contact_email=f"{number}@a.vn"), REMOTE_ADDR="2001:db8:1:2::1")
    same = {"REMOTE_ADDR": "2001:db8:1:2:ffff::9"}  # another address of the same subscriber
    refused = client.post(FORM, typed(contact_email="x@a.vn"), **same)
    assert refused.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert "Hôm nay đã nhận đủ số phiếu từ đường truyền này." in refused.content.decode()
    other = {"REMOTE_ADDR": "2001:db8:1:3::1"}
    assert client.post(FORM, typed(), **other).status_code == HTTPStatus.FOUND
    assert PublicForm.objects.count() == 11


def test_a_forwarded_address_counts_only_as_far_as_our_proxies_wrote_it(client, settings):
    for number in range(10):
        spoofed = {"HTTP_X_FORWARDED_FOR": f"198.51.100.{number}"}
        client.post(FORM, typed(contact_email=f"{number}@a.vn"), **spoofed)
    refused = client.post(FORM, typed(), HTTP_X_FORWARDED_FOR="198.51.100.77")
    assert refused.status_code == HTTPStatus.TOO_MANY_REQUESTS
    settings.TRUSTED_PROXIES = 1
    given = client.post(FORM, typed(), HTTP_X_FORWARDED_FOR="1.2.3.4, 198.51.100.77")
    assert given.status_code == HTTPStatus.FOUND


@pytest.mark.parametrize(
    ("address", "network"),
    [("203.0.113.9", "203.0.113.9"), ("2001:db8:1:2::1", str(0x20010DB800010002)), ("?", "?")],
)
def test_whom_an_address_belongs_to(address, network):
    assert network_of(address) == network


def test_nobody_learns_whether_the_register_has_a_code(client, mailoutbox):
    """The same answers, the same letter, the same number of questions to the database."""
    firm = records.enterprise()
    seen = []
    for code, mailbox in ((firm.tax_code, "a@a.vn"), ("0301442989", "b@b.vn")):
        answer = send(client, tax_code=code, contact_email=mailbox)
        link = link_in(mailoutbox)
        confirmed = client.post(link)
        made = SupportRequest.objects.latest("pk")
        page = client.get(confirmed.url).content.decode().replace(made.tracking_code, "")
        letters = [message.body.replace(made.tracking_code, "") for message in mailoutbox[-1:]]
        letters = [re.sub(r"xac-nhan/\w+", "", body) for body in letters]
        page = re.sub(r'value="\w{64}"', "", page)
        seen.append((answer.url, letters, page, made.enterprise))
    assert seen[0] == seen[1]


def test_the_form_works_without_javascript_and_sets_no_session(client):
    client.get(FORM)
    assert "phien" not in client.cookies
    page = client.get(FORM).content.decode()
    assert "http://" not in re.sub(r"http://www\.w3\.org\S*", "", page)
    assert "<script>" not in page
    assert "style=" not in page


# ---- what is forgotten ----


def test_what_nobody_confirmed_is_emptied_and_its_letter_loses_the_address(client):
    now = timezone.now()
    send(client)
    with time_machine.travel(now + timedelta(hours=47), tick=False):
        assert expire_forms() == 0
        # A day later nothing tells any more who sent what.
        form = PublicForm.objects.get()
        assert (form.sender, form.mailbox) == ("", "")
        assert form.content["contact_name"] == "Nguyễn Thị Gửi"
    with time_machine.travel(now + timedelta(hours=48, seconds=5), tick=False):
        assert forget_strangers() == (1, 0)
        assert forget_strangers() == (0, 0)
    form.refresh_from_db()
    assert (form.state, form.content) == (PublicFormState.EXPIRED, {})
    letter = Notice.objects.get()
    assert letter.address == FORGOTTEN
    for secret in ("Nguyễn Thị Gửi", "gui@example.vn", "0301442989", "Bánh Phồng"):
        assert secret.lower() not in f"{letter.subject} {letter.body} {letter.about}".lower()


def test_a_letter_that_was_not_sent_in_time_is_not_sent_afterwards(client, mailoutbox):
    now = timezone.now()
    send(client)
    with time_machine.travel(now + timedelta(hours=49), tick=False):
        expire_forms()
        send_letters()
    assert mailoutbox == []
    assert Notice.objects.get().state == "unsent"


def test_the_database_keeps_no_content_of_a_form_that_is_over():
    form = records.public_form()
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicForm.objects.filter(pk=form.pk).update(state=PublicFormState.EXPIRED)
    with pytest.raises(IntegrityError), transaction.atomic():
        records.public_form("khac", consent_version="")


def test_the_sender_takes_the_request_back_and_is_forgotten(client):
    made = records.public_request()
    address = f"{FOLLOW}{made.tracking_code}/rut/"
    assert client.get(address).status_code == HTTPStatus.OK
    made.refresh_from_db()
    assert made.state == State.NEW  # asking does nothing
    assert client.post(address).url == f"{FOLLOW}{made.tracking_code}/"
    made.refresh_from_db()
    assert made.state == State.WITHDRAWN
    assert (made.contact_name, made.contact_email, made.contact_phone) == ("", "", "")
    line = StateChange.objects.get()
    assert (line.by, line.reason) == (None, "Người gửi rút đề nghị ở trang theo dõi.")
    page = client.get(f"{FOLLOW}{made.tracking_code}/").content.decode()
    assert "Đã thu hồi" in page
    assert "/rut/" not in page
    assert client.post(address).url == f"{FOLLOW}{made.tracking_code}/"  # once is enough
    assert StateChange.objects.count() == 1


def test_what_is_decided_stays_when_the_sender_is_forgotten(client):
    made = records.public_request(state=State.ANSWERED, answer="Đã trả lời bằng văn bản.")
    client.post(f"{FOLLOW}{made.tracking_code}/rut/")
    made.refresh_from_db()
    assert (made.state, made.contact_email) == (State.ANSWERED, "")
    assert not StateChange.objects.exists()


def test_contacts_go_two_years_after_the_decision():
    made = records.public_request(state=State.RECEIVED)
    waiting = records.request(state=State.RECEIVED)
    SupportRequest.objects.filter(pk=made.pk).update(state=State.ANSWERED, answer="Không.")
    StateChange.objects.create(
        subject=made, transition="answer", source="received", target="answered"
    )
    now = timezone.now()
    assert erase_old_contacts(closed_before=now - timedelta(days=1)) == 0
    assert erase_old_contacts(closed_before=now + timedelta(days=1)) == 1
    made.refresh_from_db()
    assert made.contact_email == ""
    assert made.contact_erased_at is not None
    waiting.refresh_from_db()
    assert waiting.contact_email == "lien-he@example.vn"


def test_the_task_stands_in_the_clocks_plan():
    tasks = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert "support.forget_strangers" in tasks


# ---- what was agreed to ----


def test_a_text_that_changes_is_a_new_version():
    """The digest of a version never changes; a new text gets a new name and becomes current."""
    digests = {
        version: hashlib.sha256("\n".join(map(str, text)).encode()).hexdigest()[:16]
        for version, text in CONSENTS.items()
    }
    assert digests == {"2026-11": "f0744a280e6b2c79"}
    assert CURRENT == "2026-11"


def test_the_text_says_the_times_that_are_kept():
    text = " ".join(map(str, CONSENTS[CURRENT]))
    assert f"({settings.PUBLIC_FORM_LIFE // timedelta(hours=1)} giờ)" in text
    assert timedelta(days=730) == settings.REQUEST_CONTACTS_KEPT
    assert "sau 24 tháng" in text


def test_the_log_in_page_leads_to_the_form(client):
    page = client.get(reverse("account_login")).content.decode()
    assert f'href="{FORM}"' in page
