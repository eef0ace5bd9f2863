"""Drafts with their sections and estimates, edited through the generic pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.ui.filters import RegisterFilter
from core.ui.history import Trail
from core.ui.registers import Register, register
from reporting import forms
from reporting.models import DraftSection, Estimate, ReportDraft


class NoFilter(RegisterFilter):
    """Drafts are few; their page lists them all."""

    class Meta:
        model = ReportDraft
        fields: list[str] = []


def trails_of(draft: ReportDraft, _user: Any) -> list[Trail]:
    own = {"draft": draft.pk}
    return [
        Trail(ReportDraft, {"pgh_obj_id": draft.pk}),
        Trail(DraftSection, own, str(_("mục"))),
        Trail(Estimate, own, str(_("số ước"))),
    ]


def _register(model: Any, name: str, form: Any, add_label: Any, **declared: Any) -> Register:
    return register(
        Register(
            model=model,
            name=name,
            title=_("Dự thảo báo cáo"),
            lead="",
            add_label=add_label,
            columns=lambda: (),
            sorts=(),
            filterset=NoFilter,
            form=form,
            sections=(),
            **declared,
        )
    )


DRAFTS = _register(
    ReportDraft,
    "draft",
    forms.DraftForm,
    _("Lập dự thảo"),
    related=("type", "plan"),
    trails=trails_of,
)
SECTIONS = _register(
    DraftSection,
    "section",
    forms.SectionForm,
    _("Thêm mục"),
    related=("draft__type", "draft__plan"),
    parent="draft",
)
ESTIMATES = _register(
    Estimate,
    "estimate",
    forms.EstimateForm,
    _("Thêm số ước thực hiện"),
    related=("draft__type", "draft__plan"),
    parent="draft",
)
