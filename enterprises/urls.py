"""Addresses of the register."""

from django.urls import path

from core.ui.urls import part_urls, register_urls
from core.ui.views import (
    RegisterDetail,
    RegisterExport,
    RegisterHistory,
    RegisterList,
    RegisterStep,
)
from enterprises import merge_views, views
from enterprises.merge_registers import DUPLICATES, MERGES
from enterprises.registers import CONTACTS, ENTERPRISES, OCOP, PLACEMENTS, YEARS

# Pairs are found and merges are made: neither is added, edited or deleted.
PAGES = {
    "list": ("", RegisterList),
    "export": ("xlsx/", RegisterExport),
    "detail": ("<int:pk>/", RegisterDetail),
    "history": ("<int:pk>/lich-su/", RegisterHistory),
}

app_name = "enterprises"
urlpatterns = [
    path("doanh-nghiep/goi-y/", views.suggest, name="enterprise-suggest"),
    path("doanh-nghiep/<int:pk>/nhap-vao/", merge_views.choose, name="enterprise-merge"),
    path(
        "doanh-nghiep/<int:pk>/nhap-vao/<int:target>/",
        merge_views.compare,
        name="enterprise-compare",
    ),
    path("doanh-nghiep/<int:pk>/tach/", merge_views.separate, name="enterprise-separate"),
    *(
        path(f"{prefix}{rest}", page.as_view(register=declared), name=f"{declared.name}-{name}")
        for prefix, declared in (("ho-so-trung/", DUPLICATES), ("lan-gop/", MERGES))
        for name, (rest, page) in PAGES.items()
    ),
    path(
        "ho-so-trung/<int:pk>/buoc/<slug:step>/",
        RegisterStep.as_view(register=DUPLICATES),
        name="duplicate-step",
    ),
    path("lan-gop/<int:pk>/gop/", merge_views.confirm, name="merge-confirm"),
    path("lan-gop/<int:pk>/hoan-tac/", merge_views.take_back, name="merge-undo"),
    path("lan-gop/<int:pk>/huy/", merge_views.cancel, name="merge-cancel"),
    path("lan-gop/<int:pk>/thoi/", merge_views.give_up, name="merge-giveup"),
    path("lan-gop/<int:pk>/thu-lai/", merge_views.retry, name="merge-retry"),
    *register_urls("doanh-nghiep/", ENTERPRISES),
    *part_urls("doanh-nghiep/so-lieu/", YEARS),
    *part_urls("doanh-nghiep/tru-so/", PLACEMENTS),
    *part_urls("doanh-nghiep/ocop/", OCOP),
    *part_urls("doanh-nghiep/lien-he/", CONTACTS),
]
