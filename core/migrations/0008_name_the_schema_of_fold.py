"""A dump is read back with an empty search path: a generated column's function names its schema."""

from django.db import migrations

REPLACE = (
    "CREATE OR REPLACE FUNCTION core_search_vector(value text) RETURNS tsvector"
    " LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT array_to_tsvector(array_remove("
    "regexp_split_to_array({fold}(value), '[^a-z0-9]+'), '')) $$;"
)


class Migration(migrations.Migration):
    dependencies = [("core", "0007_refuse_changes")]
    operations = [
        migrations.RunSQL(REPLACE.format(fold="public.core_fold"), REPLACE.format(fold="core_fold"))
    ]
