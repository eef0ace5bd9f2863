"""Forms of targets."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.ui.forms import PlainForm
from programs.choices import TargetBasis
from programs.indicators import Proposal


class ConfirmTargetForm(PlainForm):
    """The approved number; only the bases that the target can have are offered."""

    value = forms.IntegerField(label=_("Số kế hoạch được phê duyệt"), min_value=0, localize=False)
    basis = forms.ChoiceField(label=_("Cơ sở"))
    document = forms.CharField(
        label=_("Văn bản phê duyệt"),
        max_length=200,
        help_text=_("Số, ký hiệu, ngày, cơ quan; ví dụ 12/QĐ-UBND ngày 05/01/2026."),
        error_messages={"required": _("Ghi văn bản phê duyệt chỉ tiêu.")},
    )

    def __init__(self, *args: Any, proposals: Sequence[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bases = [TargetBasis(p.basis) for p in proposals] or [TargetBasis.ACTUAL]
        self.fields["basis"].choices = [(b.value, b.label) for b in bases]  # type: ignore[attr-defined]
        if proposals:
            first = proposals[0]
            self.initial = {"value": first.value, "basis": first.basis}
