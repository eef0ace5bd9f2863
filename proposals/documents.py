"""A proposal as a document in the layout of Nghị định 30/2020/NĐ-CP."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import DocumentIdentity, Unit
from agencies.queries import meant_on
from core.documents.model import (
    AdministrativeDocument,
    Block,
    Heading,
    Paragraph,
    Table,
    TableColumn,
)
from core.documents.pdf import render_pdf
from core.personal_numbers import mask_personal_numbers
from core.vietnamese import format_date, format_number
from programs.choices import PartyRole
from proposals.choices import MoneySource
from proposals.models import Proposal


def proposal_pdf(proposal: Proposal) -> bytes:
    return render_pdf(proposal_document(proposal))


def proposal_document(proposal: Proposal) -> AdministrativeDocument:
    """The form as the unit would send it: addressed to the department by its name of the day."""
    day = (
        timezone.localdate(proposal.submitted_at) if proposal.submitted_at else timezone.localdate()
    )
    names = {
        row.role: row
        for row in DocumentIdentity.objects.valid_on(day).filter(
            jurisdiction=proposal.call.plan.jurisdiction
        )
    }
    superior, issuer, place = _head_of(proposal.unit, names.get("committee"))
    return AdministrativeDocument(
        kind_name=str(_("PHIẾU ĐỀ XUẤT")),
        subject=_("%(kind)s năm %(year)d")
        % {"kind": proposal.get_kind_display(), "year": proposal.call.year},
        superior=superior,
        issuer=issuer,
        code_suffix=proposal.unit.abbreviation or "UBND",
        place=place,
        year=day.year,
        addressed_to=_addressee(proposal, day),
        blocks=_blocks(proposal),
        signer_authority=[_("THỦ TRƯỞNG ĐƠN VỊ")],
        recipients=[_("Như trên"), _("Lưu: VT")],
    )


def _addressee(proposal: Proposal, day: date) -> list[str]:
    """The body that leads the appendix task, by its name of the day."""
    if proposal.task is None:
        return []
    lead = proposal.task.parties.filter(role=PartyRole.LEAD, unit__isnull=False).first()
    standing = meant_on(day, unit_ids=[lead.unit_id]).units if lead and lead.unit_id else {}
    return [str(unit) for unit in standing.values()]


def _head_of(unit: Unit, committee: DocumentIdentity | None) -> tuple[str, str, str]:
    """(superior, issuer, place): a place speaks through its People's Committee."""
    if unit.is_area:
        return "", _("ỦY BAN NHÂN DÂN %(unit)s") % {"unit": unit.name.upper()}, unit.short_name
    place = committee.place if committee else ""
    return (committee.name if committee else ""), unit.name.upper(), place.removeprefix("tỉnh ")


def _blocks(proposal: Proposal) -> list[Block]:
    parts: list[tuple[str, list[Block]]] = [
        (_("Tên nhiệm vụ"), [Paragraph(str(proposal))]),
        (_("Thuộc nhiệm vụ của kế hoạch"), _words(str(proposal.task) if proposal.task else "")),
        (_("Nhu cầu"), _words(proposal.need)),
        (_("Mục tiêu"), _words(proposal.objectives)),
        (_("Nội dung thực hiện"), _words(proposal.content)),
        (_("Sản phẩm, kết quả dự kiến"), _words(proposal.products)),
        (_("Nội dung hỗ trợ và doanh nghiệp dự kiến tham gia"), _enterprises(proposal)),
        (_("Đóng góp dự kiến vào chỉ tiêu"), _contributions(proposal)),
        (_("Thời gian, địa điểm, đơn vị thực hiện"), _where(proposal)),
        (_("Kinh phí"), _money(proposal)),
        (_("Lồng ghép với chương trình khác"), _words(proposal.integration)),
        (_("Đầu mối liên hệ"), _words(_contact(proposal))),
    ]
    blocks: list[Block] = []
    for number, (title, found) in enumerate(((t, f) for t, f in parts if f), 1):
        blocks += [Heading(2, f"{number}.", title), *found]
    return blocks


def _words(text: str) -> list[Block]:
    return [Paragraph(line) for line in text.splitlines() if line.strip()]


def _enterprises(proposal: Proposal) -> list[Block]:
    items = "; ".join(str(row.item) for row in proposal.items.all())
    blocks: list[Block] = _words(items)
    rows = []
    for number, row in enumerate(proposal.enterprises.all(), 1):
        known = row.enterprise
        code = known.tax_code if known else row.tax_code
        rows.append(
            [
                str(number),
                str(row),
                mask_personal_numbers(code),
                str(known.unit or "") if known else _("Doanh nghiệp mới"),
            ]
        )
    if rows:
        blocks.append(
            Table(
                _("Doanh nghiệp dự kiến tham gia"),
                [
                    TableColumn(_("STT"), 1, "center"),
                    TableColumn(_("Tên doanh nghiệp"), 6),
                    TableColumn(_("Mã số thuế"), 3),
                    TableColumn(_("Địa bàn"), 4),
                ],
                rows,
            )
        )
    return blocks


def _contributions(proposal: Proposal) -> list[Block]:
    return [
        Paragraph(f"{row.target.name}: {format_number(row.number)} {row.target.unit_of_measure}.")
        for row in proposal.contributions.all()
    ]


def _where(proposal: Proposal) -> list[Block]:
    lines = []
    if proposal.starts_on and proposal.ends_on:
        lines.append(
            _("Thời gian: từ ngày %(first)s đến ngày %(last)s.")
            % {"first": format_date(proposal.starts_on), "last": format_date(proposal.ends_on)}
        )
    if proposal.place:
        lines.append(_("Địa điểm: %(place)s.") % {"place": proposal.place})
    if proposal.lead:
        lines.append(_("Đơn vị chủ trì: %(unit)s.") % {"unit": proposal.lead})
    others = "; ".join(str(row.unit) for row in proposal.coordinators.all())
    if others:
        lines.append(_("Đơn vị phối hợp: %(units)s.") % {"units": others})
    return [Paragraph(line) for line in lines]


def _money(proposal: Proposal) -> list[Block]:
    costs = list(proposal.costs.all())
    if not costs:
        return []
    years = sorted({cost.year for cost in costs})
    rows = []
    for source in MoneySource:
        amounts = {c.year: c.amount_vnd for c in costs if c.source == source}
        if amounts:
            cells = [format_number(amounts.get(year)) if year in amounts else "" for year in years]
            rows.append([str(source.label), *cells, format_number(sum(amounts.values()))])
    by_year = [sum(c.amount_vnd for c in costs if c.year == year) for year in years]
    return [
        Table(
            _("Kinh phí đề xuất theo năm và nguồn"),
            [
                TableColumn(_("Nguồn"), 5),
                *(TableColumn(_("Năm %(year)d") % {"year": year}, 3, "right") for year in years),
                TableColumn(_("Cộng"), 3, "right"),
            ],
            rows,
            unit_line=_("Đơn vị tính: đồng"),
            total=[_("Cộng"), *map(format_number, by_year), format_number(sum(by_year))],
            row_header=0,
        )
    ]


def _contact(proposal: Proposal) -> str:
    found = (proposal.contact_name, proposal.contact_phone, proposal.contact_email)
    return ", ".join(part for part in found if part)
