"""What contradicts itself in a record; forms and imports say it in the same words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from support.choices import CertificateStatus, SupportStatus
from support.models import Award, Certificate, Support


@dataclass(frozen=True)
class Contradiction:
    """A field, a code for programs, and what the person is to do."""

    field: str
    code: str
    message: str


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


def award_contradictions(award: Award, levels: list[str]) -> Iterator[Contradiction]:
    """`levels`: those of the award in force that year; empty where none are known."""
    if award.result == "awarded" and award.decided_on is None:
        yield Contradiction(
            "decided_on",
            "awarded_without_date",
            _("Giải thưởng được tặng phải có ngày quyết định."),
        )
    if award.level and levels and award.level not in levels:
        yield Contradiction(
            "level",
            "unknown_level",
            _("Giải thưởng này năm đó không có mức “%(level)s”. Các mức: %(levels)s.")
            % {"level": award.level, "levels": ", ".join(levels)},
        )
