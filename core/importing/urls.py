"""Addresses of imports."""

from django.urls import path

from core.importing import views

app_name = "importing"
urlpatterns = [
    path("nhap-excel/", views.batch_list, name="batch-list"),
    path("nhap-excel/mau/", views.template, name="template"),
    path("nhap-excel/<int:pk>/", views.batch_detail, name="batch"),
    path("nhap-excel/<int:pk>/luu/", views.batch_confirm, name="batch-confirm"),
    path("nhap-excel/<int:pk>/huy/", views.batch_cancel, name="batch-cancel"),
    path("nhap-excel/<int:pk>/thu-lai/", views.batch_retry, name="batch-retry"),
    path("nhap-excel/<int:pk>/bi-tu-choi/", views.batch_rejected, name="batch-rejected"),
    path("nhap-excel/<int:pk>/tung-dong/", views.batch_findings, name="batch-findings"),
]
