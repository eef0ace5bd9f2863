"""One fictional enterprise that was entered twice, so that merging can be tried."""

from datetime import date

from enterprises.duplicates import look_again
from enterprises.models import ContactPerson, Enterprise, EnterpriseYear, Placement
from reporting.demo.records import tax_codes
from support.models import CatalogueItem, Support

MARK = " (minh họa)"
PHONE = "0273 3000 224"
ADDRESS = "Số 12, đường Lý Thường Kiệt, khu phố 5"


def make_duplicate(count: int) -> None:
    """The first of the `count` demo enterprises again, under another tax code and spelling."""
    first = Enterprise.objects.filter(is_demo=True, entity_type="enterprise").earliest("pk")
    first.address = ADDRESS
    first.save(update_fields=["address"])
    again = Enterprise.objects.create(
        tax_code=tax_codes(count + 1)[-1],
        name=f"{first.name.removesuffix(MARK).upper().replace('CÔNG TY', 'CTY')}{MARK}",
        sector=first.sector,
        address="12 Lý Thường Kiệt, KP 5",
        main_products=f"{first.main_products} sấy",
        is_demo=True,
    )
    unit = first.placements.latest("pk").unit
    Placement.objects.create(enterprise=again, unit=unit)
    for firm, labour in ((first, 45), (again, 48)):
        ContactPerson.objects.create(enterprise=firm, name="Nguyễn Văn Mẫu (minh họa)", phone=PHONE)
        EnterpriseYear.objects.create(enterprise=firm, year=2024, labour=labour)
    Support.objects.create(
        enterprise=again,
        item=CatalogueItem.objects.filter(use="support").earliest("code"),
        form="consulting",
        started_on=date(2024, 3, 1),
        completed_on=date(2024, 9, 30),
        status="completed",
        state_budget_vnd=30_000_000,
    )
    look_again([first.pk, again.pk])
