"""Addresses of registers (by declaration), of evidence files, jobs and the catalogue of components."""

from django.urls import URLPattern, path

from core.ui import confirming, exports, views
from core.ui.catalogue import catalogue, menu_page
from core.ui.deleted import deleted
from core.ui.desk import desk_page
from core.ui.registers import Register

app_name = "ui"
urlpatterns = [
    path("tep/<int:pk>/", views.attachment_file, name="attachment"),
    path("tep/<int:pk>/go/", views.attachment_remove, name="attachment-remove"),
    path("cong-viec/<uuid:pk>/", exports.job_page, name="job"),
    path("cong-viec/<uuid:pk>/thu-lai/", exports.job_retry, name="job-retry"),
    path("cong-viec/<uuid:pk>/tep/", exports.job_file, name="job-file"),
    path("chua-xac-nhan/", confirming.unconfirmed_list, name="unconfirmed"),
    path("chua-xac-nhan/<str:kind>/<int:pk>/", confirming.confirm, name="confirm"),
    path("chua-xac-nhan/<str:kind>/lich-su/", confirming.confirmed, name="confirmed"),
    path("da-xoa/", deleted, name="deleted"),
    path("ui/", catalogue, name="catalogue"),
    path("viec-cua-toi/", desk_page, name="desk"),
    path("danh-muc-trang/", menu_page, name="menu"),
]


def register_urls(prefix: str, register: Register) -> list[URLPattern]:
    """Addresses of a register under `prefix` ("ho-tro/")."""
    name = register.name
    found = [
        path(prefix, views.RegisterList.as_view(register=register), name=f"{name}-list"),
        path(
            f"{prefix}them/",
            views.RegisterCreate.as_view(register=register),
            name=f"{name}-create",
        ),
        path(
            f"{prefix}xlsx/", views.RegisterExport.as_view(register=register), name=f"{name}-export"
        ),
        path(
            f"{prefix}<int:pk>/",
            views.RegisterDetail.as_view(register=register),
            name=f"{name}-detail",
        ),
        *_record_urls(prefix, register),
        path(
            f"{prefix}<int:pk>/lich-su/",
            views.RegisterHistory.as_view(register=register),
            name=f"{name}-history",
        ),
    ]
    if register.has_files:
        attach = views.RegisterAttach.as_view(register=register)
        found.append(path(f"{prefix}<int:pk>/tep/", attach, name=f"{name}-attach"))
    if register.steps is not None:
        step = views.RegisterStep.as_view(register=register)
        found.append(path(f"{prefix}<int:pk>/buoc/<slug:step>/", step, name=f"{name}-step"))
    return found


def part_urls(prefix: str, register: Register) -> list[URLPattern]:
    """Addresses of rows that belong to another record and are shown on its page."""
    create = views.RegisterCreate.as_view(register=register)
    return [
        path(f"{prefix}them/<int:parent>/", create, name=f"{register.name}-create"),
        *_record_urls(prefix, register),
    ]


def _record_urls(prefix: str, register: Register) -> list[URLPattern]:
    return [
        path(
            f"{prefix}<int:pk>/sua/",
            views.RegisterForm.as_view(register=register),
            name=f"{register.name}-update",
        ),
        path(
            f"{prefix}<int:pk>/xoa/",
            views.RegisterDelete.as_view(register=register),
            name=f"{register.name}-delete",
        ),
    ]
