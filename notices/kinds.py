"""What people can be told: each kind with its own words (modules `letters` of the apps)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.registry import Registry


class Given(NamedTuple):
    """A {name} that a kind's words may hold: what it stands for, and an example."""

    label: str | Promise
    sample: str | Promise


# Every kind has these.
ALWAYS: Mapping[str, Given] = {
    "name": Given(_("Tên người nhận"), _("Nguyễn Văn An")),
    "link": Given(_("Đường dẫn đến nơi làm việc đó"), "https://nangsuat.example.vn/viec/1/"),
}


@dataclass(frozen=True)
class Kind:
    """A kind of notice.

    Args:
        subject: default words, with {names} of `values`, `late` and `ALWAYS`.
        values: what `notify` and `write_letter` are given.
        late: what only the e-mail holds, never the database: a link that opens something.
        late_values: computes `late` from what the notice is about, when it is sent; None where
            it need not be sent any more.
        is_awaited: somebody waits for it: it goes at any hour, alone, whatever they chose.
    """

    label: str | Promise
    subject: str | Promise
    body: str | Promise
    values: Mapping[str, Given] = field(default_factory=dict)
    late: Mapping[str, Given] = field(default_factory=dict)
    late_values: Callable[[str], Mapping[str, str] | None] | None = None
    is_awaited: bool = False

    @property
    def placeholders(self) -> dict[str, Given]:
        return {**ALWAYS, **self.values, **self.late}

    @property
    def samples(self) -> dict[str, str]:
        return {name: str(given.sample) for name, given in self.placeholders.items()}


kinds: Registry[Kind] = Registry()
