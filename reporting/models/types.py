"""Kinds of reports as data: who issues, to whom, who signs, when it is due, and the outline."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.choices import IdentityRole
from core.history import tracked
from core.versioned import Versioned, raise_version
from reporting.choices import SectionBlock

if TYPE_CHECKING:
    from agencies.models import User

LONG_MONTHS = (1, 3, 5, 7, 8, 10, 12)


def _month(label: Any) -> Any:
    return models.PositiveSmallIntegerField(
        label, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )


def _day(label: Any) -> Any:
    return models.PositiveSmallIntegerField(
        label, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )


def in_every_year(name: str) -> models.CheckConstraint:
    """`<name>_month` and `<name>_day` are a day that each year has."""
    month, day = f"{name}_month", f"{name}_day"
    short = models.Q(**{f"{day}__lte": 28})
    usual = models.Q(**{f"{day}__lte": 30}) & ~models.Q(**{month: 2})
    long = models.Q(**{f"{day}__lte": 31, f"{month}__in": LONG_MONTHS})
    within = models.Q(**{f"{month}__gte": 1, f"{month}__lte": 12, f"{day}__gte": 1})
    return models.CheckConstraint(
        condition=within & (short | usual | long),
        name=f"reporting_type_{name}_in_every_year",
        violation_error_message=_("Ngày, tháng phải có trong mọi năm."),
    )


def not_after(earlier: str, later: str, message: Any) -> models.CheckConstraint:
    """Within a year, one day comes before the other, or is the same."""
    same_month = models.Q(
        **{f"{earlier}_month": models.F(f"{later}_month")},
        **{f"{earlier}_day__lte": models.F(f"{later}_day")},
    )
    return models.CheckConstraint(
        condition=models.Q(**{f"{earlier}_month__lt": models.F(f"{later}_month")}) | same_month,
        name=f"reporting_type_{earlier}_by_{later}",
        violation_error_message=message,
    )


class ReportTypeQuerySet(models.QuerySet["ReportType"]):
    def visible_to(self, user: "User") -> Self:
        return self if user.has_perm("reporting.view_reporttype") else self.none()

    def yearly(self) -> "ReportType | None":
        """The type whose draft the calendar assembles and whose date it watches."""
        return self.filter(is_default=True).first()


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
        help_text=_(
            "{plan}, {issued_on}, {issuer}, {title}, {year}, {first}, {last} được thay khi lập;"
            " {title} là trích yếu của kế hoạch."
        ),
    )
    closing = models.TextField(
        _("Lời kết"),
        blank=True,
        default="",
        help_text=_("Câu cuối trước chữ ký; {plan}, {year}, {addressees} được thay khi lập."),
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
        help_text=_("{unit} được thay bằng chữ viết tắt của đơn vị soạn thảo."),
    )
    drafting_unit = models.CharField(
        _("Đơn vị soạn thảo"),
        max_length=40,
        blank=True,
        default="",
        help_text=_("Chữ viết tắt ở dòng “Lưu: VT, …”; dữ liệu ban đầu chờ Sở xác nhận."),
    )
    has_appendices = models.BooleanField(
        _("Kèm phụ lục"),
        default=True,
        help_text=_("Danh sách hồ sơ, nhiệm vụ, biểu đồ; tờ trình thường không kèm."),
    )
    first_day = _day(_("Ngày đầu kỳ"))
    first_month = _month(_("Tháng đầu kỳ"))
    cut_off_day = _day(_("Ngày chốt số liệu"))
    cut_off_month = _month(_("Tháng chốt số liệu"))
    due_day = _day(_("Ngày gửi chậm nhất"))
    due_month = _month(_("Tháng gửi chậm nhất"))
    limit_day = _day(_("Hạn của kế hoạch: trước ngày"))
    limit_month = _month(_("Hạn của kế hoạch: tháng"))
    file_stem = models.SlugField(
        _("Tên tệp"), max_length=40, help_text=_("Không dấu, không cách; năm được thêm vào sau.")
    )
    version_label = models.CharField(
        _("Tên bản chốt"),
        max_length=120,
        help_text=_("{year} là năm báo cáo, {number} là số của bản."),
    )
    is_default = models.BooleanField(
        _("Tự lập dự thảo hằng năm"),
        default=False,
        help_text=_("Dự thảo được lập ngày sau ngày chốt, và được nhắc hạn."),
    )

    looks_ahead = models.BooleanField(
        _("Lập trước năm thực hiện"),
        default=False,
        db_default=False,
        help_text=_("Kế hoạch của năm: lập được trước khi kỳ kết thúc, không có hạn gửi."),
    )

    objects = ReportTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("loại báo cáo")
        verbose_name_plural = _("các loại báo cáo")
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=models.Q(is_default=True),
                name="reporting_type_one_default",
                violation_error_message=_("Đã có một loại được tự lập dự thảo hằng năm."),
            ),
            in_every_year("first"),
            in_every_year("cut_off"),
            in_every_year("due"),
            in_every_year("limit"),
            not_after("first", "cut_off", _("Ngày đầu kỳ phải trước ngày chốt số liệu.")),
            not_after("cut_off", "due", _("Ngày chốt số liệu phải trước ngày gửi chậm nhất.")),
            not_after("due", "limit", _("Ngày gửi chậm nhất phải trước hạn của kế hoạch.")),
        ]
        triggers = [raise_version()]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reporting:reporttype-detail", kwargs={"pk": self.pk})

    @property
    def addressed_to(self) -> list[str]:
        return [str(IdentityRole(role).label) for role in self.addressees]

    @property
    def period_text(self) -> str:
        """The days of every year that the report counts."""
        return (
            f"{self.first_day:02d}/{self.first_month:02d}"
            f" - {self.cut_off_day:02d}/{self.cut_off_month:02d}"
        )

    @property
    def due_text(self) -> str:
        if self.looks_ahead:
            return str(_("không áp dụng"))
        return f"{self.due_day:02d}/{self.due_month:02d}"

    @property
    def limit_text(self) -> str:
        if self.looks_ahead:
            return str(_("không áp dụng"))
        return f"{self.limit_day:02d}/{self.limit_month:02d}"

    def first_day_of(self, year: int) -> date:
        return date(year, self.first_month, self.first_day)

    def cut_off_of(self, year: int) -> date:
        return date(year, self.cut_off_month, self.cut_off_day)

    def due_on(self, year: int) -> date:
        return date(year, self.due_month, self.due_day)

    def limit_on(self, year: int) -> date:
        return date(year, self.limit_month, self.limit_day)


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


class ReportTypeSectionQuerySet(models.QuerySet["ReportTypeSection"]):
    def visible_to(self, user: "User") -> Self:
        return self if user.has_perm("reporting.view_reporttypesection") else self.none()


@tracked()
class ReportTypeSection(OutlineSection):
    """The outline from which a year's draft starts."""

    type = models.ForeignKey(ReportType, on_delete=models.PROTECT, related_name="sections")

    objects = ReportTypeSectionQuerySet.as_manager()

    class Meta(OutlineSection.Meta):
        abstract = False
        verbose_name = _("mục của đề cương")
        verbose_name_plural = _("các mục của đề cương")
        triggers = [raise_version()]

    @property
    def siblings(self) -> Any:
        return self.type.sections.all()
