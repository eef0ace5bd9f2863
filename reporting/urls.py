"""Addresses of progress and reports."""

from django.urls import path

from core.ui.urls import part_urls, register_urls
from core.ui.views import (
    RegisterDetail,
    RegisterExport,
    RegisterForm,
    RegisterHistory,
    RegisterList,
)
from reporting import report_views, views
from reporting.difficulty_register import DIFFICULTIES
from reporting.registers import DRAFTS, ESTIMATES, OUTLINE, SECTIONS, TYPES

# Types come with the reference data: they are edited, neither added nor deleted.
TYPE_PAGES = {
    "list": ("", RegisterList),
    "export": ("xlsx/", RegisterExport),
    "detail": ("<int:pk>/", RegisterDetail),
    "update": ("<int:pk>/sua/", RegisterForm),
    "history": ("<int:pk>/lich-su/", RegisterHistory),
}

app_name = "reporting"
urlpatterns = [
    path("", views.home, name="home"),
    path("bao-cao/", report_views.report_list, name="report-list"),
    path("bao-cao/<int:pk>/", report_views.draft_detail, name="draft-detail"),
    path("bao-cao/<int:pk>/tinh-lai/", report_views.draft_compute, name="draft-compute"),
    path("bao-cao/<int:pk>/chot/", report_views.draft_freeze, name="draft-freeze"),
    path("bao-cao/<int:pk>/sua/", RegisterForm.as_view(register=DRAFTS), name="draft-update"),
    path(
        "bao-cao/<int:pk>/lich-su/",
        RegisterHistory.as_view(register=DRAFTS),
        name="draft-history",
    ),
    *part_urls("bao-cao/muc/", SECTIONS),
    *part_urls("bao-cao/uoc/", ESTIMATES),
    *(
        path(
            f"quan-tri/loai-bao-cao/{rest}", page.as_view(register=TYPES), name=f"reporttype-{name}"
        )
        for name, (rest, page) in TYPE_PAGES.items()
    ),
    *part_urls("quan-tri/de-cuong/", OUTLINE),
    path("bao-cao/thu-lai/<uuid:job_id>/", report_views.report_retry, name="report-retry"),
    path("bao-cao/ban/<int:pk>/", report_views.version_detail, name="version-detail"),
    path("bao-cao/tep/<int:pk>/", report_views.report_file, name="report-file"),
    *register_urls("kho-khan/", DIFFICULTIES),
    path("theo-don-vi/<str:day>/", views.by_unit, name="by-unit"),
    path("nhiem-vu/<str:day>/", views.tasks, name="tasks"),
    path("chi-tieu/<str:indicator>/<str:period>/<str:day>/", views.figure, name="figure"),
    path(
        "chi-tieu/<str:indicator>/<str:period>/<str:day>/xlsx/",
        views.figure_export,
        name="figure-export",
    ),
]
