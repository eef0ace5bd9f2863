"""Closed lists of the plan: clause kinds, comparators, task times."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClauseKind(models.TextChoices):
    SECTION = "section", _("Mục")
    PREAMBLE = "preamble", _("Phần mở đầu")
    GENERAL_OBJECTIVE = "general_objective", _("Mục tiêu chung")
    SPECIFIC_OBJECTIVE = "specific_objective", _("Mục tiêu cụ thể")
    ELIGIBLE_PARTY = "eligible_party", _("Đối tượng")
    SOLUTION_GROUP = "solution_group", _("Nhóm nhiệm vụ, giải pháp")
    SOLUTION = "solution", _("Nhiệm vụ, giải pháp")
    FUNDING = "funding", _("Kinh phí")
    DUTY_GROUP = "duty_group", _("Đơn vị có trách nhiệm")
    DUTY = "duty", _("Trách nhiệm")
    APPENDIX = "appendix", _("Phụ lục")


class Comparator(models.TextChoices):
    """How a target's number is meant (counting rules, "Met")."""

    ABOUT = "about", _("khoảng")
    AT_LEAST = "at_least", _("ít nhất")
    MORE_THAN = "more_than", _("trên")
    QUALITATIVE = "qualitative", _("định tính")


class TargetBasis(models.TextChoices):
    """What a target's number comes from."""

    PLAN = "plan", _("Kế hoạch")
    TARGET = "target", _("Chỉ tiêu giai đoạn trước")
    ACTUAL = "actual", _("Kết quả giai đoạn trước")


class TimeShape(models.TextChoices):
    """The four shapes of "Thời gian" in the appendix."""

    QUARTER = "quarter", _("Quý trong năm")
    FROM_YEAR = "from_year", _("Từ năm")
    YEARLY = "yearly", _("Hàng năm")
    LISTED_YEARS = "listed_years", _("Các năm nêu tên")


class PartyRole(models.TextChoices):
    LEAD = "lead", _("Chủ trì")
    COORDINATOR = "coordinator", _("Phối hợp")


class WorkKind(models.TextChoices):
    """Kinds of records that the year's work leaves."""

    SUPPORT = "support", _("Hỗ trợ doanh nghiệp")
    TRAINING = "training", _("Lớp đào tạo")


class WorkItemKind(models.TextChoices):
    """What a year's work consists of, in the words of sections III, IV and V and the appendix."""

    PROPOSED = "proposed", _("Nhiệm vụ do sở, ngành, địa phương đề xuất")
    SUPPORT = "support", _("Hỗ trợ doanh nghiệp")
    TRAINING = "training", _("Đào tạo, tập huấn")
    COMMUNICATION = "communication", _("Thông tin, truyền thông")
    POLICY = "policy", _("Xây dựng cơ chế, chính sách")
    SCIENCE = "science", _("Nhiệm vụ khoa học và công nghệ")
    MODEL = "model", _("Xây dựng mô hình điểm")
    HONOURS = "honours", _("Tôn vinh, khen thưởng")
    REVIEW = "review", _("Sơ kết, tổng kết, đánh giá")
    OTHER = "other", _("Công việc khác")


class WorkState(models.TextChoices):
    NOT_STARTED = "not_started", _("Chưa bắt đầu")
    UNDER_WAY = "under_way", _("Đang thực hiện")
    PAUSED = "paused", _("Tạm dừng")
    DONE = "done", _("Hoàn thành")
    CANCELLED = "cancelled", _("Hủy")


UNFINISHED = (WorkState.NOT_STARTED, WorkState.UNDER_WAY, WorkState.PAUSED)


class Verdict(models.TextChoices):
    """What the department says about lateness, whatever the rule says."""

    LATE = "late", _("Chậm")
    ON_TIME = "on_time", _("Không chậm")


class NoteState(models.TextChoices):
    """A note is handed in as it is written."""

    SUBMITTED = "submitted", _("Đã nộp")
    RETURNED = "returned", _("Đã trả lại")
    WITHDRAWN = "withdrawn", _("Đã thu hồi")
    ACCEPTED = "accepted", _("Đã chấp nhận")
