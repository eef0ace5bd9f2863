"""What a section of a report is fed by."""

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


WRITTEN = frozenset({SectionBlock.NARRATIVE, SectionBlock.ACTIVITY})
