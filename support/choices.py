"""Closed lists of supports, certificates and awards."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# Indicators of this app, as people call them.
INDICATOR_NAMES = {
    "support.enterprises": _("Doanh nghiệp được hỗ trợ"),
    "support.certified": _("Doanh nghiệp được hỗ trợ đạt chứng nhận"),
    "support.awards": _("Doanh nghiệp được giải thưởng chất lượng"),
}


def indicator_name(code: str) -> str:
    """The words for a code of the catalogue's `counts_for`; "" where it counts for nothing."""
    return str(INDICATOR_NAMES.get(code, code))


class CatalogueUse(models.TextChoices):
    SUPPORT = "support", _("Nội dung hỗ trợ")
    CERTIFICATE = "certificate", _("Chứng nhận hệ thống")
    AWARD = "award", _("Giải thưởng")


class ItemKind(models.TextChoices):
    """Kinds of catalogue items; what each counts for stands on the item itself."""

    MANAGEMENT_SYSTEM = "management_system", _("Hệ thống quản lý")
    IMPROVEMENT_TOOL = "improvement_tool", _("Công cụ cải tiến")
    TRACEABILITY = "traceability", _("Truy xuất nguồn gốc")
    GAP = "gap", _("Thực hành nông nghiệp tốt (GAP)")
    ORGANIC = "organic", _("Nông nghiệp hữu cơ")
    GREEN_PRODUCTIVITY = "green_productivity", _("Năng suất xanh")
    DIGITAL_TRANSFORMATION = "digital_transformation", _("Chuyển đổi số")
    SMART_MANUFACTURING = "smart_manufacturing", _("Sản xuất, dịch vụ thông minh")
    BARCODE = "barcode", _("Mã số mã vạch")
    AWARD_DOSSIER = "award_dossier", _("Hồ sơ giải thưởng")
    SYSTEM_QUALITY = "system_quality", _("Hệ thống quản lý chất lượng")
    SYSTEM_ENVIRONMENT = "system_environment", _("Hệ thống quản lý môi trường")
    SYSTEM_FOOD_SAFETY = "system_food_safety", _("Hệ thống quản lý an toàn thực phẩm")
    SYSTEM_ENERGY = "system_energy", _("Hệ thống quản lý năng lượng")
    SYSTEM_OHS = "system_ohs", _("Hệ thống quản lý an toàn và sức khỏe nghề nghiệp")
    SYSTEM_LABORATORY = "system_laboratory", _("Năng lực phòng thử nghiệm")
    SYSTEM_INFORMATION_SECURITY = "system_information_security", _("An toàn thông tin")
    SYSTEM_OTHER = "system_other", _("Hệ thống quản lý khác")
    NATIONAL_AWARD = "national_award", _("Giải thưởng quốc gia")
    OTHER_AWARD = "other_award", _("Giải thưởng khác")


AWARD_KINDS = frozenset({ItemKind.NATIONAL_AWARD, ItemKind.OTHER_AWARD})
SYSTEM_KINDS = frozenset(kind for kind in ItemKind if kind.value.startswith("system_"))
# What entries of each use may be, and the one indicator they may count for.
KINDS_OF_USE = {
    CatalogueUse.SUPPORT: frozenset(ItemKind) - AWARD_KINDS - SYSTEM_KINDS,
    CatalogueUse.CERTIFICATE: SYSTEM_KINDS,
    CatalogueUse.AWARD: AWARD_KINDS,
}
INDICATOR_OF_USE = {
    CatalogueUse.SUPPORT: "support.enterprises",
    CatalogueUse.CERTIFICATE: "support.certified",
    CatalogueUse.AWARD: "support.awards",
}


class SupportForm(models.TextChoices):
    CONSULTING = "consulting", _("Tư vấn")
    TRAINING = "training", _("Đào tạo")
    CERTIFICATION = "certification", _("Chứng nhận")


class SupportStatus(models.TextChoices):
    UNDER_WAY = "under_way", _("Đang thực hiện")
    COMPLETED = "completed", _("Hoàn thành")
    STOPPED = "stopped", _("Dừng thực hiện")


class CertificateCategory(models.TextChoices):
    PRODUCT = "product", _("Sản phẩm")
    SYSTEM = "system", _("Hệ thống quản lý")
    GAP = "gap", _("GAP")
    ORGANIC = "organic", _("Hữu cơ")
    TRACEABILITY = "traceability", _("Truy xuất nguồn gốc")


class CertificateStatus(models.TextChoices):
    IN_FORCE = "in_force", _("Còn hiệu lực")
    SUSPENDED = "suspended", _("Tạm đình chỉ")
    CANCELLED = "cancelled", _("Hủy bỏ")


class AwardResult(models.TextChoices):
    TOOK_PART = "took_part", _("Tham gia")
    AWARDED = "awarded", _("Được tặng")


class RequestSource(models.TextChoices):
    """Who brought a need forward (clause V.4)."""

    UNIT = "unit", _("Sở, ngành, địa phương")
    ASSOCIATION = "association", _("Hiệp hội, hội doanh nghiệp")
    ENTERPRISE = "enterprise", _("Doanh nghiệp tự đăng ký")


class RequestState(models.TextChoices):
    NEW = "new", _("Mới")
    RECEIVED = "received", _("Đã tiếp nhận")
    ACCEPTED = "accepted", _("Đã đưa vào nhiệm vụ, hỗ trợ")
    WAITING = "waiting", _("Danh sách chờ")
    ANSWERED = "answered", _("Đã trả lời")
    WITHDRAWN = "withdrawn", _("Đã thu hồi")


# What the department still owes a decision; what waits for its turn has got one.
UNDECIDED_REQUESTS = (RequestState.NEW, RequestState.RECEIVED)
# The place of what is on no waiting list: behind all that are.
NOT_QUEUED = 9999
CLOSED_REQUESTS = (RequestState.ACCEPTED, RequestState.ANSWERED, RequestState.WITHDRAWN)


class PublicFormState(models.TextChoices):
    """Of a form that came without an account: no request before its e-mail is confirmed."""

    UNCONFIRMED = "unconfirmed", _("Chờ xác nhận thư")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    EXPIRED = "expired", _("Hết hạn xác nhận")
