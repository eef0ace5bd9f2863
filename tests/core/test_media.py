"""Files that were written before their row was rolled back are found and cleared."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.media import clear_unclaimed, unclaimed
from core.models import ImportBatch, Job
from tests.people import person

pytestmark = pytest.mark.django_db
TWO_DAYS = 2 * 86_400


@pytest.fixture
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def leave(media: Path, name: str, *, age: int) -> Path:
    path = media / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half")
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_only_old_files_that_nobody_names_are_deleted(media):
    batch = ImportBatch(name="a.xlsx", sha256="0" * 64, uploaded_by=person("staff"))
    batch.file.save("a.xlsx", ContentFile(b"kept"), save=True)
    exported = default_storage.save("exports/b.xlsx", ContentFile(b"kept"))
    Job.objects.create(kind="core.export_register", result={"file": exported})
    kept = {Path(batch.file.path), media / exported}
    for path in kept:
        os.utime(path, (time.time() - TWO_DAYS,) * 2)
    old = leave(media, "reports/2026/old.pdf", age=TWO_DAYS)
    young = leave(media, "reports/2026/young.pdf", age=60)
    assert unclaimed() == [old, young]
    assert clear_unclaimed() == 1
    assert {p for p in media.rglob("*") if p.is_file()} == kept | {young}
    assert clear_unclaimed() == 0


def test_a_file_that_only_the_history_names_stays(media):
    batch = ImportBatch(name="a.xlsx", sha256="0" * 64, uploaded_by=person("staff"))
    batch.file.save("first.xlsx", ContentFile(b"first"), save=True)
    first = Path(batch.file.path)
    batch.file.save("second.xlsx", ContentFile(b"second"), save=True)
    assert first.exists()
    assert unclaimed() == []


def test_without_a_media_folder_there_is_nothing(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "missing"
    assert unclaimed() == []
