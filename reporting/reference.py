"""Loader of report types with their outlines; what an administrator changed stays."""

from core.reference import loaders, rows
from reporting.models import ReportType, ReportTypeSection

DAYS = ("first", "cut_off", "due", "limit")


def report_types() -> int:
    added = 0
    for row in rows("report_types.csv"):
        declared, is_new = ReportType.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "order": int(row["order"]),
                "kind_name": row["kind_name"],
                "code_prefix": row["code_prefix"],
                "subject": row["subject"],
                "opening": row["opening"],
                "closing": row["closing"],
                "issuer": row["issuer"],
                "addressees": row["addressees"].split("|") if row["addressees"] else [],
                "signer_forms": row["signer_forms"].split("|"),
                "recipients": row["recipients"].split("|"),
                "drafting_unit": row["drafting_unit"],
                "has_appendices": row["appendices"] == "yes",
                "is_default": row["default"] == "yes",
                "looks_ahead": row["ahead"] == "yes",
                "file_stem": row["file_stem"],
                "version_label": row["version_label"],
                **_days(row),
            },
        )
        if is_new:
            added += 1
            _outline(declared)
    return added


def _days(row: dict[str, str]) -> dict[str, int]:
    """Days of every year, in the file as 15/11, as the two fields of each."""
    found: dict[str, int] = {}
    for name in DAYS:
        day, month = row[name].split("/")
        found |= {f"{name}_day": int(day), f"{name}_month": int(month)}
    return found


def _outline(declared: ReportType) -> None:
    """The outline comes with a new type only: afterwards it is the administrator's."""
    ReportTypeSection.objects.bulk_create(
        [
            ReportTypeSection(
                type=declared,
                order=int(row["order"]),
                level=int(row["level"]),
                title=row["title"],
                block=row["block"],
            )
            for row in rows("report_sections.csv")
            if row["type"] == declared.code
        ]
    )


loaders.register("reporting.report_types", report_types, order=50)
