"""Training classes as a register."""

from django.utils.translation import gettext_lazy as _

from core.ui.paging import Sort
from core.ui.registers import Register, register
from core.ui.tables import Column
from trainings.choices import ClassStatus
from trainings.filters import ClassFilter
from trainings.forms import ClassForm
from trainings.models import TrainingClass

KINDS = {ClassStatus.HELD: "ok", ClassStatus.PLANNED: "info", ClassStatus.CANCELLED: "neutral"}
COLUMNS = (
    Column(_("Tên lớp"), lambda c: c.name, sub=lambda c: c.get_audience_display(), width=44),
    Column(_("Từ ngày"), lambda c: c.starts_on, width=13),
    Column(_("Đến ngày"), lambda c: c.ends_on, sort="moi", width=13),
    Column(_("Địa điểm"), lambda c: c.place, width=28),
    Column(_("Đơn vị tổ chức"), lambda c: c.organiser, is_exported_only=True),
    Column(_("Đơn vị giảng dạy"), lambda c: c.trainer, is_exported_only=True),
    Column(_("Số học viên"), lambda c: c.trainees, kind="number", width=12),
    Column(_("Số doanh nghiệp"), lambda c: c.enterprises, kind="number", width=12),
    Column(_("Kinh phí (đồng)"), lambda c: c.cost_vnd, kind="money", is_exported_only=True),
    Column(
        _("Trạng thái"),
        lambda c: c.get_status_display(),
        kind="status",
        status=lambda c: KINDS[c.status],
    ),
)
CLASSES = register(
    Register(
        model=TrainingClass,
        name="class",
        title=_("Đào tạo, tập huấn"),
        lead=_("Lớp được tính vào năm của ngày cuối cùng, khi đã tổ chức."),
        add_label=_("Thêm lớp"),
        columns=lambda: COLUMNS,
        sorts=(
            Sort("moi", _("mới trước"), ("ends_on",), is_descending=True),
            Sort("cu", _("cũ trước"), ("ends_on",)),
        ),
        filterset=ClassFilter,
        form=ClassForm,
        sections=(
            (
                _("Lớp"),
                (
                    "name",
                    "audience",
                    "status",
                    "starts_on",
                    "ends_on",
                    "place",
                    "task",
                    "work_item",
                ),
            ),
            (
                _("Tổ chức, kết quả"),
                ("organiser", "trainer", "trainees", "enterprises", "cost_vnd"),
            ),
        ),
        related=("task",),
        related_on_page=("work_item",),
        has_files=True,
        empty_hint=_("Thêm từng lớp hoặc nhập từ Excel."),
    )
)
