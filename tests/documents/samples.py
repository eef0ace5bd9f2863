"""Documents for the tests of the renderers."""

from fractions import Fraction

from core.charts import Bullet, render_bullet
from core.documents.model import (
    AdministrativeDocument,
    Appendix,
    Bullets,
    Drawing,
    Heading,
    Paragraph,
    Table,
    TableColumn,
)


def document(**values) -> AdministrativeDocument:
    settings = {
        "kind_name": "TỜ TRÌNH",
        "subject": "Về việc thử",
        "superior": "",
        "issuer": "ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP",
        "code_suffix": "TTr-UBND",
        "place": "Đồng Tháp",
        "year": 2026,
        "addressed_to": ("Bộ Khoa học và Công nghệ",),
        "legal_basis": ("Căn cứ Luật;",),
        "signer_authority": ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        "signer_name": "Trần Văn A",
        "recipients": ("Như trên", "Lưu: VT"),
    } | values
    return AdministrativeDocument(**settings)


def classes() -> Table:
    """A table of a portrait page, with money, a date and a unit line."""
    return Table(
        "Các lớp đào tạo",
        (
            TableColumn("STT", 3, "center"),
            TableColumn("Tên lớp", 40),
            TableColumn("Ngày", 6, "center"),
            TableColumn("Kinh phí", 5, "right"),
        ),
        [("1", "Lớp tập huấn " + "năng suất " * 12, "05/01/2024", "1.234.567.890")],
        unit_line="Đơn vị tính: đồng",
        total=("", "Cộng", "", "1.234.567.890"),
    )


def supports(count: int = 3) -> Table:
    """A table of ten columns, for a landscape page."""
    headers = ("STT", "Tên", "Mã số thuế", "Địa chỉ", "Sản phẩm", "Nội dung", "Bắt đầu")
    headers += ("Hoàn thành", "NSNN", "Đối ứng")
    aligns = ("center", *["left"] * 5, "center", "center", "right", "right")
    row = ("1200000001", "Huyện Cái Bè", "Gạo", "5S", "01/02/2024", "10/12/2024")
    row += ("1.234.567.890", "98.765.432")
    return Table(
        "Các hỗ trợ",
        tuple(TableColumn(h, 10, a) for h, a in zip(headers, aligns, strict=True)),
        [(str(n), f"Công ty {n}", *row) for n in range(1, count + 1)],
    )


def drawing() -> Drawing:
    chart = Bullet(
        "lop", "Lớp", "Lớp", 21, 10, "about", "lớp", Fraction(775, 1000), is_behind=False
    )
    return Drawing(render_bullet(chart), "Lớp: 21, kế hoạch khoảng 10", 110)


def full_document() -> AdministrativeDocument:
    """Every block, every kind of page."""
    return document(
        addressed_to=("Bộ Khoa học và Công nghệ", "UBND tỉnh Đồng Tháp"),
        blocks=[
            Heading(1, "I.", "Mục"),
            Heading(2, "1.", "Khoản"),
            Heading(3, "a)", "Điểm"),
            Paragraph("Lời văn."),
            Bullets(["một", "hai"]),
            classes(),
        ],
        appendices=[
            Appendix("Danh sách hỗ trợ", [supports(60)], is_landscape=True),
            Appendix("Danh sách lớp", [classes()]),
            Appendix("Biểu đồ", [drawing()]),
        ],
    )
