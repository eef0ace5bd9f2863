"""What supports, certificates and awards have in common: an enterprise and its unit of the day."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Unit
from core.among import among
from core.prepared import Slot
from core.versioned import Versioned
from enterprises.models import Enterprise

if TYPE_CHECKING:
    from agencies.models import User

M = TypeVar("M", bound=models.Model)


class RecordQuerySet(models.QuerySet[M]):
    """The one door to records: who sees the enterprise sees its records."""

    def visible_to(self, user: "User") -> Self:
        if user.sees_the_province:
            return self
        return self.filter(enterprise__in=Enterprise.objects.visible_to(user))

    def counted_for(self, pks: str | Slot) -> Self:
        """Records of these enterprises (`numbers`), and of registrations that count as one."""
        # Of the enterprises alone: beside the records' own column, the "or" would read all of both.
        own = Q(among("pk", pks)) | Q(among("counted_as", pks))
        return self.filter(enterprise__in=Enterprise.objects.filter(own))


class Record(Versioned):
    """A record about one enterprise; `unit` is stamped by the database."""

    enterprise = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        verbose_name=_("Doanh nghiệp"),
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("Đơn vị lúc đó"),
    )

    class Meta:
        abstract = True
