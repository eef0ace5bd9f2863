"""Vietnamese text: normal form, search without marks, alphabet order, numbers and dates.

`fold`, `sort_key` and `words` have SQL twins (`core_fold`, `core_sort_key`,
`core_search_vector`, made by core's first migration); a test keeps them equal.
"""

import re
import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase

_COMBINING = [chr(code) for code in range(0x0300, 0x0370)]
_TO_BASE = str.maketrans(ascii_uppercase + "Đđ", ascii_lowercase + "dd", "".join(_COMBINING))
_LOWER = str.maketrans(ascii_uppercase + "Đ", ascii_lowercase + "đ")
# Letters of their own (ă â ê ô ơ ư, đ) sort after every "az…": characters past "z".
_BREVE, _CIRCUMFLEX, _HORN = "\u0306", "\u0302", "\u031b"
_QUALITIES = {_BREVE: "{", _CIRCUMFLEX: "|", _HORN: "}"}
# Tones in the order of Vietnamese dictionaries, past every letter so that none comes first.
_TONES = {"\u0300": "À", "\u0309": "Á", "\u0303": "Â", "\u0301": "Ã", "\u0323": "Ä"}
_PRIMARY = str.maketrans({**dict.fromkeys(_COMBINING), **_QUALITIES, "đ": "d{"})
_SECONDARY = str.maketrans({**dict.fromkeys(_COMBINING), **_QUALITIES, **_TONES, "đ": "d{"})
LAST_PADDED_MONTH = 2
# Zero widths, soft hyphens, and controls that are no spaces: no document can hold these.
_UNSEEN = re.compile(r"[\u200b-\u200d\u2060\ufeff\u00ad\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def normalise(text: str) -> str:
    """NFC, one ordinary space between words, nothing invisible, no space at the ends."""
    if not text.isprintable():
        text = _UNSEEN.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def normalise_lines(text: str) -> str:
    """Normal form of a text of several lines; the lines stay."""
    return "\n".join(normalise(line) for line in text.splitlines()).strip()


def fold(text: str) -> str:
    """Lower case without marks: "Hoà" and "hòa" both become "hoa", "Đ" becomes "d"."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFD", text).translate(_TO_BASE)


def spelled_key(text: str) -> str:
    """Key of a name as it is spelled: marks count, case and the place of the tone do not.

    "Hoà" and "hòa" are one spelling, "Thanh" and "Thạnh" are two.
    """
    spelled = []
    for word in unicodedata.normalize("NFD", text.lower()).split():
        tones = "".join(c for c in word if c in _TONES)
        spelled.append("".join(c for c in word if c not in _TONES) + tones)
    return " ".join(spelled)


def words(text: str) -> list[str]:
    """Folded words of letters and digits, in order."""
    return [word for word in _NOT_WORD.split(fold(text)) if word]


@lru_cache(maxsize=4096)
def match_key(text: str) -> str:
    """Key under which two spellings of one name are the same (case, marks, spaces, signs)."""
    return " ".join(words(text))


def sort_key(text: str) -> str:
    """Key whose code-point order is the Vietnamese alphabet, then tones."""
    plain = unicodedata.normalize("NFD", text).translate(_LOWER)
    return plain.translate(_PRIMARY) + "\x01" + plain.translate(_SECONDARY)


def search_query(text: str) -> str:
    """A `tsquery` that asks for every word's beginning; empty where nothing is left."""
    return " & ".join(f"'{word}':*" for word in words(text))


def format_number(value: Decimal | int | None, places: int = 0) -> str:
    """1234567.5 → "1.234.567,5" with `places` decimals, rounded half up; None → ""."""
    if value is None:
        return ""
    if not places and isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded:,}".translate(str.maketrans(",.", ".,"))


def format_percent(value: Decimal | None) -> str:
    """85.04 → "85,0%"."""
    return "" if value is None else f"{format_number(value, 1)}%"


def format_date(day: date | None) -> str:
    return "" if day is None else f"{day:%d/%m/%Y}"


def date_in_words(day: date) -> str:
    """Give “ngày 05 tháng 01 năm 2026”: a leading 0 for days < 10 and months 1, 2 (NĐ 30/2020)."""
    month = f"{day.month:02}" if day.month <= LAST_PADDED_MONTH else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def roman(number: int) -> str:
    """1 → "I"; numbers from 1 to 3999."""
    values = (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    )  # fmt: skip
    result = ""
    for value, letters in values:
        count, number = divmod(number, value)
        result += letters * count
    return result
