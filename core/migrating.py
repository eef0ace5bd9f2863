"""A migration that holds its locks while its statements run, and not while Django thinks."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class AtOnce(migrations.Migration):
    """Words its statements first, then runs them in one go; for schema alone, not for `RunPython`.

    Between two operations Django builds its models anew. With many triggers that takes seconds,
    during which nobody can write into the tables whose triggers were made first.
    """

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        if collect_sql:
            return super().apply(project_state, schema_editor, collect_sql=True)
        with schema_editor.connection.schema_editor(collect_sql=True, atomic=False) as draft:
            state = super().apply(project_state, draft, collect_sql=True)
        for statement in draft.collected_sql:
            if not statement.startswith("--"):
                schema_editor.execute(statement, params=None)
        return state
