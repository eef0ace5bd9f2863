"""Where an old tax code leads: to the record that the registration was merged into."""

from collections.abc import Iterable

from enterprises.models import Enterprise


def survivors_of(enterprises: Iterable[Enterprise]) -> dict[int, Enterprise]:
    """By the primary key of each merged one, the record it leads to in the end.

    A query for each merge on top of another one, whatever their number.
    """
    leads = {e.pk: e.merged_into_id for e in enterprises if e.merged_into_id}
    known: dict[int, Enterprise] = {}
    missing = set(leads.values())
    while missing:
        found = Enterprise.objects.defer("search", "sort_key").in_bulk(missing)
        known |= found
        missing = {e.merged_into_id for e in found.values() if e.merged_into_id} - known.keys()
    ends = {}
    for pk, next_pk in leads.items():
        end = known[next_pk]
        while end.merged_into_id:
            end = known[end.merged_into_id]
        ends[pk] = end
    return ends


def survivor_of(enterprise: Enterprise) -> Enterprise:
    """The record itself where it was not merged."""
    return survivors_of([enterprise]).get(enterprise.pk, enterprise)
