"""What the register has beyond its generic pages: suggestions of enterprises."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from rules.contrib.views import permission_required

from enterprises.fields import OFFERED, find_enterprises, label_of, led_on
from enterprises.models import Enterprise


@permission_required("enterprises.change_enterprise", raise_exception=True)
def suggest(request: HttpRequest) -> HttpResponse:
    """Options for a box in which an enterprise is chosen."""
    text = next((str(value) for value in request.GET.values() if value), "")
    among = Enterprise.objects.visible_to(request.user)  # type: ignore[arg-type]
    found = [label_of(e) for e in led_on(find_enterprises(text, among)[:OFFERED], among)]
    return render(request, "enterprises/_suggestions.html", {"labels": found})
