"""One record of each kind, in the ward of the unit officer of `tests.people`."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.models import RoleAssignment, Unit, User
from core.jobs import enqueue
from core.ui.attachments import attach
from core.ui.exports import EXPORT
from enterprises.models import ContactPerson, Enterprise, EnterpriseYear, OcopProduct, Placement
from programs.models import Plan, Target
from reporting.actions import assemble_draft
from reporting.models import Estimate, ReportFile, ReportType, ReportVersion
from support.models import Award, CatalogueItem, Certificate, Support
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


def world(by: User) -> World:
    """Everything an address may ask for, by the first part of its name."""
    firm = enterprise()
    own = support(firm)
    plan = Plan.objects.get(is_current=True)
    draft = assemble_draft(
        plan, ReportType.objects.get(code="annual"), year=2024, cut_off=date(2024, 11, 15), by=by
    )
    version = ReportVersion.objects.create(
        plan=plan,
        year=2023,
        cut_off=date(2023, 11, 15),
        number=1,
        label="Báo cáo năm {year}, bản {number}",
        snapshot={},
        made_by=by,
    )
    file = attach(own, SimpleUploadedFile("bien-ban.pdf", PDF), description="", by=by)
    contact = ContactPerson.objects.create(enterprise=firm, name="Nguyễn Văn Mẫu")
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
        "file": _report_file(version),
        "target": Target.objects.filter(is_confirmed=False).first(),
        "attachment": file,
        "confirm": Unit.objects.filter(is_confirmed=False).first(),
        "job": enqueue(EXPORT, by=by, register="enterprise", query=""),
    }
    return World({name: record.pk for name, record in pks.items()}, firm)
