import io
import re
from datetime import date

import pytest
import time_machine
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from agencies.models import User
from enterprises.models import DuplicatePair, Enterprise, Placement
from notices.sending import send_letters
from programs.models import Plan
from reporting.figure_records import cells_of
from reporting.models import ReportType, ReportVersion
from reporting.snapshots.build import report_snapshot
from support.models import Support
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def demo(tmp_path, settings):
    settings.DEMO_ACCOUNTS_FILE = tmp_path / "accounts.txt"
    call_command("seed_demo", enterprises=60, seed=5)
    return settings.DEMO_ACCOUNTS_FILE


@pytest.fixture
def staff(client):
    client.force_login(person("staff"), backend=BACKEND)
    return client


def figures(page: str) -> list[str]:
    return re.findall(r'class="fig"[^>]*>(\d+)<', page)


def test_home_says_each_target_and_each_figure_opens(demo, staff):
    page = staff.get("/?giai-doan=2021").content.decode()
    assert page.count('class="target') - page.count('class="targets') == 4
    for words in ("khoảng 10", "ít nhất 20", "trên 30", "tham gia và được tặng"):
        assert words in page
    for link, shown in re.findall(r'class="fig" href="([^"]+)"[^>]*>([\d.]+)<', page):
        opened = staff.get(link)
        assert opened.status_code == 200
        value, behind = opened.context["value"], opened.context["table"].records
        if link.endswith("#ho-so"):
            assert behind.count() == value.turns == int(shown)
        else:
            assert opened.context["number"] == int(shown)
            has_turns = value.turns is not None
            distinct = behind.order_by().values("counting_id").distinct() if has_turns else behind
            assert distinct.count() == int(shown)


@time_machine.travel("2026-11-24 09:00:00+07:00")
def test_home_counts_the_days_and_marks_proposals(staff):
    page = staff.get("/").content.decode()
    assert "Báo cáo năm 2026: còn 5 ngày" in page
    assert "Gửi chậm nhất 29/11/2026 (hạn của Kế hoạch: trước ngày 30/11/2026)." in page
    assert "Ngày đó là ngày nghỉ: ngày làm việc cuối cùng là 27/11/2026." in page
    for words in ("dự kiến: khoảng 11", "dự kiến: ít nhất 22", "dự kiến: trên 33"):
        assert words in page
    assert "Dự kiến, chưa phê duyệt" in page
    assert "Số liệu đến hết ngày 24/11/2026" in page
    at_cut_off = staff.get("/?ngay=chot").content.decode()
    assert "Số liệu đến hết ngày 15/11/2026" in at_cut_off


@time_machine.travel("2023-12-05 09:00:00+07:00")
def test_home_of_a_stage_under_way(staff):
    page = staff.get("/").content.decode()
    assert "Chậm tiến độ" in page
    assert "Còn 10 lớp cho 2 năm sau năm nay." in page
    assert "Báo cáo năm 2023: quá hạn 6 ngày" in page
    assert "Chưa đủ điều kiện" in page


@time_machine.travel("2025-12-05 09:00:00+07:00")
def test_home_in_the_last_year(staff):
    assert "Còn 10 lớp trong năm cuối của giai đoạn." in staff.get("/").content.decode()


def test_export_holds_exactly_the_records_of_the_page(demo, staff):
    address = "/chi-tieu/support.enterprises/cumulative/2025-12-31/"
    page = staff.get(address)
    response = staff.get(f"{address}xlsx/")
    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["Hồ sơ được tính", "Không được tính"]
    rows = list(book["Hồ sơ được tính"].values)
    headers = ("Doanh nghiệp", "Mã số thuế", "Đơn vị lúc đó", "Nội dung hỗ trợ", "Ngày hoàn thành")
    assert rows[0] == headers
    found = [(*row[:-1], row[-1].date()) for row in rows[1:]]
    assert found == list(page.context["table"].rows())
    left_out = list(book["Không được tính"].values)
    assert left_out[0] == ("Vì sao không tính", *headers)
    assert len(left_out) - 1 == page.context["left_out_count"] > 0
    assert f"{page.context['left_out_count']} hồ sơ" in page.content.decode()
    assert "Hỗ trợ ít nhất 20 doanh nghiệp" in page.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/chi-tieu/support.enterprises/cumulative/2019-11-15/",
        "/chi-tieu/support.enterprises/cumulative/homnay/",
        "/chi-tieu/support.enterprises/khac/2024-11-15/",
        "/chi-tieu/khac/cumulative/2024-11-15/",
        "/chi-tieu/khac/cumulative/2024-11-15/xlsx/",
        "/chi-tieu/support.awards/khac/2024-11-15/xlsx/",
        "/chi-tieu/support.awards/cumulative/2024-11-15/?ben-canh=gi-do",
        "/chi-tieu/support.awards/cumulative/2024-11-15/?ben-canh=con-hieu-luc",
        "/chi-tieu/support.certified/in_year/2024-11-15/?ben-canh=con-hieu-luc",
        "/chi-tieu/trainings.courses/cumulative/2024-11-15/?ben-canh=khac",
        "/chi-tieu/%00/in_year/2026-11-15/",
        "/chi-tieu/%00/in_year/2026-11-15/xlsx/",
        "/theo-don-vi/20241115/",
        "/theo-don-vi/2024-W46-5/",
        "/nhiem-vu/20241115/",
        f"/chi-tieu/support.awards/cumulative/2024-11-15/?don-vi={'9' * 9}",
        "/ke-hoach/khac/",
    ],
)
def test_what_is_not_there_is_not_found(staff, address):
    answer = staff.get(address)
    assert answer.status_code == 404
    assert "hoặc bạn không được xem" in answer.content.decode()


def test_a_number_too_long_to_be_one_of_ours_asks_for_nothing(staff):
    page = staff.get("/", {"giai-doan": "2" * 5000})
    assert page.context["overview"].window == staff.get("/").context["overview"].window
    address = "/chi-tieu/support.awards/cumulative/2024-11-15/"
    assert staff.get(address, {"don-vi": "2" * 5000}).context["asked"].is_whole


def test_the_award_is_a_list_of_conditions(staff):
    def conditions() -> list[tuple[str, bool]]:
        (card,) = [
            c for c in staff.get("/?giai-doan=2021").context["overview"].cards if c.conditions
        ]
        assert card.progress.rate is None
        return [(c.text, c.is_met) for c in card.conditions]

    taking_part, given = "Có doanh nghiệp tham gia", "Có doanh nghiệp được tặng"
    assert conditions() == [(taking_part, False), (given, False)]
    firm = records.enterprise()
    records.award(firm, year=2023, result="took_part", decided_on=None)
    assert conditions() == [(taking_part, True), (given, False)]
    page = staff.get("/?giai-doan=2021").content.decode()
    assert f"✓</span> {taking_part}: đã đạt" in page
    assert f"○</span> {given}: chưa đạt" in page
    records.award(firm)
    assert conditions() == [(taking_part, True), (given, True)]


def test_an_empty_list_says_so(staff):
    page = staff.get("/chi-tieu/support.certified/in_year/2024-11-15/").content.decode()
    assert "Không có hồ sơ nào trong khoảng này." in page
    with pytest.raises(TypeError):
        cells_of(Plan.objects.get(is_current=True))


def test_a_unit_officer_lands_on_the_plan(client):
    client.force_login(person("unit_officer"), backend=BACKEND)
    answer = client.get("/")
    assert (answer.status_code, answer.url) == (302, "/ke-hoach/224-kh-ubnd/")
    refused = client.get("/chi-tieu/support.certified/in_year/2024-11-15/")
    assert refused.status_code == 403
    assert "Vai trò của bạn" in refused.content.decode()


def test_the_plan_word_for_word_with_its_links(staff):
    page = staff.get("/ke-hoach/224-kh-ubnd/").content.decode()
    for clause in Plan.objects.get(is_current=True).clauses.all():
        assert f'id="muc-{clause.code}"' in page
        assert clause.text.replace("&", "&amp;") in page
    assert "Quyết định 224/QĐ-UBND" in page
    assert page.count('id="nhiem-vu-') == 6


def test_login_by_email(client, demo):
    assert "Forgot" not in client.get("/tai-khoan/login/").content.decode()
    answer = client.post(
        "/tai-khoan/login/", {"login": "lanhdao@example.vn", "password": "nang-suat-224"}
    )
    assert (answer.status_code, answer.url) == (302, "/")
    assert "SỞ KHOA HỌC VÀ CÔNG NGHỆ" in client.get("/").content.decode()
    client.logout()
    assert "do quản trị hệ thống của Sở tạo" in client.get("/tai-khoan/signup/").content.decode()


@pytest.mark.parametrize("address", ["password/change/", "password/reset/", "reauthenticate/"])
def test_account_pages_speak_vietnamese(staff, address):
    page = staff.get(f"/tai-khoan/{address}").content.decode()
    form = page[page.index("<main") : page.index("</main>")]
    assert not re.search(r"Current|New Password|Forgot|placeholder=", form)
    assert "Mật khẩu" in page or "Thư điện tử" in page


def test_a_forgotten_password_is_set_anew(client, demo, mailoutbox):
    client.post("/tai-khoan/password/reset/", {"email": "lanhdao@example.vn"})
    send_letters()
    link = re.search(r"http://[^/]+(/tai-khoan/password/reset/key/\S+)", mailoutbox[0].body)
    form = client.get(link.group(1), follow=True)
    done = client.post(
        form.redirect_chain[-1][0],
        {"password1": "matkhau-moi-2026", "password2": "matkhau-moi-2026"},
        follow=True,
    )
    assert "Mật khẩu mới đã được lưu." in done.content.decode()
    logged_in = client.post(
        "/tai-khoan/login/", {"login": "lanhdao@example.vn", "password": "matkhau-moi-2026"}
    )
    assert logged_in.url == "/"


def test_nobody_without_a_plan_is_shown_a_department(client):
    client.force_login(person("viewer"), backend=BACKEND)
    Plan.objects.update(is_current=False)
    assert client.get("/ke-hoach/224-kh-ubnd/").status_code == 200
    assert client.get("/").status_code == 404


def test_demo_records_are_marked_the_same_for_a_seed_and_loaded_once(demo, settings, capsys):
    first = list(Enterprise.objects.order_by("tax_code").values_list("tax_code", "name", "unit"))
    assert len(first) == 61
    assert all(name.endswith("(minh họa)") for _code, name, _unit in first)
    assert "chuyenvien@example.vn" in demo.read_text(encoding="utf-8")
    assert User.objects.count() == 6
    call_command("seed_demo", verbosity=0)
    assert Enterprise.objects.count() == 61
    assert DuplicatePair.objects.get().likelihood == "Rất có thể"
    newcomers = Placement.objects.filter(valid_from=date(2025, 7, 1))
    assert newcomers.count() == 5
    assert not Support.objects.filter(enterprise__placements__in=newcomers).exists()
    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError, match="không nhận dữ liệu minh họa"):
        call_command("seed_demo")


def test_demo_reports_of_before_the_merger_name_units_of_the_plans_province(demo):
    plan, declared = Plan.objects.get(is_current=True), ReportType.objects.get(code="annual")
    provinces, rows = set(), 0
    for year in (2022, 2023, 2024):
        for row in report_snapshot(plan, declared, year)["lists"]["supports"]:
            unit = Support.objects.get(pk=row["id"]).unit
            provinces.add(unit.parent if unit.parent.kind == "province" else unit.parent.parent)
            rows += 1
    assert rows > 5
    assert [province.name for province in provinces] == ["Tỉnh Tiền Giang"]


def test_the_first_of_january_counts(staff):
    with time_machine.travel(date(2024, 1, 1)):
        assert staff.get("/").status_code == 200


@time_machine.travel("2026-12-02 09:00:00+07:00")
def test_only_the_yearly_type_makes_the_report_frozen(staff):
    plan = Plan.objects.get(is_current=True)
    version = {"plan": plan, "year": 2026, "cut_off": date(2026, 11, 15), "number": 1}
    version |= {"snapshot": {}, "made_by": User.objects.get(), "label": "Báo cáo năm {year}"}
    ReportVersion.objects.create(kind="submission", **version)
    assert "Báo cáo năm 2026: quá hạn 3 ngày" in staff.get("/").content.decode()
    ReportVersion.objects.create(kind="annual", **version)
    page = staff.get("/").content.decode()
    assert "Báo cáo năm 2026 đã chốt" in page
    assert "quá hạn" not in page
    ReportType.objects.update(is_default=False)
    page = staff.get("/?ngay=chot").content.decode()
    assert "đã chốt" not in page
    assert "Ngày chốt" not in page
    assert "Số liệu đến hết ngày 02/12/2026" in page


def test_the_arithmetic_stands_on_the_page(staff):
    firm, other = records.enterprise(), records.enterprise("0301442989", "Công ty Khác")
    coop = records.enterprise("1200100564", "Hợp tác xã Mẫu")
    type(coop).objects.filter(pk=coop.pk).update(entity_type="cooperative")
    records.support(firm)
    records.support(firm, started_on=date(2024, 2, 1))
    records.support(other)
    aside = records.support(coop)
    address = "/chi-tieu/support.enterprises/cumulative/2024-11-15/"
    page = staff.get(address)
    assert [(s.label, s.working) for s in page.context["steps"]] == [
        ("Hồ sơ được tính (lượt)", "3"),
        ("Hồ sơ trùng doanh nghiệp", "1"),
        ("Doanh nghiệp khác nhau", "3 - 1 = 2"),
        ("Tỷ lệ hoàn thành, lũy kế", "2 / 20 × 100 = 10,0%"),
        ("So với chỉ tiêu, lũy kế", "2; kế hoạch ít nhất 20: Chưa đạt"),
        ("Thời gian đã qua", "1.415 / 1.826 ngày = 77,5%"),
        ("Ngưỡng chậm", "90,0% × 77,5% = 69,7%"),
        ("Tiến độ", "10,0%: chậm tiến độ"),
    ]
    assert '<a class="fig" href="?ben-canh=khac">1</a>' in page.content.decode()
    opened = staff.get(f"{address}?ben-canh=khac")
    assert list(opened.context["table"].records) == [aside]
    assert "Đối tượng khác, Lũy kế giai đoạn 2021-2025: 1" in opened.content.decode()
    assert "left_out" not in opened.context
    export = staff.get(f"{address}xlsx/?ben-canh=khac")
    assert load_workbook(io.BytesIO(export.content)).sheetnames == ["Hồ sơ được tính"]


def test_the_arithmetic_of_targets_without_a_number(staff):
    firm = records.enterprise()
    records.award(firm)
    took_part = records.award(firm, year=2023, result="took_part", decided_on=None)
    page = staff.get("/chi-tieu/support.awards/cumulative/2024-11-15/")
    assert page.context["steps"][-1].working == "tham gia 1, được tặng 1: Đạt"
    opened = staff.get("/chi-tieu/support.awards/previous_year_final/2024-11-15/?ben-canh=tham-gia")
    assert list(opened.context["table"].records) == [took_part]
    records.training()
    page = staff.get("/chi-tieu/trainings.courses/cumulative/2024-11-15/")
    assert page.context["steps"][0].working == "1 lớp"
    page = staff.get("/chi-tieu/trainings.courses/cumulative/2026-11-15/")
    assert page.context["steps"][-1].working == "Chưa đánh giá (chỉ tiêu dự kiến)"


def test_what_is_not_counted_is_cut_on_the_page_alone(staff, monkeypatch):
    monkeypatch.setattr("reporting.views.SHOWN_LEFT_OUT", 1)
    firm = records.enterprise()
    for day in (1, 2):
        records.support(firm, started_on=date(2024, 2, day), completed_on=None, status="under_way")
    address = "/chi-tieu/support.enterprises/in_year/2024-11-15/"
    page = staff.get(address).content.decode()
    assert "2 hồ sơ" in page
    assert "Trang chỉ hiện 1 hồ sơ đầu" in page
    book = load_workbook(io.BytesIO(staff.get(f"{address}xlsx/").content))
    rows = list(book["Không được tính"].values)[1:]
    assert [row[0] for row in rows] == ["Đang thực hiện, chưa nghiệm thu"] * 2
