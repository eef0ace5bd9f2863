from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Replace

WAS, NOW = "Kế hoạch {plan}", "Kế hoạch số {plan}"  # Nghị định 30/2020/NĐ-CP


def cite_by_number(apps, _schema_editor):
    _replace(apps, WAS, NOW)


def cite_without(apps, _schema_editor):
    _replace(apps, NOW, WAS)


def _replace(apps, old, new):
    types = apps.get_model("reporting", "ReportType").objects.filter(subject__contains=old)
    types.update(subject=Replace("subject", Value(old), Value(new)))


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0007_mark_previews"),
    ]

    operations = [migrations.RunPython(cite_by_number, cite_without)]
