"""`make upgrade [ROWS=1000000]`: on a database of its own, on the embedded engines.

Where `UPGRADE_DATABASE_URL` names a copy of a loaded database, its rows are used as they are.
"""

import os
import shutil
import sys
from pathlib import Path

import django

folder = Path(
    os.environ.get("CHAOS_VAR") or Path(__file__).resolve().parent.parent.parent / "var/upgrade"
)
os.environ["PLAN_VAR"] = str(folder.resolve())
os.environ["DJANGO_SETTINGS_MODULE"] = "plan_admin.settings.dev"
os.environ.pop("REDIS_URL", None)
os.environ["DATABASE_URL"] = os.environ.get("UPGRADE_DATABASE_URL", "")
LONGEST_WAIT = "2s"
ROWS = int(os.environ.get("ROWS") or 1_000_000)

if __name__ == "__main__":
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    from plan_admin.engines import hold

    hold()
    django.setup()
    from django.core.management import call_command

    from chaos.upgrade.rehearsal import rehearse  # its models want the applications loaded

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    found = rehearse(ROWS, longest_wait=LONGEST_WAIT)
    print(
        f"{found.rows} enterprises: migrate took {found.migrate_seconds:.1f} s; the old release did"
        f" {found.acts} things meanwhile, the longest in {found.longest_act_seconds:.2f} s;"
        f" {len(found.errors)} errors"
    )
    print(*found.errors, sep="\n")
    sys.exit(1 if found.errors else 0)
