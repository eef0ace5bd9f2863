"""Records that were deleted: what they said last, who deleted them, when and why."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from rules.contrib.views import permission_required

from core.ui.history import MOST, Trail, lines_of
from core.ui.registers import Register, registers

KIND = "loai"
MOST_DIGITS = 18  # of a primary key


@permission_required("core.view_deleted", raise_exception=True)
def deleted(request: HttpRequest) -> HttpResponse:
    """One kind at a time; an address may narrow it to records of one record (`enterprise=12`)."""
    offered = [register for register in registers if register.may(request.user, "delete")]
    asked = request.GET.get(KIND, "")
    chosen = next((r for r in offered if r.name == asked), offered[0])
    trail = Trail(chosen.model, {"pgh_label": "delete", **_owner(chosen, request.GET)})
    context = {
        "kinds": [
            (r.model._meta.verbose_name, address_of_deleted(r), r == chosen) for r in offered
        ],
        "lines": lines_of([trail], user=request.user),
        "most": MOST,
    }
    return render(request, "ui/deleted.html", context)


def _owner(register: Register, query: QueryDict) -> dict[str, int]:
    names = {f.name for f in register.model._meta.concrete_fields if f.is_relation}
    return {
        name: int(value)
        for name in names
        if (value := query.get(name, "")).isdecimal() and len(value) <= MOST_DIGITS
    }


def address_of_deleted(register: Register, owner: str = "") -> str:
    return f"{reverse('ui:deleted')}?{KIND}={register.name}{owner}"


def deleted_of(record: Any, user: Any) -> list[tuple[str, str]]:
    """(kind, address) of what hung on the record and has a register of its own."""
    found = []
    for register in registers:
        if register.parent or not register.may(user, "delete"):
            continue
        for field in register.model._meta.concrete_fields:
            if field.related_model is type(record) is not register.model:
                owner = f"&{field.name}={record.pk}"
                name = str(register.model._meta.verbose_name)
                found.append((name, address_of_deleted(register, owner)))
    return found
