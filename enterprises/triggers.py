"""Database triggers that keep what is computed from the register true.

`counted_as` is the one enterprise a branch (13-digit code) or a merged
registration counts as; empty means the row itself (counting rules: "Two
registrations merged into one enterprise count once, also in the past").
`unit` of an enterprise is where it is placed now.
"""

import pgtrigger

# Roots are found by walking merged_into first, then parent; a circle is refused.
_RECOUNT = """
WITH RECURSIVE walk(id, step, path) AS (
    SELECT e.id, e.id, ARRAY[e.id] FROM enterprises_enterprise e WHERE e.id = ANY(touched)
    UNION ALL
    SELECT w.id, coalesce(e.merged_into_id, e.parent_id),
           w.path || coalesce(e.merged_into_id, e.parent_id)
      FROM walk w JOIN enterprises_enterprise e ON e.id = w.step
     WHERE coalesce(e.merged_into_id, e.parent_id) IS NOT NULL
       AND NOT coalesce(e.merged_into_id, e.parent_id) = ANY(w.path)
), roots AS (
    SELECT DISTINCT ON (id) id, step FROM walk ORDER BY id, cardinality(path) DESC
)
UPDATE enterprises_enterprise e
   SET counted_as_id = nullif(r.step, e.id)
  FROM roots r
 WHERE r.id = e.id AND e.counted_as_id IS DISTINCT FROM nullif(r.step, e.id);
"""

# A branch registered before or after its head office is linked either way.
LINK_INSERTED = pgtrigger.Trigger(
    name="link_inserted",
    operation=pgtrigger.Insert,
    when=pgtrigger.After,
    level=pgtrigger.Statement,
    referencing=pgtrigger.Referencing(new="new_rows"),
    declare=[("touched", "bigint[]")],
    func="""
    IF EXISTS (SELECT 1 FROM new_rows WHERE tax_code LIKE '%-%') THEN
        UPDATE enterprises_enterprise branch
           SET parent_id = head.id
          FROM new_rows n, enterprises_enterprise head
         WHERE n.tax_code LIKE '%-%'
           AND branch.id = n.id AND branch.parent_id IS NULL
           AND head.tax_code = left(n.tax_code, 10);
    END IF;
    -- Served by an index that holds branches alone, so that a thousand new rows cost nothing.
    UPDATE enterprises_enterprise branch
       SET parent_id = head.id
      FROM new_rows head
     WHERE branch.tax_code LIKE '%-%' AND left(branch.tax_code, 10) = head.tax_code
       AND branch.parent_id IS NULL;
    SELECT array_agg(id) INTO touched FROM new_rows
     WHERE parent_id IS NOT NULL OR merged_into_id IS NOT NULL;
    IF touched IS NOT NULL THEN
    """
    + _RECOUNT
    + """
    END IF;
    RETURN NULL;
    """,
)

LINK_UPDATED = pgtrigger.Trigger(
    name="link_updated",
    operation=pgtrigger.UpdateOf("parent_id", "merged_into_id"),
    when=pgtrigger.After,
    declare=[("touched", "bigint[]")],
    func="""
    WITH RECURSIVE below(id, path) AS (
        SELECT NEW.id, ARRAY[NEW.id]
        UNION ALL
        SELECT e.id, b.path || e.id FROM below b JOIN enterprises_enterprise e
            ON e.parent_id = b.id OR e.merged_into_id = b.id
         WHERE NOT e.id = ANY(b.path)
    ), above(step, path) AS (
        SELECT coalesce(NEW.merged_into_id, NEW.parent_id), ARRAY[NEW.id]
        UNION ALL
        SELECT coalesce(e.merged_into_id, e.parent_id), a.path || a.step
          FROM above a JOIN enterprises_enterprise e ON e.id = a.step
         WHERE NOT a.step = ANY(a.path)
    )
    SELECT CASE WHEN EXISTS (SELECT 1 FROM above WHERE step = NEW.id)
                THEN NULL ELSE (SELECT array_agg(DISTINCT id) FROM below) END
      INTO touched;
    IF touched IS NULL THEN
        RAISE EXCEPTION 'enterprise % would be part of itself', NEW.tax_code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'enterprises_no_circle';
    END IF;
    """
    + _RECOUNT
    + """
    RETURN NULL;
    """,
)

# Without any placement the unit is unknown, as it is for the records (`enterprises_unit_on`).
STAMP_UNIT = """
    UPDATE enterprises_enterprise e
       SET unit_id = latest.unit_id
      FROM (
        SELECT DISTINCT ON (c.enterprise_id) c.enterprise_id, p.unit_id
          FROM changed c LEFT JOIN enterprises_placement p USING (enterprise_id)
         ORDER BY c.enterprise_id, p.valid_from DESC NULLS LAST
      ) latest
     WHERE latest.enterprise_id = e.id AND e.unit_id IS DISTINCT FROM latest.unit_id;
    RETURN NULL;
"""


def stamp_unit(name: str, operation: pgtrigger.Operation, *, old: bool) -> pgtrigger.Trigger:
    """Keep `Enterprise.unit` equal to the latest placement after `operation`."""
    rows = {"old": "changed"} if old else {"new": "changed"}
    return pgtrigger.Trigger(
        name=name,
        operation=operation,
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        referencing=pgtrigger.Referencing(**rows),
        func=STAMP_UNIT,
    )
