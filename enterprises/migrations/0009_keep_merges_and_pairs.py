"""Accounts of merges, likely duplicates, and the keys by which these are found."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from core.migrating import AtOnce

# Keys by which likely duplicates are found. A dump is read back with an empty search path, so
# they name the schema of what they call; indexes stand on them, so another rule needs a new name.
FORMS = (
    "cong ty|cty|trach nhiem huu han|tnhh|co phan|cp|mot thanh vien|1 thanh vien|mtv|1tv"
    "|hai thanh vien tro len|2 thanh vien tro len|hai thanh vien|2 thanh vien|doanh nghiep tu nhan"
    "|dntn|doanh nghiep|dn|hop tac xa|htx|lien hiep hop tac xa|to hop tac|tht|ho kinh doanh|hkd"
    "|thuong mai|tm|dich vu|dv|san xuat|sx|xuat nhap khau|xnk|kinh doanh|kd|va"
)
UNITS = (
    "so|duong|pho|to|khu pho|kp|xa|phuong|p|thi tran|tt|huyen|h|quan|q|thi xa|tx"
    "|thanh pho|tp|tinh|viet nam"
)
WITHOUT = (
    "CREATE FUNCTION enterprises_{name}(value text) RETURNS text"
    " LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$"
    " SELECT trim(regexp_replace(regexp_replace(regexp_replace("
    "public.core_fold(value), '[^a-z0-9]+', ' ', 'g'),"
    r" '\y({words})\y', ' ', 'g'), ' +', ' ', 'g')) $$"
)
BARE_NAME = WITHOUT.format(name="bare_name", words=FORMS)
# Fewer than three words name a place ("Cái Bè") and no address.
ADDRESS_WORDS = WITHOUT.format(name="address_words", words=UNITS)
ADDRESS_KEY = (
    "CREATE FUNCTION enterprises_address_key(value text) RETURNS text"
    " LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$"
    " SELECT CASE WHEN public.enterprises_address_words(value) LIKE '% % %'"
    " THEN public.enterprises_address_words(value) ELSE '' END $$"
)
CONTACT_KEYS = (
    "CREATE FUNCTION enterprises_contact_keys(email text, phone text) RETURNS text[]"
    " LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$"
    " SELECT array_remove(ARRAY[nullif(lower(email), ''),"
    " CASE WHEN length(regexp_replace(phone, '[^0-9]', '', 'g')) >= 8"
    " THEN regexp_replace(phone, '[^0-9]', '', 'g') END], NULL) $$"
)
DROP = (
    "DROP FUNCTION enterprises_contact_keys(text, text);"
    " DROP FUNCTION enterprises_address_key(text);"
    " DROP FUNCTION enterprises_address_words(text); DROP FUNCTION enterprises_bare_name(text);"
)


class Migration(AtOnce):
    dependencies = [
        ("agencies", "0005_refuse_changes_of_groups"),
        ("core", "0011_fold_in_fewer_steps"),
        ("enterprises", "0008_cover_counting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL([BARE_NAME, ADDRESS_WORDS, ADDRESS_KEY, CONTACT_KEYS], DROP),
        migrations.CreateModel(
            name="DuplicatePair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="Phiên bản"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="Tạo lúc")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="Sửa lúc")),
                (
                    "same_code",
                    models.BooleanField(
                        default=False,
                        verbose_name="Mã số thuế cùng gốc, tên không nói là chi nhánh",
                    ),
                ),
                (
                    "same_name",
                    models.BooleanField(
                        default=False, verbose_name="Tên giống nhau khi bỏ loại hình và dấu"
                    ),
                ),
                (
                    "same_address",
                    models.BooleanField(
                        default=False, verbose_name="Cùng địa chỉ, tên giống một phần"
                    ),
                ),
                (
                    "same_contact",
                    models.BooleanField(
                        default=False, verbose_name="Cùng điện thoại hoặc thư điện tử liên hệ"
                    ),
                ),
                ("same_unit", models.BooleanField(default=False, verbose_name="Cùng xã, phường")),
                ("strength", models.PositiveSmallIntegerField(verbose_name="Mức giống")),
                (
                    "mark",
                    models.CharField(
                        help_text="Đổi khi tên, mã số thuế, địa chỉ hoặc liên hệ của một hồ sơ đổi.",
                        max_length=32,
                        verbose_name="Dấu nội dung",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Chờ xem"),
                            ("dismissed", "Không trùng"),
                            ("merged", "Đã gộp"),
                        ],
                        default="open",
                        editable=False,
                        max_length=9,
                        verbose_name="Trạng thái",
                    ),
                ),
            ],
            options={
                "verbose_name": "cặp hồ sơ có thể trùng",
                "verbose_name_plural": "cặp hồ sơ có thể trùng",
                "ordering": ["-strength", "-id"],
            },
        ),
        migrations.CreateModel(
            name="DuplicatePairEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="Tạo lúc")),
                (
                    "same_code",
                    models.BooleanField(
                        default=False,
                        verbose_name="Mã số thuế cùng gốc, tên không nói là chi nhánh",
                    ),
                ),
                (
                    "same_name",
                    models.BooleanField(
                        default=False, verbose_name="Tên giống nhau khi bỏ loại hình và dấu"
                    ),
                ),
                (
                    "same_address",
                    models.BooleanField(
                        default=False, verbose_name="Cùng địa chỉ, tên giống một phần"
                    ),
                ),
                (
                    "same_contact",
                    models.BooleanField(
                        default=False, verbose_name="Cùng điện thoại hoặc thư điện tử liên hệ"
                    ),
                ),
                ("same_unit", models.BooleanField(default=False, verbose_name="Cùng xã, phường")),
                ("strength", models.PositiveSmallIntegerField(verbose_name="Mức giống")),
                (
                    "mark",
                    models.CharField(
                        help_text="Đổi khi tên, mã số thuế, địa chỉ hoặc liên hệ của một hồ sơ đổi.",
                        max_length=32,
                        verbose_name="Dấu nội dung",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Chờ xem"),
                            ("dismissed", "Không trùng"),
                            ("merged", "Đã gộp"),
                        ],
                        default="open",
                        editable=False,
                        max_length=9,
                        verbose_name="Trạng thái",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EnterpriseMerge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="Phiên bản"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="Tạo lúc")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="Sửa lúc")),
                ("choices", models.JSONField(blank=True, default=dict, verbose_name="Lựa chọn")),
                (
                    "mark",
                    models.CharField(
                        blank=True, default="", max_length=64, verbose_name="Dấu nội dung"
                    ),
                ),
                ("preview", models.JSONField(blank=True, default=dict, verbose_name="Xem trước")),
                ("account", models.JSONField(blank=True, default=dict, verbose_name="Kết quả")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparing", "Đang xem trước"),
                            ("prepared", "Chờ xác nhận"),
                            ("merging", "Đang gộp"),
                            ("merged", "Đã gộp"),
                            ("undoing", "Đang hoàn tác"),
                            ("undone", "Đã hoàn tác"),
                            ("cancelled", "Đã hủy"),
                        ],
                        default="preparing",
                        editable=False,
                        max_length=9,
                        verbose_name="Trạng thái",
                    ),
                ),
                ("merged_at", models.DateTimeField(blank=True, null=True, verbose_name="Gộp lúc")),
            ],
            options={
                "verbose_name": "lần gộp hồ sơ",
                "verbose_name_plural": "lần gộp hồ sơ",
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="EnterpriseMergeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="Tạo lúc")),
                ("choices", models.JSONField(blank=True, default=dict, verbose_name="Lựa chọn")),
                (
                    "mark",
                    models.CharField(
                        blank=True, default="", max_length=64, verbose_name="Dấu nội dung"
                    ),
                ),
                ("account", models.JSONField(blank=True, default=dict, verbose_name="Kết quả")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparing", "Đang xem trước"),
                            ("prepared", "Chờ xác nhận"),
                            ("merging", "Đang gộp"),
                            ("merged", "Đã gộp"),
                            ("undoing", "Đang hoàn tác"),
                            ("undone", "Đã hoàn tác"),
                            ("cancelled", "Đã hủy"),
                        ],
                        default="preparing",
                        editable=False,
                        max_length=9,
                        verbose_name="Trạng thái",
                    ),
                ),
                ("merged_at", models.DateTimeField(blank=True, null=True, verbose_name="Gộp lúc")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="duplicatepair",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="enterprises.enterprise",
                verbose_name="Hồ sơ thứ nhất",
            ),
        ),
        migrations.AddField(
            model_name="duplicatepair",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="enterprises.enterprise",
                verbose_name="Hồ sơ thứ hai",
            ),
        ),
        migrations.AddField(
            model_name="duplicatepairevent",
            name="first",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="enterprises.enterprise",
                verbose_name="Hồ sơ thứ nhất",
            ),
        ),
        migrations.AddField(
            model_name="duplicatepairevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="enterprises.duplicatepair",
            ),
        ),
        migrations.AddField(
            model_name="duplicatepairevent",
            name="second",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="enterprises.enterprise",
                verbose_name="Hồ sơ thứ hai",
            ),
        ),
        migrations.AddField(
            model_name="enterprisemerge",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Người yêu cầu",
            ),
        ),
        migrations.AddField(
            model_name="enterprisemerge",
            name="job",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="core.job",
                verbose_name="Công việc chạy nền",
            ),
        ),
        migrations.AddField(
            model_name="enterprisemerge",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="enterprises.enterprise",
                verbose_name="Hồ sơ nhập vào",
            ),
        ),
        migrations.AddField(
            model_name="enterprisemerge",
            name="target",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="enterprises.enterprise",
                verbose_name="Hồ sơ ở lại",
            ),
        ),
        migrations.AddField(
            model_name="enterprisemergeevent",
            name="asked_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Người yêu cầu",
            ),
        ),
        migrations.AddField(
            model_name="enterprisemergeevent",
            name="job",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="core.job",
                verbose_name="Công việc chạy nền",
            ),
        ),
        migrations.AddField(
            model_name="enterprisemergeevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="enterprises.enterprisemerge",
            ),
        ),
        migrations.AddField(
            model_name="enterprisemergeevent",
            name="source",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="enterprises.enterprise",
                verbose_name="Hồ sơ nhập vào",
            ),
        ),
        migrations.AddField(
            model_name="enterprisemergeevent",
            name="target",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="enterprises.enterprise",
                verbose_name="Hồ sơ ở lại",
            ),
        ),
        migrations.AddIndex(
            model_name="duplicatepair",
            index=models.Index(fields=["state", "-strength", "-id"], name="pair_by_strength"),
        ),
        migrations.AddConstraint(
            model_name="duplicatepair",
            constraint=models.UniqueConstraint(
                fields=("first", "second"),
                name="enterprises_pair_once",
                violation_error_message="Cặp hồ sơ này đã có.",
            ),
        ),
        migrations.AddConstraint(
            model_name="duplicatepair",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))),
                name="enterprises_pair_in_order",
                violation_error_message="Một hồ sơ không trùng với chính nó.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="duplicatepair",
            trigger=pgtrigger.compiler.Trigger(
                name="raise_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.version := OLD.version + 1; RETURN NEW;",
                    hash="a0a08accbce44c885de679fbc3f4ccfec2a3b55c",
                    operation="UPDATE",
                    pgid="pgtrigger_raise_version_cf126",
                    table="enterprises_duplicatepair",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="duplicatepair",
            trigger=pgtrigger.compiler.Trigger(
                name="only_declared_transitions",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{dismissed:merged,dismissed:open,dismissed:open,merged:open,open:dismissed,open:merged}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="e99f6e80f70269191592ffebd6cd05a73704d3cf",
                    operation="UPDATE",
                    pgid="pgtrigger_only_declared_transitions_5a259",
                    table="enterprises_duplicatepair",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="duplicatepair",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "enterprises_duplicatepairevent" ("created_at", "first_id", "id", "mark", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "same_address", "same_code", "same_contact", "same_name", "same_unit", "second_id", "state", "strength") SELECT new_values."created_at", new_values."first_id", new_values."id", new_values."mark", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."same_address", new_values."same_code", new_values."same_contact", new_values."same_name", new_values."same_unit", new_values."second_id", new_values."state", new_values."strength" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="09228a785c9007f1e342e3fe94ab13df7df7e715",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a0edd",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="enterprises_duplicatepair",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="duplicatepair",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "enterprises_duplicatepairevent" ("created_at", "first_id", "id", "mark", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "same_address", "same_code", "same_contact", "same_name", "same_unit", "second_id", "state", "strength") SELECT new_values."created_at", new_values."first_id", new_values."id", new_values."mark", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."same_address", new_values."same_code", new_values."same_contact", new_values."same_name", new_values."same_unit", new_values."second_id", new_values."state", new_values."strength" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."first_id" IS DISTINCT FROM (new_values."first_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."mark" IS DISTINCT FROM (new_values."mark") OR old_values."same_address" IS DISTINCT FROM (new_values."same_address") OR old_values."same_code" IS DISTINCT FROM (new_values."same_code") OR old_values."same_contact" IS DISTINCT FROM (new_values."same_contact") OR old_values."same_name" IS DISTINCT FROM (new_values."same_name") OR old_values."same_unit" IS DISTINCT FROM (new_values."same_unit") OR old_values."second_id" IS DISTINCT FROM (new_values."second_id") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."strength" IS DISTINCT FROM (new_values."strength")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="35d60054fc20bd2196586e441e3f17446dca1d7a",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0a583",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="enterprises_duplicatepair",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="duplicatepair",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "enterprises_duplicatepairevent" ("created_at", "first_id", "id", "mark", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "same_address", "same_code", "same_contact", "same_name", "same_unit", "second_id", "state", "strength") SELECT old_values."created_at", old_values."first_id", old_values."id", old_values."mark", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."same_address", old_values."same_code", old_values."same_contact", old_values."same_name", old_values."same_unit", old_values."second_id", old_values."state", old_values."strength" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="44dc3c58d250f92f06699897176e9d88c30bbc9e",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3bf3c",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="enterprises_duplicatepair",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="duplicatepairevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    execute="core_refuse_change()",
                    func="RETURN NULL;",
                    hash="305357de29fd159431a4d7d38dcb43c7ee33fb1b",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b0926",
                    table="enterprises_duplicatepairevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="duplicatepairevent",
            trigger=pgtrigger.compiler.Trigger(
                name="truncate_forbidden",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    execute="core_refuse_change()",
                    func="RETURN NULL;",
                    hash="f20c67ec78f5767a4bf0f3e8a9880d89d76babdb",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_truncate_forbidden_eaf8d",
                    table="enterprises_duplicatepairevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="enterprisemerge",
            index=models.Index(fields=["-created_at", "-id"], name="merge_by_time"),
        ),
        migrations.AddConstraint(
            model_name="enterprisemerge",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", models.F("target")), _negated=True),
                name="enterprises_merge_of_two",
                violation_error_message="Chọn một đăng ký khác với chính nó.",
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprisemerge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("merging", "merged", "undoing"))),
                fields=("source",),
                name="enterprises_merge_once",
                violation_error_message="Đăng ký này đang được gộp hoặc đã gộp.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enterprisemerge",
            trigger=pgtrigger.compiler.Trigger(
                name="raise_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.version := OLD.version + 1; RETURN NEW;",
                    hash="cc34aee65238661001f634c3ec125ffaa75297b8",
                    operation="UPDATE",
                    pgid="pgtrigger_raise_version_8f426",
                    table="enterprises_enterprisemerge",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enterprisemerge",
            trigger=pgtrigger.compiler.Trigger(
                name="only_declared_transitions",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{merged:undoing,merging:cancelled,merging:merged,merging:prepared,prepared:cancelled,prepared:merging,preparing:cancelled,preparing:prepared,undoing:merged,undoing:merged,undoing:undone}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="3ed4b889294f5577ca094b88b084b92f89656a51",
                    operation="UPDATE",
                    pgid="pgtrigger_only_declared_transitions_496a4",
                    table="enterprises_enterprisemerge",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enterprisemerge",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "enterprises_enterprisemergeevent" ("account", "asked_by_id", "choices", "created_at", "id", "job_id", "mark", "merged_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "state", "target_id") SELECT new_values."account", new_values."asked_by_id", new_values."choices", new_values."created_at", new_values."id", new_values."job_id", new_values."mark", new_values."merged_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."source_id", new_values."state", new_values."target_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="88e9d2fb94f5e8313d82819e7aad0e96805f0931",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_44aca",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="enterprises_enterprisemerge",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enterprisemerge",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "enterprises_enterprisemergeevent" ("account", "asked_by_id", "choices", "created_at", "id", "job_id", "mark", "merged_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "state", "target_id") SELECT new_values."account", new_values."asked_by_id", new_values."choices", new_values."created_at", new_values."id", new_values."job_id", new_values."mark", new_values."merged_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."source_id", new_values."state", new_values."target_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."account" IS DISTINCT FROM (new_values."account") OR old_values."asked_by_id" IS DISTINCT FROM (new_values."asked_by_id") OR old_values."choices" IS DISTINCT FROM (new_values."choices") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."job_id" IS DISTINCT FROM (new_values."job_id") OR old_values."mark" IS DISTINCT FROM (new_values."mark") OR old_values."merged_at" IS DISTINCT FROM (new_values."merged_at") OR old_values."source_id" IS DISTINCT FROM (new_values."source_id") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."target_id" IS DISTINCT FROM (new_values."target_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f7301a67cf15726e33a60e5dad103ee2c4de7776",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_40ed5",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="enterprises_enterprisemerge",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enterprisemerge",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "enterprises_enterprisemergeevent" ("account", "asked_by_id", "choices", "created_at", "id", "job_id", "mark", "merged_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "state", "target_id") SELECT old_values."account", old_values."asked_by_id", old_values."choices", old_values."created_at", old_values."id", old_values."job_id", old_values."mark", old_values."merged_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."source_id", old_values."state", old_values."target_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="03ce5be1950b626f2731da5adc5e79c7a5953a2d",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_23967",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="enterprises_enterprisemerge",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enterprisemergeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    execute="core_refuse_change()",
                    func="RETURN NULL;",
                    hash="fa1c72958c459759a189b19522981be04045eac1",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_15f48",
                    table="enterprises_enterprisemergeevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enterprisemergeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="truncate_forbidden",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    execute="core_refuse_change()",
                    func="RETURN NULL;",
                    hash="ca714bf1bd5220fb85b8f1af4ae3b555805920d1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_truncate_forbidden_b7aae",
                    table="enterprises_enterprisemergeevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
