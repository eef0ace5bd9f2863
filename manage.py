#!/usr/bin/env python
"""Command line of the project; starts the embedded engines for commands that need them."""

import os
import sys

from django.core.management import execute_from_command_line

from plan_admin.env import needs_engines

WITHOUT_DATABASE = {"help", "version", "--help", "--version", "check", "collectstatic"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plan_admin.settings.dev")
    asks_for_help = len(sys.argv) < 2 or "--help" in sys.argv or sys.argv[1] in WITHOUT_DATABASE  # noqa: PLR2004
    if not asks_for_help and needs_engines():
        from plan_admin.engines import hold  # noqa: PLC0415 - slow import, not always needed

        hold()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
