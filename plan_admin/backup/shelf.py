"""The folder of backups: names by moment, which are kept, which were verified."""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from plan_admin.backup.work import is_forgotten

NAME = "backup-%Y%m%d-%H%M%S"


@dataclass(frozen=True)
class Verified:
    """A backup that could be restored, and when that was seen."""

    name: str
    at: datetime

    @property
    def is_fresh(self) -> bool:
        return timezone.now() - self.at < settings.BACKUP_MAX_AGE


@dataclass(frozen=True)
class Shelf:
    """Backups under `folder`; what is half written bears another name."""

    folder: Path

    @classmethod
    def of_settings(cls) -> "Shelf":
        return cls(Path(settings.BACKUP_DIR))

    def all(self) -> list[Path]:
        """Whole backups, the newest first."""
        found = self.folder.glob("backup-*")
        return sorted((p for p in found if p.suffix in {".tar", ".sealed"}), reverse=True)

    def name_of(self, moment: datetime, *, sealed: bool) -> Path:
        stem = timezone.localtime(moment).strftime(NAME)
        return self.folder / f"{stem}{'.sealed' if sealed else '.tar'}"

    def half_of(self, target: Path) -> Path:
        """Where a backup stands while it is written."""
        return target.with_name(f"half-{target.name}")

    def clear_halves(self) -> None:
        """Delete what runs that were killed left."""
        for half in self.folder.glob("half-*"):
            if is_forgotten(half):
                half.unlink(missing_ok=True)

    def last_verified(self) -> "Verified | None":
        """The newest backup that was restored for a trial."""
        for path in self.all():
            with suppress(FileNotFoundError):
                said = json.loads(note_of(path).read_text(encoding="utf-8"))
                return Verified(path.name, datetime.fromisoformat(said["verified_at"]))
        return None

    def clear(self) -> list[Path]:
        """Delete what retention does not keep.

        Returns:
            The deleted backups.
        """
        moments = {path: moment_of(path) for path in self.all()}
        keep = kept(moments.values())
        gone = [path for path, moment in moments.items() if moment not in keep]
        for path in gone:
            path.unlink()
            note_of(path).unlink(missing_ok=True)
        return gone


def moment_of(path: Path) -> datetime:
    """When a backup was made, from its name (Asia/Ho_Chi_Minh)."""
    return timezone.make_aware(datetime.strptime(path.stem, NAME))  # noqa: DTZ007 - made aware


def note_of(path: Path) -> Path:
    """Where it is written that the backup was verified."""
    return path.with_suffix(f"{path.suffix}.verified")


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """The newest of each of the last days, weeks and months that have one.

    How many: `BACKUP_KEPT` of the settings, as days, weeks, months.
    """
    newest_first = sorted(moments, reverse=True)
    keep: set[datetime] = set()
    for form, count in zip(("%Y%m%d", "%G%V", "%Y%m"), settings.BACKUP_KEPT, strict=True):
        by_period: dict[str, datetime] = {}
        for moment in newest_first:
            by_period.setdefault(timezone.localtime(moment).strftime(form), moment)
        keep.update(list(by_period.values())[:count])
    return keep
