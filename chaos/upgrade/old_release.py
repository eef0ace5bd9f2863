"""The release before: its models, and what its people do with them in a loop.

Historical models name the columns that existed, and nothing else, as the old code does.
"""

import time
from collections.abc import Callable
from datetime import date, timedelta
from threading import Event, Thread

from django.apps.registry import Apps
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader

from core.importing.writing import insert_records

# Where each app stood; moved up when a release is made.
BEFORE = {
    "agencies": "0004_refuse_changes",
    "core": "0008_name_the_schema_of_fold",
    "enterprises": "0006_refuse_changes",
    "programs": "0004_refuse_changes",
    "support": "0002_restamp_units",
    "trainings": "0002_add_class_search",
    "reporting": "0006_say_how_a_report_ends",
}
CHUNK = 20_000
FIRST_DAY = date(2021, 1, 1)
PAGE = 50


def old_models() -> Apps:
    return MigrationLoader(connection).project_state(list(BEFORE.items())).apps


def code_of(person: int, serial: int) -> str:
    """A tax code nobody else gives; person 0 is the register that is there already."""
    return f"9{person}{serial:08d}"


def fill(models: Apps, rows: int) -> None:
    """So many enterprises, each tenth with a support, through triggers and audit trail."""
    enterprise = models.get_model("enterprises.Enterprise")
    support = models.get_model("support.Support")
    item = models.get_model("support.CatalogueItem").objects.filter(use="support").first()
    for start in range(0, rows, CHUNK):
        made = [
            enterprise(tax_code=code_of(0, n), name=f"Công ty Thành Phát {n}")
            for n in range(start, min(start + CHUNK, rows))
        ]
        insert_records(enterprise, made)
        insert_records(
            support,
            [
                support(enterprise=e, item=item, started_on=FIRST_DAY, status="under_way")
                for e in made[::10]
            ],
        )


class Person(Thread):
    """Reads and writes with the old code until told to stop; a wait above the limit is an error."""

    def __init__(self, number: int, models: Apps, stop: Event, longest_wait: str) -> None:
        super().__init__(daemon=True)
        self.number, self.stop, self.longest_wait = number, stop, longest_wait
        self.model = models.get_model
        self.rounds = self.acts = self.made_before = 0
        self.longest = 0.0
        self.errors: list[str] = []

    def run(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [self.longest_wait])
        own = self.model("enterprises.Enterprise").objects.filter(
            tax_code__startswith=f"9{self.number}"
        )
        self.made_before = own.count()
        try:
            while not self.stop.is_set():
                for act in (
                    self.reads_the_register,
                    self.adds_an_enterprise,
                    self.edits_an_enterprise,
                    self.adds_a_support,
                    self.completes_a_support,
                    self.keeps_a_class,
                    self.asks_for_a_job,
                    self.reads_plan_and_reports,
                ):
                    self._try(act)
                self.rounds += 1
        finally:
            connection.close()

    def _try(self, act: Callable[[], object]) -> None:
        began = time.monotonic()
        try:
            act()
        except Error as error:
            self.errors.append(f"{act.__name__}: {str(error).splitlines()[0]}")
        self.longest = max(self.longest, time.monotonic() - began)
        self.acts += 1

    @property
    def serial(self) -> int:
        """Of this round, after those of a rehearsal before."""
        return self.made_before + self.rounds

    @property
    def _mine(self) -> str:
        return code_of(self.number, self.serial)

    def reads_the_register(self) -> None:
        list(self.model("enterprises.Enterprise").objects.order_by("sort_key", "id")[:PAGE])
        list(self.model("agencies.User").objects.all()[:PAGE])

    def adds_an_enterprise(self) -> None:
        self.model("enterprises.Enterprise").objects.create(tax_code=self._mine, name="Hộ mới")

    def edits_an_enterprise(self) -> None:
        them = self.model("enterprises.Enterprise").objects
        them.filter(tax_code=self._mine).update(address=f"Ấp {self.rounds}")
        them.filter(tax_code=code_of(0, self.rounds)).update(address=f"Ấp {self.number}")

    def adds_a_support(self) -> None:
        self.model("support.Support").objects.create(
            enterprise=self.model("enterprises.Enterprise").objects.get(tax_code=self._mine),
            item=self.model("support.CatalogueItem").objects.filter(use="support").first(),
            started_on=FIRST_DAY,
            status="under_way",
        )

    def completes_a_support(self) -> None:
        self.model("support.Support").objects.filter(enterprise__tax_code=self._mine).update(
            status="completed", completed_on=FIRST_DAY + timedelta(days=30)
        )

    def keeps_a_class(self) -> None:
        made = self.model("trainings.TrainingClass").objects.create(
            name=f"Lớp {self.number}/{self.serial}",
            starts_on=FIRST_DAY,
            ends_on=FIRST_DAY,
            status="held",
        )
        made.place = "Cái Bè"
        made.save()

    def asks_for_a_job(self) -> None:
        made = self.model("core.Job").objects.create(kind="rehearsal", payload={})
        self.model("core.Job").objects.filter(pk=made.pk).update(state="done", progress=100)

    def reads_plan_and_reports(self) -> None:
        list(self.model("programs.Target").objects.select_related("stage__plan"))
        list(self.model("reporting.ReportDraft").objects.all()[:PAGE])
        list(self.model("reporting.ReportVersion").objects.all()[:PAGE])
