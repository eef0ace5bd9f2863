from django.contrib import admin
from django.urls import path
from reg import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("dn/", views.EnterpriseList.as_view(), name="list"),
    path("dn/unaccent/", views.EnterpriseListUnaccent.as_view(), name="list-ua"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("export/", views.export, name="export"),
]
