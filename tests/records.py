"""One record of each kind, in the ward of the unit officer of `tests.people`."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agencies.inviting import save_invitation
from agencies.models import (
    AccountClosing,
    DutyHandover,
    Invitation,
    RoleAssignment,
    Unit,
    User,
)
from core.importing.batches import receive_workbook
from core.jobs import enqueue, run_job
from core.models import ImportBatch, Job
from core.ui.attachments import attach
from core.ui.exports import EXPORT
from enterprises.models import ContactPerson, Enterprise, EnterpriseYear, OcopProduct, Placement
from notices.actions import notify
from notices.models import Notice
from programs.models import Plan, Target, Task
from proposals.minutes_jobs import MINUTES
from proposals.models import Call, Criterion, LateEntry, Proposal, Review
from reporting.actions import PREVIEW, assemble_draft
from reporting.models import (
    Difficulty,
    Estimate,
    ReportDraft,
    ReportFile,
    ReportType,
    ReportVersion,
)
from support.codes import token_hash
from support.models import (
    Award,
    CatalogueItem,
    Certificate,
    PublicForm,
    Support,
    SupportRequest,
)
from tests.workbooks import CLASSES, ENTERPRISES, make_workbook, tax_code
from trainings.models import TrainingClass

WARD = "28261"
TOKEN, CODE = "lien-ket-trong-thu", "ABCD-EFGH-JKLM-2345"
PDF = b"%PDF-1.4 minimal"


def item(use: str, name: str) -> CatalogueItem:
    return CatalogueItem.objects.get(use=use, name=name)


def enterprise(code: str = "1200100557", name: str = "Công ty Mẫu", ward: str = WARD) -> Enterprise:
    made = Enterprise.objects.create(tax_code=code, name=name, sector="industry")
    Placement.objects.create(enterprise=made, unit=Unit.objects.get(code=ward, valid_to=None))
    made.refresh_from_db()
    return made


def support(of: Enterprise, **values: Any) -> Support:
    defaults = {
        "item": item("support", "5S"),
        "started_on": date(2024, 1, 10),
        "completed_on": date(2024, 6, 20),
        "status": "completed",
    }
    return Support.objects.create(enterprise=of, **(defaults | values))


def certificate(of: Enterprise, **values: Any) -> Certificate:
    defaults = {
        "category": "product",
        "standard": "TCVN 1",
        "number": "GCN-1",
        "issued_on": date(2024, 5, 5),
        "is_supported": True,
    }
    return Certificate.objects.create(enterprise=of, **(defaults | values))


def award(of: Enterprise, **values: Any) -> Award:
    national = item("award", "Giải thưởng Chất lượng Quốc gia")
    defaults = {
        "year": 2024,
        "name": national.name,
        "item": national,
        "result": "awarded",
        "decided_on": date(2024, 4, 20),
    }
    return Award.objects.create(enterprise=of, **(defaults | values))


def training(**values: Any) -> TrainingClass:
    defaults = {
        "name": "Lớp 5S",
        "starts_on": date(2024, 3, 1),
        "ends_on": date(2024, 3, 2),
        "status": "held",
    }
    return TrainingClass.objects.create(**(defaults | values))


def difficulty(**values: Any) -> Difficulty:
    defaults = {
        "unit": Unit.objects.get(code=WARD, valid_to=None),
        "raised_on": date(2024, 6, 1),
        "category": "money",
        "title": "Doanh nghiệp thiếu vốn đối ứng",
        "text": "Ba doanh nghiệp không đủ vốn đối ứng.",
        "proposal": "Tăng mức hỗ trợ.",
    }
    return Difficulty.objects.create(**(defaults | values))


def request(**values: Any) -> SupportRequest:
    """Registered by the ward, of an enterprise that nobody has attached."""
    defaults = {
        "name": "Công ty TNHH Mẫu",
        "tax_code": "1200100557",
        "item": item("support", "5S"),
        "need": "Sắp xếp lại xưởng.",
        "own_funds_vnd": 20_000_000,
        "contact_name": "Trần Thị Liên Hệ",
        "contact_email": "lien-he@example.vn",
        "contact_phone": "0273 3873 024",
        "source": "unit",
        "unit": Unit.objects.get(code=WARD, valid_to=None),
        "received_on": date(2024, 7, 1),
    }
    return SupportRequest.objects.create(**(defaults | values))


def public_request(code: str = CODE, **values: Any) -> SupportRequest:
    """From an enterprise without an account, confirmed."""
    own = {"source": "enterprise", "unit": None, "tracking_code": code}
    own |= {"consent_version": "2026-11", "consented_at": timezone.now()}
    return request(**(own | values))


def public_form(token: str = TOKEN, **values: Any) -> PublicForm:
    """Sent without an account, not confirmed yet."""
    content = {
        "name": "Hợp tác xã Rau sạch",
        "tax_code": "0301442989",
        "address": "Ấp 1",
        "need": "Cần chứng nhận VietGAP.",
        "contact_name": "Lê Văn Gửi",
        "contact_email": "gui@example.vn",
        "contact_phone": "",
        "item": None,
        "own_funds_vnd": None,
    }
    now = timezone.now()
    defaults = {
        "seed": "seed",
        "token_hash": token_hash(token),
        "content": content,
        "consent_version": "2026-11",
        "consented_at": now,
        "expires_at": now + settings.PUBLIC_FORM_LIFE,
    }
    return PublicForm.objects.create(**(defaults | values))


def call(**values: Any) -> Call:
    """An announced call of long ago until far ahead, for the wards and communes of today."""
    defaults = {
        "plan": Plan.objects.get(is_current=True),
        "year": 2027,
        "title": "Đợt đề xuất năm 2027",
        "opens_at": datetime(2024, 1, 1, tzinfo=UTC),
        "closes_at": datetime(2099, 12, 31, tzinfo=UTC),
        "kinds": ["assigned", "science"],
        "state": "announced",
    }
    made = Call.objects.create(**(defaults | values))
    made.invitations.create(unit=Unit.objects.get(code=WARD, valid_to=None))
    return made


def letter_of(proposal: Proposal, by: User) -> None:
    """A signed letter, as the unit loads it up."""
    file = SimpleUploadedFile("cong-van.pdf", PDF)
    proposal.letter_file = attach(proposal, file, description="Công văn đã ký", by=by)
    proposal.save()


def proposal(of: Call, by: User | None = None, **values: Any) -> Proposal:
    """A draft that lacks nothing: of the ward of `tests.people`'s officer."""
    unit = values.pop("unit", None) or Unit.objects.get(code=WARD, valid_to=None)
    defaults = {
        "call": of,
        "unit": unit,
        "kind": "assigned",
        "task": Task.objects.default_for("support"),
        "name": "Truy xuất nguồn gốc trái cây",
        "need": "Hai cơ sở muốn xuất khẩu.",
        "objectives": "Hai hệ thống.",
        "content": "Tư vấn, đào tạo.",
        "products": "Hai hệ thống truy xuất.",
        "lead": unit,
        "starts_on": date(2027, 3, 1),
        "ends_on": date(2027, 10, 31),
        "letter_number": "12/UBND",
        "letter_on": date(2024, 6, 1),
        "contact_name": "Lê Văn Mẫu",
        "contact_phone": "0273 000 000",
    }
    made = Proposal.objects.create(**(defaults | values))
    made.items.create(item=item("support", "5S"))
    made.enterprises.create(tax_code="1200100557", name="Công ty Mẫu")
    made.costs.create(year=2027, source="province", amount_vnd=180_000_000)
    if by is not None:
        letter_of(made, by)
    return made


def returned(of: Call, by: User, **values: Any) -> Proposal:
    """A proposal that was handed in and came back: the department reads it, its unit writes on."""
    firm = values.pop("firm", None)
    made = proposal(of, by=by, **values)
    made.coordinators.create(unit=made.unit)
    if firm is not None:
        made.enterprises.create(enterprise=firm)
    Proposal.objects.filter(pk=made.pk).update(
        state="submitted", submitted_at=datetime(2026, 11, 5, tzinfo=UTC)
    )
    Proposal.objects.filter(pk=made.pk).update(state="returned", resubmit_by=date(2099, 12, 31))
    made.refresh_from_db()
    return made


def appraised(of: Call, by: User, **values: Any) -> Proposal:
    """A proposal under appraisal; `by` has begun to score it."""
    made = proposal(of, by=by, **values)
    submitted = datetime(2026, 11, 5, tzinfo=UTC)
    Proposal.objects.filter(pk=made.pk).update(state="submitted", submitted_at=submitted)
    Proposal.objects.filter(pk=made.pk).update(state="appraisal")
    review = Review.objects.create(proposal=made, reviewer=by)
    review.scores.create(criterion=Criterion.objects.get(code="need"), points=20)
    made.refresh_from_db()
    return made


def minutes(of: Call, by: User) -> Job:
    """Minutes somebody asked for and may fetch."""
    stored = default_storage.save("minutes/a.pdf", ContentFile(PDF))
    result = {"files": {"pdf": stored}, "stem": "bien-ban"}
    return Job.objects.create(
        kind=MINUTES, payload={"call_id": of.pk}, state="done", result=result, requested_by=by
    )


@dataclass
class World:
    """A primary key by the name of the register that shows it."""

    pks: dict[str, Any]
    enterprise: Enterprise


def _report_file(version: ReportVersion) -> ReportFile:
    row = ReportFile(version=version, name="a.pdf", sha256=sha256(PDF).hexdigest(), size=len(PDF))
    row.file.save("a.pdf", ContentFile(PDF), save=False)
    row.save()
    return row


def _draft(year: int, by: User) -> ReportDraft:
    plan, annual = Plan.objects.get(is_current=True), ReportType.objects.get(code="annual")
    return assemble_draft(plan, annual, year=year, cut_off=date(year, 11, 15), by=by)


def _version(number: int, by: User) -> ReportVersion:
    plan = Plan.objects.get(is_current=True)
    return ReportVersion.objects.create(
        plan=plan,
        year=2023,
        cut_off=date(2023, 11, 15),
        number=number,
        label="Báo cáo năm {year}, bản {number}",
        change_note="Bổ sung." if number > 1 else "",
        snapshot={},
        made_by=by,
    )


def _batch(by: User) -> ImportBatch:
    """A workbook sent in and checked: a new enterprise, and one without a known unit."""
    path = make_workbook(
        Path(settings.MEDIA_ROOT) / "book.xlsx",
        enterprises=[
            ENTERPRISES,
            (tax_code(8), "Công ty Mới", WARD, None),
            (tax_code(9), "Công ty Khác", "Huyện Không Có", None),
        ],
        classes=[CLASSES, ("Lớp mới", date(2024, 5, 1), date(2024, 5, 2), "Đã tổ chức")],
    )
    batch = receive_workbook(SimpleUploadedFile("a.xlsx", path.read_bytes()), by=by)
    run_job(batch.job_id)
    return batch


def _export(by: User) -> Job:
    """A list somebody asked for and may fetch."""
    job = enqueue(EXPORT, by=by, register="enterprise", query="")
    run_job(job.pk)
    return job


def _invitation(by: User, email: str) -> Invitation:
    """To an officer of the ward."""
    meant = Invitation(email=email, full_name="Võ Thị Mời", role="unit_officer", unit_id=_ward().pk)
    return save_invitation(meant, by=by)


def _ward() -> Unit:
    return Unit.objects.get(code=WARD, valid_to=None)


def closing(user: User, ended_on: date = date(2025, 6, 30)) -> AccountClosing:
    return AccountClosing.objects.create(
        user=user, ended_on=ended_on, told_on=date(2025, 7, 1), closes_on=date(2025, 7, 30)
    )


def handover(of: Unit, to: Unit, by: User) -> DutyHandover:
    duty = {"code": "difficulties", "label": "Khó khăn", "pk": 1, "name": "Vốn"}
    return DutyHandover.objects.create(unit=of, successor=to, basis="QĐ 1", duties=[duty], by=by)


def _notice(to: User) -> Notice:
    """The newest of what a person was told; the inbox opens it, too."""
    notify("system.old_backup", to=[to], values={"last": "a"}, path="/suc-khoe/")
    return Notice.objects.latest("pk")


def world(by: User) -> World:
    """Everything an address may ask for, by the first part of its name."""
    firm = enterprise()
    own = support(firm)
    closing(by, date(2024, 6, 30))
    handover(Unit.objects.get(name="Huyện Cái Bè"), _ward(), by)
    draft, version = _draft(2024, by), _version(1, by)
    file = attach(own, SimpleUploadedFile("bien-ban.pdf", PDF), description="", by=by)
    contact = ContactPerson.objects.create(enterprise=firm, name="Nguyễn Văn Mẫu")
    public_form()
    public_request(enterprise=firm)
    asked = call()
    late = LateEntry.objects.create(
        call=asked, unit=_ward(), until=datetime(2100, 1, 1, tzinfo=UTC), reason="Bão", approver=by
    )
    scored = appraised(asked, by)
    pks = {
        "enterprise": firm,
        "year": EnterpriseYear.objects.create(enterprise=firm, year=2024, labour=12),
        "placement": firm.placements.get(),
        "ocop": OcopProduct.objects.create(enterprise=firm, name="Gạo", stars=4),
        "contact": contact,
        "support": own,
        "certificate": certificate(firm),
        "award": award(firm),
        "item": item("support", "5S"),
        "class": training(),
        "user": by,
        "assignment": RoleAssignment.objects.filter(user=by).first(),
        "reporttype": draft.type,
        "outline": draft.type.sections.first(),
        "draft": draft,
        "section": draft.sections.first(),
        "estimate": Estimate.objects.create(draft=draft, indicator="support.awards", value=1),
        "version": version,
        "difficulty": difficulty(),
        "request": request(),
        "call": asked,
        "late": late,
        "proposal": returned(asked, by, firm=firm),
        "notice": _notice(by),
        "unit": Unit.objects.get(code=WARD, valid_to=None),
        "ended": Unit.objects.get(name="Huyện Cái Bè"),
        "invitation": _invitation(by, "moi@tinh.vn"),
        "appraised": scored,
        "review": scored.reviews.get(),
        "minutes": minutes(asked, by),
        "criterion": Criterion.objects.get(code="cost"),
        "file": _report_file(version),
        "target": Target.objects.filter(is_confirmed=False).first(),
        "attachment": file,
        "confirm": Unit.objects.filter(is_confirmed=False).first(),
        "batch": _batch(by),
        "job": _export(by),
        "failed": Job.objects.create(
            kind=PREVIEW, payload={"draft_id": draft.pk}, state=Job.State.FAILED, requested_by=by
        ),
    }
    return World({name: record.pk for name, record in pks.items()}, firm)


def crowd(of: World, by: User) -> None:
    """Two more of everything, on the record of `of` and beside it."""
    for number in (2, 3):
        other = enterprise(tax_code(number), f"Công ty {number}")
        for firm in (of.enterprise, other):
            made = support(firm, started_on=date(2024, number, 1))
            attach(made, SimpleUploadedFile("a.pdf", PDF), description="", by=by)
            certificate(firm, number=f"GCN-{number}")
            award(firm, year=2024 - number)
            EnterpriseYear.objects.create(enterprise=firm, year=2024 - number, labour=number)
            OcopProduct.objects.create(enterprise=firm, name=f"Gạo {number}", stars=3)
            ContactPerson.objects.create(enterprise=firm, name=f"Trần Văn {number}")
            Enterprise.objects.filter(pk=firm.pk).update(address=f"Ấp {number}")
        own = Support.objects.get(pk=of.pks["support"])
        attach(own, SimpleUploadedFile("b.pdf", PDF), description="", by=by)
        Support.objects.filter(pk=own.pk).update(consultant=f"Đơn vị {number}")
        training(name=f"Lớp {number}")
        _notice(by)
        _invitation(by, f"moi{number}@tinh.vn")
        difficulty(title=f"Khó khăn {number}", state="received")
        request(need=f"Nhu cầu {number}")
        request(name=other.name, tax_code=other.tax_code)
        public_request(f"ABCD-EFGH-JKLM-234{number}", enterprise=of.enterprise)
        public_form(f"{TOKEN}-{number}")
        call(title=f"Đợt {number}")
        asked = Call.objects.get(pk=of.pks["call"])
        there = Proposal.objects.get(pk=of.pks["proposal"])
        scored = Proposal.objects.get(pk=of.pks["appraised"])
        appraised(asked, by, name=f"Đề xuất chấm {number}")
        someone = person_of(f"cham-{number}", by)
        Review.objects.create(proposal=scored, reviewer=someone, given_at=timezone.now())
        for one in (there, returned(asked, by, name=f"Đề xuất {number}")):
            one.costs.create(year=2027 + number, source="other", amount_vnd=1_000_000)
            one.enterprises.create(enterprise=other)
            one.coordinators.create(unit=Unit.objects.filter(valid_to=None)[number])
            one.items.create(item=item("support", "Kaizen" if number == 2 else "KPI"))
        _draft(2024 - number, by)
        _report_file(_version(number, by))
        for indicator in ("support.enterprises", "support.certified")[number - 2 : number - 1]:
            Estimate.objects.create(draft_id=of.pks["draft"], indicator=indicator, value=number)
        _batch(by)
        _export(by)
        someone = User.objects.create_user(f"{number}@tinh.vn", "x", full_name=f"Lê {number}")
        closing(someone)
        handover(Unit.objects.get(name="Huyện Cái Bè"), _ward(), by)
        RoleAssignment.objects.create(user=someone, role="unit_officer", unit=_ward())
        for user in (someone, by):
            RoleAssignment.objects.create(
                user=user, role="viewer" if number == 2 else "finance", unit=user_unit(by)
            )


def person_of(name: str, colleague: User) -> User:
    """Another person of a colleague's unit."""
    made = User.objects.create_user(f"{name}@tinh.vn", "x", full_name=name)
    RoleAssignment.objects.create(user=made, role="finance", unit=user_unit(colleague))
    return made


def user_unit(user: User) -> Unit:
    return RoleAssignment.objects.filter(user=user).earliest("pk").unit
