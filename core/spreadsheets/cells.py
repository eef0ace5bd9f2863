"""One cell at a time: what people type in Excel, read by the conventions of the country.

Every parser takes a raw value that is not empty and returns a value, or a `Noted` value
with a warning; it raises nothing but `CellError`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from stdnum.vn import mst

from core.legacy_encodings import modernise
from core.vietnamese import fold, format_number, match_key, normalise

FIRST_YEAR, LAST_YEAR = 1990, 2100
MILLION = 1_000_000
MOST_RAW = 4
Parser = Callable[[Any], Any]


class CellError(Exception):
    """`code` for programs, the message tells the person what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Noted:
    """A value that was read with a doubt the person should look at."""

    value: Any
    code: str
    message: str


def is_empty(value: Any) -> bool:
    if isinstance(value, str):
        return not (value.strip() if value.isprintable() else normalise(value))
    return value is None


def as_text(value: Any) -> str:
    """How a person sees the value, for messages and text columns."""
    if isinstance(value, str):
        return normalise(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return (
            f"{value:%d/%m/%Y}" if value.time() == value.min.time() else f"{value:%d/%m/%Y %H:%M}"
        )
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value)


def text(limit: int = 300) -> Parser:
    """Text in normal form; old encodings are converted with a warning to confirm."""

    def parse(value: Any) -> Any:
        raw = value if isinstance(value, str) else as_text(value)
        if len(raw) > MOST_RAW * limit:
            raise _too_long(len(raw), limit)  # not worth looking at
        legacy = modernise(raw)
        result = normalise(legacy.text)
        if len(result) > limit:
            raise _too_long(len(result), limit)
        if legacy.encoding:
            name = {"tcvn3": "TCVN3", "vni": "VNI"}[legacy.encoding]
            message = _("Chữ theo bảng mã %(name)s đã được đổi thành “%(text)s”. Kiểm tra lại.")
            return Noted(result, "legacy_encoding", message % {"name": name, "text": result})
        if legacy.is_doubtful:
            return Noted(
                result,
                "doubtful_encoding",
                _("Chữ có vẻ theo bảng mã cũ nhưng không chắc chắn nên giữ nguyên. Kiểm tra lại."),
            )
        return result

    return parse


def _too_long(length: int, limit: int) -> CellError:
    return CellError(
        "too_long",
        _("Dài %(length)d ký tự; rút xuống còn tối đa %(limit)d.")
        % {"length": length, "limit": limit},
    )


_DATE_PARTS = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_NO_DAY = re.compile(r"(thang\s*)?\d{1,2}\s*[/.-]\s*\d{4}|(nam\s*)?\d{4}|thang \d{1,2} nam \d{4}")


def day(value: Any) -> date:
    """A day: an Excel date, or text with the day first (or ISO)."""
    if isinstance(value, datetime):
        return _in_range(value.date())
    if isinstance(value, date):
        return _in_range(value)
    written = as_text(value)
    if found := _DATE_PARTS.fullmatch(written):
        dd, mm, yyyy = map(int, found.groups())
    elif found := _ISO_DATE.fullmatch(written):
        yyyy, mm, dd = map(int, found.groups())
    elif _NO_DAY.fullmatch(fold(written)):
        raise CellError(
            "date_without_day", _("Thiếu ngày. Ghi đủ ngày/tháng/năm, ví dụ 05/01/2024.")
        )
    else:
        raise _not_a_date()
    try:
        return _in_range(date(yyyy, mm, dd))
    except ValueError as error:
        raise CellError(
            "impossible_date", _("Không có ngày này trong lịch. Ghi ngày/tháng/năm.")
        ) from error


def _not_a_date() -> CellError:
    return CellError("not_a_date", _("Không phải ngày. Ghi ngày/tháng/năm, ví dụ 05/01/2024."))


def _in_range(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise CellError(
            "date_out_of_range",
            _("Năm %(year)d ngoài khoảng 1990-2100. Kiểm tra lại.") % {"year": value.year},
        )
    return value


_GROUPED = re.compile(r"[+-]?\d{1,3}([. ]\d{3})+")
_PLAIN = re.compile(r"[+-]?\d+")


def number(value: Any, *, fractions: bool = False) -> Decimal:
    """A number: "1.234.567", "1 234 567", "1234567", and "12,5" where fractions make sense.

    "1.5" is refused everywhere: nobody can know whether it means 1,5 or 15.
    """
    if isinstance(value, (bool, date, datetime)):
        raise _not_a_number()
    if isinstance(value, (int, float)):
        try:
            result = Decimal(repr(value))
        except InvalidOperation as error:
            raise _not_a_number() from error
        if not result.is_finite():
            raise _not_a_number()
    else:
        result = _number_from_text(as_text(value), fractions=fractions)
    if result != result.to_integral_value() and not fractions:
        raise CellError(
            "fraction",
            _("Cột này chỉ nhận số nguyên. Ghi ví dụ 1.234.567 (dấu chấm ngăn hàng nghìn)."),
        )
    return result


def _number_from_text(written: str, *, fractions: bool) -> Decimal:
    whole, comma, rest = written.partition(",")
    if comma and not (rest.isascii() and rest.isdigit()):
        raise _not_a_number()
    if not (_PLAIN.fullmatch(whole) or _GROUPED.fullmatch(whole)) or not whole.isascii():
        if re.fullmatch(r"[+-]?\d+\.\d+", written):
            how = _(
                "Không rõ “%(text)s” là bao nhiêu. Cột này chỉ nhận số nguyên; dấu chấm ngăn hàng nghìn, ví dụ 1.500."
            )
            if fractions:
                how = _(
                    "Không rõ “%(text)s” là bao nhiêu. Dấu phẩy cho phần thập phân (1,5), dấu chấm cho hàng nghìn (1.500)."
                )
            raise CellError(
                "ambiguous_number",
                how % {"text": written},
            )
        raise _not_a_number()
    digits = whole.replace(".", "").replace(" ", "")
    return Decimal(f"{digits}.{rest}") if comma else Decimal(digits)


def _not_a_number() -> CellError:
    return CellError("not_a_number", _("Không phải số. Ghi ví dụ 1.234.567 hoặc 1234567."))


LARGEST_VND = 10**15
LARGEST_COUNT = 2_000_000_000


def _bounded(result: Decimal, most: int) -> int:
    if result < 0:
        raise CellError("negative", _("Số không được âm."))
    if result > most:
        raise CellError(
            "too_big",
            _("Số lớn hơn %(most)s. Kiểm tra đơn vị tính.") % {"most": format_number(most)},
        )
    return int(result)


def count(value: Any) -> int:
    """A whole number from 0."""
    return _bounded(number(value), LARGEST_COUNT)


def vnd(value: Any) -> int:
    """Whole đồng."""
    return _bounded(number(value), LARGEST_VND)


def million_vnd(value: Any) -> int:
    """A number of triệu đồng, fractions allowed; returns đồng, rounded half up."""
    amount = number(value, fractions=True) * MILLION
    if abs(amount) > LARGEST_VND:
        return _bounded(amount, LARGEST_VND)
    return _bounded(amount.quantize(Decimal(1), ROUND_HALF_UP), LARGEST_VND)


def year(value: Any) -> int:
    result = count(value)
    if not FIRST_YEAR <= result <= LAST_YEAR:
        raise CellError("not_a_year", _("Không phải năm. Ghi bốn chữ số, ví dụ 2024."))
    return result


_YES = frozenset({"x", "co", "1", "true", "yes", "dung"})
_NO = frozenset({"khong", "0", "false", "no", "sai"})


def flag(value: Any) -> bool:
    """x, có, 1, TRUE are yes; không, 0 (and an empty cell) are no."""
    key = match_key(as_text(value))
    if key in _YES:
        return True
    if key in _NO:
        return False
    raise CellError("not_a_flag", _("Ghi x hoặc có; để trống hoặc ghi không."))


class Nearest:
    """The names that look most like what somebody wrote; asked again, it remembers."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_key = {match_key(name): name for name in names}
        self._known: dict[str, list[str]] = {}

    def __call__(self, written: str, most: int = 3) -> list[str]:
        """At most `most` names, best first."""
        key = match_key(written)
        if key not in self._known:
            found = get_close_matches(key, self._by_key, most, 0.5)
            self._known[key] = [self._by_key[match] for match in found]
        return self._known[key]


class Choice:
    """One of the labels of `options` ({code: label}); `aliases` are other labels by code."""

    def __init__(self, options: Mapping[Any, Any], **aliases: str) -> None:
        self.labels = [str(label) for label in options.values()]
        self._by_key = {match_key(str(label)): str(code) for code, label in options.items()}
        for code, others in aliases.items():
            self._by_key |= {match_key(other): code for other in others.split("|")}

    def __call__(self, value: Any) -> str:
        found = self._by_key.get(match_key(as_text(value)))
        if found is None:
            raise CellError(
                "unknown_choice",
                _("Không có lựa chọn này. Ghi một trong: %(all)s.")
                % {"all": ", ".join(self.labels)},
            )
        return found


CITIZEN_LENGTH, HEAD_LENGTH, BRANCH_LENGTH = 12, 10, 13


def tax_code(value: Any) -> Any:
    """A tax code as stored: 10 digits, "0123456789-001", or 12 for households.

    Excel drops a leading zero of a number; it is put back where the check digit then
    holds. A check digit that fails is a warning, a wrong length an error.
    """
    shown = as_text(value)
    digits = re.sub(r"[\s.'’`\"-]", "", shown)
    if not digits.isdigit() or not digits.isascii():
        raise _wrong_tax_code()
    restored = _restore_zero(digits)
    canonical = restored
    if len(restored) == BRANCH_LENGTH:
        canonical = f"{restored[:HEAD_LENGTH]}-{restored[HEAD_LENGTH:]}"
    elif len(restored) not in {HEAD_LENGTH, CITIZEN_LENGTH} or (
        len(restored) == CITIZEN_LENGTH and "-" in shown
    ):
        raise _wrong_tax_code()
    if has_wrong_check_digit(canonical):
        message = _("Chữ số kiểm tra của mã số thuế không đúng; vẫn giữ. Kiểm tra lại.")
        return Noted(canonical, "check_digit", message)
    if restored != digits or shown not in {canonical, digits}:
        message = _("Mã số thuế được đọc là %(code)s. Kiểm tra lại.") % {"code": canonical}
        return Noted(canonical, "tax_code_restored", message)
    return canonical


def has_wrong_check_digit(code: str) -> bool:
    """Whether the check digit of a code as stored fails; a person's number has none."""
    digits = code.replace("-", "")
    return len(digits) != CITIZEN_LENGTH and not _check_digit_holds(digits)


def _restore_zero(digits: str) -> str:
    """The code with the zero Excel dropped, where only that makes the check digit hold.

    A code that still begins with a zero has lost none: with 12 digits it is a person's.
    """
    is_short = len(digits) in {HEAD_LENGTH - 1, BRANCH_LENGTH - 1}
    if is_short and digits[0] != "0" and _check_digit_holds("0" + digits):
        return "0" + digits
    return digits


def _check_digit_holds(digits: str) -> bool:
    """What `mst.validate` asks of 10 or 13 digits; it would first clean each, for much longer."""
    if digits[2 : HEAD_LENGTH - 1] == "0000000" or digits[HEAD_LENGTH:] == "000":
        return False
    return bool(digits[HEAD_LENGTH - 1] == mst.calc_check_digit(digits))


def _wrong_tax_code() -> CellError:
    return CellError(
        "tax_code_length",
        _("Mã số thuế gồm 10 chữ số, 13 chữ số (chi nhánh) hoặc 12 chữ số (hộ kinh doanh)."),
    )
