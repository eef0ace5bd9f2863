"""Pages of duplicates and merges: staff decide, leaders look on, an old address leads on."""

import pytest
from django.core.exceptions import ValidationError

from core.jobs import run_job
from core.models import Job
from enterprises.fields import EnterpriseField
from enterprises.merging.steps import merge_enterprises
from enterprises.models import DuplicatePair, Enterprise, EnterpriseMerge, EnterpriseYear
from support.models import Support
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OTHER = "0301442989"


@pytest.fixture(autouse=True)
def _media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def user():
    return person("staff")


@pytest.fixture
def staff(client, user):
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def old():
    return records.enterprise()


@pytest.fixture
def new():
    return records.enterprise(OTHER, "Công ty TNHH Mẫu")


def compare(old: Enterprise, new: Enterprise) -> str:
    return f"/doanh-nghiep/{old.pk}/nhap-vao/{new.pk}/"


def seen(old: Enterprise, new: Enterprise) -> dict[str, int]:
    return {"seen_source": old.version, "seen_target": new.version}


def prepared(staff, old: Enterprise, new: Enterprise, **choices) -> EnterpriseMerge:
    answer = staff.post(compare(old, new), seen(old, new) | choices)
    merge = EnterpriseMerge.objects.get(pk=answer["Location"].split("/")[-2])
    run_job(merge.job_id)
    merge.refresh_from_db()
    return merge


def test_choosing_the_other_record_leads_to_both_side_by_side(staff, old, new):
    Enterprise.objects.filter(pk=old.pk).update(address="Ấp 3, xã A")
    answer = staff.post(f"/doanh-nghiep/{old.pk}/nhap-vao/", {"target": OTHER})
    assert answer["Location"] == compare(old, new)
    page = staff.get(compare(old, new)).content.decode()
    assert 'name="muc-name" value="o-lai" aria-describedby="muc-1" checked' in page
    assert 'name="muc-address" value="nhap-vao"' in page
    assert "Ấp 3, xã A" in page
    assert f'href="{compare(new, old)}"' in page  # the other way round
    assert 'name="muc-sector"' not in page  # alike


def test_what_was_chosen_is_previewed_confirmed_and_taken_back(staff, old, new):
    own = records.support(old)
    years = [EnterpriseYear.objects.create(enterprise=f, year=2024, labour=n)
             for n, f in enumerate((old, new), 5)]  # fmt: skip
    page = staff.get(compare(old, new)).content.decode()
    conflict = f"enterprises.EnterpriseYear.enterprise:{years[0].pk}"
    assert f'name="{conflict}" value="nhap-vao"' in page
    assert "Số lao động: 6 / 5" in page

    merge = prepared(staff, old, new, **{"muc-name": "nhap-vao", conflict: "nhap-vao"})

    assert merge.choices["fields"] == ["name"]
    page = staff.get(merge.get_absolute_url()).content.decode()
    assert "Chờ xác nhận" in page
    assert "<del>Công ty TNHH Mẫu</del> → <ins>Công ty Mẫu</ins>" in page
    assert f'href="/ho-tro/?dn={old.pk}">1</a>' in page
    assert "lấy số liệu của dòng kia" in page
    own.refresh_from_db()
    assert own.enterprise_id == old.pk  # nothing is done yet

    asked = staff.get(f"{merge.get_absolute_url()}gop/").content.decode()
    assert "hoàn tác được" in asked
    assert "Ghi lý do." in staff.post(f"{merge.get_absolute_url()}gop/").content.decode()
    staff.post(f"{merge.get_absolute_url()}gop/", {"reason": "Đổi mã số thuế"})
    staff.post(f"{merge.get_absolute_url()}gop/", {"reason": "Đổi mã số thuế"})  # a double click
    assert Job.objects.filter(kind="enterprises.carry_out_merge").count() == 1
    merge.refresh_from_db()
    page = staff.get(merge.get_absolute_url()).content.decode()
    assert "Có thể rời trang" in page
    run_job(merge.job_id)
    page = staff.get(merge.get_absolute_url()).content.decode()
    assert "vẫn tìm được và dẫn tới hồ sơ ở lại" in page
    assert "Đổi mã số thuế" in page
    new.refresh_from_db()
    assert (new.name, new.years.get().labour) == ("Công ty Mẫu", 5)

    staff.post(f"{merge.get_absolute_url()}hoan-tac/", {"reason": "Gộp nhầm"})
    merge.refresh_from_db()
    run_job(merge.job_id)
    page = staff.get(merge.get_absolute_url()).content.decode()
    assert "Đã hoàn tác" in page
    assert "Gộp nhầm" in page
    new.refresh_from_db()
    own.refresh_from_db()
    assert (new.name, own.enterprise_id) == ("Công ty TNHH Mẫu", old.pk)


def test_an_answer_nobody_offered_is_what_is_proposed(staff, old, new):
    merge = prepared(staff, old, new, **{"muc-name": "x", "muc-tax_code": "nhap-vao"})
    assert merge.choices == {"fields": [], "rows": {}}


def test_somebody_elses_edit_is_told(staff, old, new):
    before = seen(old, new)
    Enterprise.objects.filter(pk=old.pk).update(address="Ấp 3, xã A")
    page = staff.post(compare(old, new), before).content.decode()
    assert "vừa được người khác sửa" in page
    assert staff.post(compare(old, new), {"seen_source": "x"}).status_code == 200
    assert not EnterpriseMerge.objects.exists()


def test_a_form_that_was_open_during_the_merge_conflicts(staff, user, old, new):
    typed = {
        "tax_code": old.tax_code, "name": "Tên khác", "entity_type": "enterprise",
        "seen_version": old.version,
    }  # fmt: skip
    merge_enterprises(source=old, target=new, reason="x", by=user)
    page = staff.post(f"/doanh-nghiep/{old.pk}/sua/", typed).content.decode()
    assert "Hồ sơ vừa được người khác sửa" in page


def test_an_unconfirmed_merge_is_cancelled(staff, old, new):
    merge = prepared(staff, old, new)
    page = staff.post(f"{merge.get_absolute_url()}huy/", follow=True).content.decode()
    assert "Hai hồ sơ không thay đổi." in page
    page = staff.post(f"{merge.get_absolute_url()}huy/", follow=True).content.decode()
    assert "đã được người khác thay đổi" in page
    page = staff.post(f"{merge.get_absolute_url()}gop/", {"reason": "x"}).content.decode()
    assert "đã được người khác thay đổi" in page


def test_a_failed_job_says_why_and_is_tried_again(staff, old, new):
    merge = prepared(staff, old, new)
    staff.post(f"{merge.get_absolute_url()}gop/", {"reason": "x"})
    merge.refresh_from_db()
    Job.objects.filter(pk=merge.job_id).update(state="failed", error="Hết chỗ trên đĩa.")
    page = staff.get(merge.get_absolute_url()).content.decode()
    assert "Hết chỗ trên đĩa." in page
    assert "Thôi hoàn tác" not in page
    staff.post(f"{merge.get_absolute_url()}thu-lai/")
    run_job(merge.job_id)
    old.refresh_from_db()
    assert old.merged_into_id == new.pk
    merge.refresh_from_db()
    staff.post(f"{merge.get_absolute_url()}hoan-tac/", {"reason": "x"})
    merge.refresh_from_db()
    Job.objects.filter(pk=merge.job_id).update(state="failed", error="Hết chỗ trên đĩa.")
    assert "Thôi hoàn tác" in staff.get(merge.get_absolute_url()).content.decode()
    page = staff.post(f"{merge.get_absolute_url()}thoi/", follow=True).content.decode()
    assert "Lần gộp được giữ nguyên." in page
    page = staff.post(f"{merge.get_absolute_url()}thoi/", follow=True).content.decode()
    assert "đã được người khác thay đổi" in page


def test_why_it_cannot_be_undone_stands_on_the_page_that_asks(staff, user, old, new):
    own = records.support(old)
    merge = merge_enterprises(source=old, target=new, reason="x", by=user)
    own.delete()
    address = f"{merge.get_absolute_url()}hoan-tac/"
    assert "1 hỗ trợ đã chuyển nay đã bị xóa" in staff.get(address).content.decode()
    page = staff.post(address, {"reason": "x"}).content.decode()
    assert "không trả lại hồ sơ cũ được" in page


def test_an_old_address_leads_to_the_record_that_is_there(staff, user, old, new):
    third = records.enterprise("0314409058", "Công ty Ba")
    merge_enterprises(source=old, target=new, reason="x", by=user)
    merge_enterprises(source=new, target=third, reason="x", by=user)
    answer = staff.get(f"/doanh-nghiep/{old.pk}/")
    assert answer["Location"] == f"/doanh-nghiep/{third.pk}/"
    page = staff.get(answer["Location"]).content.decode()
    assert "Công ty Mẫu (mã số thuế 1200100557) đã gộp vào hồ sơ này." in page
    assert staff.get(f"/doanh-nghiep/{old.pk}/?ban-goc=1").status_code == 200
    answer = staff.get(f"/doanh-nghiep/{new.pk}/tach/")
    merge = EnterpriseMerge.objects.get(source=new)
    assert answer["Location"] == f"{merge.get_absolute_url()}hoan-tac/"


def test_an_old_tax_code_is_found_and_means_the_survivor(staff, user, old, new):
    merge_enterprises(source=old, target=new, reason="x", by=user)
    rows = staff.get(f"/doanh-nghiep/?tim={old.tax_code}").context["rows"]
    assert [row.record.pk for row in rows] == [old.pk]
    field = EnterpriseField()
    assert field.clean(old.tax_code) == new
    assert field.clean("cong ty mau 1200100557") == new
    assert field.clean(f"#{old.pk}") == old  # a record that stayed there is edited as it is
    assert field.widget.format_value(old.pk) == f"#{old.pk} - Công ty Mẫu (1200100557)"
    offered = staff.get(f"/doanh-nghiep/goi-y/?enterprise={old.tax_code}").content.decode()
    assert f"{OTHER} - Công ty TNHH Mẫu" in offered
    assert "1200100557" not in offered
    field.queryset = Enterprise.objects.none()
    with pytest.raises(ValidationError, match="Không có doanh nghiệp mã số thuế này"):
        field.clean(old.tax_code)


def test_a_link_without_an_account_is_taken_away(staff, old, new):
    Enterprise.objects.filter(pk=old.pk).update(merged_into=new)
    page = staff.post(f"/doanh-nghiep/{old.pk}/tach/", {"reason": "x"}, follow=True)
    assert "từ nay tính là hai doanh nghiệp" in page.content.decode()
    page = staff.post(f"/doanh-nghiep/{old.pk}/tach/", {"reason": "x"}).content.decode()
    assert "chưa được nhập vào đăng ký nào" in page


def test_pairs_are_listed_likeliest_first_and_decided(staff, old, new):
    pair = records.pair(old, new)
    weak = records.enterprise("0314409058", "HTX Mẫu", ward="28249")
    records.pair(old, weak)
    rows = staff.get("/ho-so-trung/").context["rows"]
    assert next(row.record.second_id for row in rows) == new.pk
    page = staff.get(f"/doanh-nghiep/{old.pk}/").content.decode()
    assert "Có thể trùng với" in page
    assert f'href="{pair.get_absolute_url()}"' in page
    page = staff.get(pair.get_absolute_url()).content.decode()
    assert "Tên giống nhau khi bỏ loại hình và dấu; Cùng xã, phường." in page
    assert f'href="{compare(new, old)}"' in page
    step = f"{pair.get_absolute_url()}buoc/dismiss/"
    pair.refresh_from_db()
    given = {"seen_version": pair.version}
    assert "Ghi lý do." in staff.post(step, given).content.decode()
    staff.post(step, given | {"reason": "Hai chủ khác nhau"})
    assert [row.record.second_id for row in staff.get("/ho-so-trung/").context["rows"]] == [weak.pk]
    page = staff.get("/ho-so-trung/?trang_thai=dismissed").content.decode()
    assert "Không trùng" in page
    assert len(staff.get("/ho-so-trung/?trang_thai=tat-ca").context["rows"]) >= 2
    assert "Hai chủ khác nhau" in staff.get(pair.get_absolute_url()).content.decode()
    assert staff.get(f"{pair.get_absolute_url()}buoc/merge/").status_code == 403


def test_pairs_are_filtered_by_sign_and_words(staff, old, new):
    records.pair(old, new)

    def found(query):
        return len(staff.get(f"/ho-so-trung/?{query}").context["rows"])

    assert found("dau_hieu=same_name") == 1
    assert found("dau_hieu=same_address") == 0
    assert found("tim=1200100557") == 1
    assert found("tim=tnhh+mau") == 1
    assert found("tim=khac") == 0
    assert found("tim=%3F") == 0
    assert len(staff.get("/lan-gop/?tim=mau").context["rows"]) == 0


def test_leaders_look_on_and_others_find_nothing(client, user, old, new):
    pair = records.pair(old, new)
    own = records.support(old)
    merge = merge_enterprises(source=old, target=new, reason="x", by=user)
    for role, status in (("leader", 200), ("finance", 403), ("unit_officer", 403)):
        client.force_login(person(role), backend=BACKEND)
        for address in ("/ho-so-trung/", pair.get_absolute_url(), merge.get_absolute_url()):
            answer = client.get(address)
            assert answer.status_code == status, (role, address)
            assert "buoc/" not in answer.content.decode()
            assert "hoan-tac/" not in answer.content.decode()
        for address in ("gop/", "hoan-tac/", "huy/", "thoi/", "thu-lai/"):
            answer = client.post(f"{merge.get_absolute_url()}{address}", {"reason": "x"})
            assert answer.status_code == 403, (role, address)
        assert client.post(compare(new, old)).status_code == 403
    own.refresh_from_db()
    assert own.enterprise_id == new.pk
    assert EnterpriseMerge.objects.get().state == "merged"


def test_an_officer_does_not_learn_of_a_record_elsewhere(client, user, old):
    far = records.enterprise("0314409058", "Công ty Mẫu", ward="28249")
    DuplicatePair.objects.all().delete()
    records.pair(old, far)
    client.force_login(person("unit_officer"), backend=BACKEND)
    page = client.get(f"/doanh-nghiep/{old.pk}/").content.decode()
    assert "Có thể trùng" not in page
    assert "0314409058" not in page
    merge_enterprises(source=old, target=far, reason="x", by=user)
    answer = client.get(f"/doanh-nghiep/{old.pk}/")
    assert answer.status_code == 200  # its survivor is of another unit
    assert "ở đơn vị khác" in answer.content.decode()
    assert client.get(f"/doanh-nghiep/{far.pk}/").status_code == 404
    assert Support.objects.count() == 0
