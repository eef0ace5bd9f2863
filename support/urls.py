"""Addresses of records, of requests, and of the pages that need no account."""

from django.urls import path

from core.ui.urls import register_urls
from support import public_views, request_views
from support.registers import AWARDS, CATALOGUE, CERTIFICATES, SUPPORTS
from support.request_register import REQUESTS

PUBLIC = "dang-ky-ho-tro/"
ONE = "de-nghi-ho-tro/<int:pk>/"

app_name = "support"
urlpatterns = [
    *register_urls("ho-tro/", SUPPORTS),
    *register_urls("chung-nhan/", CERTIFICATES),
    *register_urls("giai-thuong/", AWARDS),
    *register_urls("danh-muc/", CATALOGUE),
    *register_urls("de-nghi-ho-tro/", REQUESTS),
    path(f"{ONE}gan/", request_views.link, name="request-link"),
    path(f"{ONE}them-doanh-nghiep/", request_views.enterprise, name="request-enterprise"),
    path(f"{ONE}xoa-lien-he/", request_views.erase, name="request-erase"),
    path(PUBLIC, public_views.register_need, name="public-form"),
    path(f"{PUBLIC}da-gui/", public_views.sent, name="public-sent"),
    path(f"{PUBLIC}xac-nhan/<str:token>/", public_views.confirm, name="public-confirm"),
    path(f"{PUBLIC}theo-doi/", public_views.find, name="public-find"),
    path(f"{PUBLIC}theo-doi/<str:code>/", public_views.follow, name="public-follow"),
    path(f"{PUBLIC}theo-doi/<str:code>/rut/", public_views.withdraw, name="public-withdraw"),
]
