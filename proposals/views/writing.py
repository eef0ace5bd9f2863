"""Write a proposal: begin, four pages that save as one goes, copy, revise, print."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from rules.contrib.views import permission_required

from core.errors import ActionError, StaleState
from core.ui.fields import narrow
from core.ui.saving import save_record
from proposals.actions import drafting
from proposals.choices import ProposalState
from proposals.documents import proposal_pdf
from proposals.forms.pages import FORMS, BeginForm, PageForm
from proposals.invited import Open, open_for
from proposals.models import Call, Proposal
from proposals.models.proposals import own_unit_ids
from proposals.queries import with_parts
from proposals.registers import PROPOSALS
from proposals.requirements import GENERAL, PAGES, SUBMIT, asked_of
from proposals.timing import clock

AUTOSAVE = "X-Tu-Luu"
# In the session: the proposal that was stored by the request before this one.
STORED = "vua-luu-de-xuat"
REMOVE_ENTERPRISE, REMOVE_UNIT = "bo-doanh-nghiep-", "bo-phoi-hop-"


def _open_calls(request: HttpRequest) -> list[Open]:
    """Calls that still take something from a unit of the person."""
    user: Any = request.user
    return open_for(own_unit_ids(user), timezone.now())


@permission_required("proposals.add_proposal", raise_exception=True)
def begin(request: HttpRequest) -> HttpResponse:
    """Choose a call, a unit and a kind; the draft exists from then on."""
    calls = _open_calls(request)
    wanted = request.GET.get("dot") or request.POST.get("dot") or ""
    chosen = next((one for one in calls if str(one.call.pk) == wanted), None)
    if chosen is None and len(calls) == 1 and not wanted:
        chosen = calls[0]
    form = None
    if chosen is not None:
        call, units = chosen.call, chosen.units
        data = request.POST if request.method == "POST" else None
        form = BeginForm(data, units=units, kinds=call.kinds)
        if form.is_valid():
            unit = next(u for u in units if u.pk == form.cleaned_data["unit"])
            try:
                made = drafting.begin_proposal(
                    call,
                    unit=unit,
                    kind=form.cleaned_data["kind"],
                    by=request.user,  # type: ignore[arg-type]
                )
            except ActionError as error:
                form.add_error(error.field if error.field in form.fields else None, str(error))
            else:
                return redirect("proposals:proposal-part", pk=made.pk, part=GENERAL)
    context = {"calls": calls, "chosen": chosen, "form": form}
    return render(request, "proposals/begin.html", context)


class ProposalPage(View):
    """One page of the form. Whatever is right is stored; whatever is wrong stays typed, with words."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        part = kwargs.get("part", GENERAL)
        if part not in PAGES:
            raise Http404
        self.part = part
        self.proposal = _own(request, kwargs["pk"])
        if not request.user.has_perm("proposals.change_proposal", self.proposal):
            if request.headers.get(AUTOSAVE):
                return JsonResponse({"message": _not_writable(self.proposal)}, status=409)
            messages.error(request, _not_writable(self.proposal))
            return redirect(self.proposal)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        with_parts(self.proposal)
        return self._show(self._form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST, request.FILES)
        form.full_clean()
        seen = request.POST.get("seen_version", "")
        is_auto = bool(request.headers.get(AUTOSAVE))
        try:
            save_record(
                self.proposal,
                seen_version=int(seen) if seen.isdecimal() else None,
                save=lambda: self._store(form, request.POST.get("viec", ""), is_auto=is_auto),
            )
        except StaleState as stale:
            return self._conflict(form, stale.current, is_auto=is_auto)
        except ActionError as error:
            form.add_error(None, str(error))
        self.proposal.refresh_from_db()
        if is_auto:
            return JsonResponse(
                {
                    "version": self.proposal.version,
                    "at": timezone.localtime().strftime("%H:%M"),
                    "errors": {
                        name: [str(e) for e in found] for name, found in form.errors.items()
                    },
                }
            )
        if form.errors:
            return self._show(form)
        request.session[STORED] = self.proposal.pk
        return self._go_on(request)

    def _store(self, form: PageForm, act: str, *, is_auto: bool) -> Proposal:
        user: Any = self.request.user
        if is_auto:  # what is added by a button waits for the button
            for name in ("add_enterprise", "new_tax_code", "new_name", "add_coordinator", "letter"):
                form.cleaned_data.pop(name, None)
        for prefix, rows in (
            (REMOVE_ENTERPRISE, self.proposal.enterprises),
            (REMOVE_UNIT, self.proposal.coordinators),
        ):
            number = act.removeprefix(prefix)
            if act.startswith(prefix) and number.isdecimal():
                rows.filter(pk=int(number)).delete()
        return form.store(user)

    def _go_on(self, request: HttpRequest) -> HttpResponse:
        """To the page the button names; staying says what was saved."""
        act = request.POST.get("viec", "")
        order = list(PAGES)
        here = order.index(self.part)
        if act == "tiep":
            goal = order[min(here + 1, len(order) - 1)]
        elif act == "lui":
            goal = order[max(here - 1, 0)]
        elif act.startswith("den-") and act.removeprefix("den-") in PAGES:
            goal = act.removeprefix("den-")
        else:
            goal = self.part
            messages.success(
                request,
                _("Đã lưu nháp lúc %(at)s.") % {"at": timezone.localtime().strftime("%H:%M")},
            )
        return redirect("proposals:proposal-part", pk=self.proposal.pk, part=goal)

    def _form(self, *args: Any) -> PageForm:
        form = FORMS[self.part](*args, instance=self.proposal)
        narrow(form.fields, self.request.user)
        return form

    def _conflict(self, form: PageForm, current: Any, *, is_auto: bool) -> HttpResponse:
        """Another tab or person saved meanwhile: nothing is overwritten unseen."""
        words = _(
            "Đề xuất vừa được lưu ở cửa sổ hoặc máy khác lúc %(at)s. Chưa ghi đè gì: nội dung bạn"
            " ghi vẫn ở dưới. Mở bản đang lưu để so; bấm Lưu lần nữa thì nội dung ở trang này"
            " thay cho bản đang lưu."
        ) % {"at": timezone.localtime(current.updated_at).strftime("%H:%M")}
        if is_auto:
            return JsonResponse({"message": words}, status=409)
        data = self.request.POST.copy()
        data["seen_version"] = str(current.version)
        self.proposal = _own(self.request, current.pk)
        again = self._form(data)
        again.full_clean()
        again.add_error(None, words)
        return self._show(again, status=409)

    def _show(self, form: PageForm, *, status: int = 200) -> HttpResponse:
        proposal = self.proposal
        if self.request.method == "POST":  # what was stored beside what is wrong
            proposal = with_parts(_own(self.request, proposal.pk))
        order = list(PAGES)
        asked = asked_of(proposal)
        just_stored = self.request.session.pop(STORED, None) == proposal.pk
        context = {
            "proposal": proposal,
            "form": form,
            "just_stored": just_stored and not form.is_bound,
            "part": self.part,
            "pages": [
                (number, code, label, order.index(self.part) >= number)
                for number, (code, label) in enumerate(PAGES.items(), 1)
            ],
            "asked": [
                (requirement, is_met, number_of(requirement.page)) for requirement, is_met in asked
            ],
            "missing": [requirement for requirement, is_met in asked if not is_met],
            "coordinators": proposal.coordinators.all(),
            "enterprises": proposal.enterprises.all(),
            "call_words": call_words(proposal.call),
            "may_submit": self.part == SUBMIT,
            "earlier": _earlier(self.request, proposal) if self.part == GENERAL else [],
            "cancel": reverse("proposals:proposal-detail", kwargs={"pk": proposal.pk}),
        }
        return render(self.request, "proposals/page.html", context, status=status)


def number_of(part: str) -> int:
    return list(PAGES).index(part) + 1


def hours_words(call: Call) -> str:
    """Give "nhận đến 17:00 ngày 15/12/2026, còn 21 ngày"."""
    if call.days_left < 0:
        return _("đã đóng lúc %(end)s") % {"end": clock(call.closes_at)}
    return _("nhận đến %(end)s, còn %(days)d ngày") % {
        "end": clock(call.closes_at),
        "days": call.days_left,
    }


def call_words(call: Call) -> str:
    """Give "Đợt đề xuất năm 2027 · nhận đến 17:00 ngày 15/12/2026, còn 21 ngày"."""
    return f"{call.title} · {hours_words(call)}"


def _own(request: HttpRequest, pk: int) -> Proposal:
    """The proposal through its one door; what the person may not see is not there."""
    return get_object_or_404(PROPOSALS.one_of(request.user), pk=pk)


def _not_writable(proposal: Proposal) -> str:
    return _("Đề xuất đang “%(state)s”: nội dung không sửa được nữa.") % {
        "state": proposal.get_state_display()
    }


def _earlier(request: HttpRequest, proposal: Proposal) -> list[Proposal]:
    """Proposals of earlier calls by the same unit, to copy from."""
    found = Proposal.objects.visible_to(request.user)  # type: ignore[arg-type]
    found = found.filter(unit=proposal.unit_id).exclude(call=proposal.call_id)
    return list(found.select_related("call").order_by("-created_at", "-pk")[:5])


def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A proposal of an earlier year into a call that is open now."""
    old = _own(request, pk)
    if not request.user.has_perm("proposals.submit_proposal", old):
        raise PermissionDenied(_("Chỉ đơn vị lập đề xuất mới chép được."))
    others = [one for one in _open_calls(request) if one.call.pk != old.call_id]
    choices = [(one.call, unit) for one in others for unit in one.units]
    wanted = request.POST.get("vao", "")
    if request.method == "POST":
        for call, unit in choices:
            if wanted == f"{call.pk}-{unit.pk}":
                made = drafting.copy_proposal(old, call, unit=unit, by=request.user)  # type: ignore[arg-type]
                messages.success(
                    request,
                    _("Đã chép sang %(call)s. Xem lại thời gian, kinh phí và công văn.")
                    % {"call": call.title},
                )
                return redirect("proposals:proposal-part", pk=made.pk, part=GENERAL)
        messages.error(request, _("Chọn một đợt đang mở."))
    return render(request, "proposals/copy.html", {"old": old, "choices": choices})


def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then begin a revision of an approved proposal."""
    old = _own(request, pk)
    if not request.user.has_perm("proposals.revise_proposal", old):
        raise PermissionDenied(_("Chỉ đơn vị lập đề xuất mới điều chỉnh được."))
    if old.state != ProposalState.APPROVED:
        messages.error(request, _("Chỉ điều chỉnh được đề xuất đã phê duyệt."))
        return redirect(old)
    if request.method == "POST":
        try:
            made = drafting.revise_proposal(old, by=request.user)  # type: ignore[arg-type]
        except ActionError as error:
            messages.error(request, str(error))
            return redirect(old)
        messages.success(
            request,
            _("Đã lập bản điều chỉnh. Sửa nội dung rồi nộp; bản cũ giữ hiệu lực đến khi duyệt."),
        )
        return redirect("proposals:proposal-part", pk=made.pk, part=GENERAL)
    return render(request, "proposals/revise.html", {"old": old})


def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposal as a document (Nghị định 30/2020)."""
    proposal = with_parts(_own(request, pk))
    answer = HttpResponse(proposal_pdf(proposal), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="de-xuat-{proposal.pk}.pdf"'
    return answer
