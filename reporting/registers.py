"""Report types with their outlines, drafts with their sections, on the generic pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.ui.filters import RegisterFilter
from core.ui.history import Trail
from core.ui.paging import Sort
from core.ui.registers import Register, register
from core.ui.tables import Column
from reporting import forms
from reporting.models import DraftSection, Estimate, ReportDraft, ReportType, ReportTypeSection


class NoFilter(RegisterFilter):
    """Drafts are few; their page lists them all."""

    class Meta:
        model = ReportDraft
        fields: list[str] = []


class NoTypeFilter(RegisterFilter):
    """So are types."""

    class Meta:
        model = ReportType
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
TYPES = register(
    Register(
        model=ReportType,
        name="reporttype",
        title=_("Loại báo cáo"),
        lead=_("Ai ban hành, gửi ai, ai ký, kỳ và hạn hằng năm, đề cương."),
        add_label="",
        columns=lambda: (
            Column(_("Tên loại báo cáo"), lambda t: t.name, width=36),
            Column(_("Kỳ báo cáo"), lambda t: t.period_text),
            Column(_("Gửi chậm nhất"), lambda t: t.due_text),
            Column(_("Kính gửi"), lambda t: t.addressed_to, kind="tags", width=40),
            Column(_("Tự lập dự thảo"), lambda t: t.is_default),
        ),
        sorts=(Sort("thu-tu", _("theo thứ tự"), ("order",)),),
        filterset=NoTypeFilter,
        form=forms.ReportTypeForm,
        sections=(
            (
                _("Loại báo cáo"),
                ("name", "code", "is_default", "looks_ahead", "version_label", "file_stem"),
            ),
            (_("Kỳ và hạn hằng năm"), ("period_text", "due_text", "limit_text")),
            (
                _("Thể thức văn bản"),
                (
                    *("kind_name", "code_prefix", "issuer", "subject", "opening", "closing"),
                    *("addressed_to", "signer_forms", "recipients", "drafting_unit"),
                    "has_appendices",
                ),
            ),
        ),
        trails=lambda declared, _user: (
            Trail(ReportType, {"pgh_obj_id": declared.pk}),
            Trail(ReportTypeSection, {"type": declared.pk}, str(_("mục"))),
        ),
        labels={
            "period_text": _("Kỳ báo cáo"),
            "due_text": _("Gửi chậm nhất"),
            "limit_text": _("Hạn của kế hoạch: trước ngày"),
            "addressed_to": _("Kính gửi"),
        },
    )
)
OUTLINE = _register(
    ReportTypeSection, "outline", forms.OutlineForm, _("Thêm mục"), related=("type",), parent="type"
)
