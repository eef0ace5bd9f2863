"""How often to be written to; the words of a kind."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.ui.forms import RecordForm, formfield_for
from notices.actions import unknown_said
from notices.kinds import kinds
from notices.models import Notice, Preference, Wording
from notices.wording import Words, unknown_names


class PreferenceForm(RecordForm):
    class Meta:
        model = Preference
        formfield_callback = formfield_for
        fields = ["frequency"]
        labels = {"frequency": _("Thư điện tử báo việc")}
        help_texts = {
            "frequency": _(
                "Thông báo trong hệ thống luôn có đủ. Thư mời, thư đặt mật khẩu và các thư bạn"
                " đang chờ vẫn gửi ngay."
            )
        }


class WordingForm(RecordForm):
    class Meta:
        model = Wording
        formfield_callback = formfield_for
        fields = ["subject", "body"]
        help_texts = {
            "subject": _("Hiện trong danh sách thông báo và là tiêu đề thư."),
            "body": _("Chỗ điền viết trong ngoặc nhọn, ví dụ {name}; xem bảng bên dưới."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].widget.attrs["rows"] = 12

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        words = Words(self.instance.subject, self.instance.body)
        for field, names in unknown_names(kinds.get(self.instance.kind), words).items():
            yield field, unknown_said(names)


class LogForm(RecordForm):
    """Nobody writes the log; a register has a form."""

    class Meta:
        model = Notice
        fields: list[str] = []
