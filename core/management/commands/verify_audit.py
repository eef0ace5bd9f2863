"""`manage.py verify_audit`: whether every sealed line of the audit trail is what it was."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.sealing import seal_trail, verify_trail


class Command(BaseCommand):
    help = _("So từng dòng lịch sử với niêm phong của nó; nêu dòng đầu tiên sai của mỗi bảng.")

    def handle(self, **_options: Any) -> None:
        """Look first, seal then: a line that was changed before it is sealed looks right."""
        found = verify_trail()
        if found.broken:
            raise CommandError("\n".join(map(str, found.broken)))
        sealed = seal_trail()
        self.stdout.write(
            _("%(lines)d dòng lịch sử đúng như lúc niêm phong; niêm phong thêm %(sealed)d dòng.")
            % {"lines": found.lines, "sealed": sealed}
        )
        self.stdout.write(_("Mã chung: %(head)s") % {"head": verify_trail().head})
