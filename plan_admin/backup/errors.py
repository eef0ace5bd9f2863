"""What goes wrong, in words for the operator."""


class BackupError(Exception):
    """A backup that cannot be made, read or restored; nothing was changed."""
