"""What invitations have beyond the generic pages: send again, withdraw, accept."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from rules.contrib.views import permission_required

from agencies.invitation_forms import AcceptForm
from agencies.inviting import (
    InvitationClosed,
    accept_invitation,
    invitation_of,
    resend_invitation,
    withdraw_invitation,
)
from agencies.models import AccountClosing, Invitation
from core.errors import ActionError
from core.ui.forms import PlainForm

SHOWN = 200


@permission_required("agencies.change_invitation", raise_exception=True)
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then send a new link."""
    return _ask(
        request,
        pk,
        resend_invitation,
        heading=_("Gửi lại lời mời"),
        lead=_("Thư có đường dẫn mới, dùng trong 7 ngày; đường dẫn cũ không còn dùng được."),
        act=_("Gửi lại"),
        done=_("Lời mời được gửi lại."),
    )


@permission_required("agencies.change_invitation", raise_exception=True)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then close the link."""
    return _ask(
        request,
        pk,
        withdraw_invitation,
        heading=_("Thu hồi lời mời"),
        lead=_("Đường dẫn đã gửi không còn dùng được."),
        act=_("Thu hồi"),
        done=_("Đã thu hồi lời mời."),
    )


def _ask(
    request: HttpRequest,
    pk: int,
    action: Callable[[Invitation], None],
    *,
    heading: str,
    lead: str,
    act: str,
    done: str,
) -> HttpResponse:
    found = Invitation.objects.visible_to(request.user)  # type: ignore[arg-type]
    invitation = get_object_or_404(found, pk=pk)
    if request.method == "POST":
        try:
            action(invitation)
        except ActionError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, done)
        return redirect(invitation)
    context = {
        "form": PlainForm(),
        "heading": heading,
        "lead": lead,
        "kicker": str(invitation),
        "back": invitation.get_absolute_url(),
        "act": act,
    }
    return render(request, "ui/action.html", context)


@never_cache
@login_not_required
@sensitive_post_parameters()
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the link sets the password of their own account, once."""
    try:
        invitation = invitation_of(token)
        form = AcceptForm(request.POST or None, invitation=invitation)
        if request.method == "POST" and form.is_valid():
            accept_invitation(token, password=form.cleaned_data["password1"])
            messages.success(request, _("Đã tạo tài khoản. Đăng nhập bằng mật khẩu vừa đặt."))
            return redirect("account_login")
    except InvitationClosed as error:
        closed = {"reason": str(error)}
        return render(request, "agencies/invitation_closed.html", closed, status=404)
    context = {"form": form, "invitation": invitation}
    return render(request, "agencies/invitation_accept.html", context)


@permission_required("agencies.view_accountclosing", raise_exception=True)
def closing_list(request: HttpRequest) -> HttpResponse:
    """Accounts whose units have all ended: which close when, which are closed."""
    found = AccountClosing.objects.visible_to(request.user).select_related("user")  # type: ignore[arg-type]
    context = {
        "planned": list(found.filter(closed_on=None)[:SHOWN]),
        "closed": list(found.exclude(closed_on=None).order_by("-closed_on", "-pk")[:SHOWN]),
        "shown": SHOWN,
    }
    return render(request, "agencies/closing_list.html", context)
