"""Addresses of plans."""

from django.urls import path

from programs import views

app_name = "programs"
urlpatterns = [
    path("ke-hoach/", views.current, name="current-plan"),
    path("ke-hoach/chi-tieu/<int:pk>/xac-nhan/", views.target_confirm, name="target-confirm"),
    path("ke-hoach/chi-tieu/<int:pk>/lich-su/", views.target_history, name="target-history"),
    path("ke-hoach/<slug:slug>/", views.plan_document, name="plan-document"),
]
