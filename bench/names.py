"""Enterprises as a Vietnamese register has them; the same seed gives the same ones."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

SEED = 20_260_101
KINDS = (
    ("Công ty TNHH", 30),
    ("CÔNG TY TNHH", 10),
    ("Công ty TNHH Một thành viên", 20),
    ("Công ty Cổ phần", 18),
    ("CÔNG TY CỔ PHẦN", 6),
    ("Doanh nghiệp tư nhân", 10),
    ("Hợp tác xã", 4),
    ("Hộ kinh doanh", 2),
)
TRADES = (
    ("Thương mại", "46310", "trade"),
    ("Xây dựng", "41000", "industry"),
    ("Dịch vụ", "82990", "trade"),
    ("Sản xuất", "25920", "industry"),
    ("Vận tải", "49330", "trade"),
    ("Du lịch", "79110", "trade"),
    ("Chế biến gỗ", "16210", "industry"),
    ("Nông sản", "01110", "agriculture"),
    ("Thủy sản", "10200", "agriculture"),
    ("Công nghệ", "62010", "trade"),
    ("Tư vấn thiết kế", "71101", "trade"),
    ("Cơ khí", "28290", "industry"),
    ("Dệt may", "14100", "industry"),
    ("Trái cây", "01210", "agriculture"),
    ("Điện lạnh", "33120", "industry"),
    ("Thực phẩm sạch", "47110", "trade"),
)
WORDS = [
    "Thành",
    "Phát",
    "Đại",
    "Minh",
    "Hoàng",
    "Long",
    "Phú",
    "Quý",
    "An",
    "Bình",
    "Hưng",
    "Thịnh",
    "Tân",
    "Việt",
    "Nam",
    "Đông",
    "Á",
    "Hải",
    "Sơn",
    "Hà",
    "Thủy",
    "Ngọc",
    "Kim",
    "Bảo",
    "Trường",
    "Giang",
    "Đức",
    "Tín",
    "Lộc",
    "Khánh",
    "Hòa",
    "Vĩnh",
    "Phước",
    "Cường",
    "Thiên",
    "Ân",
    "Nguyên",
    "Quảng",
    "Lâm",
    "Dũng",
    "Huế",
    "Trí",
    "Tuệ",
    "Mỹ",
    "Lợi",
    "Xuân",
    "Thu",
    "Hạ",
    "Mai",
    "Lan",
]
ROADS = (
    "Nguyễn Huệ",
    "Lê Lợi",
    "Trần Hưng Đạo",
    "Hùng Vương",
    "Lý Thường Kiệt",
    "Phạm Văn Đồng",
    "Điện Biên Phủ",
    "Nguyễn Tất Thành",
)
LABOUR = (3, 6, 9, 20, 45, 90, 160, 320)
REVENUE = (1, 2, 5, 15, 40, 90, 180, 400)  # thousand million đồng
_KINDS = [name for name, share in KINDS for _ in range(share)]
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_NEVER_ISSUED = 10
BRANCH_EVERY, HOUSEHOLD = 100, "Hộ kinh doanh"


@dataclass(frozen=True, slots=True)
class Made:
    """One enterprise; `place` in [0, 1) says where it lies, crowded at the beginning."""

    tax_code: str
    name: str
    entity_type: str
    address: str
    vsic: str
    sector: str
    products: str
    labour: int
    revenue_vnd: int
    place: float
    head: int  # number of its head office among those made, from 1; 0: none


def tax_codes(province: int) -> Iterator[str]:
    """Ten digits with a true check digit, upwards."""
    number = province * 10_000_000
    while True:
        number += 1
        digits = f"{number:09d}"
        check = 10 - sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11
        if check != _NEVER_ISSUED:
            yield f"{digits}{check}"


def made(count: int, *, province: int = 12) -> Iterator[Made]:
    """`count` enterprises: among a hundred, one branch of the one before it."""
    chance = random.Random(SEED + province)  # noqa: S311 - no secret
    draw = chance.random
    codes = tax_codes(province)
    head_code = ""  # of the one before, where it may have a branch
    for number in range(1, count + 1):
        kind = _KINDS[int(draw() * len(_KINDS))]
        trade, vsic, sector = TRADES[int(draw() * len(TRADES))]
        name = f"{kind} {trade} {_word(draw)} {_word(draw)} {_word(draw)}"
        code, head, entity_type = next(codes), 0, "enterprise"
        if kind == HOUSEHOLD:
            code, entity_type = f"0{code}1", "household"
        elif kind == "Hợp tác xã":
            entity_type = "cooperative"
        if number % BRANCH_EVERY == 0 and head_code:
            code, head = f"{head_code}-001", number - 1
            name, entity_type = f"Chi nhánh {name}", "enterprise"
        head_code = code if entity_type == "enterprise" and not head else ""
        yield Made(
            tax_code=code,
            name=name,
            entity_type=entity_type,
            address=f"{int(draw() * 400) + 1} {ROADS[int(draw() * len(ROADS))]}, khu phố {_word(draw)}",
            vsic=vsic,
            sector=sector,
            products=trade,
            labour=LABOUR[int(draw() ** 2 * len(LABOUR))],
            revenue_vnd=REVENUE[int(draw() ** 2 * len(REVENUE))] * 1_000_000_000,
            place=draw() ** 1.5,
            head=head,
        )


def _word(draw: Callable[[], float]) -> str:
    return WORDS[int(draw() * len(WORDS))]


def at(number: int) -> Made:
    """The `number`-th enterprise, from 1."""
    return next(islice(made(number), number - 1, None))
