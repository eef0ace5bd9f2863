"""Jobs of this app."""

from core import jobs
from reporting.actions import FREEZE, freeze_report

jobs.job(FREEZE)(freeze_report)
