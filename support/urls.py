"""Addresses of records."""

from core.ui.urls import register_urls
from support.registers import AWARDS, CATALOGUE, CERTIFICATES, SUPPORTS

app_name = "support"
urlpatterns = [
    *register_urls("ho-tro/", SUPPORTS),
    *register_urls("chung-nhan/", CERTIFICATES),
    *register_urls("giai-thuong/", AWARDS),
    *register_urls("danh-muc/", CATALOGUE),
]
