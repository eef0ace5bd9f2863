from django.db import migrations

OLD = (
    "reporting:report-list",
    "Báo cáo năm, mục Khó khăn, vướng mắc (phần lời). Chưa có nơi để các đơn vị phản ánh trong hệ thống.",
)
NEW = (
    "reporting:difficulty-list",
    "Đơn vị phản ánh, Sở xử lý hoặc trình UBND tỉnh; báo cáo năm lấy sẵn vào mục Khó khăn, vướng mắc"
    " và mục Đề xuất, kiến nghị.",
)


def place(apps, _schema_editor):
    _replace(apps, OLD, NEW)


def take_back(apps, _schema_editor):
    _replace(apps, NEW, OLD)


def _replace(apps, old, new):
    """Clause V.5 of a plan that was loaded before there were pages for it."""
    clauses = apps.get_model("programs", "PlanClause").objects
    found = clauses.filter(implemented_at=old[0], implemented_note=old[1])
    found.update(implemented_at=new[0], implemented_note=new[1])


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0005_refuse_changes_of_solutions"),
    ]

    operations = [migrations.RunPython(place, take_back)]
