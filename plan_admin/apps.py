"""Wiring of the project; holds no models."""

from importlib import import_module

from django.apps import AppConfig

from core.registry import discover


class PlanAdminConfig(AppConfig):
    """Listed last: by then every model is loaded, and apps may contribute to each other."""

    name = "plan_admin"

    def ready(self) -> None:
        import_module("plan_admin.celery")  # the default application, before any task
        discover()
