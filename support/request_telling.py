"""Who is told of a request, and when; the words stand in `support.letters`."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from agencies.choices import Role
from agencies.queries import holding, officers_of
from core.transitions import Transition
from notices.actions import notify, write_letter
from support.models import PublicForm, SupportRequest

TOLD = frozenset({"accept", "wait", "answer"})


def ask_to_confirm(form: PublicForm) -> None:
    hours = int(settings.PUBLIC_FORM_LIFE.total_seconds() // 3600)
    address = form.content["contact_email"]
    write_letter("support.confirm_form", address=address, about=form, values={"hours": hours})


def give_tracking_code(request: SupportRequest) -> None:
    write_letter("support.tracking_code", address=request.contact_email, about=request)


def tell_of_arrival(request: SupportRequest, *, by: Any = None) -> None:
    """The department; not who entered it."""
    people = [person for person in holding(Role.STAFF) if person != by]
    notify("support.request_arrived", to=people, about=request, values=_named(request))


def tell_of_decision(request: SupportRequest, step: Transition, by: Any) -> None:
    """The enterprise that asked by itself, or the unit that registered its need."""
    if step.name not in TOLD:
        return
    state = str(request.get_state_display())
    if request.is_public and request.contact_email:
        to = request.contact_email
        write_letter("support.request_answered", address=to, about=request, values={"state": state})
    elif request.unit is not None:
        people = [person for person in officers_of([request.unit.pk]) if person != by]
        values = {**_named(request), "state": state}
        notify("support.request_decided", to=people, about=request, values=values)


def _named(request: SupportRequest) -> dict[str, str]:
    return {
        "enterprise": request.name,
        "item": request.item.name if request.item else _("chưa rõ"),
        "source": request.unit.name if request.unit else str(request.get_source_display()),
    }
