"""Addresses of the register."""

from django.urls import path

from core.ui.urls import part_urls, register_urls
from enterprises import views
from enterprises.registers import CONTACTS, ENTERPRISES, OCOP, PLACEMENTS, YEARS

app_name = "enterprises"
urlpatterns = [
    path("doanh-nghiep/goi-y/", views.suggest, name="enterprise-suggest"),
    path("doanh-nghiep/<int:pk>/nhap-vao/", views.merge, name="enterprise-merge"),
    path("doanh-nghiep/<int:pk>/tach/", views.separate, name="enterprise-separate"),
    *register_urls("doanh-nghiep/", ENTERPRISES),
    *part_urls("doanh-nghiep/so-lieu/", YEARS),
    *part_urls("doanh-nghiep/tru-so/", PLACEMENTS),
    *part_urls("doanh-nghiep/ocop/", OCOP),
    *part_urls("doanh-nghiep/lien-he/", CONTACTS),
]
