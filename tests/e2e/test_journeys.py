"""Roles at work in a real browser, at a desk and on a phone."""

import pytest

from core import jobs
from core.models import Job
from enterprises.models import Enterprise
from reporting.models import ReportVersion
from support.models import Support

pytestmark = pytest.mark.e2e


def work() -> None:
    for job in Job.objects.filter(state="queued"):
        jobs.run_job(job.pk)


def test_staff_enter_an_enterprise_and_a_support_and_see_it_in_the_history(visitor):
    page = visitor.page
    visitor.log_in("chuyenvien")
    visitor.open("/doanh-nghiep/them/")
    page.fill("#id_tax_code", "1200100557")
    page.fill("#id_name", "Công ty Trái cây Ví Dụ")
    page.select_option("#id_unit", label="Phường Mỹ Tho, Tỉnh Đồng Tháp")
    page.click("button:has-text('Lưu')")
    visitor.look()
    assert page.inner_text("h1") == "Công ty Trái cây Ví Dụ"
    page.click("a:text-is('Thêm hỗ trợ')")
    page.select_option("#id_item", label="5S")
    page.select_option("#id_status", label="Hoàn thành")
    page.click("button:has-text('Lưu')")
    visitor.look()
    assert "Chưa lưu. Sửa các mục sau:" in page.inner_text("main")
    page.fill("#id_started_on", "10/01/2024")
    page.fill("#id_completed_on", "20/06/2024")
    page.fill("#id_state_budget_vnd", "40.000.000")
    page.click("button:has-text('Lưu')")
    visitor.look()
    support = Support.objects.get(enterprise__tax_code="1200100557")
    visitor.open(f"/ho-tro/{support.pk}/lich-su/")
    visitor.open(support.enterprise.get_absolute_url())
    assert "tính vào chỉ tiêu 2" in page.inner_text("main")


def test_staff_search_filter_and_open_a_figure(visitor):
    page = visitor.page
    visitor.log_in("chuyenvien")
    visitor.open("/doanh-nghiep/")
    page.fill("main input[type=search]", "trai cay")
    page.click("button:has-text('Tìm, lọc')")
    visitor.look()
    shown = page.locator("main table.sheet tbody tr").count()
    named = [e.name for e in Enterprise.objects.all() if "Trái cây" in e.name]
    assert shown == len(named)
    for address in ("/?giai-doan=2021", "/?giai-doan=2026", "/ke-hoach/224-kh-ubnd/"):
        visitor.open(address)
    visitor.open("/?giai-doan=2021")
    page.wait_for_selector("#theo-don-vi .unit-table")
    page.wait_for_selector("#nhiem-vu .sheet")
    visitor.look()
    page.click(".target .big a >> nth=1")
    visitor.look()
    assert "Không được tính, và vì sao" in page.inner_text("main")


def test_filters_come_when_they_are_opened_and_stay_what_was_chosen(visitor):
    page = visitor.page
    visitor.log_in("chuyenvien")
    visitor.open("/doanh-nghiep/?loai_hinh=cooperative")
    page.focus(".more-filters summary")
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_don_vi")
    visitor.look()
    assert page.input_value("#id_loai_hinh") == "cooperative"
    page.fill(".in-list >> nth=0", "phuong my tho")
    page.select_option("#id_quy_mo", "small")
    page.click("button:has-text('Tìm, lọc')")
    visitor.look()
    chips = page.inner_text(".chips")
    assert "Hợp tác xã" in chips
    assert "Nhỏ" in chips
    assert page.url.count("loai_hinh=") == 1
    # Closed again, the form keeps what is chosen.
    page.fill("main input[type=search]", "trai cay")
    page.click("button:has-text('Tìm, lọc')")
    visitor.look()
    assert "loai_hinh=cooperative" in page.url
    assert "quy_mo=small" in page.url


def test_a_leader_drafts_writes_freezes_and_downloads(visitor):
    page = visitor.page
    visitor.log_in("lanhdao")
    visitor.open("/bao-cao/")
    page.click("summary:has-text('Lập dự thảo')")
    page.fill("#id_year", "2024")
    page.fill("#id_cut_off", "15/11/2024")
    page.click("form button:has-text('Lập dự thảo')")
    work()
    page.reload()
    visitor.look()
    page.click(".edit-tag a:has-text('Sửa') >> nth=0")
    page.fill("#id_text", "Sở đã ban hành kế hoạch năm.")
    page.click("button:has-text('Lưu')")
    visitor.look()
    assert "Sở đã ban hành kế hoạch năm." in page.inner_text(".page-doc")
    assert page.is_disabled("button:has-text('Chốt số liệu') >> nth=0")
    page.click("summary:has-text('Chốt khi còn mục trống')")
    page.check("#id_accepts_empty")
    page.click("details button:has-text('Chốt số liệu')")
    work()
    page.reload()
    visitor.look()
    version = ReportVersion.objects.get()
    with page.expect_download() as download:
        page.click("main a:has-text('.pdf') >> nth=0")
    assert download.value.suggested_filename == "bao-cao-2024-ban-1.pdf"
    visitor.open(f"/bao-cao/ban/{version.pk}/")


@pytest.mark.parametrize(
    ("who", "pages"),
    [
        ("quantri", ("/quan-tri/tai-khoan/", "/quan-tri/tai-khoan/them/", "/chua-xac-nhan/")),
        ("taichinh", ("/", "/ho-tro/", "/bao-cao/")),
        ("nguoixem", ("/", "/chung-nhan/", "/dao-tao/", "/giai-thuong/")),
        ("donvi", ("/ke-hoach/224-kh-ubnd/", "/doanh-nghiep/", "/danh-muc-trang/")),
        ("chuyenvien", ("/nhap-excel/", "/danh-muc/", "/ui/", "/danh-muc/them/")),
    ],
)
def test_each_role_opens_its_pages(visitor, who, pages):
    visitor.log_in(who)
    for address in pages:
        visitor.open(address)
