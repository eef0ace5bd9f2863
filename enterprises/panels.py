"""Sections of an enterprise's page that this app has itself."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.ui.panels import Panel, panels
from enterprises.models import Enterprise

SHOWN = 100


def years(enterprise: Enterprise, user: Any) -> Panel:
    return Panel(
        "enterprises/_years.html",
        {
            "years": list(enterprise.years.order_by("-year")),
            "enterprise": enterprise,
            "may_change": user.has_perm("enterprises.add_enterpriseyear"),
        },
        _("Lao động, doanh thu, quy mô theo năm"),
    )


def parts(enterprise: Enterprise, user: Any) -> Panel:
    """Placements, OCOP products, contact persons, and registrations that count as this one."""
    today = timezone.localdate()
    counted = Enterprise.objects.filter(counted_as=enterprise)
    seen = list(counted.visible_to(user).order_by("tax_code")[:SHOWN])
    return Panel(
        "enterprises/_parts.html",
        {
            "placements": list(
                enterprise.placements.select_related("unit__parent").order_by("valid_from")
            ),
            "ocop": [(product, product.is_in_force_on(today)) for product in enterprise.ocop.all()],
            "contacts": list(enterprise.contacts.visible_to(user)),
            "may_see_contacts": user.has_perm("enterprises.view_contactperson"),
            "counted": seen,
            "has_others": not user.sees_the_province
            and counted.exclude(pk__in=counted.visible_to(user)).exists(),
            "enterprise": enterprise,
            "may_change": user.has_perm("enterprises.add_placement"),
        },
    )


panels.register(Enterprise, "years", years, order=50)
panels.register(Enterprise, "parts", parts, order=60)
