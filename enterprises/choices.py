"""Closed lists of the register."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntityType(models.TextChoices):
    ENTERPRISE = "enterprise", _("Doanh nghiệp")
    COOPERATIVE = "cooperative", _("Hợp tác xã")
    HOUSEHOLD = "household", _("Hộ kinh doanh")


class Sector(models.TextChoices):
    """Field of the main line, as the size thresholds divide it."""

    AGRICULTURE = "agriculture", _("Nông, lâm, thủy sản")
    INDUSTRY = "industry", _("Công nghiệp, xây dựng")
    TRADE = "trade", _("Thương mại, dịch vụ")


class SizeClass(models.TextChoices):
    """Nghị định 80/2021/NĐ-CP, Điều 5."""

    MICRO = "micro", _("Siêu nhỏ")
    SMALL = "small", _("Nhỏ")
    MEDIUM = "medium", _("Vừa")
    LARGE = "large", _("Lớn")


SME_CLASSES = (SizeClass.MICRO, SizeClass.SMALL, SizeClass.MEDIUM)


class VsicVersion(models.TextChoices):
    V2018 = "2018", _("VSIC 2018 (QĐ 27/2018/QĐ-TTg)")
    V2025 = "2025", _("VSIC 2025 (QĐ 36/2025/QĐ-TTg)")


class PairState(models.TextChoices):
    OPEN = "open", _("Chờ xem")
    DISMISSED = "dismissed", _("Không trùng")
    MERGED = "merged", _("Đã gộp")


class MergeState(models.TextChoices):
    PREPARING = "preparing", _("Đang xem trước")
    PREPARED = "prepared", _("Chờ xác nhận")
    MERGING = "merging", _("Đang gộp")
    MERGED = "merged", _("Đã gộp")
    UNDOING = "undoing", _("Đang hoàn tác")
    UNDONE = "undone", _("Đã hoàn tác")
    CANCELLED = "cancelled", _("Đã hủy")


# From a person's word until it is taken back: no second merge of the same registration.
LIVE_MERGES = (MergeState.MERGING, MergeState.MERGED, MergeState.UNDOING)
