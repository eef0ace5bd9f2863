"""Fictional difficulties in several states, the unit officer's among them."""

from datetime import timedelta

from django.utils import timezone

from agencies.choices import Role
from agencies.models import RoleAssignment, User
from reporting.choices import DifficultyCategory, DifficultyState
from reporting.models import Difficulty


def make_difficulties() -> None:
    """For the units of the officers; the department's first member of staff handles one."""
    staff = User.objects.filter(assignments__role=Role.STAFF).earliest("pk")
    officers = RoleAssignment.objects.filter(role=Role.UNIT_OFFICER).order_by("pk")
    today = timezone.localdate()
    for unit in dict.fromkeys(officer.unit for officer in officers.select_related("unit")):
        leading = Difficulty.objects.create(
            unit=unit,
            raised_on=today - timedelta(days=60),
            category=DifficultyCategory.ENTERPRISES,
            title="Doanh nghiệp nhỏ thiếu vốn đối ứng (minh họa)",
            text="Nhiều doanh nghiệp nhỏ không thu xếp được phần vốn đối ứng theo dự toán.",
            proposal="Xem xét mức đối ứng theo quy mô doanh nghiệp.",
            state=DifficultyState.HANDLING,
            assignee=staff,
            due_on=today - timedelta(days=5),
            is_demo=True,
        )
        Difficulty.objects.create(
            unit=unit,
            raised_on=today - timedelta(days=40),
            category=DifficultyCategory.ENTERPRISES,
            title="Hộ kinh doanh chuyển đổi khó đối ứng (minh họa)",
            text="Các hộ vừa chuyển thành doanh nghiệp cũng gặp khó khăn về vốn đối ứng.",
            state=DifficultyState.GROUPED,
            repeats=leading,
            is_demo=True,
        )
        Difficulty.objects.create(
            unit=unit,
            raised_on=today - timedelta(days=90),
            category=DifficultyCategory.PEOPLE,
            title="Thiếu chuyên gia tư vấn tại chỗ (minh họa)",
            text="Trên địa bàn không có chuyên gia tư vấn về hệ thống quản lý.",
            proposal="Sở giới thiệu danh sách chuyên gia.",
            state=DifficultyState.RESOLVED,
            answer="Đã gửi danh sách chuyên gia của Trung tâm Kỹ thuật tiêu chuẩn.",
            is_demo=True,
        )
        Difficulty.objects.create(
            unit=unit,
            raised_on=today - timedelta(days=2),
            category=DifficultyCategory.PROCEDURE,
            title="Hồ sơ thanh toán nhiều biểu mẫu (minh họa)",
            text="Hồ sơ quyết toán hỗ trợ gồm nhiều biểu mẫu, doanh nghiệp khó tự lập.",
            proposal="Ban hành bộ mẫu thống nhất kèm hướng dẫn.",
            is_demo=True,
        )
