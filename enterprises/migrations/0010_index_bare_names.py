from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the register is written into while its index is built

    dependencies = [("enterprises", "0009_keep_merges_and_pairs")]

    operations = [
        AddIndexConcurrently(
            model_name="enterprise",
            index=models.Index(
                models.Func(
                    models.F("name"),
                    function="enterprises_bare_name",
                    output_field=models.TextField(),
                ),
                models.F("id"),
                condition=models.Q(("merged_into__isnull", True)),
                name="enterprises_by_bare_name",
            ),
        ),
    ]
