"""Pass the open duties of a unit that ended: what would pass, then the act."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rules.contrib.views import permission_required

from agencies.handing_over import hand_over_duties, has_ended, mark_of, open_duties
from agencies.models import Unit, UnitSuccession, User
from agencies.unit_forms import HandoverForm
from core.errors import ActionError
from core.ui.registers import address_of


@permission_required("agencies.hand_over_duties", raise_exception=True)
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """The page lists every duty; nothing passes that was not on it."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)  # type: ignore[arg-type]
    if not has_ended(unit):
        raise Http404
    form = HandoverForm(request.POST or None, unit=unit, initial={"successor": _heir_of(unit)})
    if request.method == "POST" and form.is_valid():
        try:
            act = hand_over_duties(
                unit,
                successor=form.cleaned_data["successor"],
                basis=form.cleaned_data["basis"],
                seen=form.cleaned_data["seen"],
                by=cast("User", request.user),
            )
        except ActionError as error:
            form.add_error(error.field, str(error))
        else:
            count = len(act.duties)
            words = ngettext(
                "Đã chuyển %(count)d việc cho %(name)s.",
                "Đã chuyển %(count)d việc cho %(name)s.",
                count,
            )
            messages.success(request, words % {"count": count, "name": act.successor.name})
            return redirect(unit)
    found = open_duties(unit)
    if form.is_bound:
        form.data = {**form.data.dict(), "seen": mark_of(found)}  # type: ignore[attr-defined]
    else:
        form.initial["seen"] = mark_of(found)
    context = {
        "form": form,
        "unit": unit,
        "rows": [(duty.label, str(duty.record), address_of(duty.record)) for duty in found],
        "heading": _("Chuyển việc đang mở của %(unit)s") % {"unit": unit.name},
        "lead": _("Hồ sơ giữ tên đơn vị cũ; người của đơn vị nhận xem được và làm tiếp."),
        "kicker": unit.name,
        "back": unit.get_absolute_url(),
        "act": _("Chuyển việc"),
    }
    return render(request, "agencies/unit_handover.html", context)


def _heir_of(unit: Unit) -> int | None:
    """The only unit that continued it, to begin with."""
    heirs = UnitSuccession.objects.filter(source=unit, target__isnull=False)
    found = list(heirs.values_list("target", flat=True)[:2])
    return found[0] if len(found) == 1 else None
