"""A fictional call for next year's proposals, with proposals in several states."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from agencies.choices import Role, UnitKind
from agencies.models import RoleAssignment, Unit, UnitGroup, User
from core.workflow import advance
from enterprises.models import Enterprise
from programs.models import Plan, Task
from proposals.choices import MoneySource, ProposalKind
from proposals.models import Abstention, Call, Proposal
from proposals.workflow import CALL, PROPOSAL
from support.models import CatalogueItem

# (name, need, code of the content of support, money of the province, own money)
OFFERED = (
    (
        "Truy xuất nguồn gốc trái cây (minh họa)",
        "Hai cơ sở chế biến muốn xuất khẩu nhưng chưa có hệ thống truy xuất nguồn gốc.",
        "traceability",
        320_000_000,
        80_000_000,
    ),
    (
        "5S, Kaizen cho ba cơ sở chế biến (minh họa)",
        "Ba cơ sở mới mở rộng nhà xưởng, sắp xếp chưa hợp lý, lãng phí nguyên liệu.",
        "improvement_tool",
        180_000_000,
        60_000_000,
    ),
    (
        "VietGAP vùng sầu riêng (minh họa)",
        "Vùng trồng chưa có chứng nhận, khó bán vào hệ thống phân phối.",
        "gap",
        240_000_000,
        120_000_000,
    ),
)


def make_proposals() -> None:
    """For the wards and communes of today; the unit officers' own units have a draft and more."""
    staff = User.objects.filter(assignments__role=Role.STAFF).earliest("pk")
    officers = RoleAssignment.objects.filter(role=Role.UNIT_OFFICER).select_related("unit", "user")
    call = _call()
    communes = list(
        Unit.objects.valid_on(timezone.localdate())
        .filter(kind__in=(UnitKind.WARD, UnitKind.COMMUNE))
        .order_by("code")[:12]
    )
    for officer in officers:
        _propose(call, officer.unit, officer.user, 0)
        _submitted(_propose(call, officer.unit, officer.user, 1))
        communes = [unit for unit in communes if unit.pk != officer.unit_id]
    for number, unit in enumerate(communes[:7]):
        proposal = _submitted(_propose(call, unit, staff, number))
        if number % 3 == 1:
            advance(PROPOSAL, proposal, "take_up", by=None)
        if number % 3 == 2:  # noqa: PLR2004 - every third one comes back
            advance(
                PROPOSAL,
                proposal,
                "return",
                by=None,
                reason="Bổ sung dự toán chi tiết theo nguồn kinh phí.",
                changes={"resubmit_by": timezone.localdate() + timedelta(days=10)},
            )
    for unit in communes[7:9]:
        Abstention.objects.create(call=call, unit=unit, by=staff, note="Chưa có cơ sở cần hỗ trợ.")


def _call() -> Call:
    today = timezone.localdate()
    call = Call.objects.create(
        plan=Plan.objects.get(is_current=True),
        year=today.year + 1,
        title=f"Đợt đề xuất năm {today.year + 1} (minh họa)",
        opens_at=_at(today - timedelta(days=25), 8),
        closes_at=_at(today + timedelta(days=21), 17),
        kinds=[ProposalKind.ASSIGNED, ProposalKind.SCIENCE],
        guidance="Trọng tâm: truy xuất nguồn gốc, công cụ cải tiến năng suất, chứng nhận sản phẩm.",
        contact="Phòng Tiêu chuẩn Đo lường Chất lượng, Sở KH&CN (giờ hành chính)",
        envelope_vnd=900_000_000,
        is_demo=True,
    )
    for group in UnitGroup.objects.filter(province__isnull=False).order_by("code"):
        call.invitations.create(group=group)
    advance(CALL, call, "announce", by=None)
    return call


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _propose(call: Call, unit: Unit, by: User, number: int) -> Proposal:
    name, need, kind, asked, own = OFFERED[number % len(OFFERED)]
    proposal = Proposal.objects.create(
        call=call,
        unit=unit,
        kind=ProposalKind.ASSIGNED,
        task=Task.objects.default_for("support"),
        name=name,
        need=need,
        objectives="Nâng năng suất, chất lượng sản phẩm của cơ sở tham gia.",
        content="Khảo sát; tư vấn áp dụng; đào tạo; đánh giá kết quả.",
        products="Hệ thống được áp dụng tại cơ sở; hồ sơ nghiệm thu.",
        place=unit.name,
        lead=unit,
        starts_on=date(call.year, 3, 1),
        ends_on=date(call.year, 10, 31),
        letter_number="12/UBND-KT",
        letter_on=timezone.localdate() - timedelta(days=12),
        contact_name="Cán bộ (minh họa)",
        contact_phone="0000 000 000",
        created_by=by,
        is_demo=True,
    )
    item = CatalogueItem.objects.filter(use="support", kind=kind).order_by("pk").first()
    if item is not None:
        proposal.items.create(item=item)
    for enterprise in Enterprise.objects.filter(unit=unit).order_by("pk")[:2]:
        proposal.enterprises.create(enterprise=enterprise)
    proposal.costs.create(year=call.year, source=MoneySource.PROVINCE, amount_vnd=asked)
    proposal.costs.create(year=call.year, source=MoneySource.ENTERPRISE, amount_vnd=own)
    return proposal


def _submitted(proposal: Proposal) -> Proposal:
    now = timezone.now() - timedelta(days=4)
    advance(PROPOSAL, proposal, "submit", by=None, changes={"submitted_at": now})
    return proposal
