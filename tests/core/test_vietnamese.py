from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from core.vietnamese import (
    date_in_words,
    fold,
    format_date,
    format_number,
    format_percent,
    match_key,
    normalise,
    roman,
    search_query,
    sort_key,
    words,
)

LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)
vietnamese = st.text(alphabet=LETTERS + LETTERS.upper() + " 0123456789.,-()'", max_size=40)


def sql(expression: str, *values: str):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {expression}", values)
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Công\u00a0 ty\tTNHH ", "Công ty TNHH"),
        ("Hoa\u0300", "Hoà"),
        ("a\u200bb", "ab"),
        ("", ""),
    ],
)
def test_normalise_gives_one_form(text, expected):
    assert normalise(text) == expected


def test_fold_forgets_marks_and_tone_placement():
    assert fold("Hoà Bình") == fold("Hòa Bình") == "hoa binh"
    assert fold("ĐẶNG ƯỚC Ủy") == "dang uoc uy"


def test_match_key_forgets_case_marks_and_signs():
    assert match_key("  Số quyết định* ") == "so quyet dinh"
    assert words("5S, ISO-9001") == ["5s", "iso", "9001"]


def test_sort_key_follows_the_vietnamese_alphabet():
    ordered = [
        "da",
        "dz",
        "đa",
        "Đức",
        "e",
        "ê",
        "f",
        "ma",
        "mà",
        "mả",
        "mã",
        "má",
        "mạ",
        "mă",
        "mắ",
        "mâ",
        "mấ",
        "mb",
        "o",
        "ô",
        "ơ",
        "p",
        "u",
        "ư",
        "v",
    ]
    assert sorted(ordered, key=sort_key) == ordered
    names = ["Cái Bè", "Cai Lậy", "Châu Thành", "Chợ Gạo", "Dự án", "Đồng Tháp", "Gò Công Đông"]
    assert sorted(names, key=sort_key) == names


@given(vietnamese)
def test_fold_is_idempotent(text):
    assert fold(fold(text)) == fold(text)


def test_sql_twins_give_the_same(db):
    samples = [
        "Công ty TNHH Đặng Ước",
        "HTX Sầu riêng Ngũ Hiệp 5S (1200100557-001)",
        LETTERS,
        LETTERS.upper(),
        "Hoa\u0300 Café Müller",
        "a",
    ]
    for text in samples:
        assert sql("core_fold(%s)", text) == fold(text)
        assert sql("core_sort_key(%s)", text) == sort_key(text)
        stored = sql("core_search_vector(%s)::text", text)
        assert set(stored.replace("'", "").split()) == set(words(text))


def test_sql_twins_give_the_same_for_every_letter_with_every_mark(db):
    marks = [chr(code) for code in range(0x0300, 0x0370)]
    texts = [chr(code) for code in range(1, 0x3000)]
    texts += [
        f"x{letter}{mark}{after} y"
        for letter in LETTERS + "AĐ{|}"
        for mark in marks
        for after in ("", "\u0323")
    ]
    with connection.cursor() as cursor:
        query = "SELECT core_fold(t), core_sort_key(t) FROM unnest(%s::text[]) WITH ORDINALITY AS u(t, n) ORDER BY n"
        cursor.execute(query, [texts])
        assert cursor.fetchall() == [(fold(text), sort_key(text)) for text in texts]


def test_search_query_finds_words_and_word_beginnings(db):
    found = "SELECT core_search_vector(%s) @@ %s::tsquery"
    with connection.cursor() as cursor:
        for typed, expected in (("hoa bi", True), ("Hoà", True), ("binh hoa", True), ("oa", False)):
            cursor.execute(found, ["Công ty Hòa Bình", search_query(typed)])
            assert cursor.fetchone()[0] is expected
    assert search_query(" - ") == ""
    assert search_query("o'r & !") == "'o':* & 'r':*"


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (1234567, 0, "1.234.567"),
        (Decimal("1234567.85"), 1, "1.234.567,9"),
        (Decimal("0.05"), 1, "0,1"),
        (None, 0, ""),
        (-1500, 0, "-1.500"),
    ],
)
def test_format_number(value, places, expected):
    assert format_number(value, places) == expected


def test_formats_of_documents():
    assert format_percent(Decimal("12.5")) == "12,5%"
    assert format_percent(None) == ""
    assert format_date(date(2024, 1, 5)) == "05/01/2024"
    assert format_date(None) == ""
    assert date_in_words(date(2026, 1, 5)) == "ngày 05 tháng 01 năm 2026"
    assert date_in_words(date(2026, 6, 29)) == "ngày 29 tháng 6 năm 2026"
    assert [roman(n) for n in (1, 4, 9, 14, 40, 1999)] == ["I", "IV", "IX", "XIV", "XL", "MCMXCIX"]
