"""Every address of the application."""

from django.urls import URLPattern, URLResolver, include, path

from plan_admin.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("suc-khoe/", health, name="health"),
    path("tai-khoan/", include("allauth.account.urls")),
]
