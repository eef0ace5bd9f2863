"""Keep the unit of every record true when placements or the lineage of units change."""

from django.db import migrations

DATES = {
    "support_support": "coalesce(r.completed_on, r.started_on)",
    "support_certificate": "r.issued_on",
    "support_award": "coalesce(r.decided_on, make_date(r.year, 12, 31))",
}


def restamp(where: str) -> str:
    return "\n".join(
        f"""UPDATE {table} r SET unit_id = enterprises_unit_on(r.enterprise_id, {day})
             WHERE {where}
               AND r.unit_id IS DISTINCT FROM enterprises_unit_on(r.enterprise_id, {day});"""
        for table, day in DATES.items()
    )


def trigger(table: str, operation: str, rows: str, function: str) -> str:
    return f"""
    CREATE TRIGGER support_restamp_{operation.lower()} AFTER {operation} ON {table}
    REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {function}();
    """


FUNCTIONS = f"""
CREATE FUNCTION support_restamp_placed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {restamp("r.enterprise_id IN (SELECT enterprise_id FROM changed)")}
    RETURN NULL;
END $$;
CREATE FUNCTION support_restamp_lineage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {
    restamp(
        "r.enterprise_id IN (SELECT p.enterprise_id FROM enterprises_placement p"
        " JOIN changed c ON c.unit_id = p.unit_id)"
    )
}
    RETURN NULL;
END $$;
"""
TRIGGERS = "".join(
    trigger(table, operation, rows, function)
    for table, function in (
        ("enterprises_placement", "support_restamp_placed"),
        ("agencies_unitlineage", "support_restamp_lineage"),
    )
    for operation, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
)
DROP = """
DROP FUNCTION support_restamp_placed() CASCADE;
DROP FUNCTION support_restamp_lineage() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("support", "0001_create_tables")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, DROP)]
