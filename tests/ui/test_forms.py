"""What forms do with what people type: normal form, our own words, the country's numbers."""

import io

import pytest
from django import forms
from openpyxl import load_workbook

from core.ui.fields import CountField, LineField
from core.ui.forms import PlainForm
from core.vietnamese import normalise, normalise_lines
from enterprises.models import EnterpriseYear
from support.models import CatalogueItem, Support
from tests import records
from tests.people import person
from trainings.models import TrainingClass

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def staff(client):
    client.force_login(person("staff"), backend=BACKEND)
    return client


@pytest.mark.parametrize(
    ("typed", "line", "lines"),
    [
        ("  a\x07b \x1b[31mđỏ\u200b ", "ab [31mđỏ", "ab [31mđỏ"),
        ("một\r\n  hai\x00 ba\r\n\r\nbốn\r\n", "một hai ba bốn", "một\nhai ba\n\nbốn"),
        ("hoa\u0300\tthơm\x85", "hoà thơm", "hoà thơm"),
        ("\u0958", "\u0915\u093c", "\u0915\u093c"),
        ("", "", ""),
    ],
)
def test_text_is_brought_to_normal_form_without_control_characters(typed, line, lines):
    assert normalise(typed) == line
    assert normalise_lines(typed) == lines


def test_a_line_is_measured_in_its_normal_form():
    field = LineField(max_length=3, required=False)
    assert field.clean(" ab ") == "ab"
    assert field.clean(None) == ""
    with pytest.raises(forms.ValidationError):
        field.clean("\u0958" * 2)  # two characters become four


def test_text_of_several_lines_is_stored_without_control_characters(staff):
    firm = records.enterprise()
    data = {
        "enterprise": firm.tax_code,
        "item": records.item("support", "5S").pk,
        "status": "under_way",
        "started_on": "10/01/2024",
        "result": "Dòng\x07 một\r\nDòng  hai\x1b",
        "consultant": "Viện\x08 Năng suất",
    }
    staff.post("/ho-tro/them/", data)
    made = Support.objects.get()
    assert made.result == "Dòng một\nDòng hai"
    assert made.consultant == "Viện Năng suất"


def test_counts_are_read_as_the_country_writes_them(staff):
    firm = records.enterprise()
    staff.post(f"/doanh-nghiep/so-lieu/them/{firm.pk}/", {"year": 2024, "labour": "1.234"})
    year = EnterpriseYear.objects.get()
    assert year.labour == 1234
    page = staff.get(f"/doanh-nghiep/so-lieu/{year.pk}/sua/").content.decode()
    assert 'value="1.234" inputmode="numeric"' in page
    held = {"name": "Lớp", "status": "held", "starts_on": "02/01/2024", "ends_on": "03/01/2024"}
    staff.post("/dao-tao/them/", held | {"trainees": "1.050", "enterprises": "2 000"})
    made = TrainingClass.objects.get()
    assert (made.trainees, made.enterprises) == (1050, 2000)
    for wrong, words in (
        ("mười", "Không phải số."),
        ("-1", "Số không được âm."),
        ("1.5", "Không rõ “1.5” là bao nhiêu."),
        ("9999999999", "Số lớn hơn 2.000.000.000."),
    ):
        page = staff.post("/dao-tao/them/", held | {"trainees": wrong}).content.decode()
        assert words in page, wrong
        assert f'value="{wrong}"' in page
    assert CountField(required=False).clean("") is None


def test_errors_are_in_our_words(staff):
    firm = records.enterprise()
    for data, words in (
        ({"year": "1900", "labour": "1"}, "Ghi số từ 1990 trở lên."),
        ({"year": "2200", "labour": "1"}, "Năm số liệu ở tương lai. Ghi năm đã có số liệu."),
        ({"year": "x"}, "Ghi số nguyên, ví dụ 25."),
        ({"year": "2024", "revenue_vnd": "-1"}, "Số không được âm."),
    ):
        page = staff.post(f"/doanh-nghiep/so-lieu/them/{firm.pk}/", data).content.decode()
        assert words in page
    page = staff.post(f"/doanh-nghiep/lien-he/them/{firm.pk}/", {"name": "A" * 121, "email": "x"})
    text = page.content.decode()
    assert "Dài 121 ký tự; rút xuống còn 120." in text
    assert "Không phải thư điện tử." in text
    page = staff.post(f"/doanh-nghiep/lien-he/them/{firm.pk}/", {"name": "A\x00B"})
    assert "Có ký tự lạ không đọc được; gõ lại." in page.content.decode()
    for _ in range(2):
        page = staff.post(f"/doanh-nghiep/so-lieu/them/{firm.pk}/", {"year": 2024, "labour": "1"})
    assert "Đã có số liệu của năm này; sửa dòng đã có." in page.content.decode()
    item = {"use": "support", "code": "Mã có dấu", "name": "X", "kind": "gap"}
    page = staff.post("/danh-muc/them/", item | {"aliases": "a" * 201}).content.decode()
    assert "Chỉ dùng chữ không dấu, số, gạch nối và gạch dưới." in page
    assert "Tên thứ 1: mỗi tên dài tối đa 200 ký tự." in page
    known = CatalogueItem.objects.filter(use="support").first()
    page = staff.post("/danh-muc/them/", item | {"code": known.code}).content.decode()
    assert "Đã có mục danh mục mang mã này; chọn mã khác." in page


def test_a_duplicate_tax_code_leads_to_its_record(staff):
    firm = records.enterprise()
    data = {"tax_code": firm.tax_code, "name": "Khác", "entity_type": "enterprise"}
    page = staff.post("/doanh-nghiep/them/", data).content.decode()
    link = f'<a href="/doanh-nghiep/{firm.pk}/">Công ty Mẫu</a>'
    assert f"Mã số thuế này đã có hồ sơ: {link}. Mở hồ sơ đó để sửa." in page


def test_an_empty_choice_says_what_to_do(staff):
    for address in ("/doanh-nghiep/them/", "/ho-tro/them/", "/dao-tao/them/"):
        page = staff.get(address).content.decode()
        assert "---------" not in page, address
        assert '<option value="" selected>Chọn …</option>' in page, address


def test_a_message_that_a_form_declares_stays():
    class Own(PlainForm):
        name = forms.CharField(error_messages={"required": "Ghi tên."})
        file = forms.FileField(error_messages={"empty": "Trống."})
        other = forms.FileField()

    fields = Own().fields
    assert str(fields["name"].error_messages["required"]) == "Ghi tên."
    assert str(fields["file"].error_messages["empty"]) == "Trống."
    assert str(fields["other"].error_messages["empty"]) == "Tệp rỗng. Chọn tệp khác."


def test_tags_are_words_in_one_cell_of_a_workbook(staff):
    firm = records.enterprise()
    type(firm).objects.filter(pk=firm.pk).update(has_key_product=True, in_value_chain=True)
    records.enterprise("0301442989", "Không nhãn")
    sheet = load_workbook(io.BytesIO(staff.get("/doanh-nghiep/xlsx/").content)).active
    head, *rows = sheet.values
    tags = {row[0]: row[head.index("Phân loại")] for row in rows}
    assert tags == {"Công ty Mẫu": "Chủ lực, Chuỗi giá trị", "Không nhãn": None}
