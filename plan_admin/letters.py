"""What administrators are told of the system itself."""

from django.utils.translation import gettext_lazy as _

from notices.kinds import Given, Kind, kinds

kinds.register(
    "system.old_backup",
    Kind(
        label=_("Sao lưu quá cũ"),
        subject=_("Sao lưu: không có bản mới được phục hồi thử"),
        body=_("Bản sao lưu gần nhất được phục hồi thử: {last}. Xem Tình trạng hệ thống: {link}"),
        values={"last": Given(_("Bản sao lưu gần nhất"), "backup-20261127-013000.tar")},
    ),
    order=90,
)
