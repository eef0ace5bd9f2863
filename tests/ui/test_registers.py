"""What every register does alike: conflicts, histories, deletes, exports as jobs."""

import io
import re
from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from agencies.models import Unit
from core import jobs
from core.models import Attachment, Job
from core.ui import exports
from core.ui.attachments import attach
from core.ui.history import Trail, lines_of
from core.ui.registers import registers
from enterprises.models import (
    ContactPerson,
    Enterprise,
    EnterpriseYear,
    OcopProduct,
    Placement,
)
from support.models import Support
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


def form_data(record: Support, **changes: str) -> dict[str, str]:
    data = {
        "enterprise": record.enterprise.tax_code,
        "item": record.item_id,
        "status": record.status,
        "started_on": "10/01/2024",
        "completed_on": "20/06/2024",
        "seen_version": record.version,
    }
    return data | changes


def test_the_second_of_two_editors_is_told_and_loses_nothing(staff):
    own = records.support(records.enterprise())
    address = f"/ho-tro/{own.pk}/sua/"
    seen = form_data(own)
    staff.post(address, seen | {"consultant": "Viện Năng suất"})
    second = seen | {"consultant": "Trung tâm Kỹ thuật", "result": "Giảm phế phẩm"}
    page = staff.post(address, second).content.decode()
    assert "Hồ sơ vừa được người khác sửa" in page
    assert "Viện Năng suất" in page  # what is stored
    assert 'value="Trung tâm Kỹ thuật"' in page  # what was typed, still in the form
    assert "Giảm phế phẩm" in page
    assert Support.objects.get().consultant == "Viện Năng suất"

    own.refresh_from_db()
    assert f'name="seen_version" value="{own.version}"' in page
    staff.post(address, second | {"seen_version": own.version})
    assert Support.objects.get().consultant == "Trung tâm Kỹ thuật"
    history = staff.get(f"/ho-tro/{own.pk}/lich-su/").content.decode()
    assert "<del>Viện Năng suất</del> → <ins>Trung tâm Kỹ thuật</ins>" in history


def test_a_record_deleted_meanwhile_is_said_to_be_gone(staff):
    own = records.support(records.enterprise())
    data = form_data(own)
    Support.objects.all().delete()
    answer = staff.post(f"/ho-tro/{own.pk}/sua/", data | {"result": "Đã viết rất lâu."})
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "đã bị người khác xóa trong lúc bạn làm việc" in page
    assert "Đã viết rất lâu." in page


def test_history_tells_who_what_and_why_in_words(staff):
    own = records.support(records.enterprise())
    staff.post(f"/ho-tro/{own.pk}/sua/", form_data(own, status="under_way", completed_on=""))
    (changed, made) = lines_of(
        [Trail(Support, {"pgh_obj_id": own.pk})], user=person("administrator")
    )
    assert (changed.act, changed.by) == ("Sửa", "staff")
    assert [(d.label, d.old, d.new) for d in changed.differences] == [
        ("Ngày hoàn thành", "20/06/2024", "bỏ"),
        ("Trạng thái", "Hoàn thành", "Đang thực hiện"),
    ]
    assert (made.act, made.by) == ("Thêm", "Hệ thống")
    assert ("Nội dung hỗ trợ", "", "5S") in [(d.label, d.old, d.new) for d in made.differences]


def test_deleting_asks_wants_a_reason_and_names_what_hangs_on_the_record(staff):
    firm = records.enterprise()
    records.support(firm)
    page = staff.get(f"/doanh-nghiep/{firm.pk}/xoa/").content.decode()
    assert "Lịch sử giữ mọi giá trị" in page
    page = staff.post(f"/doanh-nghiep/{firm.pk}/xoa/", {"reason": "Nhập nhầm"}).content.decode()
    assert "Không xóa được: còn hỗ trợ gắn với hồ sơ này." in page
    assert Enterprise.objects.get().placements.count() == 1  # nothing is half deleted


def test_an_enterprise_without_records_goes_with_its_parts_and_leaves_their_lines(staff):
    firm = records.enterprise()
    EnterpriseYear.objects.create(enterprise=firm, year=2024, labour=5)
    OcopProduct.objects.create(enterprise=firm, name="Gạo", stars=4)
    ContactPerson.objects.create(enterprise=firm, name="Nguyễn Văn Mẫu")
    file = attach(
        firm, SimpleUploadedFile("a.pdf", records.PDF), description="", by=person("admin")
    )
    page = staff.get(f"/doanh-nghiep/{firm.pk}/xoa/").content.decode()
    assert (
        "Xóa cùng hồ sơ này: 1 nơi đặt trụ sở, 1 số liệu năm của doanh nghiệp, 1 sản phẩm OCOP,"
        " 1 người liên hệ." in page
    )
    answer = staff.post(f"/doanh-nghiep/{firm.pk}/xoa/", {"reason": "Nhập nhầm"}, follow=True)
    assert "Đã xóa: Công ty Mẫu. Lịch sử vẫn được giữ." in answer.content.decode()
    assert not Enterprise.objects.exists()
    for model in (Enterprise, Placement, EnterpriseYear, OcopProduct, ContactPerson):
        last = model.pgh_event_model.objects.latest("pgh_id")
        assert (last.pgh_label, last.pgh_context["reason"]) == ("delete", "Nhập nhầm")
    removed = Attachment.pgh_event_model.objects.latest("pgh_id")
    assert (removed.pgh_obj_id, removed.pgh_context["reason"]) == (file.pk, "Nhập nhầm")
    assert removed.removed_at is not None


def test_an_enterprise_that_others_count_as_is_kept(staff):
    head = records.enterprise()
    records.enterprise("1200100557-001", "Chi nhánh")
    page = staff.post(f"/doanh-nghiep/{head.pk}/xoa/", {"reason": "x"}).content.decode()
    assert "Không xóa được: còn doanh nghiệp gắn với hồ sơ này." in page


def test_the_history_of_every_register_tells_of_its_records(client):
    admin = person("administrator")
    client.force_login(admin, backend=BACKEND)
    pks = records.world(person("staff")).pks
    for declared in registers:
        if declared.parent or declared.is_read_only:
            continue
        page = client.get(declared.url("history", declared.model(pk=pks[declared.name])))
        assert "Thêm" in {line.act for line in page.context["lines"]}, declared.name
    lines = client.get(f"/doanh-nghiep/{pks['enterprise']}/lich-su/").context["lines"]
    assert {(line.act, line.what) for line in lines} >= {
        ("Thêm", "số liệu năm 2024"),
        ("Thêm", "nơi đặt trụ sở Phường Mỹ Tho"),
        ("Thêm", "sản phẩm OCOP Gạo"),
        ("Thêm", "người liên hệ Nguyễn Văn Mẫu"),
    }
    placed = next(line for line in lines if line.what == "nơi đặt trụ sở Phường Mỹ Tho")
    assert [(d.label, d.new) for d in placed.differences] == [("Đơn vị", "Phường Mỹ Tho")]
    client.post(f"/doanh-nghiep/so-lieu/{pks['year']}/xoa/", {"reason": "Sai năm"})
    page = client.get(f"/doanh-nghiep/{pks['enterprise']}/lich-su/")
    gone = next(line for line in page.context["lines"] if line.act == "Xóa")
    assert (gone.act, gone.what, gone.reason) == ("Xóa", "số liệu năm 2024", "Sai năm")
    assert ("Số lao động", "12", "") in [(d.label, d.old, d.new) for d in gone.differences]
    assert "Số lao động: <del>12</del>" in page.content.decode()


def test_messages_look_like_what_they_say(staff):
    own = records.support(records.enterprise())
    page = staff.post(f"/ho-tro/{own.pk}/tep/", {}, follow=True).content.decode()
    assert '<div class="note note-bad" role="alert">' in page
    page = staff.post(f"/ho-tro/{own.pk}/sua/", form_data(own), follow=True).content.decode()
    assert '<div class="note note-ok" role="status">' in page


def test_errors_of_a_field_share_one_place_that_the_field_names(staff):
    page = staff.post("/ho-tro/them/", {"started_on": "x"}).content.decode()
    assert page.count('id="id_started_on_error"') == 1
    assert 'aria-describedby="id_started_on_error"' in page
    assert 'id="loi"' in page
    assert "/static/js/forms" in page


def test_the_components_are_for_those_who_build_pages(client):
    for role, status in (("staff", 200), ("administrator", 200), ("leader", 403)):
        client.force_login(person(role), backend=BACKEND)
        assert client.get("/ui/").status_code == status
    assert "không xem được các thành phần giao diện" in client.get("/ui/").content.decode()


def test_a_small_export_holds_what_is_filtered_in_the_order_shown(staff):
    for number, name in enumerate(("Yên Phú", "An Phú", "Đông Á")):
        records.enterprise(f"12001005{number:02}", name)
    answer = staff.get("/doanh-nghiep/xlsx/?tim=phu&xep=ten")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[0][:2] == ("Tên", "Mã số thuế")
    assert [row[:2] for row in rows[1:]] == [("An Phú", "1200100501"), ("Yên Phú", "1200100500")]


def test_a_large_export_is_a_job_with_a_download_for_its_owner(staff, client, monkeypatch):
    monkeypatch.setattr("core.ui.views.INLINE_ROWS", 2)
    for number in range(5):
        records.enterprise(f"12001005{number:02}", f"Công ty {number}")
    page = staff.get("/doanh-nghiep/xlsx/?tim=cong+ty", follow=True)
    assert "Có thể rời trang" in page.content.decode()
    job = Job.objects.get(kind=exports.EXPORT)
    address = reverse("ui:job", kwargs={"pk": job.pk})
    fragment = staff.get(address, headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()
    assert staff.get(f"{address}tep/").status_code == 404
    jobs.run_job(job.pk)
    assert staff.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "Đã xong: 5 dòng." in staff.get(address).content.decode()
    content = b"".join(staff.get(f"{address}tep/").streaming_content)
    assert len(list(load_workbook(io.BytesIO(content)).active.values)) == 6
    client.force_login(person("leader"), backend=BACKEND)
    assert client.get(address).status_code == 404


def test_a_failed_export_says_why_and_can_be_tried_again(staff, monkeypatch):
    monkeypatch.setattr("core.ui.views.INLINE_ROWS", 0)
    records.enterprise()
    staff.get("/doanh-nghiep/xlsx/")
    Job.objects.update(state="failed", error="Hết chỗ trên đĩa.")
    job = Job.objects.get()
    address = reverse("ui:job", kwargs={"pk": job.pk})
    assert "Hết chỗ trên đĩa." in staff.get(address).content.decode()
    staff.post(f"{address}thu-lai/")
    assert Job.objects.get().state == "queued"


def test_a_refusal_names_the_right_that_is_missing(client):
    client.force_login(person("leader"), backend=BACKEND)
    answer = client.get("/doanh-nghiep/them/")
    assert answer.status_code == 403
    assert "Vai trò của bạn không được thêm doanh nghiệp." in answer.content.decode()


def test_every_declared_register_has_its_pages_and_rights():
    """The recipe in docs/how-to/add-a-register.md, kept true."""
    import rules  # noqa: PLC0415

    for declared in registers:
        model = declared.model._meta
        assert rules.perm_exists(f"{declared.app}.view_{model.model_name}"), declared.name
        if declared.is_read_only:
            continue
        is_edited = declared.form._meta.fields != ()  # what the system finds or makes is not
        right = f"{declared.app}.change_{model.model_name}"
        assert rules.perm_exists(right) is is_edited, declared.name
        assert hasattr(declared.model._default_manager, "visible_to"), declared.name
        assert declared.model.pgh_event_model is not None
        if is_edited:
            assert reverse(f"{declared.app}:{declared.name}-update", kwargs={"pk": 1})
        own = {field.name for field in model.get_fields()} | set(declared.labels)
        assert {name for _t, names in declared.sections for name in names} <= own
        form_fields = set(declared.form.base_fields)
        for _title, names in declared.form.sections or ():
            assert set(names) <= form_fields, declared.name


def test_what_was_deleted_is_found_with_its_last_values_who_when_and_why(staff, client):
    firm = records.enterprise()
    own = records.support(firm, product="Nước dừa")
    other = records.support(records.enterprise("0301442989", "Khác"), product="Gạo")
    for record in (own, other):
        staff.post(f"/ho-tro/{record.pk}/xoa/", {"reason": "Nhập hai lần"})
    assert 'href="/da-xoa/?loai=support"' in staff.get("/ho-tro/").content.decode()
    page = staff.get("/da-xoa/?loai=support")
    newest, oldest = page.context["lines"]
    assert (newest.act, newest.by, newest.reason) == ("Xóa", "staff", "Nhập hai lần")
    assert ("Sản phẩm áp dụng", "Gạo") in [(d.label, d.old) for d in newest.differences]
    assert ("Doanh nghiệp", "Công ty Mẫu") in [(d.label, d.old) for d in oldest.differences]
    assert "Lý do: Nhập hai lần" in page.content.decode()

    link = f"/da-xoa/?loai=support&amp;enterprise={firm.pk}"
    assert link in staff.get(f"/doanh-nghiep/{firm.pk}/lich-su/").content.decode()
    (line,) = staff.get(link.replace("&amp;", "&")).context["lines"]
    assert ("Sản phẩm áp dụng", "Nước dừa") in [(d.label, d.old) for d in line.differences]
    for address in ("/da-xoa/", "/da-xoa/?loai=khong-co", "/da-xoa/?enterprise=x&name=1"):
        page = staff.get(address)
        assert page.context["lines"] == []
        assert "Chưa có hồ sơ nào loại này bị xóa." in page.content.decode()
    kinds = {str(name) for name, _address, _chosen in page.context["kinds"]}
    assert "vai trò của tài khoản" not in kinds  # roles are the administrators' business
    client.force_login(person("administrator"), backend=BACKEND)
    kinds = {str(name) for name, _address, _chosen in client.get("/da-xoa/").context["kinds"]}
    assert {"vai trò của tài khoản", "người liên hệ", "hỗ trợ"} <= kinds
    client.force_login(person("leader"), backend=BACKEND)
    assert client.get("/da-xoa/").status_code == 403
    assert "/da-xoa/" not in client.get("/ho-tro/").content.decode()


def test_codes_and_numbers_of_the_machine_are_not_shown(staff):
    firm = records.enterprise()
    data = {"year": 2025, "labour": 3}
    page = staff.post(f"/doanh-nghiep/so-lieu/them/{firm.pk}/", data, follow=True).content.decode()
    assert "Đã lưu: số liệu năm của doanh nghiệp." in page
    year = EnterpriseYear.objects.get()
    page = staff.get(f"/doanh-nghiep/so-lieu/{year.pk}/sua/").content.decode()
    assert "Sửa: Số liệu năm 2025" in page
    tool = records.item("support", "5S")
    assert tool.counts_for == "support.enterprises"
    for address in ("", f"{tool.pk}/", f"{tool.pk}/sua/", f"{tool.pk}/lich-su/"):
        page = staff.get(f"/danh-muc/{address}").content.decode()
        assert "Doanh nghiệp được hỗ trợ" in page, address
        assert ">support.enterprises<" not in page, address


def test_every_indicator_of_the_catalogue_has_its_words():
    from programs.indicators import indicators  # noqa: PLC0415
    from support.choices import INDICATOR_NAMES  # noqa: PLC0415

    assert {i.code for i in indicators if i.code.startswith("support.")} == set(INDICATOR_NAMES)


def test_what_stands_in_a_record_is_text_in_its_list(staff):
    hostile = '<img src=x onerror="a()">&amp;'
    firm = records.enterprise(name=hostile)
    type(firm).objects.filter(pk=firm.pk).update(main_products=hostile)
    records.support(firm, product=hostile)
    for address in ("/doanh-nghiep/", "/ho-tro/"):
        page = staff.get(address).content.decode()
        assert "&lt;img src=x onerror=&quot;a()&quot;&gt;&amp;amp;" in page
        assert "<img" not in page


def test_a_long_choice_marks_what_was_chosen_and_shows_names_as_text(staff):
    ward = Unit.objects.get(code=records.WARD, valid_to=None)
    Unit.objects.filter(pk=ward.pk).update(name='Xã "A" <b>')
    page = staff.get(f"/doanh-nghiep/?don_vi={ward.pk}&bo_loc=mo").content.decode()
    assert f'<option value="{ward.pk}" selected>Xã &quot;A&quot; &lt;b&gt;' in page
    assert page.count(" selected>") == 1 + page.count('value="" selected>')


def test_filters_are_written_when_they_are_opened_and_hold_what_is_chosen(staff):
    firm = records.enterprise()
    ward = Unit.objects.get(code=records.WARD, valid_to=None)
    asked = f"?don_vi={ward.pk}&loai_hinh=enterprise&xep=moi"
    closed = staff.get(f"/doanh-nghiep/{asked}").content.decode()
    assert "<option" not in closed
    assert f'<input type="hidden" name="don_vi" value="{ward.pk}"' in closed
    assert '<input type="hidden" name="loai_hinh" value="enterprise"' in closed
    link = re.search('<a href="([^"]*bo_loc=mo)"', closed)[1]
    opened = staff.get(f"/doanh-nghiep/{unescape(link)}").content.decode()
    assert '<details class="more-filters" open>' in opened
    assert f'<option value="{ward.pk}" selected>' in opened
    assert '<option value="enterprise" selected>' in opened
    assert 'type="hidden" name="don_vi"' not in opened
    assert firm.name in opened
    assert not re.search('href="[^"]*bo_loc', opened)  # pages, orders, chips, the workbook
    part = staff.get(f"/doanh-nghiep/{unescape(link)}", headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith('<div class="filter-grid">')
    assert f'<option value="{ward.pk}" selected>' in part.content.decode()


def test_a_unit_made_today_is_among_the_filters_at_once(staff):
    def offered():
        return staff.get("/doanh-nghiep/?bo_loc=mo").content.decode()

    assert "Phường Vừa Lập" not in offered()
    old = Unit.objects.get(code=records.WARD, valid_to=None)
    Unit.objects.create(
        name="Phường Vừa Lập", short_name="Vừa Lập", kind="ward", code="99999",
        code_system=old.code_system, parent=old.parent, valid_from=date(2026, 1, 1),
    )  # fmt: skip
    assert "Phường Vừa Lập" in offered()


def test_a_filter_that_cannot_be_read_is_shown_with_what_is_wrong(staff):
    page = staff.get("/doanh-nghiep/?linh_vuc=khong-co").content.decode()
    assert '<details class="more-filters" open>' in page
    assert '<p class="err">' in page
    assert "Không có dòng nào khớp." in page


def test_a_link_to_one_enterprise_is_kept_beside_closed_and_open_filters(staff):
    own = records.support(records.enterprise())
    for opened in ("", "&bo_loc=mo"):
        page = staff.get(f"/ho-tro/?dn={own.enterprise_id}{opened}").content.decode()
        assert page.count(f'name="dn" value="{own.enterprise_id}"') == 1


def test_what_a_list_reads_is_declared(staff):
    """A field that is not would be read for every row; the order needs its own."""
    for number in range(3):
        records.enterprise(f"12001005{number:02}", f"Công ty {number}")
    for sort in ("ten", "moi"):
        with CaptureQueriesContext(connection) as queries:
            staff.get(f"/doanh-nghiep/?xep={sort}")
        own = [q["sql"] for q in queries if '"enterprises_enterprise"."name"' in q["sql"]]
        assert len(own) == 1, own
        assert '"enterprises_enterprise"."search"' not in own[0]
        again = [q["sql"] for q in queries if q["sql"].endswith("LIMIT 21")]
        assert not [sql for sql in again if 'FROM "enterprises_enterprise"' in sql]
