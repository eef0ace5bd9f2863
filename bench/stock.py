"""The peer: its environment, its database with the same enterprises, its commands."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import databases
from bench.databases import Row
from bench.names import SEED, WORDS, made
from bench.seed import day_of
from bench.sizes import Size
from plan_admin.env import BASE_DIR, VAR_DIR, environment_with
from plan_admin.management.commands.prepare_site import digest

FOLDER = Path(__file__).with_name("peer")
REQUIREMENTS = BASE_DIR / "requirements" / "peer.txt"
VENV = VAR_DIR / "peer"
PYTHON = str(VENV / "bin" / "python")
DISTRICTS = 24
KINDS = ("dao_tao", "tu_van", "cong_nghe", "mat_bang", "tin_dung", "chuoi_gt")
STATES = ("moi", "duyet", "xong", "huy")


def install() -> None:
    """An environment of its own, made anew where its requirements changed."""
    mark, wanted = VENV / "installed", digest([REQUIREMENTS])
    if mark.exists() and mark.read_text() == wanted:
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    subprocess.run(
        [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(REQUIREMENTS)],
        check=True,
    )
    mark.write_text(wanted)


def environment(database: str) -> dict[str, str]:
    own = databases.server() | {"PGDATABASE": database, "DJANGO_SETTINGS_MODULE": "peer.settings"}
    return environment_with(**own)


def run(database: str, *arguments: str) -> str:
    done = subprocess.run(
        [PYTHON, *arguments],
        cwd=FOLDER,
        env=environment(database),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def work(database: str, *arguments: str) -> dict[str, Any]:
    """What `peer/work.py` answers."""
    answer: dict[str, Any] = json.loads(run(database, "work.py", *arguments))
    return answer


def stamp() -> str:
    here = Path(__file__)
    own = [here, *(here.with_name(name) for name in ("names.py", "sizes.py"))]
    return digest([*FOLDER.glob("reg/**/*.py"), *own])


def name_of(size: Size) -> str:
    return databases.name_of(size.name, "peer")


def load(size: Size) -> None:
    """The same enterprises and as many supports; nothing where they are there already."""
    database = name_of(size)
    if databases.stamp_of(database) == stamp():
        return
    databases.create(database)
    with databases.connect(database) as connection:
        for extension in ("unaccent", "pg_trgm"):
            databases.run(connection, "CREATE EXTENSION {}", extension)
    run(database, "manage.py", "migrate", "--verbosity", "0")
    with databases.connect(database) as connection:
        for table, rows in (
            ("reg_district", _districts()),
            ("reg_enterprise", _enterprises(size)),
            ("reg_support", _supports(size)),
        ):
            databases.copy_rows(connection, table, rows)
        connection.execute("VACUUM (ANALYZE)")
    databases.stamp(database, stamp())


def _districts() -> Iterator[Row]:
    yield ("code", "name")
    for number in range(1, DISTRICTS + 1):
        yield (f"H{number:02d}", f"Huyện {WORDS[number]} {WORDS[number + 20]}")


def _enterprises(size: Size) -> Iterator[Row]:
    yield (
        *("tax_code", "name", "address", "district_id", "vsic", "labour", "revenue", "capital"),
        *("women_owned", "innovative", "active"),
    )
    for number, e in enumerate(made(size.enterprises), 1):
        yield (
            *(e.tax_code, e.name, e.address, int(e.place * DISTRICTS) + 1, e.vsic, e.labour),
            *(e.revenue_vnd, e.revenue_vnd // 2, number % 5 == 0, number % 30 == 0, True),
        )


def _supports(size: Size) -> Iterator[Row]:
    yield ("enterprise_id", "kind", "start", "end", "status", "cost", "district_id")
    chance = random.Random(SEED + 1)  # noqa: S311 - no secret
    for number in range(size.supports):
        day = day_of(chance)
        enterprise = int(chance.random() * size.enterprises) + 1
        kind, state = chance.choice(KINDS), chance.choice(STATES)
        district = int(chance.random() * DISTRICTS) + 1
        yield (enterprise, kind, day, None, state, number % 500 * 100_000, district)
