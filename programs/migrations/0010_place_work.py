from django.db import migrations

# Where the work of a clause or a task is, before and since there are pages for it.
CLAUSES = {
    "III.1.1": (
        (
            "reporting:report-list",
            "Báo cáo năm, mục Hoàn thiện cơ chế, chính sách (phần lời). Chưa có sổ theo dõi văn bản.",
        ),
        (
            "programs:work-list",
            "Công việc xây dựng cơ chế, chính sách của từng năm. Chưa có sổ theo dõi văn bản.",
        ),
    ),
    "III.1.2": (
        ("reporting:report-list", "Báo cáo năm, mục Hoàn thiện cơ chế, chính sách (phần lời)."),
        ("programs:work-list", "Công việc xây dựng cơ chế, chính sách của từng năm."),
    ),
    "III.2.1": (
        (
            "reporting:report-list",
            "Báo cáo năm, mục Thông tin, truyền thông (phần lời). Chưa có sổ hội nghị, hội thảo, tin bài.",
        ),
        (
            "programs:work-list",
            "Công việc thông tin, truyền thông của từng năm. Chưa có sổ hội nghị, hội thảo, tin bài.",
        ),
    ),
    "V.1.2": (
        ("reporting:tasks", "Tình trạng từng nhiệm vụ của Phụ lục và công việc trong năm."),
        (
            "programs:year-plan",
            "Lịch công việc của năm, theo nhiệm vụ và đơn vị chủ trì: ai làm, khi nào, đến đâu.",
        ),
    ),
    "V.1.3": (
        (
            "reporting:report-list",
            "Báo cáo năm, các mục Phương hướng năm sau và Kinh phí (phần lời). Chưa có kế hoạch triển khai hằng năm và dự toán trong hệ thống.",
        ),
        (
            "programs:work-list",
            "Công việc của từng năm; từ đó lập Kế hoạch triển khai năm (PDF, Word, Excel). Chưa có dự toán trong hệ thống.",
        ),
    ),
    "V.1.4": (
        ("reporting:report-list", "Báo cáo năm, mục Hoàn thiện cơ chế, chính sách (phần lời)."),
        (
            "programs:work-list",
            "Công việc xây dựng cơ chế, chính sách của từng năm. Chưa có sổ theo dõi văn bản.",
        ),
    ),
    "V.1.5": (
        (
            "reporting:tasks",
            "Tình trạng từng nhiệm vụ; lớp đào tạo và hỗ trợ là hồ sơ. Mô hình điểm, tuyên truyền: phần lời của báo cáo năm.",
        ),
        (
            "programs:work-list",
            "Công việc của từng năm: mô hình điểm, đào tạo, tuyên truyền; hồ sơ hỗ trợ, lớp đào tạo gắn với công việc.",
        ),
    ),
    "V.1.6": (
        (
            "reporting:tasks",
            "Nhiệm vụ 5 của Phụ lục. Đề tài, dự án khoa học và công nghệ: phần lời của báo cáo năm.",
        ),
        (
            "programs:work-list",
            "Nhiệm vụ khoa học và công nghệ là công việc thuộc nhiệm vụ 5 của Phụ lục.",
        ),
    ),
}
TASKS = {
    1: (
        ("reporting:report-list", "", "Báo cáo năm, mục Thông tin, truyền thông (phần lời)."),
        ("programs:work-list", "nhiem_vu", "Công việc của nhiệm vụ từng năm."),
    ),
    2: (
        ("reporting:report-list", "", "Báo cáo năm, mục Hoàn thiện cơ chế, chính sách (phần lời)."),
        ("programs:work-list", "nhiem_vu", "Công việc của nhiệm vụ từng năm."),
    ),
    5: (
        (
            "support:support-list",
            "nhiem_vu",
            "Hồ sơ hỗ trợ của nhiệm vụ. Đề tài, dự án: phần lời của báo cáo năm.",
        ),
        (
            "support:support-list",
            "nhiem_vu",
            "Hồ sơ hỗ trợ của nhiệm vụ; đề tài, dự án là công việc của nhiệm vụ.",
        ),
    ),
}
CLAUSE_FIELDS = ("implemented_at", "implemented_note")
TASK_FIELDS = ("implemented_at", "implemented_filter", "implemented_note")


def place(apps, _schema_editor):
    _replace(apps, 0, 1)


def take_back(apps, _schema_editor):
    _replace(apps, 1, 0)


def _replace(apps, old, new):
    """Rows of a plan loaded before; what somebody changed since stays."""
    clauses = apps.get_model("programs", "PlanClause").objects
    for code, both in CLAUSES.items():
        found = clauses.filter(code=code, **dict(zip(CLAUSE_FIELDS, both[old])))
        found.update(**dict(zip(CLAUSE_FIELDS, both[new])))
    tasks = apps.get_model("programs", "Task").objects
    for number, both in TASKS.items():
        found = tasks.filter(number=number, **dict(zip(TASK_FIELDS, both[old])))
        found.update(**dict(zip(TASK_FIELDS, both[new])))


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0009_place_proposals"),
    ]

    operations = [migrations.RunPython(place, take_back)]
