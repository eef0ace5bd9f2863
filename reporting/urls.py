"""Addresses of progress and reports."""

from django.urls import path

from reporting import report_views, views

app_name = "reporting"
urlpatterns = [
    path("", views.home, name="home"),
    path("bao-cao/", report_views.report_list, name="report-list"),
    path("bao-cao/thu-lai/<uuid:job_id>/", report_views.report_retry, name="report-retry"),
    path("bao-cao/tep/<int:pk>/", report_views.report_file, name="report-file"),
    path("chi-tieu/<str:indicator>/<str:period>/<str:day>/", views.figure, name="figure"),
    path(
        "chi-tieu/<str:indicator>/<str:period>/<str:day>/xlsx/",
        views.figure_export,
        name="figure-export",
    ),
]
