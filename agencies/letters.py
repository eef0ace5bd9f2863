"""What is written about accounts and units."""

from django.utils.translation import gettext_lazy as _

from agencies import password_letters
from agencies.inviting import KIND, link_values
from notices.kinds import Given, Kind, kinds

kinds.register(
    KIND,
    Kind(
        label=_("Mời dùng hệ thống"),
        subject=_("Mời dùng Chương trình năng suất chất lượng"),
        body=_(
            "Kính gửi {name},\n\nBạn được mời dùng hệ thống với vai trò {role}, đơn vị {unit},"
            " đến hết ngày: {last}.\n\nĐặt mật khẩu tại: {opens}\n\n"
            "Đường dẫn dùng một lần, đến {until}. Nếu bạn không chờ thư này, bỏ qua thư.\n"
        ),
        values={
            "role": Given(_("Vai trò"), _("Cán bộ đơn vị")),
            "unit": Given(_("Đơn vị"), _("Phường Mỹ Tho")),
            "last": Given(_("Ngày cuối của vai trò"), "31/12/2027"),
            "until": Given(_("Đường dẫn dùng được đến"), "10:00 07/12/2026"),
        },
        late={
            "opens": Given(_("Đường dẫn riêng để đặt mật khẩu"), "https://nangsuat.example.vn/…")
        },
        late_values=link_values,
        is_awaited=True,
    ),
    order=10,
)
kinds.register(
    password_letters.KIND,
    Kind(
        label=_("Đặt mật khẩu"),
        subject=_("Đặt mật khẩu - Chương trình năng suất chất lượng"),
        body=_(
            "Kính gửi {name},\n\nCó yêu cầu đặt mật khẩu cho tài khoản dùng thư điện tử này ở hệ"
            " thống quản lý Chương trình năng suất chất lượng ({site}). Mở đường dẫn sau để đặt"
            " mật khẩu; chỉ bạn biết mật khẩu đó:\n\n{opens}\n\n"
            "Nếu bạn không yêu cầu, bỏ qua thư này; mật khẩu đang dùng không đổi.\n"
        ),
        values={"site": Given(_("Địa chỉ của hệ thống"), "https://nangsuat.example.vn")},
        late={
            "opens": Given(_("Đường dẫn riêng để đặt mật khẩu"), "https://nangsuat.example.vn/…")
        },
        late_values=password_letters.link_values,
        is_awaited=True,
    ),
    order=10,
)
kinds.register(
    "agencies.accounts_closing",
    Kind(
        label=_("Tài khoản sắp đóng"),
        subject=_("{count} tài khoản sắp đóng vì đơn vị đã kết thúc"),
        body=_(
            "{count} tài khoản có mọi đơn vị đã kết thúc hoạt động sẽ đóng, sớm nhất ngày {day}."
            " Ai còn làm việc thì giao vai trò tại đơn vị mới trước ngày đó.\n\nXem: {link}\n"
        ),
        values={
            "count": Given(_("Số tài khoản"), "3"),
            "day": Given(_("Ngày đóng sớm nhất"), "15/12/2026"),
        },
    ),
    order=11,
)
kinds.register(
    "agencies.accounts_closed",
    Kind(
        label=_("Tài khoản đã đóng"),
        subject=_("Đã đóng {count} tài khoản của đơn vị đã kết thúc"),
        body=_("Ngày {day}, {count} tài khoản đã đóng.\n\nXem: {link}\n"),
        values={"count": Given(_("Số tài khoản"), "3"), "day": Given(_("Ngày đóng"), "15/12/2026")},
    ),
    order=12,
)
kinds.register(
    "agencies.own_account_closing",
    Kind(
        label=_("Tài khoản của bạn sắp đóng"),
        subject=_("Tài khoản của bạn đóng ngày {day}"),
        body=_(
            "Kính gửi {name},\n\nĐơn vị của bạn trong hệ thống đã kết thúc hoạt động. Tài khoản"
            " đóng ngày {day}, trừ khi quản trị hệ thống giao vai trò tại đơn vị mới.\n"
        ),
        values={"day": Given(_("Ngày đóng"), "15/12/2026")},
    ),
    order=13,
)
kinds.register(
    "agencies.duties_passed",
    Kind(
        label=_("Nhận việc của đơn vị đã kết thúc"),
        subject=_("{successor} nhận việc của {unit}"),
        body=_(
            "{successor} nhận {count} việc đang mở của {unit}. Căn cứ: {basis}.\n\nXem: {link}\n"
        ),
        values={
            "unit": Given(_("Đơn vị cũ"), _("Huyện Cái Bè")),
            "successor": Given(_("Đơn vị nhận"), _("Xã Cái Bè")),
            "count": Given(_("Số việc"), "4"),
            "basis": Given(_("Căn cứ"), _("Quyết định 12/QĐ-UBND ngày 01/7/2025")),
        },
    ),
    order=14,
)
