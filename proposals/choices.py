"""Kinds, states and sources of money of proposals."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProposalKind(models.TextChoices):
    """Thông tư 15/2022/TT-BKHCN knows two kinds of task; each has its own way to approval."""

    ASSIGNED = "assigned", _("Nhiệm vụ được cấp có thẩm quyền giao")
    SCIENCE = "science", _("Nhiệm vụ KH&CN")


class CallState(models.TextChoices):
    PREPARED = "prepared", _("Đang soạn")
    ANNOUNCED = "announced", _("Đã thông báo")
    CANCELLED = "cancelled", _("Đã hủy")


class ProposalState(models.TextChoices):
    DRAFT = "draft", _("Nháp")
    SUBMITTED = "submitted", _("Đã nộp")
    APPRAISAL = "appraisal", _("Đang thẩm định")
    RETURNED = "returned", _("Trả lại để bổ sung, hoàn thiện")
    PUT_FORWARD = "forward", _("Trình phê duyệt")
    APPROVED = "approved", _("Đã phê duyệt")
    REFUSED = "refused", _("Không phê duyệt")
    REPLACED = "replaced", _("Đã thay bằng bản điều chỉnh")
    # Only of S&T tasks, after they were submitted.
    COUNCIL = "council", _("Hội đồng tư vấn xác định nhiệm vụ")
    LISTED = "listed", _("Đã phê duyệt danh mục")
    SELECTION = "selection", _("Tuyển chọn tổ chức chủ trì")
    DIRECT = "direct", _("Giao trực tiếp")
    FUNDING = "funding", _("Thẩm định kinh phí")
    CONTRACT = "contract", _("Thực hiện theo hợp đồng")
    ACCEPTED = "accepted", _("Đã nghiệm thu")


# While the text is the unit's; afterwards it stays as it was submitted.
WRITING = (ProposalState.DRAFT, ProposalState.RETURNED)
# A proposal waits for the department.
WAITING = (ProposalState.SUBMITTED, ProposalState.APPRAISAL, ProposalState.PUT_FORWARD)
ONLY_ASSIGNED = (
    ProposalState.APPRAISAL,
    ProposalState.PUT_FORWARD,
    ProposalState.APPROVED,
    ProposalState.REPLACED,
)
ONLY_SCIENCE = (
    ProposalState.COUNCIL,
    ProposalState.LISTED,
    ProposalState.SELECTION,
    ProposalState.DIRECT,
    ProposalState.FUNDING,
    ProposalState.CONTRACT,
    ProposalState.ACCEPTED,
)


class MoneySource(models.TextChoices):
    PROVINCE = "province", _("Sự nghiệp KH&CN của tỉnh")
    CENTRAL = "central", _("Chương trình của Trung ương")
    ENTERPRISE = "enterprise", _("Doanh nghiệp đối ứng")
    OTHER = "other", _("Nguồn hợp pháp khác")


class VerdictKind(models.TextChoices):
    APPROVE = "approve", _("Phê duyệt")
    REFUSE = "refuse", _("Không phê duyệt")
    RETURN = "return", _("Trả lại để bổ sung, hoàn thiện")


class CriterionUse(models.TextChoices):
    """Whether the system proposes the points itself."""

    PLAIN = "plain", _("Người chấm tự cho điểm")
    PRIORITY = "priority", _("Đề nghị điểm từ sổ doanh nghiệp")
