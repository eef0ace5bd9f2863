"""Groups of units that a plan names; their members follow the day."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.choices import UnitKind
from agencies.models.units import Unit
from core.history import tracked


class UnitGroupQuerySet(models.QuerySet["UnitGroup"]):
    def get_by_natural_key(self, code: str) -> "UnitGroup":
        return self.get(code=code)


@tracked()
class UnitGroup(models.Model):
    """A group the plan names ("Các sở, ban, ngành"); its members follow the day."""

    code = models.CharField(_("Mã nhóm"), max_length=40, unique=True)
    name = models.CharField(_("Tên nhóm"), max_length=200)
    province = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Tỉnh"),
        help_text=_("Chỉ gồm các đơn vị của tỉnh này, và của tỉnh kế thừa sau khi sáp nhập."),
    )
    kinds = ArrayField(
        models.CharField(max_length=20, choices=UnitKind.choices),
        verbose_name=_("Các loại đơn vị"),
        default=list,
        blank=True,
    )
    units = models.ManyToManyField(
        Unit, blank=True, related_name="groups", verbose_name=_("Đơn vị nêu đích danh")
    )

    objects = UnitGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhóm đơn vị")
        verbose_name_plural = _("nhóm đơn vị")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)


@tracked()
class GroupMember(UnitGroup.units.through):  # type: ignore[name-defined,misc]
    """Units named in a group, so that their history is kept as well."""

    class Meta:
        proxy = True
