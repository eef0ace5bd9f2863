"""Every address of the application."""

from django.urls import URLPattern, URLResolver, include, path

from plan_admin.health import health
from plan_admin.metrics import metrics

handler500 = "plan_admin.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("suc-khoe/", health, name="health"),
    path("chi-so-may/", metrics, name="metrics"),
    path("tai-khoan/", include("plan_admin.account_urls")),
    path("", include("core.importing.urls")),
    path("", include("core.ui.urls")),
    path("", include("enterprises.urls")),
    path("", include("support.urls")),
    path("", include("trainings.urls")),
    path("", include("notices.urls")),
    path("", include("agencies.urls")),
    path("", include("programs.urls")),
    path("", include("proposals.urls")),
    path("", include("reporting.urls")),
]
