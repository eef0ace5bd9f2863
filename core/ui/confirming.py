"""Facts that were loaded without a document to check them against, until somebody checks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pghistory
from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rules.contrib.views import permission_required

from core.registry import Registry
from core.ui.forms import PlainForm
from core.ui.history import Trail, lines_of

SHOWN = 100


@dataclass(frozen=True)
class Unconfirmed:
    """Rows of a model with `is_confirmed`; `describe` says what is claimed."""

    model: Any
    label: str | Promise
    describe: Callable[[Any], str]
    related: tuple[str, ...] = ()

    def rows(self) -> list[Model]:
        found = self.model._default_manager.filter(is_confirmed=False)
        if self.related:
            found = found.select_related(*self.related)
        return list(found.order_by("pk")[:SHOWN])


unconfirmed: Registry[Unconfirmed] = Registry()


class ConfirmForm(PlainForm):
    document = forms.CharField(
        label=gettext_lazy("Văn bản đã đối chiếu"),
        max_length=300,
        help_text=gettext_lazy("Số, ký hiệu, ngày và cơ quan ban hành; được giữ trong lịch sử."),
        error_messages={"required": gettext_lazy("Ghi văn bản đã đối chiếu.")},
    )


@permission_required("core.confirm_facts", raise_exception=True)
def unconfirmed_list(request: HttpRequest) -> HttpResponse:
    """Every claim that waits for somebody who has the document."""
    groups = [
        (code, kind.label, [(row.pk, kind.describe(row)) for row in kind.rows()])
        for code, kind in unconfirmed.items()
    ]
    return render(request, "ui/unconfirmed.html", {"groups": groups, "shown": SHOWN})


@permission_required("core.confirm_facts", raise_exception=True)
def confirmed(request: HttpRequest, kind: str) -> HttpResponse:
    """What was changed since it was loaded: by whom, and the document it was checked against."""
    if kind not in unconfirmed:
        raise Http404
    declared = unconfirmed.get(kind)
    events = declared.model.pgh_event_model.objects
    touched = events.filter(pgh_label="update").values("pgh_obj_id")
    trail = Trail(declared.model, {"pgh_obj_id__in": touched}, str(declared.label))
    context = {
        "record": declared.label,
        "lines": lines_of([trail], user=request.user),
        "back": reverse("ui:unconfirmed"),
    }
    return render(request, "ui/register_history.html", context)


@permission_required("core.confirm_facts", raise_exception=True)
def confirm(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One claim is confirmed with the document it was checked against."""
    if kind not in unconfirmed:
        raise Http404
    declared = unconfirmed.get(kind)
    row = get_object_or_404(declared.model, pk=pk, is_confirmed=False)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with pghistory.context(reason=form.cleaned_data["document"]):
            row.is_confirmed = True
            row.save(update_fields=["is_confirmed"])
        said = declared.describe(row).rstrip(".")
        messages.success(request, _("Đã xác nhận: %(name)s.") % {"name": said})
        return redirect("ui:unconfirmed")
    context = {
        "form": form,
        "heading": declared.describe(row),
        "lead": str(declared.label),
        "kicker": _("Thông tin chưa xác nhận"),
        "back": reverse("ui:unconfirmed"),
        "act": _("Xác nhận"),
    }
    return render(request, "ui/action.html", context)
