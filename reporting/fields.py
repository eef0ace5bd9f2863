"""Form fields of report types: several values, one per line."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agencies.choices import IdentityRole
from core.vietnamese import match_key, normalise

LONGEST = 200


class LinesField(forms.CharField):
    """A list as lines; empty lines are nothing."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, (list, tuple)) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = [normalise(line) for line in (value or "").splitlines()]
        found = [line for line in lines if line]
        for line in found:
            if len(line) > LONGEST:
                raise ValidationError(_("Mỗi dòng nhiều nhất 200 chữ: “%s…”.") % line[:40])
        return found

    def run_validators(self, value: Any) -> None:
        """The lines are checked one by one."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)


class BodiesField(LinesField):
    """Bodies of `DocumentIdentity` by their names, in the order a document addresses them."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return "\n".join(str(IdentityRole(role).label) for role in value)
        return value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        known = {match_key(str(role.label)): role.value for role in IdentityRole}
        found = []
        for line in super().to_python(value):
            role = known.get(match_key(line))
            if role is None:
                names = ", ".join(str(label) for label in IdentityRole.labels)
                raise ValidationError(
                    _("Không có cơ quan “%(line)s”. Ghi: %(names)s."),
                    params={"line": line, "names": names},
                )
            found.append(role)
        return found
