"""“Biên bản thẩm định” of a call: who sat, how many points each proposal got, what is proposed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.utils.translation import gettext as _

from agencies.choices import IdentityRole
from agencies.models import DocumentIdentity, User
from core.documents.model import (
    AdministrativeDocument,
    Appendix,
    Block,
    Bullets,
    Heading,
    Paragraph,
    Table,
    TableColumn,
)
from core.errors import ActionError
from core.personal_numbers import mask_personal_numbers
from core.vietnamese import date_in_words, format_date, format_number
from proposals.choices import ProposalState, VerdictKind
from proposals.criteria import criteria_of
from proposals.models import Call, Review, Verdict
from proposals.ranking import Ranked, ranking_of

PREFIX = "BB"


@dataclass(frozen=True)
class Sitting:
    """What a person tells of the sitting; the rest is in the system."""

    held_on: date
    place: str
    chair: str
    secretary: str
    present: Sequence[User]


def minutes_document(call: Call, sitting: Sitting, *, by: User) -> AdministrativeDocument:
    """The minutes as they are signed; number and hours stay open.

    Raises:
        ActionError: the bodies have no name of that day, or nothing is ranked.
    """
    department = (
        DocumentIdentity.objects.valid_on(sitting.held_on)
        .filter(jurisdiction=call.plan.jurisdiction, role=IdentityRole.DEPARTMENT)
        .first()
    )
    if department is None:
        raise ActionError(
            _("Chưa khai báo tên cơ quan dùng trên văn bản của ngày %(day)s.")
            % {"day": format_date(sitting.held_on)},
            field="held_on",
        )
    ranking = ranking_of(call, by)
    if not ranking.rows:
        raise ActionError(_("Đợt này chưa có đề xuất nào đang hoặc đã thẩm định."))
    decisions = _decisions(call, ranking.rows)
    return AdministrativeDocument(
        kind_name=str(_("BIÊN BẢN")),
        subject=_("Thẩm định đề xuất nhiệm vụ năm %(year)d") % {"year": call.year},
        superior=department.superior,
        issuer=department.name,
        code_suffix=f"{PREFIX}-{department.code_suffix}",
        place=department.place,
        year=sitting.held_on.year,
        blocks=[
            *_opening(sitting),
            *_course(call, ranking.rows),
            *_conclusion(call, ranking.rows, decisions, sitting.held_on),
        ],
        signer_authority=[_("CHỦ TRÌ")],
        signer_name=sitting.chair,
        secretary_authority=[_("THƯ KÝ")],
        secretary_name=sitting.secretary,
        recipients=[_("Thành viên dự họp"), _("Lưu: VT, hồ sơ đợt đề xuất")],
        appendices=[_points_table(ranking.rows, decisions)],
        is_dated=False,
    )


def _opening(sitting: Sitting) -> list[Block]:
    return [
        Paragraph(
            _("Thời gian bắt đầu: ...... giờ ......, %(day)s.")
            % {"day": date_in_words(sitting.held_on)}
        ),
        Paragraph(_("Địa điểm: %(place)s.") % {"place": sitting.place.rstrip(". ")}),
        Paragraph(_("Chủ trì: %(name)s.") % {"name": sitting.chair}),
        Paragraph(_("Thư ký: %(name)s.") % {"name": sitting.secretary}),
        Paragraph(_("Người thẩm định dự họp:")),
        Bullets(_listed(_people(sitting.present))),
    ]


def _listed(lines: Sequence[str]) -> list[str]:
    """Items of a list as the decree has them: ";" after each, "." after the last."""
    return [f"{line}{'.' if i == len(lines) else ';'}" for i, line in enumerate(lines, 1)]


def _people(present: Sequence[User]) -> list[str]:
    """Each with post and unit of the day."""
    return [
        ", ".join(
            filter(
                None,
                (
                    str(user),
                    user.position,
                    "; ".join(dict.fromkeys(a.unit.name for a in user.current_assignments)),
                ),
            )
        )
        for user in present
    ]


def _course(call: Call, rows: Sequence[Ranked]) -> list[Block]:
    told = ", ".join(
        _("%(name)s (%(weight)d điểm)") % {"name": _lower(c.name), "weight": c.weight}
        for c in criteria_of(call)
    )
    return [
        Heading(1, "I.", _("Nội dung thẩm định")),
        Paragraph(
            _(
                "Thẩm định %(count)d đề xuất của %(call)s với %(scores)d phiếu chấm."
                " Thang điểm 100 gồm: %(criteria)s. Điểm của đề xuất là trung bình cộng các phiếu."
            )
            % {
                "count": len(rows),
                "call": _lower(call.title),
                "scores": sum(row.scores for row in rows),
                "criteria": told,
            }
        ),
        Paragraph(_("Điểm, nhận xét và kết luận về từng đề xuất tại Phụ lục kèm theo.")),
    ]


def _conclusion(
    call: Call, rows: Sequence[Ranked], decisions: Mapping[int, str], held_on: date
) -> list[Block]:
    said = set(decisions.values())
    grouped: dict[str, list[Ranked]] = {words: [] for words in _words() if words in said}
    for row in rows:
        grouped[decisions[row.proposal.pk]].append(row)
    lines = [
        _("%(decision)s: %(count)d đề xuất, đề nghị %(money)s đồng ngân sách tỉnh")
        % {
            "decision": decision,
            "count": len(found),
            "money": format_number(sum(row.asked_vnd for row in found)),
        }
        for decision, found in grouped.items()
    ]
    blocks: list[Block] = [Heading(1, "II.", _("Kết luận")), Bullets(_listed(lines))]
    if call.envelope_vnd is not None:
        blocks.append(
            Paragraph(
                _("Kinh phí dự kiến của năm %(year)d: %(money)s đồng.")
                % {"year": call.year, "money": format_number(call.envelope_vnd)}
            )
        )
    blocks.append(
        Paragraph(
            _("Cuộc họp kết thúc vào ...... giờ ......, %(day)s.") % {"day": date_in_words(held_on)}
        )
    )
    return blocks


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


BY_STATE = {
    ProposalState.PUT_FORWARD: VerdictKind.APPROVE,
    ProposalState.APPROVED: VerdictKind.APPROVE,
    ProposalState.REFUSED: VerdictKind.REFUSE,
}


def _words() -> tuple[str, str, str, str]:
    """What may be concluded, in the order in which it is told."""
    return (
        _("Đề nghị phê duyệt"),
        _("Đề nghị không phê duyệt"),
        _("Đề nghị trả lại để bổ sung, hoàn thiện"),
        _("Chưa kết luận"),
    )


def _decisions(call: Call, rows: Sequence[Ranked]) -> dict[int, str]:
    """What is proposed: as it was prepared, else as the state says, else open."""
    prepared = dict(
        Verdict.objects.filter(proposal__call=call, announcement=None).values_list(
            "proposal", "kind"
        )
    )
    approve, refuse, sent_back, undecided = _words()
    words = {
        VerdictKind.APPROVE: approve,
        VerdictKind.REFUSE: refuse,
        VerdictKind.RETURN: sent_back,
    }
    found = {}
    for row in rows:
        kind = prepared.get(row.proposal.pk) or BY_STATE.get(ProposalState(row.proposal.state))
        found[row.proposal.pk] = words[VerdictKind(kind)] if kind else undecided
    return found


def _points_table(rows: Sequence[Ranked], decisions: Mapping[int, str]) -> Appendix:
    points, comments = _points_and_comments([row.proposal.pk for row in rows])
    table = Table(
        _("Kết quả thẩm định, xếp theo điểm trung bình"),
        (
            TableColumn(_("Hạng"), 12, "center"),
            TableColumn(_("Đề xuất"), 58),
            TableColumn(_("Đơn vị đề xuất"), 34),
            TableColumn(_("Điểm từng phiếu"), 18, "center"),
            TableColumn(_("Điểm trung bình"), 16, "right"),
            TableColumn(_("Đề nghị ngân sách tỉnh"), 28, "right"),
            TableColumn(_("Nhận xét"), 62),
            TableColumn(_("Kết luận"), 30),
        ),
        [
            (
                "" if row.place is None else str(row.place),
                str(row.proposal),
                row.proposal.unit.name,
                "\n".join(map(str, points[row.proposal.pk])) or _("chưa có"),
                row.average_text,
                format_number(row.asked_vnd),
                "\n".join(comments[row.proposal.pk]),
                decisions[row.proposal.pk],
            )
            for row in rows
        ],
        unit_line=_("Kinh phí: đồng"),
    )
    return Appendix(_("Bảng điểm thẩm định"), [table], is_landscape=True)


def _points_and_comments(
    pks: Sequence[int],
) -> tuple[defaultdict[int, list[int]], defaultdict[int, list[str]]]:
    """Totals without names, best first, and what the units will read; one query."""
    given = Review.objects.given().filter(proposal__in=pks).order_by("pk")
    points: defaultdict[int, list[int]] = defaultdict(list)
    comments: defaultdict[int, list[str]] = defaultdict(list)
    for review in given.annotate(total=Sum("scores__points", default=0)):
        points[review.proposal_id].append(review.total)
        if review.comment:
            comments[review.proposal_id].append(mask_personal_numbers(review.comment))
    for totals in points.values():
        totals.sort(reverse=True)
    return points, comments
