"""What people are told of reports."""

from django.utils.translation import gettext_lazy as _

from notices.kinds import Given, Kind, kinds

REPORT_DUE = kinds.register(
    "reporting.report_due",
    Kind(
        label=_("Nhắc hạn báo cáo năm"),
        subject=_("Báo cáo năm {year}: {left}"),
        body=_(
            "Báo cáo năm {year} chưa được chốt. Gửi chậm nhất ngày {due};"
            " hạn của Kế hoạch: trước ngày {limit}.\n\nMở dự thảo: {link}\n"
        ),
        values={
            "year": Given(_("Năm báo cáo"), "2026"),
            "left": Given(_("Còn hay quá bao nhiêu ngày"), _("còn 10 ngày")),
            "due": Given(_("Ngày gửi chậm nhất"), "30/11/2026"),
            "limit": Given(_("Hạn của Kế hoạch"), "01/12/2026"),
        },
    ),
    order=50,
)
