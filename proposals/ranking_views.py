"""The ranking of a call, on a page and as a workbook."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from rules.contrib.views import permission_required

from core.spreadsheets.writing import XLSX, ListColumn, write_table
from proposals.choices import ProposalState
from proposals.models import Call
from proposals.ranking import RANKED, Ranked, Ranking, mean, ranking_of

WATCH = "proposals.watch_call"
KINDS: dict[str, str] = {
    ProposalState.APPRAISAL: "info",
    ProposalState.PUT_FORWARD: "info",
    ProposalState.APPROVED: "ok",
    ProposalState.REFUSED: "bad",
}


def _asked(request: HttpRequest, pk: int) -> tuple[Call, Ranking, str]:
    """The call, all its places, and the state that the address narrows them to."""
    calls = Call.objects.visible_to(request.user)  # type: ignore[arg-type]
    call = get_object_or_404(calls, pk=pk)
    state = request.GET.get("trang-thai", "")
    ranking = ranking_of(call, request.user)  # type: ignore[arg-type]
    return call, ranking, state if state in RANKED else ""


def _shown(ranking: Ranking, state: str) -> list[tuple[int, Ranked]]:
    """Rows with their index; a filter hides rows and changes no place and no sum."""
    pairs = enumerate(ranking.rows)
    return [(i, row) for i, row in pairs if not state or row.proposal.state == state]


@permission_required(WATCH, raise_exception=True)
def ranking(request: HttpRequest, pk: int) -> HttpResponse:
    call, found, state = _asked(request, pk)
    shown = _shown(found, state)
    first_beyond = next(
        (i for i, _row in shown if found.line is not None and i >= found.line), None
    )
    context = {
        "call": call,
        "ranking": found,
        "rows": [
            {"row": row, "kind": KINDS[row.proposal.state], "is_under_line": i == first_beyond}
            for i, row in shown
        ],
        "states": [(value, ProposalState(value).label) for value in RANKED],
        "state": state,
        "may_assign": request.user.has_perm("proposals.assign_reviewers"),
    }
    return render(request, "proposals/ranking.html", context)


@permission_required(WATCH, raise_exception=True)
def ranking_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Exactly the rows of the page."""
    call, found, state = _asked(request, pk)
    response = HttpResponse(content_type=XLSX)
    name = f"xep-hang-{call.year}-{call.pk}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    write_table(response, _("Xếp hạng"), _columns(), _rows(found, state))
    return response


def _columns() -> list[ListColumn]:
    return [
        ListColumn(_("Hạng"), width=8),
        ListColumn(_("Tên nhiệm vụ"), width=52),
        ListColumn(_("Đơn vị đề xuất"), width=30),
        ListColumn(_("Số phiếu chấm"), width=10),
        ListColumn(_("Điểm trung bình"), width=12, number_format="0.00"),
        ListColumn(_("Đề nghị ngân sách tỉnh trong năm (đồng)"), width=20, number_format="#,##0"),
        ListColumn(_("Lũy kế (đồng)"), width=20, number_format="#,##0"),
        ListColumn(_("So với kinh phí dự kiến"), width=24),
        ListColumn(_("Trạng thái"), width=24),
    ]


def _rows(found: Ranking, state: str) -> Iterator[list[Any]]:
    for _index, row in _shown(found, state):
        proposal = row.proposal
        yield [
            row.place,
            str(proposal),
            proposal.unit.name,
            None if row.is_owed else row.scores,
            mean(row.average),
            row.asked_vnd,
            row.running_vnd,
            reach_in_words(found, row),
            proposal.get_state_display(),
        ]


def reach_in_words(found: Ranking, row: Ranked) -> str:
    """Whether the year's money reaches the row."""
    if row.is_owed:
        return _("Bạn chưa gửi phiếu chấm")
    if row.place is None:
        return _("Chưa có phiếu chấm")
    if row.proposal.state == ProposalState.REFUSED:
        return _("Không tính")
    if found.envelope_vnd is None:
        return ""
    return _("Vượt kinh phí dự kiến") if row.is_beyond else _("Trong kinh phí dự kiến")
