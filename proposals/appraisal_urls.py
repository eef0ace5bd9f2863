"""Addresses of appraisal: reviewers, points, ranking, minutes, criteria."""

from django.urls import path

from core.ui.views import (
    RegisterCreate,
    RegisterDetail,
    RegisterExport,
    RegisterForm,
    RegisterHistory,
    RegisterList,
)
from proposals import appraisal_views, minutes_views, ranking_views
from proposals.criterion_register import CRITERIA

# A criterion ends on a day; points were given under it, so it is not deleted.
CRITERION_PAGES = {
    "list": ("", RegisterList),
    "create": ("them/", RegisterCreate),
    "export": ("xlsx/", RegisterExport),
    "detail": ("<int:pk>/", RegisterDetail),
    "update": ("<int:pk>/sua/", RegisterForm),
    "history": ("<int:pk>/lich-su/", RegisterHistory),
}

appraisal_patterns = [
    path("de-xuat/cho-toi-cham/", appraisal_views.review_list, name="review-list"),
    path("de-xuat/<int:pk>/phieu-cham/", appraisal_views.review, name="review"),
    path("de-xuat/<int:pk>/giao-tham-dinh/", appraisal_views.assign, name="review-assign"),
    path("de-xuat/giao-tham-dinh/", appraisal_views.assign_many, name="review-assign-many"),
    path(
        "de-xuat/phieu-cham/<int:pk>/thoi-giao/", appraisal_views.withdraw, name="review-withdraw"
    ),
    path("de-xuat/dot/<int:pk>/xep-hang/", ranking_views.ranking, name="ranking"),
    path(
        "de-xuat/dot/<int:pk>/xep-hang/xlsx/", ranking_views.ranking_export, name="ranking-export"
    ),
    path("de-xuat/dot/<int:pk>/bien-ban/", minutes_views.minutes, name="minutes"),
    path(
        "de-xuat/bien-ban/<uuid:pk>/<slug:kind>/", minutes_views.minutes_file, name="minutes-file"
    ),
    *(
        path(f"quan-tri/tieu-chi/{rest}", page.as_view(register=CRITERIA), name=f"criterion-{name}")
        for name, (rest, page) in CRITERION_PAGES.items()
    ),
]
