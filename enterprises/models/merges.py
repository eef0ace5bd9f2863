"""The account of a merge: what was chosen, what it would do, what it did, and its way back."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.choices import Role
from core.history import tracked
from core.models import Job
from core.versioned import Versioned, raise_version
from enterprises.choices import LIVE_MERGES, MergeState
from enterprises.models.enterprises import Enterprise
from enterprises.workflow import MERGES

if TYPE_CHECKING:
    from agencies.models import User


class EnterpriseMergeQuerySet(models.QuerySet["EnterpriseMerge"]):
    def visible_to(self, user: "User") -> Self:
        """The department and its leaders."""
        sees = user.has_role(Role.STAFF, Role.ADMINISTRATOR, Role.LEADER)
        return self if sees else self.none()

    def carried_out(self) -> Self:
        """Merges that hold: done, also while their way back is being tried."""
        return self.filter(state__in=(MergeState.MERGED, MergeState.UNDOING))


@tracked(exclude=["preview"])
class EnterpriseMerge(Versioned):
    """`source` became part of `target`.

    Fields:
        choices: {"fields": names of values taken from the source,
            "rows": {relation: numbers of the source's rows whose values are taken}}.
        mark: what the preview was computed from; a merge of anything else is refused.
        preview: what the merge would do, in words and numbers of that moment.
        account: what it did, with the old values; the way back reads nothing else.
    """

    source = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="+", verbose_name=_("Hồ sơ nhập vào")
    )
    target = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="+", verbose_name=_("Hồ sơ ở lại")
    )
    choices: Any = models.JSONField(_("Lựa chọn"), default=dict, blank=True)
    mark = models.CharField(_("Dấu nội dung"), max_length=64, blank=True, default="")
    preview: Any = models.JSONField(_("Xem trước"), default=dict, blank=True)
    account: Any = models.JSONField(_("Kết quả"), default=dict, blank=True)
    state = models.CharField(
        _("Trạng thái"),
        max_length=9,
        choices=MergeState.choices,
        default=MergeState.PREPARING,
        editable=False,
    )
    job = models.ForeignKey(
        Job,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Công việc chạy nền"),
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Người yêu cầu"),
    )
    merged_at = models.DateTimeField(_("Gộp lúc"), null=True, blank=True)

    objects = EnterpriseMergeQuerySet.as_manager()
    UNSHOWN_IN_HISTORY = ("choices", "mark", "account", "job")

    class Meta:
        verbose_name = _("lần gộp hồ sơ")
        verbose_name_plural = _("lần gộp hồ sơ")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="enterprises_merge_of_two",
                violation_error_message=_("Chọn một đăng ký khác với chính nó."),
            ),
            models.UniqueConstraint(
                fields=["source"],
                condition=Q(state__in=LIVE_MERGES),
                name="enterprises_merge_once",
                violation_error_message=_("Đăng ký này đang được gộp hoặc đã gộp."),
            ),
        ]
        indexes = [models.Index(fields=["-created_at", "-id"], name="merge_by_time")]
        triggers = [raise_version(), MERGES.only_these()]

    def __str__(self) -> str:
        return gettext("%(source)s vào %(target)s") % {
            "source": self.source.name,
            "target": self.target.name,
        }

    def get_absolute_url(self) -> str:
        return reverse("enterprises:merge-detail", kwargs={"pk": self.pk})

    @property
    def asker(self) -> str:
        return self.asked_by.full_name

    @property
    def waits(self) -> bool:
        """For a person who has seen what it would do."""
        return self.state == MergeState.PREPARED

    @property
    def can_be_cancelled(self) -> bool:
        return self.state in {MergeState.PREPARING, MergeState.PREPARED, MergeState.MERGING}

    @property
    def is_carried_out(self) -> bool:
        return self.state == MergeState.MERGED

    @property
    def failed_to_undo(self) -> bool:
        """Its way back ended in an unforeseen error."""
        return self.state == MergeState.UNDOING and self.has_failed

    @property
    def has_failed(self) -> bool:
        return self.job is not None and self.job.state == Job.State.FAILED

    @property
    def is_working(self) -> bool:
        return self.job is not None and not self.job.is_finished
