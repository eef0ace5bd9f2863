"""Jobs of this app."""

from core import jobs
from proposals.minutes_jobs import MINUTES, write_minutes

jobs.job(MINUTES)(write_minutes)
