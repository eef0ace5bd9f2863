"""Whether a unit's proposal may come in at a moment: the call's hours, a late entry, a return."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ActionError
from core.vietnamese import format_date
from proposals.choices import CallState, ProposalState
from proposals.models import Call, LateEntry, Proposal


def clock(moment: datetime) -> str:
    """Give "17:00 ngày 15/12/2026" in Hanoi."""
    local = timezone.localtime(moment)
    return _("%(time)s ngày %(day)s") % {
        "time": local.strftime("%H:%M"),
        "day": format_date(local.date()),
    }


def late_until(call: Call, unit_id: int) -> datetime | None:
    """Until when the unit may hand in though the call closed; its successor may use it as well."""
    granted = LateEntry.objects.filter(call=call, unit=unit_id).first()
    return granted.until if granted else None


def check_in_time(proposal: Proposal, moment: datetime) -> None:
    """Both edges count: 17:00:00 is in time, what comes after it is not.

    Raises:
        ActionError: too early, too late, cancelled; the words say what is possible.
    """
    call = proposal.call
    if call.state != CallState.ANNOUNCED:
        raise ActionError(_("Đợt đề xuất này chưa được thông báo hoặc đã hủy; không nộp được."))
    if proposal.state == ProposalState.RETURNED or proposal.revises_id is not None:
        _check_return(proposal, moment)
        return
    if moment < call.opens_at:
        raise ActionError(
            _("Đợt đề xuất nhận từ %(start)s. Bản nháp đã lưu; nộp từ giờ đó.")
            % {"start": clock(call.opens_at)}
        )
    late = late_until(call, proposal.unit_id)
    if moment > max(filter(None, (call.closes_at, late))):
        raise ActionError(
            _(
                "Đợt đề xuất đã đóng lúc %(end)s. Bản nháp vẫn còn;"
                " liên hệ Sở để được gia hạn nếu có lý do."
            )
            % {"end": clock(late or call.closes_at)}
        )


def _check_return(proposal: Proposal, moment: datetime) -> None:
    """A revision has no deadline; what was returned comes back by the end of its day."""
    until = proposal.takes_text_until()
    if until is not None and moment > until:
        raise ActionError(
            _("Hạn nộp lại là hết ngày %(day)s. Liên hệ Sở để được dời hạn.")
            % {"day": format_date(proposal.resubmit_by)}
        )
