"""Loader of the criteria of appraisal; what an administrator changed stays."""

from core.reference import loaders, rows
from proposals.models import Criterion


def criteria() -> int:
    """A code that is there in whatever period is the administrator's and is not added again."""
    known = set(Criterion.objects.values_list("code", flat=True))
    new = [
        Criterion(
            code=row["code"],
            order=int(row["order"]),
            name=row["name"],
            weight=int(row["weight"]),
            use=row["use"],
            help_text=row["help_text"],
        )
        for row in rows("criteria.csv")
        if row["code"] not in known
    ]
    Criterion.objects.bulk_create(new)
    return len(new)


loaders.register("proposals.criteria", criteria, order=40)
