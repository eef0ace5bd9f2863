from django.db import migrations, models


class Migration(migrations.Migration):
    """Outside a transaction, so that nobody waits; safe to run again from its start."""

    atomic = False

    dependencies = [
        ("support", "0006_belong_to_work"),
    ]

    operations = [
        migrations.RunSQL(
            [
                "DROP INDEX CONCURRENTLY IF EXISTS support_by_work",
                "CREATE INDEX CONCURRENTLY support_by_work ON support_support (work_item_id) WHERE work_item_id IS NOT NULL",
                "DROP INDEX CONCURRENTLY IF EXISTS certificate_by_work",
                "CREATE INDEX CONCURRENTLY certificate_by_work ON support_certificate (work_item_id) WHERE work_item_id IS NOT NULL",
                "DROP INDEX CONCURRENTLY IF EXISTS award_by_work",
                "CREATE INDEX CONCURRENTLY award_by_work ON support_award (work_item_id) WHERE work_item_id IS NOT NULL",
                "DROP INDEX CONCURRENTLY IF EXISTS support_supportevent_work_item_id_e7566d41",
                "CREATE INDEX CONCURRENTLY support_supportevent_work_item_id_e7566d41 ON support_supportevent (work_item_id)",
                "DROP INDEX CONCURRENTLY IF EXISTS support_certificateevent_work_item_id_6db7549b",
                "CREATE INDEX CONCURRENTLY support_certificateevent_work_item_id_6db7549b ON support_certificateevent (work_item_id)",
                "DROP INDEX CONCURRENTLY IF EXISTS support_awardevent_work_item_id_907cd3c8",
                "CREATE INDEX CONCURRENTLY support_awardevent_work_item_id_907cd3c8 ON support_awardevent (work_item_id)",
                "ALTER TABLE support_support VALIDATE CONSTRAINT support_support_work_of_its_task",
            ],
            [
                "DROP INDEX CONCURRENTLY IF EXISTS support_by_work",
                "DROP INDEX CONCURRENTLY IF EXISTS certificate_by_work",
                "DROP INDEX CONCURRENTLY IF EXISTS award_by_work",
                "DROP INDEX CONCURRENTLY IF EXISTS support_supportevent_work_item_id_e7566d41",
                "DROP INDEX CONCURRENTLY IF EXISTS support_certificateevent_work_item_id_6db7549b",
                "DROP INDEX CONCURRENTLY IF EXISTS support_awardevent_work_item_id_907cd3c8",
            ],
            state_operations=[
                migrations.AddIndex(
                    model_name="support",
                    index=models.Index(
                        condition=models.Q(("work_item__isnull", False)),
                        fields=["work_item"],
                        name="support_by_work",
                    ),
                ),
                migrations.AddIndex(
                    model_name="certificate",
                    index=models.Index(
                        condition=models.Q(("work_item__isnull", False)),
                        fields=["work_item"],
                        name="certificate_by_work",
                    ),
                ),
                migrations.AddIndex(
                    model_name="award",
                    index=models.Index(
                        condition=models.Q(("work_item__isnull", False)),
                        fields=["work_item"],
                        name="award_by_work",
                    ),
                ),
                migrations.AlterField(
                    model_name="supportevent",
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
                migrations.AlterField(
                    model_name="certificateevent",
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
                migrations.AlterField(
                    model_name="awardevent",
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
