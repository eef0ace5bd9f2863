"""Minutes are asked for on a page and written by a job: PDF and Word from one document."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from agencies.models import User
from core.documents.docx import render_docx
from core.documents.pdf import render_pdf
from core.errors import ActionError
from core.jobs import Run, enqueue
from core.models import Job
from proposals.minutes import Sitting, minutes_document
from proposals.models import Call, Review

MINUTES = "proposals.write_minutes"
KINDS = ("pdf", "docx")


def refusal_to_read_all(call: Call, user: User) -> str:
    """Who still owes points does not read the others'; "" for everybody else."""
    count = Review.objects.owed_by(user).filter(proposal__call=call).count()
    if not count:
        return ""
    return _(
        "Bạn còn %(count)d phiếu chưa gửi trong đợt này. Gửi phiếu chấm trước: biên bản có điểm"
        " của người khác."
    ) % {"count": count}


def request_minutes(call: Call, sitting: Sitting, *, by: User) -> Job:
    """Ask for the minutes.

    Raises:
        ActionError: the person owes points, or the minutes cannot be written.
    """
    if refusal := refusal_to_read_all(call, by):
        raise ActionError(refusal)
    minutes_document(call, sitting, by=by)  # what would stop the job is said now
    return enqueue(
        MINUTES,
        by=by,
        call_id=call.pk,
        held_on=sitting.held_on.isoformat(),
        place=sitting.place,
        chair=sitting.chair,
        secretary=sitting.secretary,
        present=[user.pk for user in sitting.present],
    )


def latest_minutes(call: Call, user: User) -> Job | None:
    own = Job.objects.filter(kind=MINUTES, requested_by=user, payload__call_id=call.pk)
    return own.order_by("-created_at").first()


def write_minutes(
    run: Run, *, call_id: int, held_on: str, place: str, chair: str, secretary: str, present: Any
) -> dict[str, Any]:
    """Job: both files, from the points as they are now."""
    call = Call.objects.select_related("plan").get(pk=call_id)
    if refusal := refusal_to_read_all(call, run.by):
        raise ActionError(refusal)
    people = User.objects.in_bulk(present)
    sitting = Sitting(
        date.fromisoformat(held_on), place, chair, secretary, [people[pk] for pk in present]
    )
    document = minutes_document(call, sitting, by=run.by)
    run.report(1, 3, _("Lập tệp PDF"))
    files = {"pdf": render_pdf(document)}
    run.report(2, 3, _("Lập tệp Word"))
    files["docx"] = render_docx(document)
    stored = {
        kind: default_storage.save(f"minutes/{run.job.pk}.{kind}", ContentFile(content))
        for kind, content in files.items()
    }
    return {"files": stored, "stem": f"bien-ban-tham-dinh-{call.year}"}
