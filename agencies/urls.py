"""Addresses of accounts."""

from django.urls import path

from agencies import views
from agencies.registers import ACCOUNTS, ASSIGNMENTS
from core.ui.urls import part_urls, register_urls

app_name = "agencies"
urlpatterns = [
    path("quan-tri/tai-khoan/<int:pk>/mat-khau/", views.send_password_link, name="user-password"),
    *register_urls("quan-tri/tai-khoan/", ACCOUNTS),
    *part_urls("quan-tri/vai-tro/", ASSIGNMENTS),
]
