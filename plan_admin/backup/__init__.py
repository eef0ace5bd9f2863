"""Backup and restore of everything that is kept: the database and the files (ADR 14)."""

from plan_admin.backup.errors import BackupError
from plan_admin.backup.make import make_backup
from plan_admin.backup.restore import check_backup, restore_backup
from plan_admin.backup.shelf import Shelf

__all__ = ["BackupError", "Shelf", "check_backup", "make_backup", "restore_backup"]
