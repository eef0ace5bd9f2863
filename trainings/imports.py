"""Rows of "Đào tạo": identity is the name (without marks) and the first day."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from core.importing.importers import ImportScope, importers, reject
from core.importing.records import Key, RecordImporter
from core.spreadsheets import cells
from core.spreadsheets.schemas import Column, ParsedRow, SheetSchema
from core.vietnamese import fold
from programs.choices import WorkKind
from programs.models import Task
from trainings.choices import Audience, ClassStatus
from trainings.models import TrainingClass
from trainings.validators import class_contradictions


class TrainingClassImporter(RecordImporter):
    """Every column is the record's own field."""

    model = TrainingClass
    identity_column = "name"
    schema = SheetSchema(
        "Đào tạo",
        (
            Column("name", "Tên lớp", cells.text(300), required=True),
            Column("audience", "Đối tượng", cells.Choice(dict(Audience.choices))),
            Column("starts_on", "Từ ngày", cells.day, required=True),
            Column("ends_on", "Đến ngày", cells.day, required=True),
            Column("place", "Địa điểm", cells.text(300)),
            Column("organiser", "Đơn vị tổ chức", cells.text(200)),
            Column("trainer", "Đơn vị giảng dạy", cells.text(200)),
            Column("trainees", "Số học viên", cells.count),
            Column("enterprises", "Số doanh nghiệp", cells.count),
            Column("cost_vnd", "Kinh phí (đồng)", cells.vnd),
            Column("status", "Trạng thái", cells.Choice(dict(ClassStatus.choices)), required=True),
        ),
        identity=("name", "starts_on"),
    )

    def prepare(self, rows: list[ParsedRow], scope: ImportScope) -> None:
        """Nothing is looked up."""

    def resolve(self, row: ParsedRow, scope: ImportScope) -> dict[str, Any]:
        return {column.key: row.get(column.key) for column in self.schema.columns}

    def key(self, values: Mapping[str, Any]) -> Key:
        return (fold(values["name"] or ""), values["starts_on"])

    def existing(self, keys: list[Key]) -> dict[Key, models.Model]:
        stored = TrainingClass.objects.filter(starts_on__in={k[1] for k in keys})
        return {(c.folded, c.starts_on): c for c in stored}

    def defaults(self, scope: ImportScope) -> dict[str, Any]:
        kind = WorkKind.TRAINING
        return {"task": scope.once(kind, lambda: Task.objects.default_for(kind))}

    def check(self, row: ParsedRow, record: TrainingClass, scope: ImportScope) -> None:
        for found in class_contradictions(record, scope.today):
            reject(row, self.schema, found.field, found.code, found.message)


importers.register("trainings", TrainingClassImporter(), order=40)
