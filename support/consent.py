"""What a person agrees to who registers a need without an account; every version stays here.

Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 and Nghị định 356/2025/NĐ-CP, in force since 1/1/2026: a
purpose, who reads it, how long, the rights, and a box that nobody ticks beforehand. A request keeps
the version that was agreed to; a text that is changed becomes a new version (a test keeps count).
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONSENTS: dict[str, tuple[str | Promise, ...]] = {
    "2026-11": (
        _(
            "Họ và tên, thư điện tử, điện thoại của người liên hệ chỉ dùng để xác nhận, xem xét và trả"
            " lời đề nghị này. Chuyên viên Sở Khoa học và Công nghệ xem xét đề nghị đọc được; thông tin"
            " không công khai và không chuyển cho bên khác."
        ),
        _(
            "Phiếu không được xác nhận thì toàn bộ nội dung bị xóa khi hết hạn xác nhận (48 giờ). Đề"
            " nghị đã giải quyết xong thì thông tin liên hệ bị xóa sau 24 tháng. Nội dung đã xóa còn"
            " trong bản sao lưu của hệ thống cho đến khi bản đó hết hạn giữ, nhiều nhất 12 tháng."
        ),
        _(
            "Người gửi có quyền xem, sửa, yêu cầu xóa dữ liệu và rút lại sự đồng ý bất cứ lúc nào: mở"
            " trang theo dõi đề nghị và chọn “Rút đề nghị, xóa thông tin liên hệ”. Việc rút lại không"
            " ảnh hưởng đến những việc đã làm trước đó. Không đồng ý thì không gửi được phiếu này; có"
            " thể đăng ký qua Ủy ban nhân dân xã, phường hoặc hiệp hội, hội doanh nghiệp."
        ),
        _("Căn cứ: Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15 và Nghị định số 356/2025/NĐ-CP."),
    ),
}
CURRENT = "2026-11"
