"""Store and delete records as people edit them: nobody overwrites what they have not seen."""

from collections.abc import Iterable
from typing import Any

import pghistory
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext as _

from core.errors import ActionError, StaleState
from core.ui import attachments
from core.ui.guards import reason_to_keep


def save_record(record: Any, *, seen_version: int | None, save: Any) -> Any:
    """Run `save` if the stored row still has the version the person saw.

    Raises:
        StaleState: somebody changed the row meanwhile; `current` is what is stored.
        ActionError: the database refuses (a rule that spans rows).
    """
    try:
        with transaction.atomic():
            if record.pk is not None:
                stored = type(record)._default_manager.select_for_update(of=("self",))
                current = stored.filter(pk=record.pk).first()
                if current is None:
                    raise ActionError(_("Hồ sơ đã bị người khác xóa trong lúc bạn làm việc."))
                if getattr(current, "version", None) != seen_version:
                    raise StaleState(current)
            return save()
    except IntegrityError as error:
        raise ActionError(_words_of(record, error)) from error


def delete_record(
    record: models.Model, *, reason: str, parts: Iterable[QuerySet[Any]] = ()
) -> None:
    """Delete with its parts and files; the history keeps every value, who, when and `reason`.

    Raises:
        ActionError: a report that was issued counts it, or other records hang on it.
    """
    if why := reason_to_keep(record):
        raise ActionError(why)
    try:
        with transaction.atomic(), pghistory.context(reason=reason):
            for rows in parts:
                rows.delete()
            attachments.remove_all(record)
            record.delete()
    except ProtectedError as error:
        names = sorted({str(o._meta.verbose_name) for o in error.protected_objects})
        raise ActionError(
            _(
                "Không xóa được: còn %(names)s gắn với hồ sơ này. Xóa hoặc chuyển các hồ sơ đó trước."
            )
            % {"names": ", ".join(names)}
        ) from error


def _words_of(record: models.Model, error: IntegrityError) -> str:
    """The message of the constraint that was violated."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    for constraint in record._meta.constraints:
        if constraint.name == name:
            return str(constraint.get_violation_error_message())
    for field in record._meta.concrete_fields:
        if field.unique and field.column in name:
            return _("Đã có hồ sơ với %(label)s này.") % {"label": str(field.verbose_name).lower()}
    return _("Dữ liệu mâu thuẫn với hồ sơ khác (%(name)s). Kiểm tra lại các mục.") % {"name": name}
