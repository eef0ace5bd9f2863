"""Loader of the size thresholds (Nghị định 80/2021/NĐ-CP and the one before it)."""

from core.reference import day, loaders, rows
from enterprises.models import SizeThreshold


def size_thresholds() -> int:
    added = 0
    for row in rows("size_thresholds.csv"):
        _, is_new = SizeThreshold.objects.get_or_create(
            sector=row["sector"],
            size_class=row["size_class"],
            valid_from=day(row["valid_from"]),
            defaults={
                "legal_basis": row["legal_basis"],
                "max_labour": row["max_labour"],
                "max_revenue_vnd": row["max_revenue_vnd"],
                "max_capital_vnd": row["max_capital_vnd"],
                "valid_to": day(row["valid_to"]),
                "is_confirmed": row["confirmed"] == "yes",
            },
        )
        added += is_new
    return added


loaders.register("enterprises.size_thresholds", size_thresholds, order=20)
