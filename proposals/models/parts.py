"""Rows of a proposal: enterprises, contents of support, contributions, costs, coordinators."""

import pgtrigger
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Unit
from core.history import tracked
from enterprises.models import Enterprise
from programs.models import Target
from proposals.choices import WRITING, MoneySource
from proposals.models.proposals import Proposal
from support.models import CatalogueItem


def fixed_with_the_text() -> pgtrigger.Trigger:
    """Refuse any change of a row while its proposal is not being written."""
    writing = ", ".join(f"'{state.value}'" for state in WRITING)
    return pgtrigger.Trigger(
        name="fixed_with_the_text",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        func=(
            "IF EXISTS (SELECT FROM proposals_proposal WHERE id IN (NEW.proposal_id, "
            f"OLD.proposal_id) AND state NOT IN ({writing})) THEN "
            "RAISE EXCEPTION 'the text of a submitted proposal is fixed' "
            "USING ERRCODE = 'check_violation'; END IF; RETURN COALESCE(NEW, OLD);"
        ),
    )


class Part(models.Model):
    """A row that belongs to a proposal and is written with it."""

    proposal: "models.ForeignKey[Proposal, Proposal]"

    class Meta:
        abstract = True


@tracked()
class ProposalEnterprise(Part):
    """An enterprise that is to take part: from the register, or a new one by its tax code."""

    proposal = models.ForeignKey(
        Proposal, on_delete=models.CASCADE, related_name="enterprises", verbose_name=_("Đề xuất")
    )
    enterprise = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposed",
        verbose_name=_("Doanh nghiệp"),
    )
    tax_code = models.CharField(_("Mã số thuế"), max_length=14, blank=True)
    name = models.CharField(_("Tên doanh nghiệp"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("doanh nghiệp dự kiến tham gia")
        verbose_name_plural = _("doanh nghiệp dự kiến tham gia")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(enterprise__isnull=False, tax_code="", name="")
                | (Q(enterprise__isnull=True) & ~Q(tax_code="") & ~Q(name="")),
                name="proposals_enterprise_known_or_named",
                violation_error_message=_("Ghi mã số thuế và tên doanh nghiệp mới."),
            ),
            models.UniqueConstraint(
                fields=["proposal", "enterprise"],
                name="proposals_enterprise_once",
                violation_error_message=_("Doanh nghiệp này đã có trong đề xuất."),
            ),
            models.UniqueConstraint(
                fields=["proposal", "tax_code"],
                condition=~Q(tax_code=""),
                name="proposals_tax_code_once",
                violation_error_message=_("Mã số thuế này đã có trong đề xuất."),
            ),
        ]
        triggers = [fixed_with_the_text()]

    def __str__(self) -> str:
        return str(self.enterprise or self.name)


@tracked()
class ProposalItem(Part):
    """A content of support (tool, system, traceability …) the proposal asks for."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="items")
    item = models.ForeignKey(
        CatalogueItem,
        on_delete=models.PROTECT,
        related_name="proposed",
        verbose_name=_("Nội dung hỗ trợ"),
    )

    class Meta:
        verbose_name = _("nội dung hỗ trợ đề xuất")
        verbose_name_plural = _("nội dung hỗ trợ đề xuất")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "item"], name="proposals_item_once"),
        ]
        triggers = [fixed_with_the_text()]

    def __str__(self) -> str:
        return str(self.item)


@tracked()
class ProposalContribution(Part):
    """How much of a target the proposal expects to bring."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="contributions")
    target = models.ForeignKey(
        Target, on_delete=models.PROTECT, related_name="+", verbose_name=_("Chỉ tiêu")
    )
    number = models.PositiveIntegerField(_("Số dự kiến"), validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("đóng góp dự kiến")
        verbose_name_plural = _("đóng góp dự kiến")
        ordering = ["target__order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "target"], name="proposals_contribution_once"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="proposals_contribution_at_least_one"
            ),
        ]
        triggers = [fixed_with_the_text()]

    def __str__(self) -> str:
        return f"{self.target}: {self.number}"


@tracked()
class ProposalCost(Part):
    """Money of one year from one source, in đồng."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="costs")
    year = models.PositiveSmallIntegerField(_("Năm"))
    source = models.CharField(_("Nguồn"), max_length=10, choices=MoneySource.choices)
    amount_vnd = models.BigIntegerField(_("Kinh phí (đồng)"))

    class Meta:
        verbose_name = _("kinh phí đề xuất")
        verbose_name_plural = _("kinh phí đề xuất")
        ordering = ["year", "source"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "year", "source"], name="proposals_cost_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_vnd__gt=0), name="proposals_cost_is_something"
            ),
        ]
        triggers = [fixed_with_the_text()]

    def __str__(self) -> str:
        return f"{self.year} {self.get_source_display()}"


@tracked()
class ProposalCoordinator(Part):
    """A unit that takes part beside the lead."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="coordinators")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị phối hợp")
    )

    class Meta:
        verbose_name = _("đơn vị phối hợp")
        verbose_name_plural = _("đơn vị phối hợp")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "unit"], name="proposals_coordinator_once"),
        ]
        triggers = [fixed_with_the_text()]

    def __str__(self) -> str:
        return str(self.unit)
