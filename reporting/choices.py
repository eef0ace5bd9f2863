"""What a section of a report is fed by; states and kinds of difficulties."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SectionBlock(models.TextChoices):
    """Computed parts come from the snapshot; a narrative is what people write.

    Of the work of a period it can be said that there was none; of a reason or a proposal not.
    """

    NARRATIVE = "narrative", _("Lời văn; để trống thì không in mục này")
    ACTIVITY = "activity", _("Việc trong kỳ; để trống thì ghi không phát sinh")
    TRAININGS = "trainings", _("Bảng lớp đào tạo trong kỳ")
    SUPPORTS = "supports", _("Số hỗ trợ, chứng nhận trong kỳ")
    AWARDS = "awards", _("Bảng giải thưởng trong kỳ")
    FINANCE = "finance", _("Bảng kinh phí trong kỳ")
    TARGETS = "targets", _("Mức độ hoàn thành các chỉ tiêu")
    WORK = "work", _("Bảng công việc của năm theo nhiệm vụ")
    DIFFICULTIES = "difficulties", _("Lời văn, lấy sẵn khó khăn các đơn vị phản ánh trong kỳ")
    RECOMMENDATIONS = "suggestions", _("Lời văn, lấy sẵn kiến nghị các đơn vị gửi trong kỳ")


# Words of people that a period need not have.
NARRATED = frozenset(
    {SectionBlock.NARRATIVE, SectionBlock.DIFFICULTIES, SectionBlock.RECOMMENDATIONS}
)
WRITTEN = NARRATED | {SectionBlock.ACTIVITY}
# Parts that count what was done; a plan of what is to be done has none of them.
COUNTED = frozenset(
    {
        *(SectionBlock.TRAININGS, SectionBlock.SUPPORTS, SectionBlock.AWARDS),
        *(SectionBlock.FINANCE, SectionBlock.TARGETS),
    }
)


class DifficultyCategory(models.TextChoices):
    POLICY = "policy", _("Cơ chế, chính sách")
    MONEY = "money", _("Kinh phí")
    PROCEDURE = "procedure", _("Thủ tục, hồ sơ")
    PEOPLE = "people", _("Nhân lực, chuyên gia tư vấn")
    ENTERPRISES = "enterprises", _("Doanh nghiệp tham gia, đối ứng")
    COOPERATION = "cooperation", _("Phối hợp giữa các đơn vị")
    OTHER = "other", _("Khác")


class DifficultyState(models.TextChoices):
    """Clause V.5: reported in writing, consolidated for the provincial People's Committee."""

    NEW = "new", _("Mới")
    WITHDRAWN = "withdrawn", _("Đã thu hồi")
    RECEIVED = "received", _("Đã tiếp nhận")
    HANDLING = "handling", _("Đang xử lý")
    RESOLVED = "resolved", _("Đã giải quyết")
    SUBMITTED = "submitted", _("Đã trình UBND tỉnh")
    ANSWERED = "answered", _("Đã có ý kiến của UBND tỉnh")
    GROUPED = "grouped", _("Đã gộp")


OPEN_STATES = (DifficultyState.NEW, DifficultyState.RECEIVED, DifficultyState.HANDLING)
