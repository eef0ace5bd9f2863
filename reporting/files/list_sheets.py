"""Lists of a snapshot as sheets of the workbook: which columns each has."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ListSheetColumn:
    """`kind` "date" and "names" are stored as text and lists; `is_summed` has a total below."""

    header: str | Promise
    key: str
    width: int
    kind: str = "text"
    is_summed: bool = False


@dataclass(frozen=True)
class ListSheet:
    """`key` is the list's name in the snapshot, `title` that of the documents' table."""

    name: str | Promise
    title: str | Promise
    key: str
    columns: tuple[ListSheetColumn, ...]


def _column(header: str | Promise, key: str, width: int, kind: str = "text") -> ListSheetColumn:
    return ListSheetColumn(header, key, width, kind)


def _summed(header: str | Promise, key: str, width: int) -> ListSheetColumn:
    return ListSheetColumn(header, key, width, "number", is_summed=True)


TAX_CODE = _column(_("Mã số thuế"), "tax_code", 15)
ENTERPRISE = _column(_("Tên doanh nghiệp"), "enterprise", 30)
UNIT = _column(_("Đơn vị hành chính"), "unit", 19)
SUPPORT = (
    TAX_CODE,
    ENTERPRISE,
    _column(_("Loại hình"), "entity_type", 13),
    _column(_("Địa chỉ"), "address", 24),
    UNIT,
    _column(_("Sản phẩm"), "product", 18),
    _column(_("Nội dung hỗ trợ"), "item", 18),
    _column(_("Hình thức"), "form", 12),
    _column(_("Ngày bắt đầu"), "started_on", 12, "date"),
)
MONEY = (
    _summed(_("Ngân sách nhà nước (đồng)"), "state_budget_vnd", 16),
    _summed(_("Đối ứng (đồng)"), "counterpart_vnd", 16),
    _summed(_("Nguồn khác (đồng)"), "other_funds_vnd", 16),
)

LIST_SHEETS = (
    ListSheet(
        _("Đào tạo"),
        _("Các lớp đào tạo, tập huấn đã tổ chức"),
        "trainings",
        (
            _column(_("Tên lớp"), "name", 40),
            _column(_("Từ ngày"), "starts_on", 12, "date"),
            _column(_("Đến ngày"), "ends_on", 12, "date"),
            _column(_("Địa điểm"), "place", 24),
            _summed(_("Số học viên"), "trainees", 12),
            _summed(_("Số DN tham dự"), "enterprises", 12),
            _column(_("Đơn vị giảng dạy"), "trainer", 24),
            _summed(_("Kinh phí (đồng)"), "cost_vnd", 16),
        ),
    ),
    ListSheet(
        _("Hỗ trợ"),
        _("Các hỗ trợ đã hoàn thành trong năm"),
        "supports",
        (
            *SUPPORT,
            _column(_("Ngày hoàn thành"), "completed_on", 12, "date"),
            *MONEY,
            _column(_("Kết quả"), "result", 24),
            _column(_("Số giấy chứng nhận"), "certificate_numbers", 18, "names"),
        ),
    ),
    ListSheet(
        _("Chứng nhận"),
        _("Các chứng nhận được hỗ trợ, cấp trong năm"),
        "certificates",
        (
            TAX_CODE,
            ENTERPRISE,
            UNIT,
            _column(_("Loại chứng nhận"), "category", 18),
            _column(_("Tiêu chuẩn"), "standard", 18),
            _column(_("Số giấy chứng nhận"), "number", 18),
            _column(_("Tổ chức chứng nhận"), "body", 24),
            _column(_("Ngày cấp"), "issued_on", 12, "date"),
            _column(_("Ngày hết hạn"), "expires_on", 12, "date"),
            _column(_("Trạng thái"), "status", 14),
        ),
    ),
    ListSheet(
        _("Giải thưởng"),
        _("Giải thưởng"),
        "awards",
        (
            TAX_CODE,
            ENTERPRISE,
            _column(_("Năm"), "year", 8, "year"),
            _column(_("Giải thưởng"), "name", 32),
            _column(_("Kết quả"), "result", 14),
            _column(_("Mức giải"), "level", 20),
            _column(_("Số quyết định"), "decision_number", 16),
            _column(_("Ngày quyết định"), "decided_on", 12, "date"),
        ),
    ),
    ListSheet(
        _("Đang thực hiện"),
        _("Các hỗ trợ đang thực hiện"),
        "under_way",
        (*SUPPORT, *MONEY),
    ),
    ListSheet(
        _("Nhiệm vụ"),
        _("Các nhiệm vụ của Kế hoạch"),
        "tasks",
        (
            _column(_("Số"), "number", 6, "year"),
            _column(_("Nội dung"), "text", 70),
            _column(_("Thời gian"), "time", 24),
            _column(_("Đơn vị chủ trì"), "lead", 16),
            _column(_("Đơn vị phối hợp"), "coordinators", 40),
            _column(_("Hỗ trợ hoàn thành trong năm"), "supports_completed", 14, "number"),
            _column(_("Lớp đã tổ chức trong năm"), "classes_held", 14, "number"),
        ),
    ),
    ListSheet(
        _("Công việc"),
        _("Công việc của năm theo nhiệm vụ"),
        "work",
        (
            _column(_("Nhiệm vụ"), "task", 30),
            _column(_("Nội dung công việc"), "title", 44),
            _column(_("Loại công việc"), "kind", 20),
            _column(_("Nội dung thực hiện"), "content", 44),
            _column(_("Đơn vị chủ trì"), "lead", 26),
            _column(_("Đơn vị phối hợp"), "coordinators", 30, "names"),
            _column(_("Từ ngày"), "starts_on", 12, "date"),
            _column(_("Đến ngày"), "ends_on", 12, "date"),
            _column(_("Sản phẩm, kết quả dự kiến"), "expected", 36),
            _column(_("Dự kiến đóng góp vào chỉ tiêu"), "contributions", 30, "names"),
        ),
    ),
)
