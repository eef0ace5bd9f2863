"""What contradicts itself in a record; forms and imports say it in the same words."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from core.contradictions import Contradiction
from support.choices import AwardResult, CertificateStatus, SupportStatus
from support.models import Award, AwardLevel, Certificate, Support


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


def item_contradictions(support: Support) -> Iterator[Contradiction]:
    """The catalogue is of the day the support began."""
    started = support.started_on
    if support.item_id and started and not support.item.is_valid_on(started):
        yield Contradiction(
            "item",
            "item_not_valid",
            _("Nội dung này không còn trong danh mục vào ngày bắt đầu."),
        )


def certificate_contradictions(certificate: Certificate) -> Iterator[Contradiction]:
    issued = certificate.issued_on
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
