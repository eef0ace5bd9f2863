"""`enterprises_unit_on(enterprise, day)`: the unit an enterprise belonged to on a day."""

from django.db import migrations

# The placement of the day, else the nearest one; then the unit that stood for it that day.
# Where the lineage knows nothing certain, the entered unit itself is "đơn vị lúc đó".
CREATE = """
CREATE FUNCTION enterprises_unit_on(which bigint, day date) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(lineage.resolved_id, placed.unit_id)
      FROM (
        SELECT p.unit_id FROM enterprises_placement p
         WHERE p.enterprise_id = which
         ORDER BY daterange(p.valid_from, p.valid_to, '[]') @> day DESC,
                  abs(coalesce(p.valid_from, DATE '0001-01-01') - day)
         LIMIT 1
      ) placed
      LEFT JOIN agencies_unitlineage lineage
        ON lineage.unit_id = placed.unit_id
       AND daterange(lineage.valid_from, lineage.valid_to, '[]') @> day
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0001_create_tables")]
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION enterprises_unit_on(bigint, date);")]
