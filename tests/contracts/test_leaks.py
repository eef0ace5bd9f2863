"""What a person bound to an area may not see is named nowhere: filters, pages, histories."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from core.ui.fields import narrow
from core.ui.registers import registers
from enterprises.fields import EnterpriseField
from enterprises.models import Enterprise
from support.models import Support
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FAR = "Công ty Nơi khác"


@pytest.fixture
def officer(client):
    user = person("unit_officer")
    client.force_login(user, backend=BACKEND)
    return user


@pytest.fixture
def far():
    """An enterprise of another ward."""
    return records.enterprise("0301442989", FAR, ward="28249")


def test_no_filter_and_no_form_of_any_register_offers_what_is_not_seen(officer, far):
    near = records.enterprise()
    checked = set()
    for declared in registers:
        filters = declared.filters_for(QueryDict(), officer)
        forms = {} if declared.parent or declared.name == "draft" else declared.form().fields
        for name, field in {**filters.form.fields, **forms}.items():
            rows = getattr(field, "queryset", None)
            if hasattr(rows, "visible_to"):
                narrow({name: field}, officer)
                seen = rows.model._default_manager.visible_to(officer)
                assert set(field.queryset) <= set(seen), (declared.name, name)
                checked.add((declared.name, name))
        for name in filters.filters:
            for value in (far.pk, near.pk):
                asked = declared.filters_for(QueryDict(f"{name}={value}"), officer)
                words = " ".join(f"{chip.label} {chip.value}" for chip in asked.chips())
                assert FAR not in words, (declared.name, name)
    assert {("support", "dn"), ("certificate", "dn"), ("award", "dn")} <= checked


@pytest.mark.parametrize("path", ["ho-tro", "chung-nhan", "giai-thuong"])
def test_a_list_of_another_units_enterprise_names_nobody(officer, client, far, path):
    near = records.enterprise()
    page = client.get(f"/{path}/?dn={far.pk}")
    assert FAR not in page.content.decode()
    assert page.context["rows"] == []
    assert "Công ty Mẫu" in client.get(f"/{path}/?dn={near.pk}").content.decode()


def test_a_form_chooses_among_what_its_person_sees(officer, far):
    near = records.enterprise()
    field = EnterpriseField()
    field.queryset = Enterprise.objects.visible_to(officer)
    assert field.clean(near.tax_code) == near
    for typed in (far.tax_code, f"#{far.pk} - x", "noi khac"):
        with pytest.raises(ValidationError, match="Không có"):
            field.clean(typed)
    assert field.widget.format_value(far.pk) == ""
    assert field.widget.format_value(near.pk) == "1200100557 - Công ty Mẫu"


def test_a_merged_enterprise_shows_no_records_of_another_unit(officer, client, far):
    near = records.enterprise()
    records.support(near, state_budget_vnd=1_000_000)
    hidden = records.support(far, product="Sản phẩm kín", state_budget_vnd=7_000_000)
    records.certificate(far, standard="TCVN KÍN")
    records.award(far)
    Enterprise.objects.filter(pk=far.pk).update(merged_into=near)

    page = client.get(f"/doanh-nghiep/{near.pk}/")
    text = page.content.decode()
    for secret in (FAR, far.tax_code, f"/ho-tro/{hidden.pk}/", "TCVN KÍN", "7.000.000", "8,0"):
        assert secret not in text, secret
    assert "Có đăng ký ở đơn vị khác được tính chung." in text
    assert "1</a></b>lượt hỗ trợ hoàn thành" in text
    listed = client.get(f"/ho-tro/?dn={near.pk}&trang_thai=completed").context["rows"]
    assert len(listed) == 1
    (row,) = client.get("/doanh-nghiep/").context["rows"]
    turns, certificates = (cell.value for cell in row.cells[-2:])
    assert (turns, certificates) == (1, 0)

    client.force_login(person("leader"), backend=BACKEND)
    text = client.get(f"/doanh-nghiep/{near.pk}/").content.decode()
    assert "2</a></b>lượt hỗ trợ hoàn thành" in text
    assert FAR in text
    assert "ở đơn vị khác" not in text
    assert len(client.get(f"/ho-tro/?dn={near.pk}").context["rows"]) == 2


def test_heads_and_targets_of_a_merge_elsewhere_are_not_named(officer, client, far):
    near = records.enterprise()
    Enterprise.objects.filter(pk=near.pk).update(merged_into=far)
    text = client.get(f"/doanh-nghiep/{near.pk}/").content.decode()
    assert "được tính chung với một đăng ký ở đơn vị khác" in text
    assert FAR not in text
    Enterprise.objects.filter(pk=near.pk).update(merged_into=None, parent=far)
    text = client.get(f"/doanh-nghiep/{near.pk}/").content.decode()
    assert "hồ sơ của đơn vị khác" in text
    assert FAR not in text
    history = client.get(f"/doanh-nghiep/{near.pk}/lich-su/").content.decode()
    assert "hồ sơ đã xóa hoặc của đơn vị khác" in history
    assert FAR not in history

    client.force_login(person("staff"), backend=BACKEND)
    for page in ("", "lich-su/"):
        assert FAR in client.get(f"/doanh-nghiep/{near.pk}/{page}").content.decode()


def test_a_record_that_moved_away_takes_its_new_name_along(officer, client, far):
    """A support that was corrected from one enterprise to another tells only what one sees."""
    near = records.enterprise()
    own = records.support(far, started_on=date(2024, 2, 2))
    Support.objects.filter(pk=own.pk).update(enterprise=near)
    history = client.get(f"/ho-tro/{own.pk}/lich-su/").content.decode()
    assert "hồ sơ đã xóa hoặc của đơn vị khác</del> → <ins>Công ty Mẫu" in history
    assert FAR not in history
