"""Loaders of the catalogue of tools, systems and awards, and of award levels."""

from core.reference import day, loaders, rows
from support.models import AwardLevel, CatalogueItem


def catalogue() -> int:
    stored = set(CatalogueItem.objects.values_list("use", "code"))
    new = [
        CatalogueItem(
            use=row["use"],
            code=row["code"],
            name=row["name"],
            aliases=row["aliases"].split("|") if row["aliases"] else [],
            kind=row["kind"],
            counts_for=row["counts_for"],
            valid_from=day(row["valid_from"]),
            valid_to=day(row["valid_to"]),
        )
        for row in rows("catalogue.csv")
        if (row["use"], row["code"]) not in stored
    ]
    return len(CatalogueItem.objects.bulk_create(new))


def award_levels() -> int:
    added = 0
    for row in rows("award_levels.csv"):
        item = CatalogueItem.objects.get_by_natural_key("award", row["item"])
        _, is_new = AwardLevel.objects.get_or_create(
            item=item,
            name=row["name"],
            valid_from=day(row["valid_from"]),
            defaults={
                "order": row["order"],
                "legal_basis": row["legal_basis"],
                "valid_to": day(row["valid_to"]),
                "is_confirmed": row["confirmed"] == "yes",
            },
        )
        added += is_new
    return added


loaders.register("support.catalogue", catalogue, order=30)
loaders.register("support.award_levels", award_levels, order=31)
