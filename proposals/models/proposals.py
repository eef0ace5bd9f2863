"""What a unit proposes, from the first draft to the decision; its text is fixed once submitted."""

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.choices import Role
from agencies.models import Unit
from core.generated import search_column
from core.history import tracked
from core.models import Attachment
from core.versioned import Versioned, raise_version
from programs.models import Task
from proposals.choices import (
    ONLY_ASSIGNED,
    ONLY_SCIENCE,
    WAITING,
    WRITING,
    ProposalKind,
    ProposalState,
)
from proposals.models.calls import Call
from proposals.workflow import PROPOSAL

if TYPE_CHECKING:
    from agencies.models import User

# What the unit writes. Afterwards it stands as submitted; a change is a revision of its own.
CONTENT = (
    *("call", "unit", "kind", "task", "name", "need", "objectives", "content", "products"),
    *("place", "starts_on", "ends_on", "lead", "integration", "letter_number", "letter_on"),
    *("letter_file", "contact_name", "contact_phone", "contact_email", "revises"),
)
COLUMNS = {
    name: f"{name}_id" for name in ("call", "unit", "task", "lead", "letter_file", "revises")
}


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: "User") -> Self:
        """A draft inside its unit; the rest for the department, the unit, and its reviewers."""
        own = Q(unit__in=own_unit_ids(user))
        if user.sees_the_province:
            return self.filter(~Q(state=ProposalState.DRAFT) | own)
        reviewed = Q(reviews__reviewer=user.pk, reviews__withdrawn_at=None)
        theirs = self.model._default_manager.filter(reviewed, ~Q(state=ProposalState.DRAFT))
        area = Q(unit__in=user.covered_unit_ids) & ~Q(state=ProposalState.DRAFT)
        return self.filter(own | area | Q(pk__in=theirs.values("pk")))

    def submitted(self) -> Self:
        """What the department has got at least once."""
        return self.exclude(state=ProposalState.DRAFT)

    def waiting(self) -> Self:
        return self.filter(state__in=WAITING)


def own_unit_ids(user: "User") -> frozenset[int]:
    """Units for which the person writes, through their predecessors; of the department its own."""
    if not user.has_role(Role.UNIT_OFFICER):
        writes = (Role.STAFF, Role.ADMINISTRATOR)
        return frozenset(a.unit_id for a in user.current_assignments if a.role in writes)
    return user.covered_unit_ids


@tracked(exclude=["search"])
class Proposal(Versioned):
    """Đề xuất nhiệm vụ (clause V.3). All may be empty in a draft; `requirements` says what lacks."""

    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("Đợt đề xuất")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("Đơn vị đề xuất")
    )
    kind = models.CharField(
        _("Loại nhiệm vụ"),
        max_length=10,
        choices=ProposalKind.choices,
        default=ProposalKind.ASSIGNED,
    )
    task = models.ForeignKey(
        Task,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("Nhiệm vụ theo Phụ lục"),
    )
    name = models.CharField(_("Tên nhiệm vụ đề xuất"), max_length=300, blank=True)
    need = models.TextField(_("Nhu cầu"), blank=True, max_length=2000)
    objectives = models.TextField(_("Mục tiêu"), blank=True, max_length=2000)
    content = models.TextField(_("Nội dung thực hiện"), blank=True, max_length=6000)
    products = models.TextField(_("Sản phẩm, kết quả dự kiến"), blank=True, max_length=2000)
    place = models.CharField(_("Địa điểm thực hiện"), max_length=300, blank=True)
    starts_on = models.DateField(_("Bắt đầu"), null=True, blank=True)
    ends_on = models.DateField(_("Kết thúc"), null=True, blank=True)
    lead = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Đơn vị chủ trì"),
    )
    integration = models.TextField(
        _("Lồng ghép với chương trình khác"),
        blank=True,
        max_length=2000,
        help_text=_("Ví dụ: Chương trình OCOP, khuyến công. Không có thì để trống."),
    )
    letter_number = models.CharField(_("Công văn số"), max_length=60, blank=True)
    letter_on = models.DateField(_("Ngày công văn"), null=True, blank=True)
    letter_file = models.ForeignKey(
        Attachment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("Công văn đã ký"),
    )
    contact_name = models.CharField(_("Người liên hệ"), max_length=120, blank=True)
    contact_phone = models.CharField(_("Điện thoại liên hệ"), max_length=30, blank=True)
    contact_email = models.EmailField(_("Thư điện tử liên hệ"), blank=True)
    revises = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="revisions",
        verbose_name=_("Điều chỉnh đề xuất"),
    )
    search = search_column("name", "need")
    state = models.CharField(
        _("Trạng thái"),
        max_length=10,
        choices=ProposalState.choices,
        default=ProposalState.DRAFT,
        editable=False,
    )
    submitted_at = models.DateTimeField(_("Nộp lúc"), null=True, blank=True, editable=False)
    resubmit_by = models.DateField(_("Hạn nộp lại"), null=True, blank=True)
    decision_number = models.CharField(_("Quyết định số"), max_length=60, blank=True)
    decision_on = models.DateField(_("Ngày quyết định"), null=True, blank=True)
    refusal = models.TextField(_("Lý do không phê duyệt"), blank=True)
    # Of an S&T task, as it goes on.
    host = models.CharField(_("Tổ chức chủ trì"), max_length=300, blank=True)
    principal = models.CharField(_("Chủ nhiệm nhiệm vụ"), max_length=120, blank=True)
    contract_number = models.CharField(_("Hợp đồng số"), max_length=60, blank=True)
    contract_on = models.DateField(_("Ngày hợp đồng"), null=True, blank=True)
    funds_vnd = models.BigIntegerField(_("Kinh phí được thẩm định (đồng)"), null=True, blank=True)
    accepted_on = models.DateField(_("Ngày nghiệm thu"), null=True, blank=True)
    acceptance = models.CharField(_("Kết quả nghiệm thu"), max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("Người lập"),
    )
    is_demo = models.BooleanField(_("Dữ liệu minh họa"), default=False, editable=False)

    objects = ProposalQuerySet.as_manager()
    # What never changes, or has a line of its own among the files.
    UNSHOWN_IN_HISTORY = ("call", "created_by", "letter_file", "revises")

    class Meta:
        verbose_name = _("đề xuất")
        verbose_name_plural = _("đề xuất")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(starts_on__lte=models.F("ends_on")),
                name="proposals_proposal_ends_after_start",
                violation_error_message=_("Ngày kết thúc phải từ ngày bắt đầu trở đi."),
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.DRAFT)
                | (
                    ~Q(name="")
                    & ~Q(need="")
                    & Q(task__isnull=False)
                    & Q(starts_on__isnull=False)
                    & Q(ends_on__isnull=False)
                    & Q(submitted_at__isnull=False)
                ),
                name="proposals_proposal_whole_when_submitted",
                violation_error_message=_("Đề xuất còn thiếu mục bắt buộc; xem “Còn thiếu”."),
            ),
            models.CheckConstraint(
                condition=~(
                    Q(kind=ProposalKind.SCIENCE, state__in=ONLY_ASSIGNED)
                    | Q(kind=ProposalKind.ASSIGNED, state__in=ONLY_SCIENCE)
                ),
                name="proposals_proposal_own_way",
                violation_error_message=_("Bước này không thuộc loại nhiệm vụ của đề xuất."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.RETURNED) | Q(resubmit_by__isnull=False),
                name="proposals_proposal_returned_until",
                violation_error_message=_("Ghi hạn nộp lại."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(ProposalState.APPROVED, ProposalState.LISTED))
                | (~Q(decision_number="") & Q(decision_on__isnull=False)),
                name="proposals_proposal_approved_by_decision",
                violation_error_message=_("Ghi số, ngày quyết định."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.REFUSED) | ~Q(refusal=""),
                name="proposals_proposal_refused_with_reason",
                violation_error_message=_("Ghi lý do không phê duyệt."),
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=(
                        ProposalState.FUNDING,
                        ProposalState.CONTRACT,
                        ProposalState.ACCEPTED,
                    )
                )
                | (~Q(host="") & ~Q(principal="")),
                name="proposals_proposal_has_host",
                violation_error_message=_("Ghi tổ chức chủ trì và chủ nhiệm nhiệm vụ."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(ProposalState.CONTRACT, ProposalState.ACCEPTED))
                | (
                    ~Q(contract_number="")
                    & Q(contract_on__isnull=False)
                    & Q(funds_vnd__isnull=False)
                ),
                name="proposals_proposal_has_contract",
                violation_error_message=_("Ghi số, ngày hợp đồng và kinh phí được thẩm định."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.ACCEPTED)
                | (Q(accepted_on__isnull=False) & ~Q(acceptance="")),
                name="proposals_proposal_accepted_in_words",
                violation_error_message=_("Ghi ngày và kết quả nghiệm thu."),
            ),
            models.CheckConstraint(
                condition=Q(funds_vnd__isnull=True) | Q(funds_vnd__gte=0),
                name="proposals_proposal_funds_not_negative",
                violation_error_message=_("Kinh phí không được âm."),
            ),
            models.UniqueConstraint(
                fields=["revises"],
                condition=~Q(
                    state__in=(
                        ProposalState.APPROVED,
                        ProposalState.REFUSED,
                        ProposalState.REPLACED,
                    )
                ),
                name="proposals_proposal_one_revision_at_a_time",
                violation_error_message=_("Đề xuất này đang có một bản điều chỉnh chưa xong."),
            ),
        ]
        indexes = [
            models.Index(fields=["call", "unit", "state"], name="proposal_by_unit"),
            models.Index(fields=["state", "submitted_at"], name="proposal_by_state"),
            GinIndex(fields=["search"], name="proposal_search"),
        ]
        triggers = [
            raise_version(),
            PROPOSAL.only_these(),
            pgtrigger.Trigger(
                name="text_stays_as_submitted",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func=(
                    "IF OLD.state NOT IN ({writing}) AND ({changed}) THEN "
                    "RAISE EXCEPTION 'the text of a submitted proposal is fixed' "
                    "USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ).format(
                    writing=", ".join(f"'{state.value}'" for state in WRITING),
                    changed=" OR ".join(
                        f"NEW.{COLUMNS.get(name, name)} IS DISTINCT FROM OLD.{COLUMNS.get(name, name)}"
                        for name in CONTENT
                    ),
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Đề xuất chưa đặt tên"))

    def get_absolute_url(self) -> str:
        return reverse("proposals:proposal-detail", kwargs={"pk": self.pk})

    @property
    def is_writable(self) -> bool:
        return self.state in WRITING

    @cached_property
    def years(self) -> range:
        """Years the work runs, the call's year where no days are given; ten at most."""
        first = self.starts_on.year if self.starts_on else self.call.year
        last = self.ends_on.year if self.ends_on else first
        return range(first, min(max(last, first), first + 9) + 1)

    def takes_text_until(self) -> datetime | None:
        """The end of the day on which a returned proposal may come back."""
        if self.state != ProposalState.RETURNED or self.resubmit_by is None:
            return None
        midnight = datetime.combine(self.resubmit_by, datetime.max.time())
        return timezone.make_aware(midnight)
