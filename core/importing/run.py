"""One run over a workbook: check and save are the same code, checking rolls it back."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ActionError
from core.importing.chunks import chunks_of, in_chunks
from core.importing.importers import GUIDE, REJECTED, Importer, ImportScope, Outcome, importers
from core.spreadsheets.reading import RawSheet, open_sheets, refusing_damage
from core.spreadsheets.safety import WorkbookRefused
from core.spreadsheets.schemas import Issue, ParsedRow, ParsedSheet, find_header
from core.vietnamese import match_key

IMPORT_LOCK = 0x6E68_6170  # any number nobody else uses
ACTIONS = ("created", "updated", "unchanged", "rejected")
Progress = Callable[[int, int, str], None]
Observer = Callable[[list[Outcome]], None]


@dataclass
class SheetResult:
    """Counts of one sheet, its header, and the rows that were refused."""

    name: str
    header: list[Any] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    rejected: list[ParsedRow] = field(default_factory=list)

    def as_dict(self) -> dict[str, int]:
        return {action: self.counts[action] for action in ACTIONS}


@dataclass
class ImportResult:
    """What a run found; `is_saved` tells whether it stayed in the database."""

    sheets: dict[str, SheetResult] = field(default_factory=dict)
    errors: list[Issue] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)
    is_saved: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The object `import_workbook --json` prints."""
        return {
            "sheets": {name: sheet.as_dict() for name, sheet in self.sheets.items()},
            "errors": [issue.as_dict() for issue in self.errors],
            "warnings": [issue.as_dict() for issue in self.warnings],
        }

    def as_json(self) -> str:
        return json.dumps(self.as_dict(), ensure_ascii=False)

    @property
    def has_good_rows(self) -> bool:
        return any(s.counts.total() > s.counts[REJECTED] for s in self.sheets.values())

    @property
    def has_rejected_rows(self) -> bool:
        return any(sheet.rejected for sheet in self.sheets.values())


def run_import(
    path: Path,
    *,
    save: bool,
    partial: bool = False,
    name: str = "",
    observe: Observer = lambda _outcomes: None,
    progress: Progress = lambda _rows, _total, _step: None,
) -> ImportResult:
    """Read, check and (with `save`) store a workbook in one transaction.

    Args:
        partial: store the good rows although others are refused.
        name: what the person calls the file.
        observe: told what became of each chunk of rows, for a preview.
        progress: told the rows done, about how many there are, and the sheet's name.

    Nothing is stored where `save` is false, or where there are errors and not `partial`.
    """
    result = ImportResult()
    try:
        with transaction.atomic():
            _take_turn()
            with refusing_damage():
                _apply(path, result, observe, progress)
            result.is_saved = save and (not result.errors or (partial and result.has_good_rows))
            if not result.is_saved:
                transaction.set_rollback(True)
    except WorkbookRefused as refusal:
        result = ImportResult()
        result.errors.append(Issue("", None, "", name or path.name, refusal.code, str(refusal)))
    except IntegrityError as error:
        message = _("Danh sách bị người khác thay đổi trong lúc nhập. Nhập lại tệp.")
        raise ActionError(message) from error
    return result


def _take_turn() -> None:
    """One import at a time; the others wait, and meet the register as the one before left it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
        # The planner knows nothing of the rows one long transaction writes, and would search
        # ever larger tables from end to end.
        cursor.execute("SET LOCAL enable_seqscan = off")


def _apply(path: Path, result: ImportResult, observe: Observer, progress: Progress) -> None:
    sheets = list(_match_sheets(open_sheets(path), result))
    scope = ImportScope(today=timezone.localdate())
    done, total = 0, sum(parsed.raw.height for _importer, parsed in sheets)
    for importer, parsed in sheets:
        for outcomes in _apply_sheet(importer, parsed, scope, result):
            done += len(outcomes)
            progress(done, total, parsed.schema.name)
            observe(outcomes)


def _match_sheets(
    raw_sheets: list[RawSheet], result: ImportResult
) -> Iterator[tuple[Importer, ParsedSheet]]:
    """Known sheets in the order in which records may refer to each other."""
    by_name: dict[str, RawSheet] = {}
    known = {match_key(importer.schema.name): importer for importer in importers}
    for raw in raw_sheets:
        key = match_key(raw.name)
        code, message = "", ""
        if key == match_key(str(GUIDE)):
            continue  # of our own template
        if key not in known:
            code = "unknown_sheet"
            message = _("Trang “%(name)s” không có trong mẫu; trang này được bỏ qua.")
        elif key in by_name:
            code = "repeated_sheet"
            message = _("Có hai trang cùng tên “%(name)s”; trang sau được bỏ qua. Gộp hai trang.")
        if code:
            result.warnings.append(
                Issue(raw.name, None, "", raw.name, code, message % {"name": raw.name})
            )
        by_name.setdefault(key, raw)
    if not known.keys() & by_name.keys():
        names = ", ".join(importer.schema.name for importer in importers)
        message = _("Tệp không có trang nào của mẫu (%(names)s).") % {"names": names}
        result.errors.append(Issue("", None, "", "", "no_known_sheet", message))
    for key, importer in known.items():
        if key in by_name and not by_name[key].is_blank:
            yield importer, find_header(by_name[key], importer.schema)


def _apply_sheet(
    importer: Importer, parsed: ParsedSheet, scope: ImportScope, result: ImportResult
) -> Iterator[list[Outcome]]:
    sheet = SheetResult(parsed.schema.name, parsed.header)
    result.sheets[sheet.name] = sheet
    result.errors.extend(parsed.errors)
    result.warnings.extend(parsed.warnings)
    for rows in in_chunks(parsed.refused() if parsed.errors else iter(())):
        sheet.counts[REJECTED] += len(rows)
        sheet.rejected.extend(rows)
        yield [Outcome(row, REJECTED, "") for row in rows]
    first_error, first_warning = len(result.errors), len(result.warnings)
    for rows in chunks_of(parsed):
        outcomes = importer.apply(rows, scope)
        sheet.counts.update(o.action for o in outcomes if o.action != REJECTED)
        for row in rows:
            result.errors.extend(row.errors)
            result.warnings.extend(row.warnings)
            if row.errors:
                sheet.counts[REJECTED] += 1
                sheet.rejected.append(row)
        yield outcomes
    # The rows of scattered records came last.
    for issues, first in ((result.errors, first_error), (result.warnings, first_warning)):
        issues[first:] = sorted(issues[first:], key=lambda issue: issue.row or 0)
    sheet.rejected.sort(key=lambda row: row.number)
