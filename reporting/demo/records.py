"""Fictional enterprises and their supports, certificates, awards and classes.

The same seed gives the same records. Names end in "(minh họa)".
"""

import random
from datetime import date, timedelta

from django.db.models import Q

from agencies.choices import COMMUNE_KINDS, UnitKind
from agencies.models import Unit, UnitLineage
from enterprises.choices import EntityType, Sector
from enterprises.models import Enterprise, EnterpriseYear, Placement
from enterprises.sizes import SizeRules
from programs.models import Plan, Task
from support.models import Award, CatalogueItem, Certificate, Support
from trainings.models import TrainingClass

FAMILY: tuple[str, ...] = (
    "Ánh Dương",
    "Bình Minh",
    "Cửu Long",
    "Đại Phát",
    "Hòa Lộc",
    "Hưng Thịnh",
    "Kim Sơn",
)
FAMILY += ("Long Hưng", "Mỹ Phước", "Ngọc Việt", "Phú Quý", "Sông Tiền", "Tân Tiến", "Vĩnh Kim")
TRADE = ("Trái cây", "Thủy sản", "Gạo", "Dừa", "Cơ khí", "Bao bì", "Thực phẩm", "Dệt may")
MERGED_ON = date(2025, 7, 1)
NEWCOMER_EVERY = 12  # one in so many came with the merger, and has no records yet
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def make_records(count: int, seed: int) -> None:
    """`count` enterprises with what was done for some of them since 2021."""
    chance = random.Random(seed)  # noqa: S311 - demo data, no secret
    enterprises = Enterprise.objects.bulk_create(_enterprises(count, chance))
    newcomers = enterprises[NEWCOMER_EVERY - 1 :: NEWCOMER_EVERY]
    enterprises = [e for e in enterprises if e not in newcomers]
    own, others = _units()
    Placement.objects.bulk_create(
        [Placement(enterprise=e, unit=chance.choice(own)) for e in enterprises]
        + [
            Placement(enterprise=e, unit=chance.choice(others), valid_from=MERGED_ON)
            for e in newcomers
        ]
    )
    _supports(enterprises, chance)
    _certificates(enterprises, chance)
    _awards(enterprises, chance)
    _classes(chance)
    _years(enterprises, seed)


def _units() -> tuple[list[Unit], list[Unit]]:
    """Communes of today on the land of the plan's own province, and the others.

    A report of a year before the merger then names units of that province alone.
    """
    plan = Plan.objects.get(is_current=True)
    province = Unit.objects.valid_on(plan.issued_on).get(
        kind=UnitKind.PROVINCE, code=plan.province_code
    )
    within = Q(resolved__parent=province) | Q(resolved__parent__parent=province)
    before = UnitLineage.objects.valid_on(MERGED_ON - timedelta(days=1)).filter(within)
    on_its_land = set(before.values_list("unit_id", flat=True))
    today = Unit.objects.filter(kind__in=COMMUNE_KINDS, valid_to=None).order_by("code")
    own = [unit for unit in today if unit.pk in on_its_land]
    return own, [unit for unit in today if unit.pk not in on_its_land]


def tax_codes(count: int) -> list[str]:
    """Codes with a true check digit in a block of serials kept for the demo."""
    codes: list[str] = []
    serial = 9_000_000
    while len(codes) < count:
        serial += 1
        digits = f"12{serial:07d}"
        check = 10 - sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11
        if check <= 9:  # noqa: PLR2004 - 10 is never issued
            codes.append(f"{digits}{check}")
    return codes


def _enterprises(count: int, chance: random.Random) -> list[Enterprise]:
    made = []
    for number, code in enumerate(tax_codes(count), 1):
        trade = chance.choice(TRADE)
        kind = EntityType.COOPERATIVE if number % 9 == 0 else EntityType.ENTERPRISE
        prefix = "Hợp tác xã" if kind == EntityType.COOPERATIVE else "Công ty TNHH"
        made.append(
            Enterprise(
                tax_code=code,
                name=f"{prefix} {trade} {chance.choice(FAMILY)} {number} (minh họa)",
                entity_type=kind,
                main_products=trade,
                sector=chance.choice(Sector.values),
                has_key_product=number % 4 == 0,
                in_value_chain=number % 5 == 0,
                is_demo=True,
            )
        )
    return made


def _day(chance: random.Random, first_year: int, last: date) -> date:
    first = date(first_year, 1, 5)
    return first + timedelta(days=chance.randrange((last - first).days))


def _supports(enterprises: list[Enterprise], chance: random.Random) -> None:
    items = list(CatalogueItem.objects.filter(use="support").order_by("code"))
    task = Task.objects.filter(number=4, plan__is_current=True).first()
    made = []
    for enterprise in enterprises[: len(enterprises) // 3]:
        started = _day(chance, 2021, date(2026, 6, 30))
        done = started + timedelta(days=chance.randrange(60, 300))
        is_done = done < date(2026, 10, 31)
        made.append(
            Support(
                enterprise=enterprise,
                item=chance.choice(items),
                form="consulting",
                started_on=started,
                completed_on=done if is_done else None,
                status="completed" if is_done else "under_way",
                task=task,
                state_budget_vnd=chance.randrange(20, 80) * 1_000_000,
                counterpart_vnd=chance.randrange(10, 60) * 1_000_000,
            )
        )
    Support.objects.bulk_create(made)


def _certificates(enterprises: list[Enterprise], chance: random.Random) -> None:
    made = []
    for number, enterprise in enumerate(enterprises[::3], 1):
        issued = _day(chance, 2021, date(2026, 10, 31))
        made.append(
            Certificate(
                enterprise=enterprise,
                category="product",
                standard=f"TCVN {chance.randrange(1000, 9999)}",
                number=f"MH-{number:03d}",
                body="Tổ chức chứng nhận (minh họa)",
                issued_on=issued,
                expires_on=issued + timedelta(days=3 * 365),
                is_supported=number % 5 != 0,
            )
        )
    Certificate.objects.bulk_create(made)


def _awards(enterprises: list[Enterprise], chance: random.Random) -> None:
    item = CatalogueItem.objects.get_by_natural_key("award", "national-quality-award")
    for year, enterprise in zip((2022, 2024, 2026), enterprises, strict=False):
        is_given = year == 2024  # noqa: PLR2004 - one of three
        Award.objects.create(
            enterprise=enterprise,
            year=year,
            name=item.name,
            item=item,
            result="awarded" if is_given else "took_part",
            decided_on=_day(chance, year, date(year, 12, 20)) if is_given else None,
        )


def _years(enterprises: list[Enterprise], seed: int) -> None:
    """Labour and revenue of last year, so that sizes can be seen."""
    chance = random.Random(seed)  # noqa: S311 - demo data, no secret
    facts = [
        EnterpriseYear(
            enterprise=enterprise,
            year=2025,
            labour=chance.choice((6, 20, 45, 90, 160, 320)),
            revenue_vnd=chance.choice((2, 15, 40, 90, 180, 400)) * 1_000_000_000,
        )
        for enterprise in enterprises[::3]
    ]
    rules = SizeRules.load()
    for row in facts:
        rules.classes_of(row.enterprise.sector, [row])
        row.enterprise.size_class = row.size_class
    EnterpriseYear.objects.bulk_create(facts)
    Enterprise.objects.bulk_update([row.enterprise for row in facts], ["size_class"])


def _classes(chance: random.Random) -> None:
    task = Task.objects.filter(number=3, plan__is_current=True).first()
    made = []
    for number in range(1, 13):
        year = 2020 + (number + 1) // 2
        first = _day(chance, year, date(year, 10, 31))
        made.append(
            TrainingClass(
                name=f"Lớp nâng cao năng suất chất lượng số {number} (minh họa)",
                audience=chance.choice(("leaders", "workers")),
                starts_on=first,
                ends_on=first + timedelta(days=2),
                place="Mỹ Tho",
                trainees=chance.randrange(20, 60),
                enterprises=chance.randrange(8, 30),
                cost_vnd=chance.randrange(20, 60) * 1_000_000,
                status="held",
                task=task,
                is_demo=True,
            )
        )
    TrainingClass.objects.bulk_create(made)
