"""Addresses of notices."""

from django.urls import path

from core.ui.views import RegisterExport, RegisterList
from notices import views
from notices.registers import LOG

app_name = "notices"
urlpatterns = [
    path("thong-bao/", views.notice_list, name="inbox"),
    path("thong-bao/da-doc/", views.all_read, name="inbox-read"),
    path("thong-bao/cach-nhan/", views.preference, name="preference"),
    path("thong-bao/<int:pk>/", views.notice_open, name="inbox-open"),
    path("quan-tri/thu/", RegisterList.as_view(register=LOG), name="notice-list"),
    path("quan-tri/thu/xlsx/", RegisterExport.as_view(register=LOG), name="notice-export"),
    path("quan-tri/thu/<int:pk>/", views.notice_detail, name="notice-detail"),
    path("quan-tri/thu/<int:pk>/gui-lai/", views.notice_again, name="notice-again"),
    path("quan-tri/mau-thong-bao/", views.wording_list, name="wording-list"),
    path("quan-tri/mau-thong-bao/<str:kind>/", views.wording_update, name="wording-update"),
    path("quan-tri/mau-thong-bao/<str:kind>/goc/", views.wording_reset, name="wording-reset"),
]
