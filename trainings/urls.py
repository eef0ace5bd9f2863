"""Addresses of classes."""

from core.ui.urls import register_urls
from trainings.registers import CLASSES

app_name = "trainings"
urlpatterns = register_urls("dao-tao/", CLASSES)
