from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the register is written into while its index is built

    dependencies = [("enterprises", "0010_index_bare_names")]

    operations = [
        AddIndexConcurrently(
            model_name="enterprise",
            index=models.Index(
                models.Func(
                    models.F("address"),
                    function="enterprises_address_key",
                    output_field=models.TextField(),
                ),
                models.F("id"),
                condition=models.Q(("merged_into__isnull", True)),
                name="enterprises_by_address",
            ),
        ),
    ]
