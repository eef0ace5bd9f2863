from django.db import migrations

# Of the outlines that come with the software; where somebody gave a section words or another
# place, it stays as it is.
WORK = (
    "Công tác chỉ đạo, điều hành, ban hành văn bản",
    "Hoàn thiện cơ chế, chính sách",
    "Thông tin, truyền thông",
)


def tell_work(apps, _schema_editor):
    _replace(apps, "narrative", "activity")


def tell_words(apps, _schema_editor):
    _replace(apps, "activity", "narrative")


def _replace(apps, old, new):
    for name in ("ReportTypeSection", "DraftSection"):
        sections = apps.get_model("reporting", name).objects.filter(block=old)
        if new == "activity":
            sections = sections.filter(title__in=WORK)
        sections.update(block=new)


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0009_tell_work_from_words"),
    ]

    operations = [migrations.RunPython(tell_work, tell_words)]
