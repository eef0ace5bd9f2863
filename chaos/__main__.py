"""`make chaos [CHAOS=200] [MINUTES=10] [SEED=n]`: a site of its own, on the embedded engines."""

import os
import shutil
import sys
from pathlib import Path

import django

folder = Path(os.environ.get("CHAOS_VAR") or Path(__file__).resolve().parent.parent / "var/chaos")
os.environ["PLAN_VAR"] = str(folder.resolve())
os.environ["DJANGO_SETTINGS_MODULE"] = "plan_admin.settings.dev"
os.environ.pop("DATABASE_URL", None)
os.environ.pop("REDIS_URL", None)

if __name__ == "__main__":
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    django.setup()
    from chaos.run import main  # its models want the applications loaded

    sys.exit(main())
