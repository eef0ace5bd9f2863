"""Backup, destruction, restoration: everything is as it was, or nothing is changed."""

import os
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from core import jobs
from core.models import ImportBatch, Job
from notices.models import Notice
from plan_admin import env
from plan_admin.backup import BackupError, Shelf, check_backup, make_backup, restore_backup, tools
from plan_admin.backup.manifest import Manifest, read_manifest, rows_of
from plan_admin.backup.sealing import CHUNK_BYTES, is_sealed, seal, unseal
from plan_admin.backup.shelf import kept
from plan_admin.tasks import BACKUP, nightly_backup, warn_of_old_backup
from programs.models import Plan
from reporting.actions import assemble_draft
from reporting.models import ReportType
from reporting.snapshots.build import report_snapshot
from tests import records
from tests.people import person
from tests.workbooks import tax_code

SECRET = "0123456789abcdef-a-long-one"


@pytest.fixture
def shelf(settings, tmp_path) -> Shelf:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.BACKUP_DIR = tmp_path / "backups"
    return Shelf.of_settings()


@pytest.fixture
def filled(transactional_db, shelf) -> Shelf:
    """A few records, a file, a draft."""
    staff = person("staff")
    records.support(records.enterprise(tax_code(1)))
    batch = ImportBatch(name="a.xlsx", sha256="0" * 64, uploaded_by=staff)
    batch.file.save("a.xlsx", ContentFile(b"kept" * 1000), save=True)
    plan = Plan.objects.get(is_current=True)
    assemble_draft(plan, ReportType.objects.get(code="annual"), year=2024, by=staff)
    return shelf


@pytest.fixture
def databases_are_tidied():
    """What a restoration keeps beside is dropped after the test."""
    yield
    own = connection.settings_dict["NAME"]
    with tools.connect("postgres", autocommit=True) as server:
        for leftover in databases():
            if leftover != own:
                server.execute(f'DROP DATABASE "{leftover}" WITH (FORCE)')


def figures() -> dict:
    plan = Plan.objects.get(is_current=True)
    snapshot = report_snapshot(plan, ReportType.objects.get(code="annual"), 2024)
    return {t["code"]: (t["cumulative"], t["by_year"]) for t in snapshot["targets"]}


def counts() -> dict[str, int]:
    with tools.connect(connection.settings_dict["NAME"]) as own:
        return rows_of(own)


def files(folder: Path) -> dict[str, str]:
    found = (p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): sha256(p.read_bytes()).hexdigest() for p in found}


@pytest.mark.parametrize("secret", ["", SECRET])
def test_everything_is_back_after_a_disaster(filled, settings, databases_are_tidied, secret):
    path = make_backup(filled, secret=secret)
    assert is_sealed(path) is bool(secret)
    assert filled.all() == [path]
    assert list(filled.folder.iterdir()) == [path]  # nothing half lies about
    before = counts(), figures(), files(Path(settings.MEDIA_ROOT))
    assert before[1]["support.enterprises"][0] == 1

    records.enterprise(tax_code(2), name="Sau sao lưu")
    next(p for p in Path(settings.MEDIA_ROOT).rglob("*.xlsx")).write_bytes(b"broken")
    (Path(settings.MEDIA_ROOT) / "new.txt").write_text("new")
    found = restore_backup(path, secret=secret, replace=True)

    assert (counts(), figures(), files(Path(settings.MEDIA_ROOT))) == before
    assert found.manifest.rows == before[0]
    kept_beside = Path(settings.MEDIA_ROOT).with_name(found.before[1])
    assert (kept_beside / "new.txt").read_text() == "new"
    with tools.connect(found.before[0]) as old:
        query = "SELECT count(*) FROM enterprises_enterprise WHERE name = 'Sau sao lưu'"
        assert old.execute(query).fetchone() == (1,)
    with (
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):  # the triggers are back, too
        cursor.execute("UPDATE enterprises_enterpriseevent SET name = 'x'")


def test_data_are_not_replaced_unless_that_is_said(filled):
    path = make_backup(filled)
    before = counts()
    with pytest.raises(BackupError, match="--replace"):
        restore_backup(path)
    assert counts() == before


def test_a_trial_leaves_nothing_but_its_note(filled):
    path = make_backup(filled)
    assert filled.last_verified() is None
    before = databases()
    found = check_backup(path)
    assert databases() == before
    assert found.manifest.rows == counts()
    assert found.before == ("", "")
    last = filled.last_verified()
    assert (last.name, last.is_fresh) == (path.name, True)


def databases() -> list[str]:
    """Ours, and what was made for it."""
    own = connection.settings_dict["NAME"]
    with tools.connect("postgres") as server:
        names = [n for (n,) in server.execute("SELECT datname FROM pg_database").fetchall()]
    return sorted(n for n in names if n == own or n.startswith((f"{own}_thu_", f"{own}_truoc_")))


def test_what_is_not_whole_changes_nothing(filled, tmp_path):
    plain, sealed = make_backup(filled), tmp_path / "backup-20260101-000000.sealed"
    seal(plain, sealed, SECRET)
    before, there = counts(), databases()
    cut = tmp_path / "cut.sealed"
    cut.write_bytes(sealed.read_bytes()[:-1000])
    changed = tmp_path / "changed.tar"
    content = bytearray(plain.read_bytes())
    at = content.index(b"kept")
    content[at : at + 4] = b"KEPT"
    changed.write_bytes(content)
    short = tmp_path / "short.tar"
    short.write_bytes(plain.read_bytes()[:3000])
    noise = tmp_path / "noise.tar"
    noise.write_bytes(b"no archive at all")
    for path, secret, words in (
        (sealed, "", "Đặt BACKUP_KEY"),
        (sealed, "another", "sai khóa"),
        (cut, SECRET, "bị cắt"),
        (changed, "", "bị thiếu hoặc bị sửa: media/"),
        (short, "", "bị cắt hoặc bị sửa"),
        (noise, "", "bị cắt hoặc bị sửa"),
        (tmp_path / "missing.tar", "", "Không có tệp"),
    ):
        with pytest.raises(BackupError, match=words):
            restore_backup(path, secret=secret, replace=True)
    assert (counts(), databases()) == (before, there)


def test_a_backup_of_newer_software_is_refused(filled):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('core', '9999_later', now())"
        )
    path = make_backup(filled)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later'")
    with pytest.raises(BackupError, match=r"mới hơn tạo \(core.9999_later\)"):
        check_backup(path)


def test_a_backup_of_the_previous_release_is_brought_up_to_date(filled, databases_are_tidied):
    last = MigrationLoader(connection).graph.leaf_nodes("trainings")[0][1]
    call_command("migrate", "trainings", "0002", verbosity=0)
    try:
        path = make_backup(filled)
    finally:
        call_command("migrate", verbosity=0)
    restore_backup(path, replace=True)
    assert MigrationRecorder(connection).migration_qs.filter(name=last, app="trainings").exists()
    assert figures()["support.enterprises"][0] == 1


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, 2 * CHUNK_BYTES + 1])
def test_what_is_sealed_opens_as_it_was(tmp_path, size):
    plain, sealed, opened = (tmp_path / name for name in ("plain", "sealed", "opened"))
    plain.write_bytes(b"x" * size)
    seal(plain, sealed, SECRET)
    unseal(sealed, opened, SECRET)
    assert opened.read_bytes() == plain.read_bytes()


def test_what_is_sealed_shows_nothing_and_no_two_seals_are_alike(tmp_path):
    plain, first, second = (tmp_path / name for name in ("plain", "first", "second"))
    plain.write_bytes(b"Cong ty TNHH Mau" * 1000)
    seal(plain, first, SECRET)
    seal(plain, second, SECRET)
    assert b"Cong ty" in plain.read_bytes()
    assert b"Cong ty" not in first.read_bytes() + second.read_bytes()
    assert first.read_bytes()[100:] != second.read_bytes()[100:]


def test_a_file_cut_between_two_chunks_does_not_open(tmp_path):
    plain, sealed = tmp_path / "plain", tmp_path / "sealed"
    plain.write_bytes(b"x" * (2 * CHUNK_BYTES))
    seal(plain, sealed, SECRET)
    content = sealed.read_bytes()
    sealed.write_bytes(content[: -(CHUNK_BYTES + 16 + 4)])
    with pytest.raises(BackupError, match="bị cắt"):
        unseal(sealed, tmp_path / "opened", SECRET)


def test_seven_days_four_weeks_and_twelve_months_are_kept():
    last = timezone.make_aware(datetime(2026, 11, 26, 1, 30))
    nights = [last - timedelta(days=n) for n in range(400)]
    noon = last + timedelta(hours=10)
    found = kept([*nights, noon])
    days = {noon, *nights[1:7]}
    weeks = {noon, *(timezone.make_aware(datetime(2026, 11, d, 1, 30)) for d in (22, 15, 8))}
    month_ends = [(2026, 10, 31), (2026, 9, 30), (2026, 8, 31), (2026, 7, 31), (2026, 6, 30)]
    month_ends += [(2026, 5, 31), (2026, 4, 30), (2026, 3, 31), (2026, 2, 28), (2026, 1, 31)]
    month_ends += [(2025, 12, 31)]
    months = {noon, *(timezone.make_aware(datetime(*day, 1, 30)) for day in month_ends)}
    assert found == days | weeks | months
    assert kept([]) == set()


def test_the_shelf_is_cleared_of_what_is_not_kept(shelf):
    shelf.folder.mkdir()
    for day in range(1, 13):
        (shelf.folder / f"backup-202611{day:02d}-013000.tar").touch()
        (shelf.folder / f"backup-202611{day:02d}-013000.tar.verified").write_text("{}")
    (shelf.folder / "notes.txt").touch()
    gone = [path.name for path in shelf.clear()]
    # The last seven days; 8 November is the newest of its week, as 1 November is of its own.
    assert gone == [f"backup-202611{day:02d}-013000.tar" for day in (5, 4, 3, 2)]
    assert {p.suffix for p in shelf.folder.iterdir()} == {".tar", ".verified", ".txt"}
    assert len(list(shelf.folder.iterdir())) == 2 * (12 - len(gone)) + 1


def test_the_nightly_job_backs_up_once_verifies_and_stays_silent(filled):
    nightly_backup()
    nightly_backup()
    (job,) = Job.objects.filter(kind=BACKUP)
    jobs.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")
    (path,) = filled.all()
    assert (job.result["backup"], job.result["deleted"]) == (path.name, [])
    assert filled.last_verified().name == path.name
    person("administrator")
    assert warn_of_old_backup() == 0
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_administrators_are_told_that_no_backup_was_verified(shelf):
    admin = person("administrator")
    person("staff")
    assert warn_of_old_backup() == 1
    (notice,) = Notice.objects.all()
    assert notice.user == admin
    assert "chưa có bản nào" in notice.body
    assert "/suc-khoe/" in notice.body


def test_a_failed_backup_says_why(filled, monkeypatch):
    monkeypatch.setattr("plan_admin.backup.tools._candidates", lambda _program: [])
    with pytest.raises(CommandError, match="Cài gói postgresql-client"):
        call_command("backup")
    assert filled.all() == []
    nightly_backup()
    (job,) = Job.objects.filter(kind=BACKUP)
    jobs.run_job(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "Cài gói postgresql-client" in job.error
    monkeypatch.undo()
    nightly_backup()  # beat asks each hour of the night
    jobs.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, len(filled.all())) == ("done", 1)


def test_nothing_is_replaced_while_somebody_works(
    filled, settings, monkeypatch, databases_are_tidied
):
    path = make_backup(filled)
    name = connection.settings_dict["NAME"]
    with tools.connect(name), pytest.raises(BackupError, match="đang được dùng"):
        restore_backup(path, replace=True)
    # Somebody who comes between the first look and the end is not thrown out either.
    media = Path(settings.MEDIA_ROOT)
    before = sorted(media.parent.iterdir())
    monkeypatch.setattr("plan_admin.backup.restore._refuse_in_use", lambda _name: None)
    with tools.connect(name), pytest.raises(BackupError, match="đang được dùng"):
        restore_backup(path, replace=True)
    assert sorted(media.parent.iterdir()) == before
    assert databases() == [name]


def test_a_backup_of_a_newer_server_or_with_another_table_is_refused(filled, monkeypatch):
    path = make_backup(filled)
    with monkeypatch.context() as patch:
        patch.setattr("plan_admin.backup.restore.major_of", lambda version: -version)
        patch.setattr("plan_admin.backup.restore.read_manifest", _of_a_newer_server)
        with pytest.raises(BackupError, match="Dùng máy chủ mới hơn"):
            check_backup(path)
    with monkeypatch.context() as patch:
        patch.setattr("plan_admin.backup.restore.read_manifest", _without_a_table)
        with pytest.raises(BackupError, match="agencies_unit"):
            check_backup(path)


def _of_a_newer_server(folder: Path) -> Manifest:
    return replace(read_manifest(folder), server=-1)


def _without_a_table(folder: Path) -> Manifest:
    found = read_manifest(folder)
    del found.rows["agencies_unit"]
    return found


def test_what_a_killed_run_left_is_cleared_and_nothing_plain_lies_on_the_shelf(
    filled, settings, monkeypatch
):
    base = Path(settings.MEDIA_ROOT).parent
    old, new = base / "backup-work-old", base / "backup-work-new"
    filled.folder.mkdir()
    halves = filled.folder / "half-old.tar", filled.folder / "half-new.tar"
    for folder in (old, new):
        folder.mkdir()
    for half in halves:
        half.touch()
    for left in (old, halves[0]):
        os.utime(left, (0, 0))
    seen: list[str] = []

    def look(source: Path, target: Path, secret: str) -> None:
        seen.extend(sorted(p.name for p in filled.folder.iterdir()))
        seal(source, target, secret)

    monkeypatch.setattr("plan_admin.backup.make.seal", look)
    path = make_backup(filled, secret=SECRET)
    assert seen == ["half-new.tar"]  # while the dump is made, nothing of it is here
    assert sorted(filled.folder.iterdir()) == sorted([path, halves[1]])
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in base.glob("backup-work-*")] == ["backup-work-new"]


def test_certificates_of_the_address_are_used_and_the_password_is_no_argument(settings):
    where = {**settings.DATABASES["default"], "PASSWORD": "secret", "HOST": "db"}
    where["OPTIONS"] = {"sslmode": "require", "pool": True}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(settings.DATABASES, "default", where)
        address = tools._address_of("plan")
    assert {"sslmode=require", "host=db", "dbname=plan"} <= set(address.split())
    assert "secret" not in address
    assert "pool" not in address


def test_the_commands_tell_what_they_did(filled, capsys, databases_are_tidied):
    call_command("backup", "--check")
    said = capsys.readouterr().out
    (path,) = filled.all()
    assert f"Đã sao lưu: {path}" in said
    assert "Đã phục hồi thử" in said
    call_command("restore", str(path), "--check")
    assert "1 tệp" in capsys.readouterr().out
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(path))
    call_command("restore", str(path), "--replace")
    assert "Dữ liệu trước đó được giữ" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Không có tệp"):
        call_command("restore", str(path) + "x")
    assert env.BACKUP_KEY == ""
