"""Rows of "Hỗ trợ": identity is tax code, content and start date."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.unit_names import BodyNames
from core.importing.importers import ImportScope, is_broken, reject, warn
from core.importing.records import Key
from core.spreadsheets import cells
from core.spreadsheets.schemas import Column, ParsedRow, SheetSchema
from programs.choices import WorkKind
from programs.models import Plan, Task
from programs.validators import task_contradictions
from support.catalogue_names import CatalogueNames
from support.choices import SupportForm, SupportStatus
from support.imports.records import EnterpriseRecordImporter, pk_of
from support.models import Support
from support.validators import item_contradictions, support_contradictions

COPIED = (
    "form",
    "product",
    "completed_on",
    "status",
    "lead_unit_name",
    "consultant",
    "approval_decision",
    "contract_number",
    "contract_on",
    "acceptance_number",
    "state_budget_vnd",
    "counterpart_vnd",
    "other_funds_vnd",
    "result",
    "evidence",
)


class SupportImporter(EnterpriseRecordImporter):
    """Completion is checked on the merged record: a later file may bring only the date."""

    model = Support
    schema = SheetSchema(
        "Hỗ trợ",
        (
            Column("tax_code", "Mã số thuế", cells.tax_code, required=True, aliases=("MST",)),
            Column(
                "item",
                "Nội dung hỗ trợ",
                cells.text(200),
                required=True,
                hint=gettext_lazy("Tên, tên gọi khác hoặc mã trong danh mục, ví dụ 5S, ISO 22000."),
            ),
            Column("form", "Hình thức", cells.Choice(dict(SupportForm.choices))),
            Column("product", "Sản phẩm áp dụng", cells.text(300)),
            Column("started_on", "Ngày bắt đầu", cells.day, required=True),
            Column(
                "completed_on",
                "Ngày hoàn thành",
                cells.day,
                hint=gettext_lazy("Ngày biên bản nghiệm thu; bắt buộc khi Hoàn thành."),
            ),
            Column(
                "status", "Trạng thái", cells.Choice(dict(SupportStatus.choices)), required=True
            ),
            Column(
                "task",
                "Nhiệm vụ",
                cells.count,
                hint=gettext_lazy("Số thứ tự của nhiệm vụ trong Phụ lục kế hoạch."),
            ),
            Column("lead_unit_name", "Đơn vị chủ trì", cells.text(200)),
            Column("consultant", "Đơn vị tư vấn", cells.text(200)),
            Column("approval_decision", "Số quyết định phê duyệt", cells.text(100)),
            Column("contract_number", "Số hợp đồng", cells.text(100)),
            Column("contract_on", "Ngày hợp đồng", cells.day),
            Column("acceptance_number", "Số biên bản nghiệm thu", cells.text(100)),
            Column("state_budget_vnd", "Ngân sách nhà nước (đồng)", cells.vnd),
            Column("counterpart_vnd", "Đối ứng (đồng)", cells.vnd),
            Column("other_funds_vnd", "Nguồn khác (đồng)", cells.vnd),
            Column("result", "Kết quả", cells.text(2000)),
            Column("evidence", "Minh chứng", cells.text(500)),
        ),
        identity=("tax_code", "started_on"),
    )

    def prepare(self, rows: list[ParsedRow], scope: ImportScope) -> None:
        super().prepare(rows, scope)
        self.items = scope.once("support items", lambda: CatalogueNames("support"))
        self.tasks = scope.once(Task, self._tasks)
        self.bodies = scope.once(BodyNames, BodyNames)

    @staticmethod
    def _tasks() -> dict[int, Task]:
        plan = Plan.objects.current()
        return {task.number: task for task in Task.objects.filter(plan=plan)}

    def resolve(self, row: ParsedRow, scope: ImportScope) -> dict[str, Any]:
        enterprise = self.enterprise(row, scope)
        item = self.items.find(row.get("item") or "")
        if row.get("item") is None:
            pass  # said already
        elif item is None:
            names = ", ".join(self.items.nearest(row.get("item"))) or _("không có")
            message = _("Không có nội dung này trong danh mục. Tên gần nhất: %(names)s.")
            reject(row, self.schema, "item", "unknown_item", message % {"names": names})
        task = None
        if row.get("task") is not None:
            task = self.tasks.get(row.get("task"))
            if task is None:
                message = _("Kế hoạch không có nhiệm vụ số này. Ghi một số: %(numbers)s.")
                numbers = ", ".join(map(str, sorted(self.tasks)))
                reject(row, self.schema, "task", "unknown_task", message % {"numbers": numbers})
        lead, began = row.get("lead_unit_name"), row.get("started_on")
        return {
            "enterprise": enterprise,
            "item": item,
            "started_on": row.get("started_on"),
            "task": task,
            "lead_unit": self.bodies.find(lead, began) if lead and began else None,
            **{name: row.get(name) for name in COPIED},
        }

    def key(self, values: Mapping[str, Any]) -> Key:
        return (pk_of(values["enterprise"]), pk_of(values["item"]), values["started_on"])

    def existing(self, keys: list[Key]) -> dict[Key, models.Model]:
        stored = Support.objects.filter(
            enterprise__in={k[0] for k in keys}, started_on__in={k[2] for k in keys}
        ).select_related("item", "task", "work_item__task", "lead_unit", "enterprise")
        return {(s.enterprise_id, s.item_id, s.started_on): s for s in stored}

    def defaults(self, scope: ImportScope) -> dict[str, Any]:
        kind = WorkKind.SUPPORT
        return {"task": scope.once(kind, lambda: Task.objects.default_for(kind))}

    def describe(self, record: Support) -> str:
        return str(record.item)

    def check(self, row: ParsedRow, record: Support, scope: ImportScope) -> None:
        for found in (*item_contradictions(record), *task_contradictions(record)):
            reject(row, self.schema, found.field, found.code, found.message)
        if is_broken(row, self.schema, "completed_on"):
            return
        for found in support_contradictions(record, scope.today):
            reject(row, self.schema, found.field, found.code, found.message)
        if record.completed_on is None:
            return
        if record.status and record.status != SupportStatus.COMPLETED:
            message = _("Có ngày hoàn thành nhưng trạng thái chưa hoàn thành; chưa được tính.")
            warn(row, self.schema, "status", "date_without_completion", message)
