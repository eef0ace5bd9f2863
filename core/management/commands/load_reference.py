"""`manage.py load_reference`: units, successions, groups, catalogue, size thresholds."""

from typing import Any

import pghistory
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from core.reference import load_all


class Command(BaseCommand):
    help = _("Nạp danh mục dùng chung từ fixtures/reference; làm lại không đổi gì.")

    def handle(self, **options: Any) -> None:
        with pghistory.context(command="load_reference"):
            added = load_all()
        if options["verbosity"]:
            for name, count in added.items():
                self.stdout.write(f"{name}: +{count}")
