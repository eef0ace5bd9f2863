"""`manage.py seed_demo [--enterprises N] [--seed S]`: fictional records, one account per role."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pghistory
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from agencies.models import User
from enterprises.models import Enterprise
from proposals.models import Proposal
from reporting.demo.accounts import account_table, make_accounts
from reporting.demo.difficulties import make_difficulties
from reporting.demo.proposals import make_proposals
from reporting.demo.records import make_records
from reporting.demo.requests import make_requests
from reporting.models import Difficulty
from support.models import SupportRequest


class Command(BaseCommand):
    help = "Nạp dữ liệu minh họa (hư cấu, có đánh dấu) và tài khoản mẫu cho từng vai trò."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--enterprises", type=int, default=120)
        parser.add_argument("--seed", type=int, default=224)

    def handle(self, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            msg = "Máy chủ thật không nhận dữ liệu minh họa."
            raise CommandError(msg)
        with transaction.atomic(), pghistory.context(command="seed_demo"):
            if not Enterprise.objects.exists():
                make_records(options["enterprises"], options["seed"])
            if not User.objects.exists():
                make_accounts()
            if not Difficulty.objects.exists():
                make_difficulties()
            if not SupportRequest.objects.exists():
                make_requests()
            if not Proposal.objects.exists():
                make_proposals()
        file = Path(settings.DEMO_ACCOUNTS_FILE)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(account_table(), encoding="utf-8")
        if options["verbosity"]:
            self.stdout.write(account_table())
