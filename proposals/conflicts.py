"""Who may not appraise a proposal: whoever works for its unit, or for the unit's line.

The line is what the unit came from and what came from it, however it was divided; a part of it
is interest enough. The database knows the unit itself (`nobody_reviews_their_own`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db.models import Q

from agencies.models import RoleAssignment, UnitLineage, UnitSuccession, User
from proposals.models import Proposal

Edges = Mapping[int, Collection[int]]


def lines_of(unit_ids: Collection[int]) -> dict[int, set[int]]:
    """For each unit itself, its predecessors and its successors; two queries."""
    heirs: defaultdict[int, set[int]] = defaultdict(set)
    origins: defaultdict[int, set[int]] = defaultdict(set)
    edges = UnitSuccession.objects.exclude(target=None).values_list("source", "target")
    for source, target in edges:
        heirs[source].add(target)
        origins[target].add(source)
    found = {pk: {pk} | _reached(pk, heirs) | _reached(pk, origins) for pk in unit_ids}
    standing = UnitLineage.objects.filter(
        Q(unit__in=unit_ids) | Q(resolved__in=unit_ids), resolved__isnull=False
    )
    for unit, resolved in standing.values_list("unit", "resolved"):
        for one, other in ((unit, resolved), (resolved, unit)):
            if one in found:
                found[one].add(other)
    return found


def _reached(start: int, edges: Edges) -> set[int]:
    """Everything that edges lead to, through any number of them."""
    found: set[int] = set()
    ahead = list(edges.get(start, ()))
    while ahead:
        unit = ahead.pop()
        if unit not in found:
            found.add(unit)
            ahead += edges.get(unit, ())
    return found


def barred_from(proposals: Iterable[Proposal], day: date) -> dict[int, set[int]]:
    """By proposal, the accounts that hold a role in its unit's line on `day`; three queries."""
    units = {proposal.pk: proposal.unit_id for proposal in proposals}
    lines = lines_of(set(units.values()))
    everywhere = set().union(*lines.values())
    people: defaultdict[int, set[int]] = defaultdict(set)
    held = RoleAssignment.objects.valid_on(day).filter(unit__in=everywhere)
    for unit, user in held.values_list("unit", "user"):
        people[unit].add(user)
    return {
        pk: set().union(*(people.get(unit, set()) for unit in lines[own]))
        for pk, own in units.items()
    }


def is_barred(user: User, proposal: Proposal) -> bool:
    """Whether the person's own roles of today bind them to the proposal's unit."""
    line = lines_of({proposal.unit_id})[proposal.unit_id]
    return any(held.unit_id in line for held in user.current_assignments)
