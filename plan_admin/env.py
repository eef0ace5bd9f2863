"""The only place that reads environment variables (all listed in `.env.example`)."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()
VAR_DIR = Path(env.str("PLAN_VAR", default=str(BASE_DIR / "var"))).resolve()
