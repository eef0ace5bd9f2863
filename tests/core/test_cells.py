from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum.vn import mst

from core.spreadsheets import cells
from core.spreadsheets.cells import CellError, Noted

raw = st.one_of(
    st.text(max_size=30),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
)
PARSERS = [
    cells.text(),
    cells.day,
    cells.count,
    cells.vnd,
    cells.million_vnd,
    cells.year,
    cells.flag,
    cells.tax_code,
    cells.Choice({"a": "Doanh nghiệp"}),
]


@given(raw)
def test_parsers_raise_nothing_but_cell_errors(value):
    for parse in PARSERS:
        if cells.is_empty(value):
            continue
        try:
            parse(value)
        except CellError as error:
            assert error.code
            assert str(error)


@pytest.mark.parametrize(
    "written",
    [
        date(2024, 1, 5),
        datetime(2024, 1, 5),
        "05/01/2024",
        "5-1-2024",
        "05.01.2024",
        "2024-01-05",
        " 5 / 1 / 2024 ",
    ],
)
def test_dates_are_read_day_first(written):
    assert cells.day(written) == date(2024, 1, 5)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("tháng 3/2024", "date_without_day"),
        ("3/2024", "date_without_day"),
        ("2024", "date_without_day"),
        (2024.0, "date_without_day"),
        ("31/02/2024", "impossible_date"),
        ("05/01/1924", "date_out_of_range"),
        ("hôm qua", "not_a_date"),
        (True, "not_a_date"),
    ],
)
def test_other_dates_are_refused(written, code):
    with pytest.raises(CellError) as error:
        cells.day(written)
    assert error.value.code == code


@pytest.mark.parametrize(
    ("written", "expected"),
    [("1.234.567", 1234567), ("1 234 567", 1234567), ("1234567", 1234567), (5.0, 5), (7, 7)],
)
def test_whole_numbers(written, expected):
    assert cells.vnd(written) == expected
    assert cells.count(written) == expected


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1.5", "ambiguous_number"),
        ("12,5", "fraction"),
        (1.5, "fraction"),
        ("abc", "not_a_number"),
        ("1,2,3", "not_a_number"),
        (True, "not_a_number"),
        (date(2024, 1, 1), "not_a_number"),
        (float("nan"), "not_a_number"),
        (-5, "negative"),
        (10**16, "too_big"),
    ],
)
def test_other_numbers_are_refused_in_dong(written, code):
    with pytest.raises(CellError) as error:
        cells.vnd(written)
    assert error.value.code == code


def test_a_dot_that_could_mean_either_is_explained_as_the_column_needs_it():
    with pytest.raises(CellError, match="chỉ nhận số nguyên; dấu chấm ngăn hàng nghìn"):
        cells.count("1.5")
    with pytest.raises(CellError, match=r"Dấu phẩy cho phần thập phân \(1,5\)"):
        cells.million_vnd("1.5")


def test_millions_take_fractions_and_become_dong():
    assert cells.million_vnd("12,5") == 12_500_000
    assert cells.million_vnd(12.5) == 12_500_000
    assert cells.number("12,5", fractions=True) == Decimal("12.5")
    with pytest.raises(CellError) as error:
        cells.million_vnd("1.5")
    assert error.value.code == "ambiguous_number"
    # Excel's own noise, and what lies under one đồng, is rounded.
    assert cells.million_vnd(12345.678000000002) == 12_345_678_000
    assert cells.million_vnd("12,3456789") == 12_345_679
    with pytest.raises(CellError) as error:
        cells.million_vnd("99999999999999999999")
    assert error.value.code == "too_big"
    with pytest.raises(CellError) as error:
        cells.million_vnd("12,5²")
    assert error.value.code == "not_a_number"


@pytest.mark.parametrize("written", ["x", "X", "có", "Co", "1", 1.0, "TRUE", True])
def test_yes(written):
    assert cells.flag(written) is True


@pytest.mark.parametrize("written", ["không", "0", 0.0, False, "FALSE"])
def test_no(written):
    assert cells.flag(written) is False


def test_flag_refuses_the_rest():
    with pytest.raises(CellError):
        cells.flag("có lẽ")


def test_year():
    assert cells.year("2024") == 2024
    with pytest.raises(CellError):
        cells.year(24)


def test_choice_matches_labels_and_aliases_without_marks():
    parse = cells.Choice({"in": "Còn hiệu lực", "out": "Hủy bỏ"}, out="Thu hồi|Hết")
    assert [parse(v) for v in ("còn hiệu lực", "HUỶ BỎ", "thu hoi", "Hết")] == [
        "in",
        "out",
        "out",
        "out",
    ]
    with pytest.raises(CellError, match="Còn hiệu lực, Hủy bỏ"):
        parse("khác")


@pytest.mark.parametrize(
    ("written", "expected", "code"),
    [
        ("0100233488", "0100233488", None),
        (100233488.0, "0100233488", "tax_code_restored"),
        ("100233488", "0100233488", "tax_code_restored"),
        ("0100 233 488", "0100233488", "tax_code_restored"),
        ("'0100233488", "0100233488", "tax_code_restored"),
        ("0100233488-001", "0100233488-001", None),
        ("0100233488001", "0100233488-001", None),
        ("0100233489", "0100233489", "check_digit"),
        ("001099012345", "001099012345", None),
        ("079085001235", "079085001235", None),
        (100233488001.0, "0100233488-001", "tax_code_restored"),
    ],
)
def test_tax_codes(written, expected, code):
    found = cells.tax_code(written)
    if code is None:
        assert found == expected
    else:
        assert isinstance(found, Noted)
        assert (found.value, found.code) == (expected, code)


@pytest.mark.parametrize("written", ["123", "abc", "12345678901", "1200100557-01", "1200100557-1"])
def test_tax_codes_of_wrong_length_are_refused(written):
    with pytest.raises(CellError) as error:
        cells.tax_code(written)
    assert error.value.code == "tax_code_length"


def test_text_is_normalised_bounded_and_modernised():
    assert cells.text()("  Công\u00a0ty ") == "Công ty"
    assert cells.text()(5.0) == "5"
    noted = cells.text()("C«ng ty ViÖt")
    assert (noted.value, noted.code) == ("Công ty Việt", "legacy_encoding")
    assert cells.text()("C«ng ty xyz©qq").code == "doubtful_encoding"
    with pytest.raises(CellError):
        cells.text(3)("dài quá")


def test_shown_values():
    assert cells.as_text(True) == "TRUE"
    assert cells.as_text(False) == "FALSE"
    assert cells.as_text(datetime(2024, 1, 5, 10, 30)) == "05/01/2024 10:30"
    assert cells.as_text(datetime(2024, 1, 5)) == "05/01/2024"
    assert cells.as_text(12.5) == "12.5"
    assert cells.Nearest(["Huyện Cái Bè", "Tỉnh X"])("Huyện Cái Bé") == ["Huyện Cái Bè"]


@given(st.from_regex(r"[0-9]{10}([0-9]{3})?", fullmatch=True))
@example("0100233488")
@example("0000000000")
@example("0100233488000")
@example("0100233488001")
def test_check_digits_are_those_of_stdnum(digits):
    assert cells.has_wrong_check_digit(digits) is not mst.is_valid(digits)
