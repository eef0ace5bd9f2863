"""What each step of a proposal and of a call asks for."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import ActionError
from core.ui.forms import formfield_for
from core.ui.steps import StepForm
from proposals.appraising import check_enough_scores
from proposals.models import Call, Proposal
from proposals.requirements import missing_in
from proposals.timing import check_in_time


class AnnounceForm(StepForm):
    """A call goes out once it says who is asked."""

    class Meta:
        model = Call
        fields: list[str] = []

    def changes(self) -> dict[str, Any]:
        if not self.instance.invitations.exists():
            raise ActionError(_("Chọn đơn vị, nhóm đơn vị được mời đề xuất trước khi thông báo."))
        if self.instance.closes_at <= timezone.now():
            raise ActionError(_("Giờ đóng đã qua. Sửa giờ đóng trước khi thông báo."))
        return super().changes()


class SubmitForm(StepForm):
    class Meta:
        model = Proposal
        fields: list[str] = []

    def changes(self) -> dict[str, Any]:
        """All that is required, in time.

        Raises:
            ActionError: what lacks, by name; or why it is too early or too late.
        """
        if missing := missing_in(self.instance):
            raise ActionError(
                _("Chưa nộp được, còn thiếu: %(names)s.")
                % {"names": "; ".join(str(requirement.label) for requirement in missing)}
            )
        now = timezone.now()
        check_in_time(self.instance, now)
        return {"submitted_at": now}


class ReturnForm(StepForm):
    obliged = ("resubmit_by",)

    class Meta:
        model = Proposal
        formfield_callback = formfield_for
        fields = ["resubmit_by"]

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        day = self.instance.resubmit_by
        if day is not None and day < timezone.localdate():
            yield "resubmit_by", _("Hạn nộp lại phải từ hôm nay trở đi.")


class PutForwardForm(StepForm):
    class Meta:
        model = Proposal
        fields: list[str] = []

    def changes(self) -> dict[str, Any]:
        check_enough_scores(self.instance)
        return super().changes()


class DatedForm(StepForm):
    """A step that a document settles: none of its days lies ahead."""

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        for name in self.record_fields():
            day = getattr(self.instance, name)
            if name.endswith("_on") and day is not None and day > timezone.localdate():
                yield name, _("Ngày này chưa tới.")


class ApproveForm(DatedForm):
    obliged = ("decision_number", "decision_on")

    class Meta:
        model = Proposal
        formfield_callback = formfield_for
        fields = ["decision_number", "decision_on"]


class RefuseForm(DatedForm):
    obliged = ("refusal",)

    class Meta:
        model = Proposal
        formfield_callback = formfield_for
        fields = ["refusal", "decision_number", "decision_on"]


class HostForm(StepForm):
    """Tuyển chọn or giao trực tiếp; the host may be named when it is known."""

    class Meta:
        model = Proposal
        formfield_callback = formfield_for
        fields = ["host", "principal"]


class FundForm(StepForm):
    obliged = ("host", "principal")

    class Meta:
        model = Proposal
        formfield_callback = formfield_for
        fields = ["host", "principal"]


class ContractForm(DatedForm):
    obliged = ("funds_vnd", "contract_number", "contract_on")

    class Meta:
        model = Proposal
        formfield_callback = formfield_for
        fields = ["funds_vnd", "contract_number", "contract_on"]


class AcceptForm(DatedForm):
    obliged = ("accepted_on", "acceptance")

    class Meta:
        model = Proposal
        formfield_callback = formfield_for
        fields = ["accepted_on", "acceptance"]
        help_texts = {"acceptance": gettext_lazy("Ví dụ: Đạt, theo biên bản số 12/BB.")}


PROPOSAL_FORMS: dict[str, type[StepForm]] = {
    "submit": SubmitForm,
    "return": ReturnForm,
    "put_forward": PutForwardForm,
    "approve": ApproveForm,
    "refuse": RefuseForm,
    "list": ApproveForm,
    "decline": RefuseForm,
    "select": HostForm,
    "direct": HostForm,
    "fund": FundForm,
    "contract": ContractForm,
    "accept": AcceptForm,
}
CALL_FORMS: dict[str, type[StepForm]] = {"announce": AnnounceForm}
