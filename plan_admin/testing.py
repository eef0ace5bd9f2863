"""pytest plugin: have the engines before any setting is read, where none are named."""

from plan_admin.env import needs_engines

if needs_engines():
    from plan_admin.engines import hold

    hold()
