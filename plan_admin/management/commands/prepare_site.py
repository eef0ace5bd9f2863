"""Bring a running copy up to date: tables, reference data, plan, demo data, static files."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = "Cập nhật bảng dữ liệu, danh mục, kế hoạch và tệp tĩnh; làm lại không hại gì."

    def handle(self, **_options: Any) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0)
        call_command("load_reference", verbosity=0)
        for plan in settings.PLAN_FIXTURES:
            call_command("loaddata", plan, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
