"""What contradicts itself in a record; forms and imports say it in the same words."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from core.contradictions import Contradiction
from programs.validators import link_contradictions
from support.catalogue_names import CatalogueNames
from support.choices import (
    INDICATOR_OF_USE,
    KINDS_OF_USE,
    AwardResult,
    CatalogueUse,
    CertificateCategory,
    CertificateStatus,
    SupportStatus,
    indicator_name,
)
from support.models import Award, AwardLevel, CatalogueItem, Certificate, Support


def support_contradictions(support: Support, today: date) -> Iterator[Contradiction]:
    completed, started = support.completed_on, support.started_on
    if support.status == SupportStatus.COMPLETED and completed is None:
        yield Contradiction(
            "completed_on",
            "completed_without_date",
            _("Hỗ trợ hoàn thành phải có ngày hoàn thành (ngày biên bản nghiệm thu)."),
        )
    if completed is None:
        return
    if started and completed < started:
        yield Contradiction(
            "completed_on",
            "end_before_start",
            _("Ngày hoàn thành trước ngày bắt đầu. Kiểm tra hai ngày."),
        )
    if completed > today:
        yield Contradiction(
            "completed_on",
            "completed_in_future",
            _("Ngày hoàn thành ở tương lai. Chỉ ghi khi đã nghiệm thu."),
        )


def work_contradictions(record: Support | Certificate | Award) -> Iterator[Contradiction]:
    """The work of the year is of the record's day, and of its task."""
    if isinstance(record, Support):
        if record.started_on:
            until = record.completed_on or record.started_on
            yield from link_contradictions(record, record.started_on.year, until.year)
    elif isinstance(record, Certificate):
        if record.issued_on:
            yield from link_contradictions(record, record.issued_on.year, record.issued_on.year)
    elif record.year:
        yield from link_contradictions(record, record.year, record.year)


def item_contradictions(support: Support) -> Iterator[Contradiction]:
    """The catalogue is of the day the support began."""
    started = support.started_on
    if support.item_id and started and not support.item.is_valid_on(started):
        yield Contradiction(
            "item",
            "item_not_valid",
            _("Nội dung này không còn trong danh mục vào ngày bắt đầu."),
        )


def catalogue_contradictions(item: CatalogueItem) -> Iterator[Contradiction]:
    """A name means one entry of its use; kind and indicator are those of the use."""
    if item.use not in KINDS_OF_USE:
        return
    use = CatalogueUse(item.use)
    for name, other in CatalogueNames.bearing(item):
        if name == item.code == other.code:
            continue  # a constraint says so in its own words
        field = "code" if name == item.code else "name" if name == item.name else "aliases"
        yield Contradiction(
            field,
            "name_taken",
            _("“%(name)s” đã là mục “%(other)s” của danh mục này. Chọn tên khác.")
            % {"name": name, "other": other.name},
        )
    if item.kind and item.kind not in KINDS_OF_USE[use]:
        yield Contradiction(
            "kind",
            "kind_of_another_use",
            _("Loại này không dùng cho “%(use)s”.") % {"use": use.label},
        )
    if item.counts_for not in {"", INDICATOR_OF_USE[use]}:
        yield Contradiction(
            "counts_for",
            "indicator_of_another_use",
            _("Mục dùng cho “%(use)s” chỉ tính được vào “%(indicator)s”.")
            % {"use": use.label, "indicator": indicator_name(INDICATOR_OF_USE[use])},
        )


def standard_contradictions(certificate: Certificate) -> Iterator[Contradiction]:
    """The standard that was typed and the entry that was chosen are one system."""
    if not certificate.item_id or certificate.category != CertificateCategory.SYSTEM:
        return
    meant = CatalogueNames(CatalogueUse.CERTIFICATE).find(certificate.standard)
    if meant is not None and meant.pk != certificate.item_id:
        yield Contradiction(
            "item",
            "another_standard",
            _(
                "Tiêu chuẩn “%(standard)s” là mục “%(meant)s” của danh mục. Chọn mục đó, hoặc sửa tiêu chuẩn."
            )
            % {"standard": certificate.standard, "meant": meant.name},
        )


def certificate_contradictions(certificate: Certificate, today: date) -> Iterator[Contradiction]:
    issued = certificate.issued_on
    if issued and issued > today:
        yield Contradiction(
            "issued_on", "issued_in_future", _("Ngày cấp ở tương lai. Chỉ ghi khi đã cấp.")
        )
    if certificate.expires_on and issued and certificate.expires_on < issued:
        yield Contradiction(
            "expires_on", "end_before_start", _("Ngày hết hạn trước ngày cấp. Kiểm tra hai ngày.")
        )
    if certificate.status == CertificateStatus.CANCELLED:
        if certificate.cancelled_on is None:
            yield Contradiction(
                "cancelled_on",
                "cancelled_without_date",
                _("Chứng nhận bị hủy bỏ phải có ngày hủy."),
            )
        elif issued and certificate.cancelled_on < issued:
            yield Contradiction(
                "cancelled_on",
                "end_before_start",
                _("Ngày hủy trước ngày cấp. Kiểm tra hai ngày."),
            )


def award_contradictions(
    award: Award, today: date, levels: Iterable[AwardLevel] | None = None
) -> Iterator[Contradiction]:
    """Levels are those in force at the end of the award's year, whenever it was decided.

    Args:
        levels: all levels of all awards, where many records are checked; read here otherwise.
    """
    if award.result == AwardResult.AWARDED and award.decided_on is None:
        yield Contradiction(
            "decided_on",
            "awarded_without_date",
            _("Giải thưởng được tặng phải có ngày quyết định."),
        )
    if award.decided_on and award.decided_on > today:
        yield Contradiction(
            "decided_on", "decided_in_future", _("Ngày quyết định ở tương lai. Kiểm tra lại.")
        )
    if not (award.level and award.item_id and award.year):
        return
    known = AwardLevel.objects.filter(item=award.item_id) if levels is None else levels
    end_of_year = date(award.year, 12, 31)
    names = [n.name for n in known if n.item_id == award.item_id and n.is_valid_on(end_of_year)]
    if names and award.level not in names:
        yield Contradiction(
            "level",
            "unknown_level",
            _("Giải thưởng này năm đó không có mức “%(level)s”. Các mức: %(levels)s.")
            % {"level": award.level, "levels": ", ".join(names)},
        )
