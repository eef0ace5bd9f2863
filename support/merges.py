"""What a merge of two enterprises does with their records."""

from collections.abc import Callable

from django.urls import reverse

from enterprises.merging.relations import moves
from support.models import Award, Certificate, Support, SupportRequest


def _list(name: str) -> Callable[[int], str]:
    return lambda enterprise: f"{reverse(name)}?dn={enterprise}"


STAMPED = ("unit_id",)

moves(
    Support,
    key=("item", "started_on"),
    stamped=STAMPED,
    rows_url=_list("support:support-list"),
)
moves(Certificate, key=("number",), stamped=STAMPED, rows_url=_list("support:certificate-list"))
moves(Award, key=("year", "folded"), stamped=STAMPED, rows_url=_list("support:award-list"))
moves(SupportRequest, rows_url=_list("support:request-list"))
