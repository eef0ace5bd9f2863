"""Addresses of progress and reports."""

from django.urls import path

from reporting import views

app_name = "reporting"
urlpatterns = [
    path("", views.home, name="home"),
    path("chi-tieu/<str:indicator>/<str:period>/<str:day>/", views.figure, name="figure"),
    path(
        "chi-tieu/<str:indicator>/<str:period>/<str:day>/xlsx/",
        views.figure_export,
        name="figure-export",
    ),
]
