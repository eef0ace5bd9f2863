"""The same new enterprises as a workbook for each side, and again with every address changed."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from agencies.choices import COMMUNE_KINDS
from agencies.models import Unit
from bench.names import Made, made
from bench.stock import DISTRICTS

PROVINCE = 14  # codes that no loaded enterprise has
TYPES = {"enterprise": "Doanh nghiệp", "cooperative": "Hợp tác xã", "household": "Hộ kinh doanh"}
SECTORS = {"agriculture": "Nông nghiệp", "industry": "Công nghiệp", "trade": "Thương mại"}
OURS = (
    *("Mã số thuế", "Tên doanh nghiệp", "Loại hình", "Địa chỉ", "Đơn vị hành chính"),
    *("Ngành (VSIC)", "Lĩnh vực", "Số lao động", "Doanh thu (triệu đồng)", "Năm số liệu"),
    "Sản phẩm chính",
)
PEERS = (
    *("tax_code", "name", "address", "district", "vsic", "labour", "revenue", "capital"),
    *("women_owned", "innovative", "active"),
)
YEAR, MILLION = 2025, 1_000_000


def write(folder: Path, side: str, count: int, *, skip: int, is_again: bool) -> Path:
    """`count` enterprises behind the first `skip` ones.

    Args:
        side: "ours" or "peer".
        is_again: with other addresses.
    """
    path = folder / f"{side}-{skip}-{count}{'-again' if is_again else ''}.xlsx"
    if path.exists():
        return path
    chosen = list(made(skip + count, province=PROVINCE))[skip:]
    if side == "ours":
        _save(path, "Doanh nghiệp", OURS, _ours(chosen, is_again))
    else:
        _save(path, "dn", PEERS, _peers(chosen, is_again))
    return path


def _save(path: Path, title: str, header: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.append(list(header))
    for row in rows:
        sheet.append(list(row))
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def unit_names() -> list[str]:
    """Names that mean one unit alone."""
    names = [str(n) for n in Unit.objects.order_by("code").values_list("name", flat=True)]
    today = Unit.objects.filter(kind__in=COMMUNE_KINDS, valid_to=None).order_by("code")
    return [n for n in today.values_list("name", flat=True) if names.count(n) == 1]


def _ours(chosen: list[Made], is_again: bool) -> Iterable[Iterable[Any]]:
    units = unit_names()
    for e in chosen:
        yield (
            *(e.tax_code, e.name, TYPES[e.entity_type], _address(e, is_again)),
            *(units[int(e.place * len(units))], e.vsic, SECTORS[e.sector], e.labour),
            *(e.revenue_vnd // MILLION, YEAR, e.products),
        )


def _peers(chosen: list[Made], is_again: bool) -> Iterable[Iterable[Any]]:
    for e in chosen:
        yield (
            *(e.tax_code, e.name, _address(e, is_again), f"H{int(e.place * DISTRICTS) + 1:02d}"),
            *(e.vsic, e.labour, e.revenue_vnd, e.revenue_vnd // 2, "0", "1", "1"),
        )


def _address(e: Made, is_again: bool) -> str:
    return f"{e.address}, dời sang số mới" if is_again else e.address
