from django.db import migrations

OLD = (
    "enterprises:enterprise-list",
    "Hồ sơ doanh nghiệp và những gì đã được hỗ trợ. Hiệp hội, hội nêu ở mục Đơn vị thực hiện cuối"
    " trang này; chưa có tài khoản.",
)
NEW = (
    "support:request-list",
    "Hiệp hội, đơn vị đăng ký nhu cầu của doanh nghiệp; doanh nghiệp tự đăng ký ở phiếu không cần"
    " tài khoản. Sở xem xét, đưa vào nhiệm vụ, xếp danh sách chờ hoặc trả lời.",
)


def place(apps, _schema_editor):
    _replace(apps, OLD, NEW)


def take_back(apps, _schema_editor):
    _replace(apps, NEW, OLD)


def _replace(apps, old, new):
    """Clause V.4 of a plan that was loaded before there were pages for it."""
    clauses = apps.get_model("programs", "PlanClause").objects
    found = clauses.filter(implemented_at=old[0], implemented_note=old[1])
    found.update(implemented_at=new[0], implemented_note=new[1])


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0007_create_work_items"),
    ]

    operations = [migrations.RunPython(place, take_back)]
