"""Finding records that may be one enterprise: in the database, by indexed keys, so many at a time.

A record is compared with its `NEIGHBOURS` next ones of the same key and no more, so that the work
grows with the records and not with their squares: of a hundred "Thành Phát" each meets five.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.among import among
from core.jobs import Run
from core.workflow import advance
from enterprises.choices import PairState
from enterprises.models import DuplicatePair, Enterprise
from enterprises.models.duplicates import SIGNS
from enterprises.workflow import DUPLICATE

FIND = "enterprises.find_duplicates"
CHUNK = 2000
NEIGHBOURS = 5
LOOKED_AT = 20  # at one address, before names are compared

# Both begin with SELECT: the audit trail tells its context to whatever may write.
# %(ids)s: the records asked about; %(back)s: whether earlier records are met as well.
_CANDIDATES = f"""
SELECT DISTINCT least(one, other), greatest(one, other) FROM (
WITH asked AS MATERIALIZED (
    SELECT id, tax_code, enterprises_bare_name(name) AS bare,
           enterprises_address_key(address) AS place
      FROM enterprises_enterprise WHERE id = ANY(%(ids)s) AND merged_into_id IS NULL
), met AS (
    SELECT s.id AS one, o.id AS other FROM asked s CROSS JOIN LATERAL (
        (SELECT e.id FROM enterprises_enterprise e
          WHERE enterprises_bare_name(e.name) = s.bare AND e.id > s.id
            AND e.merged_into_id IS NULL ORDER BY e.id LIMIT {NEIGHBOURS})
        UNION ALL
        (SELECT e.id FROM enterprises_enterprise e
          WHERE %(back)s AND enterprises_bare_name(e.name) = s.bare AND e.id < s.id
            AND e.merged_into_id IS NULL ORDER BY e.id DESC LIMIT {NEIGHBOURS})
    ) o WHERE s.bare <> ''
    UNION
    SELECT s.id, o.id FROM asked s CROSS JOIN LATERAL (
        (SELECT e.id, e.name FROM enterprises_enterprise e
          WHERE enterprises_address_key(e.address) = s.place AND e.id > s.id
            AND e.merged_into_id IS NULL ORDER BY e.id LIMIT {LOOKED_AT})
        UNION ALL
        (SELECT e.id, e.name FROM enterprises_enterprise e
          WHERE %(back)s AND enterprises_address_key(e.address) = s.place AND e.id < s.id
            AND e.merged_into_id IS NULL ORDER BY e.id DESC LIMIT {LOOKED_AT})
    ) o WHERE s.place <> ''
          AND string_to_array(s.bare, ' ') && string_to_array(enterprises_bare_name(o.name), ' ')
    UNION
    SELECT s.id, o.id FROM asked s CROSS JOIN LATERAL (
        SELECT e.id FROM enterprises_enterprise e
         WHERE e.tax_code LIKE '%%-%%' AND left(e.tax_code, 10) = left(s.tax_code, 10)
           AND e.merged_into_id IS NULL AND e.id <> s.id
         ORDER BY e.id LIMIT {LOOKED_AT}
    ) o
    UNION
    SELECT s.id, o.id FROM asked s CROSS JOIN LATERAL (
        SELECT e.id FROM enterprises_enterprise e
         WHERE e.tax_code = left(s.tax_code, 10) AND e.merged_into_id IS NULL LIMIT 1
    ) o WHERE s.tax_code LIKE '%%-%%'
    UNION
    SELECT s.id, o.enterprise_id FROM asked s
      JOIN enterprises_contactperson c ON c.enterprise_id = s.id
      CROSS JOIN LATERAL (
        SELECT d.enterprise_id FROM enterprises_contactperson d
         WHERE enterprises_contact_keys(d.email, d.phone)
               && enterprises_contact_keys(c.email, c.phone)
         LIMIT {LOOKED_AT}
    ) o WHERE o.enterprise_id <> s.id
)
SELECT * FROM met) found
"""  # noqa: S608 - our own numbers

_BRANCH_WORDS = r"\y(chi nhanh|van phong|dia diem|cua hang|nha may|xuong|kho|tram|so giao dich)\y"
_COMPARED = """
SELECT * FROM (
WITH pairs AS (
    SELECT * FROM unnest(%(firsts)s::bigint[], %(seconds)s::bigint[]) AS p(first, second)
), told AS (
    SELECT a.id AS first, b.id AS second, a.tax_code AS code_a, b.tax_code AS code_b,
           enterprises_bare_name(a.name) AS bare_a, enterprises_bare_name(b.name) AS bare_b,
           enterprises_address_key(a.address) AS place_a,
           enterprises_address_key(b.address) AS place_b,
           core_fold(a.name || ' ' || b.name) ~ %(branch)s AS is_branch,
           coalesce(a.unit_id = b.unit_id, false) AS same_unit,
           EXISTS (
               SELECT 1 FROM enterprises_contactperson c JOIN enterprises_contactperson d
                   ON c.enterprise_id = a.id AND d.enterprise_id = b.id
                  AND enterprises_contact_keys(c.email, c.phone)
                      && enterprises_contact_keys(d.email, d.phone)
           ) AS shares_contact
      FROM pairs p
      JOIN enterprises_enterprise a ON a.id = p.first AND a.merged_into_id IS NULL
      JOIN enterprises_enterprise b ON b.id = p.second AND b.merged_into_id IS NULL
), signs AS (
    SELECT *, left(code_a, 10) = left(code_b, 10) AND length(code_a) <> 12
              AND length(code_b) <> 12 AND NOT is_branch AS same_code,
           bare_a <> '' AND bare_a = bare_b AS same_name,
           string_to_array(bare_a, ' ') && string_to_array(bare_b, ' ') AS is_alike
      FROM told
)
SELECT first, second, same_code, same_name,
       place_a <> '' AND place_a = place_b AND is_alike AS same_address,
       shares_contact AND is_alike AS same_contact, same_unit,
       md5(concat_ws('|', code_a, code_b, bare_a, bare_b, place_a, place_b, shares_contact))
  FROM signs) told
"""
# A unit alone makes no two records one.
ENOUGH = ("same_code", "same_name", "same_address", "same_contact")
Found = dict[tuple[int, int], dict[str, Any]]


def pairs_of(enterprises: Sequence[int], *, back: bool) -> Found:
    """What makes each pair of these records likely.

    Args:
        back: also pairs whose other record is older; not needed where all records are asked about.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, {"ids": list(enterprises), "back": back})
        return compared(cursor.fetchall())


def compared(pairs: Sequence[tuple[int, int]]) -> Found:
    """The signs that two records are one, for each pair that has any."""
    if not pairs:
        return {}
    firsts, seconds = zip(*pairs, strict=True)
    asked: dict[str, Any] = {
        "firsts": list(firsts),
        "seconds": list(seconds),
        "branch": _BRANCH_WORDS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COMPARED, asked)
        rows = cursor.fetchall()
    found: Found = {}
    for first, second, *values, mark in rows:
        signs = dict(zip(SIGNS_ASKED, values, strict=True))
        if any(signs[name] for name in ENOUGH):
            strength = sum(SIGNS[name][1] for name, holds in signs.items() if holds)
            found[first, second] = {**signs, "strength": strength, "mark": mark}
    return found


SIGNS_ASKED = ("same_code", "same_name", "same_address", "same_contact", "same_unit")


@transaction.atomic
def look_again(enterprises: Iterable[int]) -> None:
    """Bring the pairs of these records up to date: they were saved, merged or separated."""
    ids = sorted(enterprises)
    either = Q(among("first", ids)) | Q(among("second", ids))
    _keep(pairs_of(ids, back=True), DuplicatePair.objects.filter(either))


def find_duplicates(run: Run) -> dict[str, Any]:
    """Job: every record meets its neighbours; decisions that still fit what they saw stay."""
    total = Enterprise.objects.count()
    done = 0
    for ids in _chunks():
        _keep(pairs_of(ids, back=False), DuplicatePair.objects.filter(among("first", ids)))
        done += len(ids)
        run.report(done, total, _("So các hồ sơ"))
    return {"open": DuplicatePair.objects.filter(state=PairState.OPEN).count()}


def _chunks() -> Iterator[list[int]]:
    last = 0
    while ids := list(
        Enterprise.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]
    ):
        yield ids
        last = ids[-1]


def _keep(found: Found, known: Any) -> None:
    """Store what is new, bring open pairs up to date, forget those that have no sign left.

    What people decided stays as it is until one of the two records says something else.
    """
    stored = {(pair.first_id, pair.second_id): pair for pair in known}
    unseen = [key for key in stored if key not in found]
    found = {**found, **compared(unseen)}  # beyond the neighbours, and yet alike
    new = [
        DuplicatePair(first_id=key[0], second_id=key[1], **signs)
        for key, signs in found.items()
        if key not in stored
    ]
    DuplicatePair.objects.bulk_create(new, ignore_conflicts=True)
    for key, pair in stored.items():
        signs = found.get(key)
        if signs is None:
            if pair.state == PairState.OPEN:
                pair.delete()
        elif pair.state == PairState.OPEN or signs["mark"] != pair.mark:
            _bring_up_to_date(pair, signs)


def _bring_up_to_date(pair: DuplicatePair, signs: Mapping[str, Any]) -> None:
    if all(getattr(pair, name) == value for name, value in signs.items()):
        return
    DuplicatePair.objects.filter(pk=pair.pk).update(**signs)
    if pair.state == PairState.DISMISSED and signs["mark"] != pair.mark:
        advance(DUPLICATE, pair, "change", by=None, reason=_("Dữ liệu của một hồ sơ đã đổi."))
