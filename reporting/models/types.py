"""Kinds of reports as data: who issues, to whom, who signs, and the outline."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.choices import IdentityRole
from core.history import tracked
from core.versioned import Versioned, raise_version
from reporting.choices import SectionBlock


@tracked()
class ReportType(Versioned):
    """One kind of document; names of the bodies follow the day (`DocumentIdentity`)."""

    code = models.SlugField(_("Mã"), max_length=20, unique=True)
    name = models.CharField(_("Tên loại báo cáo"), max_length=120)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)
    kind_name = models.CharField(_("Tên loại văn bản"), max_length=60)
    code_prefix = models.CharField(_("Chữ viết tắt của loại"), max_length=10)
    subject = models.CharField(
        _("Trích yếu"),
        max_length=300,
        help_text=_("{plan} là số kế hoạch, {year} là năm báo cáo."),
    )
    opening = models.TextField(
        _("Lời mở đầu"),
        help_text=_("{plan}, {issued_on}, {issuer}, {year}, {first}, {last} được thay khi lập."),
    )
    issuer = models.CharField(_("Cơ quan ban hành"), max_length=20, choices=IdentityRole.choices)
    addressees = ArrayField(
        models.CharField(max_length=20, choices=IdentityRole.choices),
        verbose_name=_("Kính gửi"),
        default=list,
        blank=True,
    )
    signer_forms = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("Thể thức ký"),
        help_text=_("Mỗi thể thức một dòng; trong thể thức, dấu / ngăn các dòng in."),
    )
    recipients = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("Nơi nhận"),
        help_text=_("{unit} được thay bằng ký hiệu của cơ quan ban hành."),
    )
    first_month = models.PositiveSmallIntegerField(
        _("Tháng đầu kỳ"), default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    first_day = models.PositiveSmallIntegerField(
        _("Ngày đầu kỳ"), default=1, validators=[MinValueValidator(1), MaxValueValidator(28)]
    )
    is_default = models.BooleanField(
        _("Tự lập dự thảo hằng năm"),
        default=False,
        help_text=_("Dự thảo được lập ngày sau ngày chốt, và được nhắc hạn."),
    )

    class Meta:
        verbose_name = _("loại báo cáo")
        verbose_name_plural = _("các loại báo cáo")
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=models.Q(is_default=True),
                name="reporting_type_one_default",
            ),
        ]
        triggers = [raise_version()]

    def __str__(self) -> str:
        return self.name


class OutlineSection(Versioned):
    """One heading of an outline, with what feeds it."""

    order = models.PositiveSmallIntegerField(
        _("Thứ tự"), help_text=_("Số nhỏ đứng trước; số La Mã và số Ả Rập được đánh tự động.")
    )
    level = models.PositiveSmallIntegerField(
        _("Cấp"), choices=[(1, _("Mục lớn (I, II, …)")), (2, _("Mục nhỏ (1, 2, …)"))], default=1
    )
    title = models.CharField(_("Tiêu đề"), max_length=200)
    block = models.CharField(
        _("Nội dung tự động"),
        max_length=12,
        choices=SectionBlock.choices,
        default=SectionBlock.NARRATIVE,
    )
    text = models.TextField(_("Lời văn"), blank=True, help_text=_("Mỗi dòng là một đoạn."))

    class Meta:
        abstract = True
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title


@tracked()
class ReportTypeSection(OutlineSection):
    """The outline from which a year's draft starts."""

    type = models.ForeignKey(ReportType, on_delete=models.PROTECT, related_name="sections")

    class Meta(OutlineSection.Meta):
        abstract = False
        verbose_name = _("mục của đề cương")
        verbose_name_plural = _("các mục của đề cương")
        triggers = [raise_version()]
