"""Two records that may be one enterprise, and what people decided about them."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from agencies.choices import Role
from core.history import tracked
from core.versioned import Versioned, raise_version
from enterprises.choices import PairState
from enterprises.models.enterprises import Enterprise
from enterprises.workflow import DUPLICATE

if TYPE_CHECKING:
    from agencies.models import User

# Field → (what it says of the two, how much it says).
SIGNS = {
    "same_code": (gettext_lazy("Mã số thuế cùng gốc, tên không nói là chi nhánh"), 40),
    "same_name": (gettext_lazy("Tên giống nhau khi bỏ loại hình và dấu"), 40),
    "same_address": (gettext_lazy("Cùng địa chỉ, tên giống một phần"), 30),
    "same_contact": (gettext_lazy("Cùng điện thoại hoặc thư điện tử liên hệ"), 20),
    "same_unit": (gettext_lazy("Cùng xã, phường"), 10),
}
LIKELY, POSSIBLE = 80, 50


class DuplicatePairQuerySet(models.QuerySet["DuplicatePair"]):
    def visible_to(self, user: "User") -> Self:
        """The department and its leaders; a place sees one of the two at best."""
        sees = user.has_role(Role.STAFF, Role.ADMINISTRATOR, Role.LEADER)
        return self if sees else self.none()

    def open_with(self, enterprise: int) -> Self:
        """What waits for a decision about this record, the likeliest first."""
        found = self.filter(Q(first=enterprise) | Q(second=enterprise), state=PairState.OPEN)
        return found.order_by("-strength", "pk")


@tracked()
class DuplicatePair(Versioned):
    """Found by `enterprises.duplicates`, never typed; the older record is the first."""

    first = models.ForeignKey(
        Enterprise, on_delete=models.CASCADE, related_name="+", verbose_name=_("Hồ sơ thứ nhất")
    )
    second = models.ForeignKey(
        Enterprise, on_delete=models.CASCADE, related_name="+", verbose_name=_("Hồ sơ thứ hai")
    )
    same_code = models.BooleanField(SIGNS["same_code"][0], default=False)
    same_name = models.BooleanField(SIGNS["same_name"][0], default=False)
    same_address = models.BooleanField(SIGNS["same_address"][0], default=False)
    same_contact = models.BooleanField(SIGNS["same_contact"][0], default=False)
    same_unit = models.BooleanField(SIGNS["same_unit"][0], default=False)
    strength = models.PositiveSmallIntegerField(_("Mức giống"))
    mark = models.CharField(
        _("Dấu nội dung"),
        max_length=32,
        help_text=_("Đổi khi tên, mã số thuế, địa chỉ hoặc liên hệ của một hồ sơ đổi."),
    )
    state = models.CharField(
        _("Trạng thái"),
        max_length=9,
        choices=PairState.choices,
        default=PairState.OPEN,
        editable=False,
    )

    objects = DuplicatePairQuerySet.as_manager()
    UNSHOWN_IN_HISTORY = ("mark",)

    class Meta:
        verbose_name = _("cặp hồ sơ có thể trùng")
        verbose_name_plural = _("cặp hồ sơ có thể trùng")
        ordering = ["-strength", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="enterprises_pair_once",
                violation_error_message=_("Cặp hồ sơ này đã có."),
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="enterprises_pair_in_order",
                violation_error_message=_("Một hồ sơ không trùng với chính nó."),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-strength", "-id"], name="pair_by_strength"),
        ]
        triggers = [raise_version(), DUPLICATE.only_these()]

    def __str__(self) -> str:
        return f"{self.first} - {self.second}"

    def get_absolute_url(self) -> str:
        return reverse("enterprises:duplicate-detail", kwargs={"pk": self.pk})

    @property
    def is_merged(self) -> bool:
        return self.state == PairState.MERGED

    @property
    def reasons(self) -> list[str]:
        """Why the two may be one, the strongest first."""
        return [str(words) for name, (words, _weight) in SIGNS.items() if getattr(self, name)]

    @property
    def likelihood(self) -> str:
        if self.strength >= LIKELY:
            return gettext("Rất có thể")
        return gettext("Có thể") if self.strength >= POSSIBLE else gettext("Ít khả năng")
