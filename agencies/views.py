"""What accounts have beyond the generic pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from rules.contrib.views import permission_required

from agencies.models import User
from agencies.password_letters import ask_for_password
from core.ui.forms import PlainForm


@permission_required("agencies.change_user", raise_exception=True)
def send_password_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the link by which the person sets a password; nobody else ever knows it."""
    account = get_object_or_404(User.objects.visible_to(request.user), pk=pk, is_active=True)
    if request.method == "POST":
        ask_for_password(account)
        words = _("Liên kết đặt mật khẩu được gửi đến %(email)s.")
        messages.success(request, words % {"email": account.email})
        return redirect("agencies:user-detail", pk=pk)
    context = {
        "form": PlainForm(),
        "heading": _("Gửi liên kết đặt mật khẩu cho %(name)s") % {"name": account},
        "lead": _("Thư gửi đến %(email)s; chỉ người nhận đặt và biết mật khẩu.")
        % {"email": account.email},
        "kicker": str(account),
        "back": reverse("agencies:user-detail", kwargs={"pk": pk}),
        "act": _("Gửi liên kết"),
    }
    return render(request, "ui/action.html", context)
