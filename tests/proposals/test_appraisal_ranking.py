"""The ranking's page and workbook, the minutes as files, and the register of criteria."""

import io
from datetime import date, timedelta

import docx
import pdfplumber
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from agencies.models import DocumentIdentity, User
from core.errors import ActionError
from core.jobs import run_job
from core.models import Job
from proposals.minutes import Sitting, minutes_document
from proposals.minutes_jobs import MINUTES, request_minutes
from proposals.models import Criterion, Proposal, ProposalCost, Review, Score, Verdict
from tests import appraising as making
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def log_in(client, user: User) -> User:
    client.force_login(user, backend=BACKEND)
    return user


def three(envelope: int | None = 250):
    """A: 90 points, 100 đồng; B: 80, 200; C: put forward, 70 and 75, 300."""
    of, an = making.call(envelope_vnd=envelope), making.reviewer("An")
    for name, total, asked, state in (
        ("A", 90, 100, "appraisal"),
        ("B", 80, 200, "appraisal"),
        ("C", 70, 300, "forward"),
    ):
        made = making.proposal(of, state, name=f"Đề xuất {name}", asked=asked)
        making.scored(made, an, total, comment=f"Nhận xét {name}.", internal_comment="Nội bộ.")
    return of, an


# ---- the page and the workbook ----


def test_the_page_draws_the_line_and_marks_what_does_not_fit(client):
    log_in(client, person("staff"))
    of, _an = three()
    page = client.get(f"/de-xuat/dot/{of.pk}/xep-hang/")
    rows = page.context["rows"]
    assert [e["is_under_line"] for e in rows] == [False, True, False]
    text = page.content.decode()
    assert "Vạch kinh phí dự kiến: 250 đồng" in text
    assert text.count("vượt kinh phí dự kiến") == 2
    assert "kinh phí dự kiến 250 đồng đủ cho 1 đề xuất" in text
    narrowed = client.get(f"/de-xuat/dot/{of.pk}/xep-hang/?trang-thai=forward")
    (entry,) = narrowed.context["rows"]
    assert (entry["row"].place, entry["row"].running_vnd) == (3, 600)
    assert entry["is_under_line"]
    none = client.get(f"/de-xuat/dot/{of.pk}/xep-hang/?trang-thai=refused").content.decode()
    assert "Không có đề xuất nào ở trạng thái này." in none
    assert len(client.get(f"/de-xuat/dot/{of.pk}/xep-hang/?trang-thai=x").context["rows"]) == 3


def test_without_an_envelope_there_is_no_line_and_the_page_says_so(client):
    log_in(client, person("leader"))
    of, _an = three(None)
    text = client.get(f"/de-xuat/dot/{of.pk}/xep-hang/").content.decode()
    assert "Đợt chưa ghi kinh phí dự kiến nên bảng không kẻ vạch." in text
    assert "Vạch kinh phí" not in text
    assert "Lập biên bản" not in text
    empty = making.call(title="Khác")
    text = client.get(f"/de-xuat/dot/{empty.pk}/xep-hang/").content.decode()
    assert "Chưa có đề xuất nào được tiếp nhận để thẩm định." in text


def test_the_workbook_holds_exactly_the_rows_of_the_page(client):
    log_in(client, person("finance"))
    of, _an = three()
    making.proposal(of, name="=1+1", code=making.OTHER)

    def rows(query: str = "") -> list[tuple]:
        answer = client.get(f"/de-xuat/dot/{of.pk}/xep-hang/xlsx/{query}")
        sheet = load_workbook(io.BytesIO(answer.getvalue())).active
        return list(sheet.values)

    ward, other = making.unit().name, making.unit(making.OTHER).name
    within, beyond = "Trong kinh phí dự kiến", "Vượt kinh phí dự kiến"
    assert rows()[1:] == [
        (1, "Đề xuất A", ward, 1, 90, 100, 100, within, "Đang thẩm định"),
        (2, "Đề xuất B", ward, 1, 80, 200, 300, beyond, "Đang thẩm định"),
        (3, "Đề xuất C", ward, 1, 70, 300, 600, beyond, "Trình phê duyệt"),
        (None, "=1+1", other, 0, None, 0, None, "Chưa có phiếu chấm", "Đang thẩm định"),
    ]
    assert [row[1] for row in rows("?trang-thai=forward")[1:]] == ["Đề xuất C"]
    assert rows()[0][4] == "Điểm trung bình"


def test_300_proposals_take_as_many_queries_as_one(client):
    log_in(client, person("staff"))
    of, an = three()
    where = f"/de-xuat/dot/{of.pk}/xep-hang/"
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            found = client.get(where).context["rows"]
        counts.append((len(found), len(queries)))
        made = Proposal.objects.bulk_create(
            Proposal(
                call=of,
                unit=making.unit(),
                task=Proposal.objects.first().task,
                name=f"Đề xuất {n}",
                need="Cần.",
                starts_on=date(2027, 1, 1),
                ends_on=date(2027, 12, 31),
            )
            for n in range(297)
        )
        ProposalCost.objects.bulk_create(
            ProposalCost(proposal=p, year=2027, source="province", amount_vnd=5) for p in made
        )
        mine = Proposal.objects.filter(pk__in=[p.pk for p in made])
        mine.update(state="submitted", submitted_at=timezone.now())
        mine.update(state="appraisal")
        reviews = Review.objects.bulk_create(
            Review(proposal=p, reviewer=an, given_at=timezone.now()) for p in made
        )
        need = Criterion.objects.get(code="need")
        Score.objects.bulk_create(
            Score(review=r, criterion=need, points=n % 20) for n, r in enumerate(reviews)
        )
    assert [rows for rows, _queries in counts] == [3, 300]
    assert counts[0][1] == counts[1][1] <= 15


# ---- the minutes ----


def sitting(*people: User, held_on: date = date(2026, 11, 20)) -> Sitting:
    return Sitting(held_on, "Phòng họp số 2", "Trần Văn Chủ", "Lê Thị Thư", people)


def prepared():
    """The three of `three`, B with a prepared refusal and with two scores that make a third."""
    of, an = three()
    staff = person("staff")
    second = of.proposals.get(name="Đề xuất B")
    making.scored(second, making.reviewer("Bình"), 81)
    making.scored(second, making.reviewer("Chi"), 81)
    Verdict.objects.create(proposal=second, kind="refuse", reason="Trùng.", by=staff)
    return of, an, staff


def test_the_job_writes_both_files_with_the_same_words(client):
    of, an, staff = prepared()
    log_in(client, staff)
    where = f"/de-xuat/dot/{of.pk}/bien-ban/"
    page = client.get(where)
    offered = {words for _pk, words in page.context["form"].fields["present"].choices}
    third = making.unit(making.THIRD).name
    assert offered == {f"{name}, Chuyên viên, {third}" for name in ("An", "Bình", "Chi")}
    typed = {
        "held_on": timezone.localdate().strftime("%d/%m/%Y"),
        "place": "Phòng họp số 2",
        "chair": "Trần Văn Chủ",
        "secretary": "Lê Thị Thư",
        "present": [an.pk],
    }
    assert client.post(where, typed).url == where
    job = Job.objects.get(kind=MINUTES)
    assert "Đang chờ" in client.get(where).content.decode()
    assert "progress" in client.get(where, headers={"HX-Request": "true"}).content.decode()
    run_job(job.pk)
    assert client.get(where, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert f"/de-xuat/bien-ban/{job.pk}/pdf/" in client.get(where).content.decode()
    pdf, word = (
        client.get(f"/de-xuat/bien-ban/{job.pk}/{kind}/").getvalue() for kind in ("pdf", "docx")
    )
    words = _words_of_pdf(pdf)
    in_word = _words_of_docx(word)
    year = timezone.localdate().year
    for told in (
        "BIÊN BẢN",
        "Thẩm định đề xuất nhiệm vụ năm 2027",
        "/BB-SKHCN",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "Thẩm định 3 đề xuất của đợt đề xuất năm 2027 với 5 phiếu chấm.",
        "sự cần thiết (25 điểm)",
        f"- An, Chuyên viên, {third}.",
        "- Đề nghị không phê duyệt: 1 đề xuất, đề nghị 200 đồng ngân sách tỉnh;",
        "- Đề nghị phê duyệt: 1 đề xuất, đề nghị 300 đồng ngân sách tỉnh;",
        "- Chưa kết luận: 1 đề xuất, đề nghị 100 đồng ngân sách tỉnh.",
        "Kinh phí dự kiến của năm 2027: 250 đồng.",
        "80,67",
        "Nhận xét B.",
        "THƯ KÝ",
        "CHỦ TRÌ",
        "Trần Văn Chủ",
        "Lê Thị Thư",
        "Lưu: VT, hồ sơ đợt đề xuất.",
    ):
        assert told in words, told
        assert told in in_word, told
    for secret in ("Nội bộ.", f"tháng      năm {year}"):
        assert secret not in words
        assert secret not in in_word
    assert client.get(f"/de-xuat/bien-ban/{job.pk}/xlsx/").status_code == 404
    log_in(client, person("administrator"))
    assert client.get(f"/de-xuat/bien-ban/{job.pk}/pdf/").status_code == 404
    log_in(client, person("leader"))
    assert client.get(f"/de-xuat/bien-ban/{job.pk}/pdf/").status_code == 403


def _words_of_pdf(content: bytes) -> str:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return " ".join(" ".join((page.extract_text() or "").split()) for page in pdf.pages)


def _words_of_docx(content: bytes) -> str:
    word = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    texts = [p.text for p in word.paragraphs] + cells
    return " ".join(" ".join(text.split()) for text in texts)


def test_what_stops_the_minutes_is_said_before_the_job(client):
    of, an, staff = prepared()
    log_in(client, staff)
    where = f"/de-xuat/dot/{of.pk}/bien-ban/"
    ahead = (timezone.localdate() + timedelta(days=1)).strftime("%d/%m/%Y")
    answer = client.post(where, {"held_on": ahead, "present": ["7"], "chair": "A"})
    assert set(answer.context["form"].errors) == {"held_on", "place", "secretary", "present"}
    assert answer.context["form"].errors["held_on"] == ["Ngày này chưa tới."]
    empty = making.call(title="Đợt trống")
    with pytest.raises(ActionError, match="chưa có đề xuất nào"):
        request_minutes(empty, sitting(an), by=staff)
    DocumentIdentity.objects.filter(role="department").delete()
    with pytest.raises(ActionError, match="Chưa khai báo tên cơ quan"):
        request_minutes(of, sitting(an), by=staff)
    assert not Job.objects.filter(kind=MINUTES).exists()


def test_who_owes_points_gets_no_minutes(client):
    of, an, staff = prepared()
    owed = making.assigned(of.proposals.get(name="Đề xuất A"), staff)
    log_in(client, staff)
    page = client.get(f"/de-xuat/dot/{of.pk}/bien-ban/").content.decode()
    assert "Bạn còn 1 phiếu chưa gửi trong đợt này." in page
    assert "Lập biên bản</button>" not in page
    with pytest.raises(ActionError, match="1 phiếu chưa gửi"):
        request_minutes(of, sitting(an), by=staff)
    Review.objects.filter(pk=owed.pk).update(withdrawn_at=timezone.now())
    job = request_minutes(of, sitting(an), by=staff)
    Review.objects.filter(pk=owed.pk).update(withdrawn_at=None)
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == ("failed", {})
    assert "1 phiếu chưa gửi" in job.error


def test_bodies_are_named_as_on_the_day_of_the_sitting():
    of, an, staff = prepared()
    now = minutes_document(of, sitting(an), by=staff)
    before = minutes_document(of, sitting(an, held_on=date(2025, 6, 30)), by=staff)
    assert (now.superior, before.superior) == ("UBND TỈNH ĐỒNG THÁP", "UBND TỈNH TIỀN GIANG")
    assert now.number_line == "Số:        /BB-SKHCN"
    assert not now.is_dated


# ---- criteria ----


def test_an_administrator_keeps_criteria_and_is_warned(client):
    log_in(client, person("administrator"))
    cost = Criterion.objects.get(code="cost")
    where = f"/quan-tri/tieu-chi/{cost.pk}/"
    assert "cần đúng 100" not in client.get(where).content.decode()
    typed = {
        "name": "Kinh phí",
        "code": "cost",
        "order": "5",
        "weight": "15",
        "use": "plain",
        "help_text": "Dự toán đúng định mức.",
        "valid_from": "",
        "valid_to": "",
        "seen_version": cost.version,
    }
    answer = client.post(f"{where}sua/", typed, follow=True)
    assert "cộng lại 105 điểm; cần đúng 100." in answer.content.decode()
    cost.refresh_from_db()
    assert (cost.weight, cost.name) == (15, "Kinh phí")
    making.scored(making.proposal(making.call()), making.reviewer("An"), 95)
    again = typed | {"weight": "10", "seen_version": cost.version}
    refused = client.post(f"{where}sua/", again)
    assert (
        refused.context["form"].errors["weight"][0].startswith("Đã có phiếu chấm theo trọng số 15.")
    )
    same = typed | {"valid_to": "31/12/2026", "seen_version": cost.version}
    assert client.post(f"{where}sua/", same).status_code == 302
    listed = client.get("/quan-tri/tieu-chi/?hieu_luc=con")
    assert len(listed.context["rows"]) == 5
    twice = client.post("/quan-tri/tieu-chi/them/", typed)
    assert "Đã có tiêu chí mang mã này từ ngày đó." in twice.content.decode()


def test_others_read_criteria_and_change_nothing(client):
    cost = Criterion.objects.get(code="cost")
    for role in ("staff", "unit_officer"):
        log_in(client, person(role))
        assert client.get(f"/quan-tri/tieu-chi/{cost.pk}/").status_code == 200
        assert client.get(f"/quan-tri/tieu-chi/{cost.pk}/sua/").status_code == 403
        assert client.get("/quan-tri/tieu-chi/them/").status_code == 403
