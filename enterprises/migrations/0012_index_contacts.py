from django.contrib.postgres.operations import AddIndexConcurrently
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the register is written into while its index is built

    dependencies = [("enterprises", "0011_index_addresses")]

    operations = [
        AddIndexConcurrently(
            model_name="contactperson",
            index=GinIndex(
                models.Func(
                    models.F("email"),
                    models.F("phone"),
                    function="enterprises_contact_keys",
                    output_field=ArrayField(base_field=models.TextField(), size=None),
                ),
                name="contacts_by_key",
            ),
        ),
    ]
