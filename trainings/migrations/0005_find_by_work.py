from django.db import migrations, models


class Migration(migrations.Migration):
    """Outside a transaction, so that nobody waits; safe to run again from its start."""

    atomic = False

    dependencies = [
        ("trainings", "0004_belong_to_work"),
    ]

    operations = [
        migrations.RunSQL(
            [
                "DROP INDEX CONCURRENTLY IF EXISTS class_by_work",
                "CREATE INDEX CONCURRENTLY class_by_work ON trainings_trainingclass (work_item_id) WHERE work_item_id IS NOT NULL",
                "DROP INDEX CONCURRENTLY IF EXISTS trainings_trainingclassevent_work_item_id_eded93e7",
                "CREATE INDEX CONCURRENTLY trainings_trainingclassevent_work_item_id_eded93e7 ON trainings_trainingclassevent (work_item_id)",
                "ALTER TABLE trainings_trainingclass VALIDATE CONSTRAINT trainings_trainingclass_work_of_its_task",
            ],
            [
                "DROP INDEX CONCURRENTLY IF EXISTS class_by_work",
                "DROP INDEX CONCURRENTLY IF EXISTS trainings_trainingclassevent_work_item_id_eded93e7",
            ],
            state_operations=[
                migrations.AddIndex(
                    model_name="trainingclass",
                    index=models.Index(
                        condition=models.Q(("work_item__isnull", False)),
                        fields=["work_item"],
                        name="class_by_work",
                    ),
                ),
                migrations.AlterField(
                    model_name="trainingclassevent",
                    name="work_item",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programs.workitem",
                        verbose_name="Công việc trong năm",
                    ),
                ),
            ],
        ),
    ]
