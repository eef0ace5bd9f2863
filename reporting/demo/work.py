"""Fictional work of this year and the next, in every state, the unit officer's among it."""

from datetime import date, timedelta

from django.utils import timezone

from agencies.choices import Role
from agencies.models import RoleAssignment, Unit, User
from programs.actions import open_work_item
from programs.choices import NoteState, WorkItemKind, WorkState
from programs.models import Milestone, ProgressNote, Target, Task, WorkItem
from support.models import Support
from trainings.models import TrainingClass

Kind = WorkItemKind
# (task, kind, title, first month, last month, state, percent, outputs)
WORK: tuple[tuple[int, WorkItemKind, str, int, int, WorkState, int, str], ...] = (
    (1, Kind.COMMUNICATION, "Hội nghị phổ biến Kế hoạch và văn bản mới", 2, 4, WorkState.DONE, 100,
     "01 hội nghị, 120 đại biểu."),
    (1, Kind.COMMUNICATION, "Chuyên mục năng suất chất lượng trên Báo và Đài", 1, 12,
     WorkState.UNDER_WAY, 70, "12 tin, bài; 04 phóng sự."),
    (2, Kind.POLICY, "Xây dựng nghị quyết về mức hỗ trợ doanh nghiệp", 1, 9, WorkState.UNDER_WAY, 55,
     "Dự thảo nghị quyết trình HĐND tỉnh."),
    (3, Kind.TRAINING, "Tập huấn công cụ cải tiến năng suất cho quản lý", 3, 10,
     WorkState.UNDER_WAY, 60, "02 lớp, 60 học viên."),
    (3, Kind.TRAINING, "Đào tạo chuyên gia năng suất chất lượng", 8, 12, WorkState.NOT_STARTED, 0,
     "05 chuyên gia được cấp chứng chỉ."),
    (4, Kind.SUPPORT, "Hỗ trợ áp dụng hệ thống quản lý, công cụ cải tiến", 2, 12,
     WorkState.UNDER_WAY, 65, "06 doanh nghiệp áp dụng."),
    (4, Kind.PROPOSED, "Hỗ trợ hợp tác xã áp dụng truy xuất nguồn gốc", 4, 11, WorkState.UNDER_WAY,
     40, "03 hợp tác xã có hệ thống truy xuất."),
    (4, Kind.MODEL, "Mô hình điểm năng suất xanh ngành dừa", 3, 12, WorkState.PAUSED, 30,
     "01 mô hình điểm, tài liệu nhân rộng."),
    (5, Kind.SCIENCE, "Nhiệm vụ ứng dụng sản xuất thông minh ở cơ sở chế biến", 1, 12,
     WorkState.UNDER_WAY, 50, "Quy trình và phần mềm được nghiệm thu."),
    (6, Kind.HONOURS, "Khen thưởng tập thể, cá nhân có thành tích", 10, 12, WorkState.NOT_STARTED, 0,
     "05 tập thể, 10 cá nhân được khen."),
    (6, Kind.REVIEW, "Sơ kết, đánh giá kết quả thực hiện", 10, 11, WorkState.UNDER_WAY, 80,
     "Báo cáo năm gửi Bộ KH&CN và UBND tỉnh."),
    (6, Kind.OTHER, "Khảo sát nhu cầu hỗ trợ của doanh nghiệp", 5, 7, WorkState.CANCELLED, 0,
     "Báo cáo khảo sát."),
)  # fmt: skip
LED_BY_THE_WARD = {"Hỗ trợ hợp tác xã áp dụng truy xuất nguồn gốc"}
IN_SUPPORT = "Hỗ trợ áp dụng hệ thống quản lý, công cụ cải tiến"


def make_work() -> None:
    """For this year what stands above; for the next what goes on in it, not started."""
    staff = User.objects.filter(assignments__role=Role.STAFF).earliest("pk")
    officers = RoleAssignment.objects.filter(role=Role.UNIT_OFFICER).order_by("pk")
    ward = officers.select_related("unit")[0].unit
    department = Unit.objects.get(code="dt-skhcn", valid_to=None)
    today = timezone.localdate()
    for year in (today.year, today.year + 1):
        for number, kind, title, first, last, state, percent, expected in WORK:
            if year > today.year and state in {WorkState.CANCELLED, WorkState.DONE}:
                continue
            is_wards = title in LED_BY_THE_WARD
            item = open_work_item(
                task=Task.objects.get(number=number, plan__is_current=True),
                title=f"{title} năm {year} (minh họa)",
                kind=kind,
                first_year=year,
                last_year=year,
                lead=ward if is_wards else department,
                coordinators=[department] if is_wards else [ward],
                starts_on=date(year, first, 5),
                ends_on=date(year, last, 28),
                content="Nội dung minh họa: khảo sát, chọn đơn vị, triển khai, nghiệm thu.",
                expected=expected,
                contributions=_share(title, year),
                by=staff,
            )
            WorkItem.objects.filter(pk=item.pk).update(is_demo=True)
            Milestone.objects.create(
                item=item, name="Phê duyệt nội dung, dự toán", due_on=date(year, first, 20)
            )
            Milestone.objects.create(
                item=item, name="Nghiệm thu, quyết toán", due_on=date(year, last, 25)
            )
            if year == today.year:
                _bring(item, state, percent, by=staff, today=today)
    _link_records(today.year)


def _link_records(year: int) -> None:
    """Supports and classes of the year are results of its work on them."""
    for number, kind, records in (
        (4, Kind.SUPPORT, Support.objects.filter(started_on__year=year)),
        (3, Kind.TRAINING, TrainingClass.objects.filter(ends_on__year=year)),
    ):
        found = WorkItem.objects.of_year(year).filter(task__number=number, kind=kind)
        item = found.order_by("starts_on").first()
        records.filter(task=item.task_id if item else None).update(work_item=item)


def _share(title: str, year: int) -> list[tuple[Target, int]]:
    targets = Target.objects.filter(
        stage__plan__is_current=True, stage__first_year__lte=year, stage__last_year__gte=year
    )
    if title != IN_SUPPORT:
        return []
    return [(target, 6) for target in targets.filter(indicator="support.enterprises")]


def _bring(item: WorkItem, state: WorkState, percent: int, *, by: User, today: date) -> None:
    """Into the state it is to be in, as if its notes had been written."""
    if state == WorkState.NOT_STARTED:
        return
    item.milestones.filter(name__startswith="Phê duyệt").update(done_on=item.starts_on)
    heard = today - timedelta(days=20)
    rows = WorkItem.objects.filter(pk=item.pk)
    if state == WorkState.CANCELLED:
        rows.update(state=state)
        return
    rows.update(state=WorkState.UNDER_WAY, heard_on=heard, percent=percent)
    ProgressNote.objects.create(
        item=item, day=heard, percent=percent, text="Nội dung minh họa.", author=by,
        state=NoteState.ACCEPTED,
    )  # fmt: skip
    if state == WorkState.DONE:
        item.milestones.filter(done_on=None).update(done_on=item.ends_on)
        rows.update(state=state, finished_on=item.ends_on)
    elif state == WorkState.PAUSED:
        rows.update(state=state)
    elif item.kind == WorkItemKind.SCIENCE:
        rows.update(heard_on=today - timedelta(days=75))  # nobody told anything for long
    elif item.kind == WorkItemKind.TRAINING:
        ProgressNote.objects.create(
            item=item, day=today - timedelta(days=3), percent=percent + 10,
            text="Đã khai giảng lớp thứ hai.", author=by,
        )  # fmt: skip
