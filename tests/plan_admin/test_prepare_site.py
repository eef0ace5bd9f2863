"""`prepare_site` on a database of its own, as `make run` calls it."""

from pathlib import Path

import pytest
from django.core.management import call_command

from agencies.models import UnitLineage
from plan_admin.management.commands import prepare_site
from programs.models import Plan, Target


@pytest.fixture
def folder(tmp_path: Path, settings, monkeypatch) -> Path:
    settings.STATIC_ROOT = tmp_path / "static"
    monkeypatch.setattr(prepare_site, "VAR_DIR", tmp_path)
    return tmp_path


def test_amendments_survive_a_second_start(transactional_db, folder):
    call_command("prepare_site")
    assert (folder / "static").is_dir()
    target = Target.objects.get(stage__first_year=2026, indicator="support.enterprises")
    target.value, target.is_confirmed, target.approving_document = 25, True, "1/KH-UBND"
    target.save()

    (folder / "prepared-data").write_text("from an older release")
    call_command("prepare_site")
    target.refresh_from_db()
    assert (target.value, target.is_confirmed) == (25, True)


def test_an_unchanged_site_is_left_alone(transactional_db, folder):
    call_command("prepare_site")
    (folder / "static" / "staticfiles.json").write_text("{}")
    UnitLineage.objects.all().delete()

    call_command("prepare_site")

    assert not UnitLineage.objects.exists()
    assert Plan.objects.exists()
