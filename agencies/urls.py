"""Addresses of accounts, invitations and units."""

from django.urls import path

from agencies import invitation_views, unit_views, views
from agencies.invitation_register import INVITATIONS
from agencies.registers import ACCOUNTS, ASSIGNMENTS
from agencies.unit_register import UNITS
from core.ui.urls import part_urls, register_urls
from core.ui.views import RegisterDetail, RegisterExport, RegisterHistory, RegisterList

UNIT_PAGES = {
    "list": ("", RegisterList),
    "export": ("xlsx/", RegisterExport),
    "detail": ("<int:pk>/", RegisterDetail),
    "history": ("<int:pk>/lich-su/", RegisterHistory),
}

app_name = "agencies"
urlpatterns = [
    path("quan-tri/tai-khoan/<int:pk>/mat-khau/", views.send_password_link, name="user-password"),
    *register_urls("quan-tri/tai-khoan/", ACCOUNTS),
    *part_urls("quan-tri/vai-tro/", ASSIGNMENTS),
    path("quan-tri/het-don-vi/", invitation_views.closing_list, name="closing-list"),
    path("quan-tri/loi-moi/<int:pk>/gui-lai/", invitation_views.resend, name="invitation-resend"),
    path(
        "quan-tri/loi-moi/<int:pk>/thu-hoi/", invitation_views.withdraw, name="invitation-withdraw"
    ),
    *register_urls("quan-tri/loi-moi/", INVITATIONS),
    path("loi-moi/<str:token>/", invitation_views.accept, name="invitation-accept"),
    *(
        path(f"don-vi/{rest}", page.as_view(register=UNITS), name=f"unit-{name}")
        for name, (rest, page) in UNIT_PAGES.items()
    ),
    path("don-vi/<int:pk>/chuyen-viec/", unit_views.hand_over, name="unit-handover"),
]
