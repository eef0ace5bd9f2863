from django.db import migrations

# Of the outlines that come with the software, and of drafts made from them; where somebody gave
# a section another title or another source, it stays as it is.
FED = {"difficulties": "Khó khăn, vướng mắc", "suggestions": "Đề xuất, kiến nghị"}


def feed(apps, _schema_editor):
    for name in ("ReportTypeSection", "DraftSection"):
        sections = apps.get_model("reporting", name).objects.filter(block="narrative")
        for block, title in FED.items():
            sections.filter(title=title).update(block=block)


def write(apps, _schema_editor):
    for name in ("ReportTypeSection", "DraftSection"):
        sections = apps.get_model("reporting", name).objects
        sections.filter(block__in=FED).update(block="narrative")


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0011_report_difficulties"),
    ]

    operations = [migrations.RunPython(feed, write)]
