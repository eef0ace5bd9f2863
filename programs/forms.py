"""Forms of targets."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.ui.forms import PlainForm
from programs.choices import TargetBasis


class ConfirmTargetForm(PlainForm):
    value = forms.IntegerField(label=_("Số kế hoạch được phê duyệt"), min_value=0, localize=False)
    basis = forms.ChoiceField(
        label=_("Cơ sở"),
        choices=[
            (TargetBasis.TARGET, TargetBasis.TARGET.label),
            (TargetBasis.ACTUAL, TargetBasis.ACTUAL.label),
        ],
    )
    document = forms.CharField(
        label=_("Văn bản phê duyệt"),
        max_length=200,
        help_text=_("Số, ký hiệu, ngày, cơ quan; ví dụ 12/QĐ-UBND ngày 05/01/2026."),
        error_messages={"required": _("Ghi văn bản phê duyệt chỉ tiêu.")},
    )
