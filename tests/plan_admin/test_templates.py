"""Every template of ours compiles: components have strict arguments, so this finds misuse."""

import pytest
from django.template.loader import get_template

from plan_admin.env import BASE_DIR

TEMPLATES = BASE_DIR / "templates"
NAMES = sorted(file.relative_to(TEMPLATES).as_posix() for file in TEMPLATES.rglob("*.*"))


@pytest.mark.parametrize("name", NAMES)
def test_template_compiles(name: str) -> None:
    assert get_template(name)
