"""What a run found, row by row, as a workbook: complete, while a page shows the beginning."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook

from core.importing.importers import CREATED, REJECTED, UNCHANGED, UPDATED, FieldChange, Outcome
from core.personal_numbers import mask_personal_numbers
from core.spreadsheets.schemas import Issue
from core.spreadsheets.writing import ListColumn, SheetWriter

WORDS = {
    CREATED: gettext_lazy("Thêm mới"),
    UPDATED: gettext_lazy("Thay đổi"),
    UNCHANGED: gettext_lazy("Giữ nguyên"),
    REJECTED: gettext_lazy("Từ chối"),
}


class Findings:
    """Written while the run goes on; of the changes `shown` keeps the first for the page."""

    def __init__(self, shown: int) -> None:
        self.most_shown = shown
        self.shown: list[Outcome] = []
        self._workbook = Workbook(write_only=True)
        columns = [
            ListColumn(_("Trang")),
            ListColumn(_("Dòng"), width=8),
            ListColumn(_("Hồ sơ"), width=50),
            ListColumn(_("Kết quả"), width=14),
            ListColumn(_("Thay đổi"), width=90),
        ]
        self._rows = SheetWriter(self._workbook, _("Từng dòng"), columns)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """Close what an interrupted run left open."""
        for sheet in self._workbook.worksheets:
            if not sheet.closed:
                sheet.close()

    def observe(self, outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            if outcome.changes and len(self.shown) < self.most_shown:
                self.shown.append(outcome)
            row, action = outcome.row, outcome.action
            changes = words_of(outcome.changes) if action == UPDATED else ""
            self._rows.append(
                [row.sheet, row.number, outcome.identity, str(WORDS[action]), changes]
            )

    def save(self, path: Path, errors: Iterable[Issue], warnings: Iterable[Issue]) -> None:
        """Finish the workbook with every error and every warning."""
        for title, issues in ((_("Lỗi"), errors), (_("Cảnh báo"), warnings)):
            columns = [
                ListColumn(_("Trang")),
                ListColumn(_("Dòng"), width=8),
                ListColumn(_("Cột"), width=24),
                ListColumn(_("Giá trị"), width=30),
                ListColumn(_("Cần làm gì"), width=90),
            ]
            sheet = SheetWriter(self._workbook, title, columns)
            for issue in issues:
                value, message = map(mask_personal_numbers, (issue.value, issue.message))
                sheet.append([issue.sheet, issue.row, issue.column, value, message])
        self._workbook.save(path)


def words_of(changes: Iterable[FieldChange]) -> str:
    """Give “Tên doanh nghiệp: A → B; Số lao động: (trống) → 20”."""
    return "; ".join(f"{c.label}: {c.old or _('(trống)')} → {c.new}" for c in changes)


def change_as_dict(outcome: Outcome) -> dict[str, Any]:
    """One change for the page, as JSON."""
    return {
        "sheet": outcome.row.sheet,
        "row": outcome.row.number,
        "action": outcome.action,
        "identity": outcome.identity,
        "changes": [{"label": c.label, "old": c.old, "new": c.new} for c in outcome.changes],
    }
