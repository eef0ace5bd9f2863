"""A draft in four pages: saved as one goes, whatever is wrong stays typed, nothing is overwritten."""

import io
import json
from datetime import UTC, date, datetime

import pdfplumber
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from agencies.models import Unit
from programs.models import Target, Task
from proposals.models import Proposal
from proposals.requirements import missing_in
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def log_in(client, role: str, unit: str = ""):
    user = person(role, unit)
    client.force_login(user, backend=BACKEND)
    return user


def ward() -> Unit:
    return Unit.objects.get(code=records.WARD, valid_to=None)


def draft() -> Proposal:
    return Proposal.objects.create(call=records.call(), unit=ward(), lead=ward())


def send(client, proposal: Proposal, part: str, *, is_auto: bool = False, **values: object):
    proposal.refresh_from_db()
    data = {"seen_version": proposal.version, **values}
    headers = {"X-Tu-Luu": "1"} if is_auto else {}
    return client.post(f"/de-xuat/{proposal.pk}/sua/{part}/", data, headers=headers)


def test_an_officer_begins_with_their_own_unit(client):
    user = log_in(client, "unit_officer")
    call = records.call()
    page = client.get("/de-xuat/them/")
    assert page.context["form"].fields["unit"].choices == [(ward().pk, str(ward()))]
    begun = client.post("/de-xuat/them/", {"dot": call.pk, "unit": ward().pk, "kind": "assigned"})
    made = Proposal.objects.get()
    assert begun.url == f"/de-xuat/{made.pk}/sua/chung/"
    assert (made.unit, made.lead, made.created_by, made.state) == (ward(), ward(), user, "draft")


def test_a_closed_call_or_one_of_others_offers_nothing(client):
    log_in(client, "unit_officer")
    closed = datetime(2024, 2, 1, tzinfo=UTC)
    call = records.call(closes_at=closed)
    assert client.get("/de-xuat/them/").context["calls"] == []
    refused = client.post("/de-xuat/them/", {"dot": call.pk, "unit": ward().pk, "kind": "assigned"})
    assert refused.status_code == 200
    assert not Proposal.objects.exists()


def test_the_four_pages_make_a_whole_proposal(client):
    log_in(client, "unit_officer")
    proposal = draft()
    task = Task.objects.default_for("support")
    others = Unit.objects.filter(kind="department", valid_to=None)[0]
    general = {
        "task": task.pk,
        "name": "Truy xuất nguồn gốc",
        "lead": ward().pk,
        "add_coordinator": others.pk,
        "contact_name": "Lê Mẫu",
        "contact_email": "mau@xa.vn",
    }
    gone = send(client, proposal, "chung", viec="tiep", **general)
    assert gone.url == f"/de-xuat/{proposal.pk}/sua/nhu-cau/"
    assert [row.unit for row in proposal.coordinators.all()] == [others]
    five_s = records.item("support", "5S")
    known = records.enterprise()
    target = Target.objects.filter(stage__first_year=2026).exclude(comparator="qualitative")[0]
    words = dict.fromkeys(("need", "objectives", "content", "products"), "Hai cơ sở.")
    need = {
        **words,
        "items": [five_s.pk],
        "add_enterprise": known.tax_code,
        f"target_{target.pk}": "2",
    }
    assert send(client, proposal, "nhu-cau", viec="tiep", **need).status_code == 302
    assert [row.enterprise for row in proposal.enterprises.all()] == [known]
    assert [(row.target, row.number) for row in proposal.contributions.all()] == [(target, 2)]
    money = {
        "starts_on": "01/03/2027",
        "ends_on": "31/12/2028",
        "cost_2027_province": "320.000.000",
    }
    assert send(client, proposal, "kinh-phi", viec="tiep", **money).status_code == 302
    page = client.get(f"/de-xuat/{proposal.pk}/sua/kinh-phi/")
    assert page.context["form"].cost_years == [2027, 2028]
    money |= {"cost_2028_enterprise": "40000000", "cost_2027_province": "320.000.000"}
    assert send(client, proposal, "kinh-phi", viec="luu", **money).status_code == 302
    assert [(c.year, c.source, c.amount_vnd) for c in proposal.costs.all()] == [
        (2027, "province", 320_000_000),
        (2028, "enterprise", 40_000_000),
    ]
    letter = SimpleUploadedFile("cv.pdf", records.PDF)
    signed = {"letter_number": "12/UBND", "letter_on": "01/06/2024", "letter": letter}
    assert send(client, proposal, "nop", viec="luu", **signed).status_code == 302
    proposal.refresh_from_db()
    assert proposal.letter_file.name == "cv.pdf"
    assert missing_in(proposal) == []
    assert (proposal.starts_on, proposal.ends_on) == (date(2027, 3, 1), date(2028, 12, 31))


def test_what_is_right_is_kept_beside_what_is_wrong(client):
    log_in(client, "unit_officer")
    proposal = draft()
    page = send(
        client,
        proposal,
        "kinh-phi",
        viec="tiep",
        starts_on="01/03/2027",
        ends_on="31/02/2027",
        cost_2027_province="trăm triệu",
        cost_2027_other="5.000.000",
    )
    assert page.status_code == 200
    errors = page.context["form"].errors
    assert set(errors) == {"ends_on", "cost_2027_province"}
    assert 'value="31/02/2027"' in page.content.decode()
    proposal.refresh_from_db()
    assert (proposal.starts_on, proposal.ends_on) == (date(2027, 3, 1), None)
    assert [(c.source, c.amount_vnd) for c in proposal.costs.all()] == [("other", 5_000_000)]


def test_an_end_before_the_start_is_not_stored(client):
    log_in(client, "unit_officer")
    proposal = draft()
    page = send(client, proposal, "kinh-phi", starts_on="01/05/2027", ends_on="01/03/2027")
    assert page.context["form"].errors == {
        "ends_on": ["Ngày kết thúc phải từ ngày bắt đầu (01/05/2027) trở đi."]
    }
    proposal.refresh_from_db()
    assert (proposal.starts_on, proposal.ends_on) == (date(2027, 5, 1), None)


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"new_tax_code": "12990017", "new_name": "A"}, {"new_tax_code"}),
        ({"new_tax_code": "1200100558", "new_name": "A"}, {"new_tax_code"}),
        ({"new_tax_code": "1200100557"}, {"new_name"}),
        ({"new_name": "Công ty Mẫu"}, {"new_tax_code"}),
        ({"add_enterprise": "không có tên này"}, {"add_enterprise"}),
    ],
)
def test_a_wrong_enterprise_is_not_added_and_the_rest_is_saved(client, typed, errors):
    log_in(client, "unit_officer")
    proposal = draft()
    page = send(client, proposal, "nhu-cau", need="Cần", **typed)
    assert set(page.context["form"].errors) == errors
    proposal.refresh_from_db()
    assert proposal.need == "Cần"
    assert not proposal.enterprises.exists()


def test_an_enterprise_of_the_register_is_linked_by_its_code_and_taken_out_by_its_button(client):
    log_in(client, "unit_officer")
    proposal, known = draft(), records.enterprise()
    send(client, proposal, "nhu-cau", new_tax_code="1200100557", new_name="Tên khác")
    row = proposal.enterprises.get()
    assert (row.enterprise, row.tax_code, row.name) == (known, "", "")
    again = send(client, proposal, "nhu-cau", add_enterprise="1200100557")
    assert again.context["form"].errors == {
        "add_enterprise": ["Doanh nghiệp này đã có trong đề xuất."]
    }
    send(client, proposal, "nhu-cau", viec=f"bo-doanh-nghiep-{row.pk}")
    assert not proposal.enterprises.exists()


def test_a_draft_saves_itself_and_says_when(client):
    log_in(client, "unit_officer")
    proposal = draft()
    answer = send(
        client, proposal, "nhu-cau", is_auto=True, need="Đang viết dở", add_enterprise="xx"
    )
    told = json.loads(answer.content)
    proposal.refresh_from_db()
    assert proposal.need == "Đang viết dở"
    assert told["version"] == proposal.version
    assert len(told["at"]) == len("09:12")


def test_another_tab_never_overwrites_unseen(client):
    log_in(client, "unit_officer")
    proposal = draft()
    first = proposal.version
    send(client, proposal, "nhu-cau", need="Từ cửa sổ một")
    stale = {"seen_version": first, "need": "Từ cửa sổ hai"}
    address = f"/de-xuat/{proposal.pk}/sua/nhu-cau/"
    auto = client.post(address, stale, headers={"X-Tu-Luu": "1"})
    assert auto.status_code == 409
    assert "cửa sổ hoặc máy khác" in json.loads(auto.content)["message"]
    page = client.post(address, stale)
    assert page.status_code == 409
    assert "Từ cửa sổ hai" in page.content.decode()
    proposal.refresh_from_db()
    assert proposal.need == "Từ cửa sổ một"
    form = page.context["form"]
    again = client.post(
        address, {"seen_version": form.data["seen_version"], "need": "Từ cửa sổ hai"}
    )
    assert again.status_code == 302
    proposal.refresh_from_db()
    assert proposal.need == "Từ cửa sổ hai"


def test_what_is_not_a_pdf_is_no_letter(client):
    log_in(client, "unit_officer")
    proposal = draft()
    picture = SimpleUploadedFile("cv.png", b"\x89PNG\r\n\x1a\n0000")
    page = send(client, proposal, "nop", letter=picture, letter_number="1")
    assert page.context["form"].errors == {"letter": ["Công văn đã ký phải là tệp PDF."]}
    proposal.refresh_from_db()
    assert (proposal.letter_file, proposal.letter_number) == (None, "1")


def test_nobody_else_opens_a_draft(client):
    proposal = draft()
    addresses = [
        f"/de-xuat/{proposal.pk}/{rest}"
        for rest in ("", "sua/", "sua/nop/", "lich-su/", "pdf/", "chep/", "dieu-chinh/")
    ]
    other = Unit.objects.filter(kind="commune", valid_to=None)[0].code
    for role, unit in (("staff", ""), ("leader", ""), ("finance", ""), ("unit_officer", other)):
        log_in(client, role, unit)
        assert [client.get(a).status_code for a in addresses] == [404] * len(addresses), role
        client.logout()


def test_an_earlier_proposal_is_copied_without_days_money_and_letter(client):
    user = log_in(client, "unit_officer")
    old = records.proposal(records.call(year=2026, title="Đợt 2026"), by=user)
    call = records.call()
    page = client.get(f"/de-xuat/{old.pk}/chep/")
    assert page.context["choices"] == [(call, ward())]
    client.post(f"/de-xuat/{old.pk}/chep/", {"vao": f"{call.pk}-{ward().pk}"})
    made = Proposal.objects.exclude(pk=old.pk).get()
    assert (made.call, made.name, made.need, made.state) == (call, old.name, old.need, "draft")
    assert [row.tax_code for row in made.enterprises.all()] == ["1200100557"]
    assert (made.starts_on, made.letter_number, made.letter_file) == (None, "", None)
    assert not made.costs.exists()


def test_the_text_of_what_was_submitted_is_fixed_in_the_database():
    proposal = records.proposal(records.call(), by=person("unit_officer"))
    now = datetime(2026, 11, 5, tzinfo=UTC)
    Proposal.objects.filter(pk=proposal.pk).update(state="submitted", submitted_at=now)
    for change in ({"name": "Khác"}, {"starts_on": date(2028, 1, 1)}, {"lead": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.filter(pk=proposal.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        proposal.costs.update(amount_vnd=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        proposal.enterprises.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        proposal.costs.create(year=2028, source="other", amount_vnd=1)
    assert proposal.costs.get().amount_vnd == 180_000_000


def test_the_database_lets_nothing_unfinished_be_submitted():
    proposal = draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(
            state="submitted", submitted_at=datetime(2026, 11, 5, tzinfo=UTC)
        )


def test_the_form_is_printed_with_all_it_says(client):
    user = log_in(client, "unit_officer")
    proposal = records.proposal(records.call(), by=user)
    answer = client.get(f"/de-xuat/{proposal.pk}/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(answer.content)) as pdf:
        words = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)
    assert "Kính gửi: Sở Khoa học và Công nghệ" in words
    for part in ("PHIẾU ĐỀ XUẤT", "Truy xuất nguồn gốc trái cây", "180.000.000", "Công ty Mẫu"):
        assert part in words
