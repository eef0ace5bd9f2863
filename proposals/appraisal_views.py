"""Pages of appraisal: who scores what until when, a reviewer's own list, and the points."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from rules.contrib.views import permission_required

from core.errors import ActionError, StaleState
from core.ui.saving import save_record
from core.vietnamese import format_number
from proposals.actions.reviewing import (
    ASSIGN,
    ASSIGNABLE,
    MOST,
    REVIEW,
    assign_reviewers,
    refusal_to_review,
    save_review,
    withdraw_review,
)
from proposals.appraisal_forms import AssignForm, ReviewForm, people_of_today
from proposals.choices import CriterionUse, ProposalKind, ProposalState
from proposals.conflicts import barred_from
from proposals.criteria import criteria_of
from proposals.models import Proposal, Review
from proposals.priority import priorities

LONGEST_NUMBER = 9
SHOWN_GIVEN = 50


# ---- who scores ----


@permission_required(ASSIGN, raise_exception=True)
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Reviewers of one proposal."""
    found = Proposal.objects.visible_to(request.user).select_related("unit", "call")  # type: ignore[arg-type]
    proposal = get_object_or_404(found, pk=pk)
    if not request.user.has_perm(ASSIGN, proposal):
        raise PermissionDenied(_("Đề xuất nhiệm vụ KH&CN do Hội đồng tư vấn xem xét."))
    return _assigning(request, [proposal], proposal.get_absolute_url())


@permission_required(ASSIGN, raise_exception=True)
def assign_many(request: HttpRequest) -> HttpResponse:
    """Reviewers of several at once; `de_xuat` in the address or in what was sent."""
    asked = request.POST if request.method == "POST" else request.GET
    texts = dict.fromkeys(asked.getlist("de_xuat"))
    pks = [int(t) for t in texts if t.isdecimal() and len(t) <= LONGEST_NUMBER]
    if len(pks) > MOST:
        messages.error(request, _("Chọn nhiều nhất %(most)d đề xuất mỗi lần.") % {"most": MOST})
        pks = []
    found = Proposal.objects.visible_to(request.user).select_related("unit", "call")  # type: ignore[arg-type]
    rows = list(found.filter(pk__in=pks, kind=ProposalKind.ASSIGNED).order_by("pk"))
    return _assigning(request, rows, reverse("proposals:proposal-list"))


def _assigning(request: HttpRequest, proposals: Sequence[Proposal], back: str) -> HttpResponse:
    """The form, and row by row what came of it; nobody is offered whom every proposal bars."""
    barred = barred_from(proposals, timezone.localdate())
    form = AssignForm(
        request.POST if request.method == "POST" and "due_on" in request.POST else None,
        people=people_of_today(),
        barred=set.intersection(*barred.values()) if barred else set(),
    )
    outcomes = None
    if proposals and form.is_valid():
        outcomes = assign_reviewers(
            proposals,
            form.cleaned_data["reviewers"],
            due_on=form.cleaned_data["due_on"],
            by=request.user,  # type: ignore[arg-type]
        )
        if len(proposals) == 1 and not outcomes[0].refusals:
            messages.success(request, _assigned_in_words(outcomes[0].people))
            return redirect(back)
    context = {
        "proposals": _with_reviewers(proposals),
        "form": form,
        "outcomes": outcomes,
        "back": back,
        "may_assign": any(p.state in ASSIGNABLE for p in proposals),
    }
    return render(request, "proposals/assign.html", context)


def _assigned_in_words(people: Sequence[Any]) -> str:
    return _("Đã giao thẩm định: %(names)s.") % {"names": ", ".join(map(str, people))}


def _with_reviewers(proposals: Sequence[Proposal]) -> list[tuple[Proposal, list[Review]]]:
    standing = Review.objects.standing().filter(proposal__in=proposals).select_related("reviewer")
    by_proposal: dict[int, list[Review]] = {proposal.pk: [] for proposal in proposals}
    for review in standing.order_by("pk"):
        by_proposal[review.proposal_id].append(review)
    return [(proposal, by_proposal[proposal.pk]) for proposal in proposals]


@permission_required(ASSIGN, raise_exception=True)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one assignment away; asks first."""
    visible = Proposal.objects.visible_to(request.user)  # type: ignore[arg-type]
    rows = Review.objects.standing().filter(proposal__in=visible)
    review = get_object_or_404(rows.select_related("proposal", "reviewer"), pk=pk)
    home = review.proposal.get_absolute_url()
    if request.method == "POST":
        try:
            withdraw_review(review, by=request.user)  # type: ignore[arg-type]
        except ActionError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Đã thôi giao: %(name)s.") % {"name": review.reviewer})
        return redirect(home)
    context = {
        "heading": _("Thôi giao %(name)s thẩm định") % {"name": review.reviewer},
        "lead": _("Phiếu chưa gửi thôi có hiệu lực; giao lại thì phần đã ghi vẫn còn."),
        "kicker": str(review.proposal),
        "back": home,
        "act": _("Thôi giao"),
    }
    return render(request, "proposals/withdraw.html", context)


# ---- the reviewer's own ----


@permission_required(REVIEW, raise_exception=True)
def review_list(request: HttpRequest) -> HttpResponse:
    """What waits for the person's points, due first; then what can still be changed."""
    own = Review.objects.standing().filter(reviewer=request.user.pk)
    own = own.filter(proposal__state=ProposalState.APPRAISAL).select_related(
        "proposal__unit", "proposal__call"
    )
    waiting = own.filter(given_at=None).order_by(F("due_on").asc(nulls_last=True), "pk")
    given = own.filter(given_at__isnull=False).order_by("-given_at", "-pk")
    context = {
        "waiting": list(waiting),
        "given": list(given[:SHOWN_GIVEN]),
        "most": SHOWN_GIVEN,
        "today": timezone.localdate(),
    }
    return render(request, "proposals/review_list.html", context)


def _own_review(request: HttpRequest, pk: int) -> Review:
    """The person's own review with its proposal; whoever sees the proposal learns why not (403)."""
    rows = Review.objects.standing().filter(reviewer=request.user.pk, proposal=pk)
    rows = rows.exclude(proposal__state=ProposalState.DRAFT).prefetch_related("scores")
    related = ("proposal__unit", "proposal__call", "proposal__task", "proposal__lead", "reviewer")
    review = rows.select_related(*related).first()
    if review is not None:
        return review
    if Proposal.objects.visible_to(request.user).filter(pk=pk).exists():  # type: ignore[arg-type]
        raise PermissionDenied(_("Đề xuất này không giao cho bạn thẩm định."))
    raise Http404


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposal's text beside the criteria; kept as a draft, or given."""
    own = _own_review(request, pk)
    proposal = own.proposal
    criteria = criteria_of(proposal.call)
    priority = priorities([proposal], timezone.localdate())[proposal.pk]
    proposed = {
        c.pk: points
        for c in criteria
        if c.use == CriterionUse.PRIORITY and (points := priority.points(c.weight)) is not None
    }
    is_final = request.POST.get("viec") == "gui" or own.is_given
    refusal = _told_first(own, request.user)
    form = ReviewForm(
        request.POST if request.method == "POST" else None,
        review=own,
        criteria=criteria,
        proposed=proposed,
        is_final=is_final,
    )
    if request.method == "POST" and form.is_valid() and _saved(request, own, form, is_final):
        if is_final:
            return redirect("proposals:review-list")
        return redirect("proposals:review", pk=proposal.pk)
    context = {
        "review": own,
        "proposal": proposal,
        "form": form,
        "refusal": refusal,
        "reasons": priority.reasons,
        "enterprises": priority.names,
        "whole": sum(c.weight for c in criteria),
        "text": _text_of(proposal),
        **_parts_of(proposal),
    }
    return render(request, "proposals/review.html", context)


def _told_first(own: Review, user: Any) -> str:
    """Why nothing can be written, as far as it is known without asking more of the database."""
    is_of_unit = own.proposal.unit_id in {held.unit_id for held in user.current_assignments}
    if own.proposal.state == ProposalState.APPRAISAL and not is_of_unit:
        return ""
    return refusal_to_review(own.proposal, user)


def _saved(request: HttpRequest, own: Review, form: ReviewForm, is_final: bool) -> bool:
    """Whether it was kept; otherwise the form says why it was not."""
    try:
        save_record(
            own,
            seen_version=form.cleaned_data.get("seen_version"),
            save=lambda: save_review(
                own,
                form.given(),
                comment=form.cleaned_data["comment"],
                internal_comment=form.cleaned_data["internal_comment"],
                is_final=is_final,
                by=request.user,  # type: ignore[arg-type]
            ),
        )
    except StaleState:
        form.add_error(
            None,
            _("Phiếu này vừa được lưu ở trang khác. Mở lại phiếu để xem rồi ghi tiếp."),
        )
        return False
    except ActionError as error:
        form.add_error(None, str(error))
        return False
    total = sum(one.points for one in form.given().values())
    if is_final:
        words = _("Đã gửi phiếu chấm: %(total)d điểm. Sửa được đến khi trình phê duyệt.")
        messages.success(request, words % {"total": total})
    else:
        messages.success(request, _("Đã lưu nháp phiếu chấm."))
    return True


TEXT = ("need", "objectives", "content", "products", "integration")


def _text_of(proposal: Proposal) -> list[tuple[str, str]]:
    """What the unit wrote, under the names of its form."""
    return [
        (str(proposal._meta.get_field(name).verbose_name), value)  # type: ignore[union-attr]
        for name in TEXT
        if (value := getattr(proposal, name))
    ]


def _parts_of(proposal: Proposal) -> dict[str, Any]:
    return {
        "items": [str(row.item) for row in proposal.items.select_related("item")],
        "contributions": [
            (row.target.short_name, format_number(row.number))
            for row in proposal.contributions.select_related("target").order_by("target__order")
        ],
        "costs": list(proposal.costs.all()),
    }
