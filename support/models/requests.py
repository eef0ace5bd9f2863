"""What enterprises and associations ask for (clause V.4)."""

from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Unit
from core.generated import search_column
from core.history import tracked
from core.versioned import Versioned, raise_version
from enterprises.models import Enterprise
from enterprises.models.enterprises import is_personal, mask_tax_code
from notices.forgetting import forget_address
from programs.models import Task
from support.choices import NOT_QUEUED, RequestSource, RequestState
from support.models.catalogue import CatalogueItem
from support.models.supports import Support
from support.request_workflow import REQUEST

if TYPE_CHECKING:
    from agencies.models import User

CONTACT = ("contact_name", "contact_email", "contact_phone")


class SupportRequestQuerySet(models.QuerySet["SupportRequest"]):
    def visible_to(self, user: "User") -> Self:
        """The department sees all; a place those its area registered, predecessors included."""
        if user.sees_the_province:
            return self
        return self.filter(unit__in=user.covered_unit_ids)


# Nothing is attached to an enterprise by a blank or wrong code: the code of the request is the
# enterprise's own, and its check digit holds (a person's number of 12 digits has none). Where two
# enterprises are made one, or two again, it goes along under the code it came with.
ATTACH_BY_CODE = pgtrigger.Trigger(
    name="attach_by_tax_code",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    declare=[("weights", "int[]"), ("total", "int")],
    func="""
    IF NEW.enterprise_id IS NULL
        OR (TG_OP = 'UPDATE' AND NEW.enterprise_id IS NOT DISTINCT FROM OLD.enterprise_id) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.enterprise_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM enterprises_enterprisemerge AS one
        WHERE one.state IN ('preparing', 'merging', 'merged', 'undoing') AND (one.source_id, one.target_id)
            IN ((OLD.enterprise_id, NEW.enterprise_id), (NEW.enterprise_id, OLD.enterprise_id))
    ) THEN
        RETURN NEW;
    END IF;
    weights := ARRAY[31, 29, 23, 19, 17, 13, 7, 5, 3];
    IF NOT EXISTS (
        SELECT 1 FROM enterprises_enterprise
        WHERE id = NEW.enterprise_id AND tax_code = NEW.tax_code
    ) THEN
        RAISE EXCEPTION 'request % is not attached by the tax code of its enterprise', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'support_request_attached_by_code';
    END IF;
    IF length(NEW.tax_code) <> 12 THEN
        SELECT sum(substr(NEW.tax_code, n, 1)::int * weights[n]) INTO total
        FROM generate_series(1, 9) AS n;
        IF 10 - total % 11 <> substr(NEW.tax_code, 10, 1)::int THEN
            RAISE EXCEPTION 'request % has a tax code whose check digit fails', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'support_request_attached_by_code';
        END IF;
    END IF;
    RETURN NEW;
    """,
)


@tracked(exclude=["search", "tracking_code", *CONTACT])
class SupportRequest(Versioned):
    """One need of one enterprise; an enterprise of the register only once that is certain.

    The history can never be erased, so it holds neither the contact person nor the code by which
    a stranger reads the answer.
    """

    enterprise = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="requests",
        verbose_name=_("Doanh nghiệp trong danh bạ"),
    )
    tax_code = models.CharField(_("Mã số thuế"), max_length=14, blank=True)
    name = models.CharField(_("Tên doanh nghiệp"), max_length=300)
    address = models.CharField(_("Địa chỉ trụ sở"), max_length=300, blank=True)
    item = models.ForeignKey(
        CatalogueItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("Nội dung cần hỗ trợ"),
        limit_choices_to={"use": "support"},
    )
    need = models.TextField(_("Nhu cầu, lý do"))
    wished_from = models.DateField(_("Mong muốn từ ngày"), null=True, blank=True)
    wished_to = models.DateField(_("Đến ngày"), null=True, blank=True)
    own_funds_vnd = models.BigIntegerField(
        _("Vốn đối ứng dự kiến (đồng)"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    contact_name = models.CharField(_("Người liên hệ"), max_length=120, blank=True)
    contact_email = models.EmailField(_("Thư điện tử"), blank=True)
    contact_phone = models.CharField(_("Điện thoại"), max_length=30, blank=True)
    contact_erased_at = models.DateTimeField(
        _("Đã xóa thông tin liên hệ lúc"), null=True, blank=True, editable=False
    )
    source = models.CharField(
        _("Nguồn"), max_length=12, choices=RequestSource.choices, editable=False
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("Đơn vị đăng ký"),
    )
    received_on = models.DateField(_("Ngày nhận"))
    letter_number = models.CharField(_("Văn bản số"), max_length=60, blank=True)
    letter_on = models.DateField(_("Ngày văn bản"), null=True, blank=True)
    state = models.CharField(
        _("Trạng thái"),
        max_length=10,
        choices=RequestState.choices,
        default=RequestState.NEW,
        editable=False,
    )
    priority = models.PositiveSmallIntegerField(
        _("Thứ tự ưu tiên"),
        default=NOT_QUEUED,
        help_text=_("1 là trước nhất trong danh sách chờ."),
    )
    task = models.ForeignKey(
        Task,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("Nhiệm vụ"),
    )
    support = models.ForeignKey(
        Support,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("Hỗ trợ"),
    )
    answer = models.TextField(_("Trả lời"), blank=True)
    tracking_code = models.CharField(
        _("Mã theo dõi"), max_length=24, unique=True, null=True, blank=True, editable=False
    )
    consent_version = models.CharField(
        _("Bản nội dung đồng ý"), max_length=20, blank=True, editable=False
    )
    consented_at = models.DateTimeField(_("Đồng ý lúc"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(_("Dữ liệu minh họa"), default=False, editable=False)
    search = search_column("name", "need")

    objects = SupportRequestQuerySet.as_manager()
    SAID_IN_HISTORY = {
        "tax_code": mask_tax_code,
        "priority": lambda number: "" if number == NOT_QUEUED else str(number),
    }

    class Meta:
        verbose_name = _("đề nghị hỗ trợ")
        verbose_name_plural = _("đề nghị hỗ trợ")
        ordering = ["-received_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tax_code="")
                | Q(tax_code__regex=r"^([0-9]{10}(-[0-9]{3})?|[0-9]{12})$"),
                name="support_request_tax_code_shape",
                violation_error_message=_(
                    "Mã số thuế gồm 10 chữ số, hoặc 13 chữ số dạng 0123456789-001."
                ),
            ),
            models.CheckConstraint(
                condition=Q(enterprise__isnull=True) | ~Q(tax_code=""),
                name="support_request_attached_by_code",
                violation_error_message=_(
                    "Chỉ gắn với doanh nghiệp có đúng mã số thuế của đề nghị, chữ số kiểm tra đúng."
                ),
            ),
            models.CheckConstraint(
                condition=Q(source=RequestSource.ENTERPRISE, unit__isnull=True)
                | (~Q(source=RequestSource.ENTERPRISE) & Q(unit__isnull=False)),
                name="support_request_registered_by_a_unit",
                violation_error_message=_("Ghi đơn vị đăng ký."),
            ),
            models.CheckConstraint(
                condition=Q(wished_from__isnull=True)
                | Q(wished_to__isnull=True)
                | Q(wished_to__gte=F("wished_from")),
                name="support_request_wished_days_ordered",
                violation_error_message=_("Ngày kết thúc phải từ ngày bắt đầu trở đi."),
            ),
            models.CheckConstraint(
                condition=Q(own_funds_vnd__isnull=True) | Q(own_funds_vnd__gte=0),
                name="support_request_funds_not_negative",
                violation_error_message=_("Vốn đối ứng không âm."),
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.ACCEPTED)
                | (
                    Q(enterprise__isnull=False) & (Q(task__isnull=False) | Q(support__isnull=False))
                ),
                name="support_request_accepted_into_work",
                violation_error_message=_(
                    "Gắn doanh nghiệp, và chọn nhiệm vụ hoặc hỗ trợ tiếp nhận đề nghị."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.ACCEPTED)
                | Q(task__isnull=True, support__isnull=True),
                name="support_request_work_once_accepted",
                violation_error_message=_("Chỉ ghi nhiệm vụ, hỗ trợ khi đưa đề nghị vào."),
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.WAITING, priority__gte=1, priority__lt=NOT_QUEUED)
                | (~Q(state=RequestState.WAITING) & Q(priority=NOT_QUEUED)),
                name="support_request_waits_with_priority",
                violation_error_message=_("Ghi thứ tự ưu tiên, từ 1 trở lên."),
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.ANSWERED) | ~Q(answer=""),
                name="support_request_answered_in_words",
                violation_error_message=_("Ghi nội dung trả lời và lý do."),
            ),
            models.CheckConstraint(
                condition=Q(tracking_code__isnull=True)
                | (
                    Q(source=RequestSource.ENTERPRISE, consented_at__isnull=False)
                    & ~Q(consent_version="")
                ),
                name="support_request_public_with_consent",
                violation_error_message=_("Phiếu đăng ký công khai phải có sự đồng ý."),
            ),
            models.CheckConstraint(
                condition=Q(contact_erased_at__isnull=True)
                | Q(contact_name="", contact_email="", contact_phone=""),
                name="support_request_erased_is_gone",
                violation_error_message=_("Thông tin liên hệ đã xóa thì không ghi lại."),
            ),
        ]
        indexes = [
            models.Index(fields=["-received_on", "-id"], name="request_by_day"),
            models.Index(fields=["priority", "received_on", "id"], name="request_by_priority"),
            models.Index(fields=["state", "-received_on"], name="request_by_state"),
            models.Index(fields=["tax_code"], name="request_by_tax_code"),
            GinIndex(fields=["search"], name="request_search"),
        ]
        triggers = [raise_version(), REQUEST.only_these(), ATTACH_BY_CODE]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("support:request-detail", kwargs={"pk": self.pk})

    @property
    def masked_tax_code(self) -> str:
        return mask_tax_code(self.tax_code)

    @property
    def has_personal_code(self) -> bool:
        return is_personal(self.tax_code)

    @property
    def has_contact(self) -> bool:
        return bool(self.contact_name or self.contact_email or self.contact_phone)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """With it goes the contact person; whom letters about it went to goes as well."""
        forget_address(self)
        return super().delete(*args, **kwargs)

    @property
    def is_public(self) -> bool:
        """Whether it came by the form without an account."""
        return self.tracking_code is not None
