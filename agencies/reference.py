"""Loaders of units, successions, groups and document identities."""

from datetime import date

from agencies.actions import rebuild_lineage
from agencies.models import DocumentIdentity, Unit, UnitGroup, UnitSuccession
from core.reference import day, loaders, rows

Key = tuple[str, str, str]


def units() -> int:
    """Units by code system, code and first day; parents stand before their children."""
    known = _units_by_key()
    added = 0
    for row in rows("units.csv"):
        key = (row["code_system"], row["code"], row["valid_from"])
        if key in known:
            continue
        known[key] = Unit.objects.create(
            code_system=row["code_system"],
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            abbreviation=row["abbreviation"],
            kind=row["kind"],
            parent=known.get((row["parent_system"], row["parent_code"], row["parent_from"])),
            valid_from=day(row["valid_from"]),
            valid_to=day(row["valid_to"]),
            latitude=row["latitude"] or None,
            longitude=row["longitude"] or None,
            area_km2=row["area_km2"] or None,
            is_confirmed=row["confirmed"] == "yes",
            note=row["note"],
        )
        added += 1
    return added


def successions() -> int:
    """Edges between units; the lineage is computed from them."""
    known = _units_by_key()
    stored = set(UnitSuccession.objects.values_list("source_id", "target_id", "on"))
    new = []
    for row in rows("successions.csv"):
        source = known[row["source_system"], row["source_code"], row["source_from"]]
        target = known.get((row["target_system"], row["target_code"], row["target_from"]))
        on = date.fromisoformat(row["on"])
        if (source.pk, target.pk if target else None, on) in stored:
            continue
        new.append(
            UnitSuccession(
                source=source,
                target=target,
                on=on,
                kind=row["kind"],
                share=row["share"],
                legal_basis=row["legal_basis"],
                is_confirmed=row["confirmed"] == "yes",
                note=row["note"],
            )
        )
    UnitSuccession.objects.bulk_create(new)
    rebuild_lineage()
    return len(new)


def groups() -> int:
    """Groups the plan names, with their kinds or named members."""
    known = _units_by_key()
    added = 0
    for row in rows("groups.csv"):
        group, is_new = UnitGroup.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "province": known[row["province_system"], row["province_code"], ""],
                "kinds": row["kinds"].split("|") if row["kinds"] else [],
            },
        )
        if is_new:
            codes = row["units"].split("|") if row["units"] else []
            group.units.set(Unit.objects.filter(code_system="co-quan", code__in=codes))
        added += is_new
    return added


def identities() -> int:
    """How documents name each body, by date."""
    added = 0
    for row in rows("identities.csv"):
        _, is_new = DocumentIdentity.objects.get_or_create(
            jurisdiction=row["jurisdiction"],
            role=row["role"],
            valid_from=day(row["valid_from"]),
            defaults={
                "superior": row["superior"],
                "name": row["name"],
                "short_name": row["short_name"],
                "code_suffix": row["code_suffix"],
                "place": row["place"],
                "valid_to": day(row["valid_to"]),
                "is_confirmed": row["confirmed"] == "yes",
            },
        )
        added += is_new
    return added


def _units_by_key() -> dict[Key, Unit]:
    return {
        (unit.code_system, unit.code, unit.valid_from.isoformat() if unit.valid_from else ""): unit
        for unit in Unit.objects.all()
    }


for position, loader in enumerate((units, successions, groups, identities)):
    loaders.register(f"agencies.{loader.__name__}", loader, order=position)
