"""Named moments: nothing happens there unless a folder names them."""

import subprocess
import sys
from pathlib import Path

from core.points import reach

PROGRAM = """
import sys
from pathlib import Path
from django.conf import settings
settings.configure(FAULT_POINTS=Path(sys.argv[1]))
from core.points import reach
reach("other")
print("alive", flush=True)
reach("here")
print("dead", flush=True)
"""


def run(folder: Path) -> tuple[int, list[str]]:
    command = [sys.executable, "-c", PROGRAM, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.split()


def test_a_process_dies_once_at_a_moment_that_is_named(tmp_path):
    (tmp_path / "here").touch()
    assert run(tmp_path) == (-9, ["alive"])
    assert list(tmp_path.iterdir()) == []
    assert run(tmp_path) == (0, ["alive", "dead"])


def test_nothing_happens_without_a_folder(settings):
    assert settings.FAULT_POINTS is None
    assert reach("here") is None
