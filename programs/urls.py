"""Addresses of plans."""

from django.urls import path

from core.ui.urls import part_urls, register_urls
from core.ui.views import (
    RegisterAttach,
    RegisterDetail,
    RegisterExport,
    RegisterHistory,
    RegisterList,
    RegisterStep,
)
from programs import views, work_views
from programs.registers import CONTRIBUTIONS, MILESTONES, NOTES, WORK_ITEMS

# Notes are written on the page of their work; each has a page of its own beside.
NOTE_PAGES = {
    "list": ("", RegisterList),
    "export": ("xlsx/", RegisterExport),
    "detail": ("<int:pk>/", RegisterDetail),
    "history": ("<int:pk>/lich-su/", RegisterHistory),
    "attach": ("<int:pk>/tep/", RegisterAttach),
    "step": ("<int:pk>/buoc/<slug:step>/", RegisterStep),
}

app_name = "programs"
urlpatterns = [
    path("ke-hoach/", views.current, name="current-plan"),
    path("ke-hoach/chi-tieu/<int:pk>/xac-nhan/", views.target_confirm, name="target-confirm"),
    path("ke-hoach/chi-tieu/<int:pk>/lich-su/", views.target_history, name="target-history"),
    path("ke-hoach/<slug:slug>/", views.plan_document, name="plan-document"),
    *register_urls("cong-viec-nam/", WORK_ITEMS),
    path("cong-viec-nam/lich/", work_views.year_plan_page, name="year-plan"),
    path("cong-viec-nam/<int:pk>/danh-gia/", work_views.work_verdict, name="work-verdict"),
    *part_urls("cong-viec-nam/dong-gop/", CONTRIBUTIONS),
    *part_urls("cong-viec-nam/moc/", MILESTONES),
    *part_urls("cong-viec-nam/tien-do/", NOTES),
    *(
        path(f"cong-viec-nam/tien-do/{rest}", page.as_view(register=NOTES), name=f"note-{name}")
        for name, (rest, page) in NOTE_PAGES.items()
    ),
]
