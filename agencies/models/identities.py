"""How a body is named in documents, by date (header, place, addressee)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func
from django.utils.translation import gettext_lazy as _

from agencies.choices import IdentityRole
from core.history import tracked
from core.validity import OVERLAPS, Validity, ValidityQuerySet, ends_after_start, period


@tracked()
class DocumentIdentity(Validity):
    """Lines a document prints for a body of one province during a period (NĐ 30/2020, box 2-4)."""

    jurisdiction = models.SlugField(
        _("Địa bàn"),
        max_length=30,
        help_text=_("Địa bàn của kế hoạch; tên cơ quan của địa bàn đổi theo thời gian."),
    )
    role = models.CharField(_("Cơ quan"), max_length=20, choices=IdentityRole.choices)
    superior = models.CharField(_("Cơ quan chủ quản"), max_length=200, blank=True)
    name = models.CharField(_("Tên cơ quan"), max_length=200)
    short_name = models.CharField(_("Tên viết tắt trong danh sách nhận"), max_length=100)
    code_suffix = models.CharField(
        _("Ký hiệu"), max_length=30, blank=True, help_text=_("Ví dụ: SKHCN, UBND.")
    )
    place = models.CharField(_("Địa danh"), max_length=100, blank=True)
    is_confirmed = models.BooleanField(_("Đã xác nhận"), default=True)

    objects = ValidityQuerySet.as_manager()

    class Meta:
        verbose_name = _("thể thức tên cơ quan")
        verbose_name_plural = _("thể thức tên cơ quan")
        ordering = ["jurisdiction", "role", "valid_from"]
        constraints = [
            ends_after_start("agencies_identity_period"),
            ExclusionConstraint(
                name="agencies_identity_one_a_day",
                expressions=[
                    (
                        Func(
                            F("role"),
                            template="int8range(hashtextextended(jurisdiction || '/' || role, 0),"
                            " hashtextextended(jurisdiction || '/' || role, 0), '[]')",
                        ),
                        OVERLAPS,
                    ),
                    (period(), OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name
