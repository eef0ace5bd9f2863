"""What administrators do with units."""

from django.db import transaction

from agencies.lineage import compute_lineage
from agencies.models import UnitLineage


@transaction.atomic
def rebuild_lineage() -> bool:
    """Compute the lineage anew; nothing is written where nothing changed.

    Returns:
        Whether it changed. Triggers then stamp the records' units again.
    """
    fields = ("unit_id", "resolved_id", "valid_from", "valid_to")
    rows = compute_lineage()
    wanted = {tuple(getattr(row, name) for name in fields) for row in rows}
    stored = set(UnitLineage.objects.values_list(*fields))
    if wanted == stored:
        return False
    UnitLineage.objects.all().delete()
    UnitLineage.objects.bulk_create(rows)
    return True
