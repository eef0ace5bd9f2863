"""Embedded PostgreSQL and Valkey, for a machine that has neither.

`hold()` is all that others need: while a process holds the engines they run; when
the last holder is gone, however it went, they stop.
"""

from plan_admin.engines.holders import hold, settings_from_engines

__all__ = ["hold", "settings_from_engines"]
