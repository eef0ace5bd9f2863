"""Reasons of apps above against deleting a record: "it counts in an issued report"."""

from collections.abc import Callable

from django.db import models

from core.registry import Registry

# A guard gives the reason in Vietnamese, or "" where it has nothing against it.
Guard = Callable[[models.Model], str]
guards: Registry[Guard] = Registry()


def reason_to_keep(record: models.Model) -> str:
    """The first reason, or "" where the record may go."""
    return next((reason for guard in guards if (reason := guard(record))), "")
