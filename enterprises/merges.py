"""What a merge does with the rows of this app."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from core.models import Attachment
from enterprises.merging.relations import moves, stays
from enterprises.models import (
    ContactPerson,
    DuplicatePair,
    Enterprise,
    EnterpriseMerge,
    EnterpriseYear,
    OcopProduct,
    Placement,
)

moves(EnterpriseYear, key=("year",))
moves(OcopProduct, key=("name",))
moves(ContactPerson)
moves(
    Attachment,
    "object_id",
    fixed=lambda: {"content_type": ContentType.objects.get_for_model(Enterprise)},
    born="uploaded_at",
)
stays(
    Placement,
    "enterprise",
    because=_("Nơi đặt trụ sở của hồ sơ ở lại được giữ; thời gian chưa ghi thì lấy từ hồ sơ kia."),
)
stays(
    Enterprise,
    "parent",
    because=_("Chi nhánh vẫn ghi đơn vị chủ quản cũ và được tính cho hồ sơ ở lại."),
)
stays(
    Enterprise,
    "merged_into",
    because=_("Đăng ký đã nhập vào hồ sơ này trước đây được tính cho hồ sơ ở lại."),
)
stays(Enterprise, "counted_as", because=_("Do hệ thống tính lại."))
for field in ("first", "second"):
    stays(DuplicatePair, field, because=_("Do hệ thống tìm lại."))
for field in ("source", "target"):
    stays(EnterpriseMerge, field, because=_("Các lần gộp trước giữ nguyên để hoàn tác được."))
