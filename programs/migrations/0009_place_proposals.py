from django.db import migrations

OLD = (
    "enterprises:enterprise-list",
    "Vai trò cán bộ đơn vị: xem doanh nghiệp và hồ sơ của địa bàn mình. Chưa có việc đề xuất nhiệm vụ trong hệ thống.",
)
NEW = (
    "proposals:proposal-list",
    "Sở mở đợt đề xuất; đơn vị lập, ký, nộp đề xuất; Sở thẩm định, trình phê duyệt và công bố.",
)


def place(apps, _schema_editor):
    _replace(apps, OLD, NEW)


def take_back(apps, _schema_editor):
    _replace(apps, NEW, OLD)


def _replace(apps, old, new):
    """Clause V.3 of a plan that was loaded before there were pages for it."""
    clauses = apps.get_model("programs", "PlanClause").objects
    found = clauses.filter(implemented_at=old[0], implemented_note=old[1])
    found.update(implemented_at=new[0], implemented_note=new[1])


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0008_place_requests"),
    ]

    operations = [migrations.RunPython(place, take_back)]
