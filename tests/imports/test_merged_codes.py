"""Rows with the tax code of a merged registration go to the record that it leads to."""

from datetime import date

import pytest

from core.importing.run import run_import
from enterprises.merging.steps import merge_enterprises
from enterprises.models import Enterprise, EnterpriseYear
from support.models import Support
from tests import records
from tests.people import person
from tests.workbooks import ENTERPRISES, SUPPORTS, make_workbook, tax_code

pytestmark = pytest.mark.django_db
OLD, NEW = tax_code(1), tax_code(2)
FIGURES = (*ENTERPRISES, "Địa chỉ", "Năm số liệu", "Số lao động")


@pytest.fixture
def survivor() -> Enterprise:
    old, new = records.enterprise(OLD, "Công ty Cũ"), records.enterprise(NEW, "Công ty Mới")
    merge_enterprises(source=old, target=new, reason="Đổi mã", by=person("staff"))
    return new


def row(code: str, name: str, *rest) -> tuple:
    return (code, name, "Phường Đạo Thạnh", None, *rest)


def test_a_support_of_an_old_code_is_the_survivors_and_it_is_said(survivor, tmp_path):
    path = make_workbook(
        tmp_path / "a.xlsx",
        supports=[SUPPORTS, (OLD, "5S", date(2024, 1, 10), date(2024, 6, 20), "Hoàn thành")],
    )
    result = run_import(path, save=True)
    assert result.is_saved
    assert Support.objects.get().enterprise == survivor
    (warning,) = [issue for issue in result.warnings if issue.code == "merged_code"]
    assert warning.message == (
        f"Mã số thuế này đã gộp vào Công ty Mới ({NEW}); dòng được ghi vào hồ sơ đó."
    )
    again = run_import(path, save=True)
    assert again.sheets["Hỗ trợ"].counts["unchanged"] == 1


def test_a_row_of_an_old_code_adds_to_the_survivor_and_renames_nothing(survivor, tmp_path):
    path = make_workbook(
        tmp_path / "a.xlsx",
        enterprises=[FIGURES, row(OLD, "Công ty Cũ", "Số 1, đường Ấp Bắc", 2024, 12)],
    )
    result = run_import(path, save=True)
    assert result.is_saved
    survivor.refresh_from_db()
    assert (survivor.name, survivor.address) == ("Công ty Mới", "Số 1, đường Ấp Bắc")
    assert survivor.placements.count() == 1
    assert survivor.unit.code == records.WARD
    facts = EnterpriseYear.objects.get()
    assert (facts.enterprise_id, facts.labour) == (survivor.pk, 12)
    assert {issue.code for issue in result.warnings} >= {"merged_code"}
    old = Enterprise.objects.get(tax_code=OLD)
    assert (old.name, old.address) == ("Công ty Cũ", "")


def test_both_codes_in_one_file_are_one_record(survivor, tmp_path):
    path = make_workbook(
        tmp_path / "a.xlsx",
        enterprises=[
            FIGURES,
            (NEW, "Công ty Mới", "Phường Mỹ Tho", None, "Số 2", 2024, 20),
            row(OLD, "Công ty Cũ", "Số 1", 2023, 10),
        ],
    )
    result = run_import(path, save=True)
    assert result.is_saved
    survivor.refresh_from_db()
    assert (survivor.name, survivor.address) == ("Công ty Mới", "Số 2")
    figures = EnterpriseYear.objects.order_by("year").values_list("enterprise", "year", "labour")
    assert list(figures) == [(survivor.pk, 2023, 10), (survivor.pk, 2024, 20)]
    assert Enterprise.objects.count() == 2
