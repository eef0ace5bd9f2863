"""What a revision changes, side by side."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from proposals.difference import differences
from proposals.registers import PROPOSALS


def difference(request: HttpRequest, pk: int) -> HttpResponse:
    """The revision beside the proposal it revises; both must be the person's to see."""
    new = get_object_or_404(PROPOSALS.one_of(request.user), pk=pk)
    if new.revises_id is None:
        raise Http404
    old = get_object_or_404(PROPOSALS.one_of(request.user), pk=new.revises_id)
    context = {"old": old, "new": new, "rows": differences(old, new)}
    return render(request, "proposals/difference.html", context)
