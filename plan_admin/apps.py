"""Wiring of the project; holds no models."""

from django.apps import AppConfig


class PlanAdminConfig(AppConfig):
    """The project itself, an app only so that its commands are found."""

    name = "plan_admin"
