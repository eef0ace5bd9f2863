"""One record of each kind, in the ward of the unit officer of `tests.people`."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.models import RoleAssignment, Unit, User
from core.importing.batches import receive_workbook
from core.jobs import enqueue, run_job
from core.models import ImportBatch, Job
from core.ui.attachments import attach
from core.ui.exports import EXPORT
from enterprises.duplicates import look_again
from enterprises.merging.steps import prepare_merge
from enterprises.models import (
    ContactPerson,
    DuplicatePair,
    Enterprise,
    EnterpriseMerge,
    EnterpriseYear,
    OcopProduct,
    Placement,
)
from programs.models import Plan, Target
from reporting.actions import PREVIEW, assemble_draft
from reporting.models import (
    Difficulty,
    Estimate,
    ReportDraft,
    ReportFile,
    ReportType,
    ReportVersion,
)
from support.models import Award, CatalogueItem, Certificate, Support
from tests.workbooks import CLASSES, ENTERPRISES, make_workbook, tax_code
from trainings.models import TrainingClass

WARD = "28261"
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


@dataclass
class World:
    """A primary key by the name of the register that shows it."""

    pks: dict[str, Any]
    enterprise: Enterprise


def merging(source: Enterprise, target: Enterprise, by: User) -> EnterpriseMerge:
    """A merge that somebody asked to look at, and that waits for a word."""
    merge = prepare_merge(source=source, target=target, choices={}, by=by)
    run_job(merge.job_id)
    return merge


def pair(one: Enterprise, other: Enterprise) -> DuplicatePair:
    """What the nightly search found."""
    look_again([one.pk])
    return DuplicatePair.objects.get(first=min(one.pk, other.pk), second=max(one.pk, other.pk))


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


def world(by: User) -> World:
    """Everything an address may ask for, by the first part of its name."""
    firm = enterprise()
    rival = enterprise("0102030405", "CTY TNHH MẪU")
    own = support(firm)
    draft, version = _draft(2024, by), _version(1, by)
    file = attach(own, SimpleUploadedFile("bien-ban.pdf", PDF), description="", by=by)
    contact = ContactPerson.objects.create(enterprise=firm, name="Nguyễn Văn Mẫu")
    pks = {
        "enterprise": firm,
        "rival": rival,
        "duplicate": pair(firm, rival),
        "merge": merging(rival, firm, by),
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
        alike = enterprise(tax_code(number + 10), "Công ty Mẫu")
        pair(of.enterprise, alike)
        merging(alike, of.enterprise, by)
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
        difficulty(title=f"Khó khăn {number}", state="received")
        _draft(2024 - number, by)
        _report_file(_version(number, by))
        for indicator in ("support.enterprises", "support.certified")[number - 2 : number - 1]:
            Estimate.objects.create(draft_id=of.pks["draft"], indicator=indicator, value=number)
        _batch(by)
        _export(by)
        someone = User.objects.create_user(f"{number}@tinh.vn", "x", full_name=f"Lê {number}")
        for user in (someone, by):
            RoleAssignment.objects.create(
                user=user, role="viewer" if number == 2 else "finance", unit=user_unit(by)
            )


def user_unit(user: User) -> Unit:
    return RoleAssignment.objects.filter(user=user).earliest("pk").unit
