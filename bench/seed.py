"""Load the register and its records by COPY, as a country's would be; kept and used again.

Triggers rest while it runs (`session_replication_role`), so what they would keep is written
here: the history, the units of placements, the links of branches. Indexes are made at the end.
"""

import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection as own_connection
from django.db import models
from psycopg import sql

from agencies.choices import COMMUNE_KINDS, DISTRICT_KINDS
from agencies.models import Unit
from bench import databases
from bench.databases import Row
from bench.names import SEED, Made, made
from bench.sizes import Size
from enterprises.models import Enterprise, EnterpriseYear, OcopProduct, Placement
from enterprises.sizes import SizeRules
from plan_admin.management.commands.prepare_site import digest, migrations_and_fixtures
from programs.models import Task
from reporting.demo.accounts import make_accounts
from support.models import Award, CatalogueItem, Certificate, Support
from trainings.models import TrainingClass

MERGED_ON = date(2025, 7, 1)
FIRST_DAY, LAST_DAY = date(2021, 1, 5), date(2026, 10, 31)
LOADED_AT = datetime(2026, 10, 31, 1, 0, tzinfo=UTC)
YEAR_OF_FACTS = 2025
CLASSES = 60
# One in so many has …
MOVED, WITH_YEAR, WITH_OCOP, WITH_KEY_PRODUCT, IN_CHAIN = 5, 3, 100, 40, 25
AWARD_EVERY = 1000  # supports
REGISTER = (Enterprise, Placement, EnterpriseYear, OcopProduct)
RECORDS = (Support, Certificate, Award)


def stamp() -> str:
    own = [
        Path(__file__),
        Path(__file__).with_name("names.py"),
        Path(__file__).with_name("sizes.py"),
    ]
    return digest([*migrations_and_fixtures(), *own])


def is_loaded(size: Size) -> bool:
    return all(
        databases.stamp_of(name) == stamp()
        for name in (databases.name_of(size.name), databases.name_of(size.name, "few"))
    )


def load(size: Size) -> None:
    """Both databases: with all supports (Django's own connection), and with few."""
    whole, few = databases.name_of(size.name), databases.name_of(size.name, "few")
    loaded_by = stamp()
    databases.create(whole)
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("loaddata", "plan_224", verbosity=0)
    make_accounts()
    _classes()
    choices = Choices.load()
    own_connection.close()
    with databases.connect(whole) as connection:
        load_register(connection, size, choices)
    databases.copy(whole, few)
    for name, count in ((few, size.few), (whole, size.supports)):
        with databases.connect(name) as connection:
            load_records(connection, size, count, choices)
        databases.stamp(name, loaded_by)


class Choices:
    """What records choose from, read once."""

    def __init__(self) -> None:
        today = Unit.objects.filter(kind__in=COMMUNE_KINDS, valid_to=None)
        self.communes = list(today.order_by("code").values_list("pk", flat=True))
        before = Unit.objects.filter(kind__in=DISTRICT_KINDS, valid_to=MERGED_ON - timedelta(1))
        self.districts = list(before.order_by("code").values_list("pk", flat=True))
        items = CatalogueItem.objects.order_by("code")
        self.contents = list(items.filter(use="support").values_list("pk", flat=True))
        self.systems = list(items.filter(use="certificate").values_list("pk", "name"))
        self.award = items.filter(use="award").values_list("pk", "name")[0]
        self.task = Task.objects.filter(plan__is_current=True, number=4).values_list(
            "pk", flat=True
        )[0]
        rules = SizeRules.load()
        self.size_of = cache(
            lambda sector, labour, revenue: rules.classify(
                sector, EnterpriseYear(year=YEAR_OF_FACTS, labour=labour, revenue_vnd=revenue)
            )
        )

    load = classmethod(lambda cls: cls())


def _classes() -> None:
    chance = random.Random(SEED)  # noqa: S311 - no secret
    task = Task.objects.filter(plan__is_current=True, number=3).first()
    days = [day_of(chance) for _ in range(CLASSES)]
    TrainingClass.objects.bulk_create(
        TrainingClass(
            name=f"Lớp nâng cao năng suất chất lượng số {number}",
            audience=chance.choice(("leaders", "workers")),
            starts_on=day,
            ends_on=day + timedelta(days=2),
            place="Mỹ Tho",
            trainees=chance.randrange(20, 60),
            enterprises=chance.randrange(8, 30),
            cost_vnd=chance.randrange(20, 60) * 1_000_000,
            status="held",
            task=task,
        )
        for number, day in enumerate(days, 1)
    )


def day_of(chance: random.Random) -> date:
    return FIRST_DAY + timedelta(days=int(chance.random() * (LAST_DAY - FIRST_DAY).days))


# The register


def load_register(connection: psycopg.Connection, size: Size, choices: Choices) -> None:
    with loading(connection, REGISTER):
        _copy(connection, Enterprise, _enterprises(size, choices))
        _copy(connection, Placement, _placements(size, choices))
        _copy(connection, EnterpriseYear, _years(size, choices))
        _copy(connection, OcopProduct, _ocop(size))
    _remember(connection, REGISTER)


def _moment(number: int) -> datetime:
    return LOADED_AT - timedelta(seconds=number)


def _unit(choices: Choices, place: float) -> int:
    return int(choices.communes[int(place * len(choices.communes))])


def _enterprises(size: Size, choices: Choices) -> Iterator[Row]:
    yield (
        *("id", "version", "created_at", "updated_at", "tax_code", "name", "entity_type"),
        *("address", "vsic_version", "vsic_code", "sector", "main_products", "has_key_product"),
        *("in_value_chain", "size_class", "is_demo", "parent_id", "counted_as_id", "unit_id"),
    )
    for number, e in enumerate(made(size.enterprises), 1):
        moment = _moment(number)
        yield (
            *(number, 1, moment, moment, e.tax_code, e.name, e.entity_type, e.address, "2018"),
            *(e.vsic, e.sector, e.products, number % WITH_KEY_PRODUCT == 0, number % IN_CHAIN == 0),
            *(_size(e, number, choices), False, e.head or None, e.head or None),
            _unit(choices, e.place),
        )


def _size(e: Made, number: int, choices: Choices) -> str:
    known = number % WITH_YEAR == 0
    return str(choices.size_of(e.sector, e.labour, e.revenue_vnd)) if known else ""


def _placements(size: Size, choices: Choices) -> Iterator[Row]:
    """Most where they are since ever; some in a district of old until the merger."""
    yield (
        "enterprise_id",
        "unit_id",
        "valid_from",
        "valid_to",
        "version",
        "created_at",
        "updated_at",
    )
    for number, e in enumerate(made(size.enterprises), 1):
        moment, begins = _moment(number), None
        if number % MOVED == 0:
            begins = MERGED_ON
            district = choices.districts[int(e.place * len(choices.districts))]
            last = MERGED_ON - timedelta(days=1)
            yield (number, district, None, last, 1, moment, moment)
        yield (number, _unit(choices, e.place), begins, None, 1, moment, moment)


def _years(size: Size, choices: Choices) -> Iterator[Row]:
    yield (
        *("enterprise_id", "year", "labour", "revenue_vnd", "size_class"),
        *("version", "created_at", "updated_at"),
    )
    for number, e in enumerate(made(size.enterprises), 1):
        if number % WITH_YEAR == 0:
            moment = _moment(number)
            size_class = _size(e, number, choices)
            facts = (number, YEAR_OF_FACTS, e.labour, e.revenue_vnd, size_class)
            yield (*facts, 1, moment, moment)


def _ocop(size: Size) -> Iterator[Row]:
    names = (
        "enterprise_id",
        "name",
        "stars",
        "certified_on",
        "version",
        "created_at",
        "updated_at",
    )
    yield names
    for number in range(WITH_OCOP, size.enterprises + 1, WITH_OCOP):
        day = LAST_DAY - timedelta(days=number % 1500)
        yield (number, f"Sản phẩm {number}", 3 + number % 3, day, 1, LOADED_AT, LOADED_AT)


# Records


def load_records(connection: psycopg.Connection, size: Size, count: int, choices: Choices) -> None:
    """Supports, certificates and awards; their unit of the day in the statement that writes them."""
    with loading(connection, RECORDS):
        done_or_begun = "coalesce(completed_on, started_on)"
        _copy_with_unit(connection, Support, _supports(size, count, choices), done_or_begun)
        certificates = _certificates(size, count // size.certificates_of, choices)
        _copy_with_unit(connection, Certificate, certificates, "issued_on")
        awards = _awards(size, count // AWARD_EVERY, choices)
        decided = "coalesce(decided_on, make_date(year, 12, 31))"
        _copy_with_unit(connection, Award, awards, decided)
    _remember(connection, RECORDS)


_STAMPS = ("version", "created_at", "updated_at")
_STAMPED = (1, LOADED_AT, LOADED_AT)


def _supports(size: Size, count: int, choices: Choices) -> Iterator[Row]:
    yield (
        *("enterprise_id", "item_id", "form", "product", "started_on", "completed_on", "status"),
        *("task_id", "lead_unit_name", "consultant", "approval_decision", "contract_number"),
        *("acceptance_number", "state_budget_vnd", "counterpart_vnd", "result", "evidence"),
        *_STAMPS,
    )
    chance = random.Random(SEED + 1)  # noqa: S311 - no secret
    seen: set[tuple[int, int, date]] = set()
    while len(seen) < count:
        enterprise, item = (
            int(chance.random() * size.enterprises) + 1,
            chance.choice(choices.contents),
        )
        started = day_of(chance)
        if (enterprise, item, started) in seen:
            continue
        seen.add((enterprise, item, started))
        done = started + timedelta(days=60 + int(chance.random() * 240))
        is_done = done <= LAST_DAY and chance.random() < 0.95  # noqa: PLR2004 - some are stopped
        status = "completed" if is_done else "under_way" if done > LAST_DAY else "stopped"
        number = len(seen)
        yield (
            *(enterprise, item, "consulting", "", started, done if is_done else None, status),
            *(choices.task, "Sở Khoa học và Công nghệ", "Trung tâm tư vấn năng suất"),
            *(f"{number}/QĐ-SKHCN", f"{number}/HĐ", f"{number}/BB" if is_done else ""),
            *(20_000_000 + number % 60 * 1_000_000, 10_000_000 + number % 50 * 1_000_000),
            *("Hoàn thành nội dung" if is_done else "", "", *_STAMPED),
        )


def _certificates(size: Size, count: int, choices: Choices) -> Iterator[Row]:
    yield (
        *("enterprise_id", "category", "standard", "item_id", "scope", "number", "body"),
        *("issued_on", "expires_on", "status", "cancelled_on", "is_supported", *_STAMPS),
    )
    chance = random.Random(SEED + 2)  # noqa: S311 - no secret
    for number in range(1, count + 1):
        enterprise, issued = int(chance.random() * size.enterprises) + 1, day_of(chance)
        is_system = chance.random() < 0.5  # noqa: PLR2004 - half and half
        item, standard = chance.choice(choices.systems) if is_system else (None, f"TCVN {number}")
        ends = issued + timedelta(days=3 * 365)
        cancelled = min(LAST_DAY, issued + timedelta(days=200)) if number % 30 == 0 else None
        yield (
            *(enterprise, "system" if is_system else "product", standard, item, "Toàn bộ"),
            *(f"CN-{number:06d}", "Trung tâm chứng nhận", issued, ends),
            *("cancelled" if cancelled else "in_force", cancelled, number % 5 != 0, *_STAMPED),
        )


def _awards(size: Size, count: int, choices: Choices) -> Iterator[Row]:
    yield (
        *("enterprise_id", "year", "name", "item_id", "result", "level", "decision_number"),
        *("decided_on", *_STAMPS),
    )
    item, name = choices.award
    for number in range(1, count + 1):
        year, is_given = 2021 + number % 5, number % 3 == 0
        decided = date(year, 11, 20) if is_given else None
        yield (
            *(number * (size.enterprises // (count + 1)), year, name, item),
            *("awarded" if is_given else "took_part", "", "", decided, *_STAMPED),
        )


# How it gets in


@contextmanager
def loading(connection: psycopg.Connection, kinds: Iterable[type[models.Model]]) -> Iterator[None]:
    """Triggers off, indexes away; all of it back, with statistics, at the end."""
    tables = [k._meta.db_table for k in kinds]
    connection.execute("SET session_replication_role = replica")
    connection.execute("SET synchronous_commit = off")
    connection.execute("SET maintenance_work_mem = '512MB'")
    remake = list(_drop_indexes(connection, tables))
    yield
    for statement in remake:
        connection.execute(statement)  # type: ignore[call-overload]  # as the server wrote it


def _drop_indexes(connection: psycopg.Connection, tables: list[str]) -> Iterator[str]:
    """Drop all but primary keys, in whose order rows come; yields how to make each again."""
    found = connection.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid::regclass::text = ANY(%s) AND contype IN ('u', 'x') ORDER BY oid",
        [tables],
    ).fetchall()
    for table, name, definition in found:
        databases.run(connection, "ALTER TABLE {} DROP CONSTRAINT {}", table, name)
        yield f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}'
    rest = connection.execute(
        "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i"
        " JOIN pg_class c ON c.oid = i.indexrelid"
        " WHERE i.indrelid::regclass::text = ANY(%s) AND NOT i.indisprimary ORDER BY c.oid",
        [tables],
    ).fetchall()
    for name, definition in rest:
        databases.run(connection, "DROP INDEX {}", name)
        yield definition


def _copy(connection: psycopg.Connection, kind: type[models.Model], rows: Iterator[Row]) -> None:
    databases.copy_rows(connection, kind._meta.db_table, rows)


def _copy_with_unit(
    connection: psycopg.Connection, kind: type[models.Model], rows: Iterator[Row], day: str
) -> None:
    """By way of a table of their own, so that no row is written twice.

    Args:
        day: SQL of the day whose unit is the record's.
    """
    names = next(rows)
    parts = {
        "table": sql.Identifier(kind._meta.db_table),
        "columns": sql.SQL(", ").join(map(sql.Identifier, names)),
        "day": sql.SQL(day),  # type: ignore[arg-type]  # a constant of this file
    }
    staged = "CREATE TEMPORARY TABLE staged AS SELECT {columns} FROM {table} LIMIT 0"
    connection.execute(sql.SQL(staged).format(**parts))
    databases.copy_rows(connection, "staged", chain([names], rows))
    # The function finds placements by their index, whatever was said of the table so far.
    connection.execute("SET enable_seqscan = off")
    connection.execute(
        sql.SQL(
            "INSERT INTO {table} ({columns}, unit_id)"
            " SELECT {columns}, enterprises_unit_on(enterprise_id, {day}) FROM staged"
        ).format(**parts)
    )
    connection.execute("RESET enable_seqscan")
    connection.execute("DROP TABLE staged")


def _remember(connection: psycopg.Connection, kinds: Iterable[type[models.Model]]) -> None:
    """The history that the triggers would have written; numbers go on after the last."""
    for kind in kinds:
        table = kind._meta.db_table
        event: Any = kind.pgh_event_models["insert"]  # type: ignore[attr-defined]
        kept = [f.column for f in event._meta.concrete_fields if not f.column.startswith("pgh_")]
        columns = sql.SQL(", ").join(map(sql.Identifier, kept))
        with loading(connection, [event]):
            connection.execute(
                sql.SQL(
                    "INSERT INTO {} (pgh_created_at, pgh_label, pgh_context, pgh_obj_id, {})"
                    """ SELECT created_at, 'insert', '{{"command": "bench"}}', id, {} FROM {}"""
                ).format(
                    sql.Identifier(event._meta.db_table), columns, columns, sql.Identifier(table)
                )
            )
        connection.execute(
            sql.SQL(
                "SELECT setval(pg_get_serial_sequence({}, 'id'), greatest(max(id), 1)) FROM {}"
            ).format(sql.Literal(table), sql.Identifier(table))
        )
        for written in (table, event._meta.db_table):
            databases.run(connection, "VACUUM (ANALYZE) {}", written)
    connection.execute("SET session_replication_role = origin")
