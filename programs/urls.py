"""Addresses of plans."""

from django.urls import path

from programs import views

app_name = "programs"
urlpatterns = [path("ke-hoach/<slug:slug>/", views.plan_document, name="plan-document")]
