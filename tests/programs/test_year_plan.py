"""A year's work by quarter: where bars stand, how they are grouped, who sees them."""

from datetime import date

import pytest
from django.utils import timezone

from agencies.models import Unit
from programs.models import Task
from programs.year_plan import BY_LEAD, BY_TASK, day_of, quarter_marks, year_plan
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PAGE = "/cong-viec-nam/lich/"
TODAY = date(2026, 6, 30)


def lines(year: int = 2026, by: str = BY_TASK, today: date = TODAY):
    from programs.models import WorkItem  # noqa: PLC0415

    items = WorkItem.objects.of_year(year).select_related("task", "lead")
    return year_plan(items, year, by=by, today=today)


@pytest.mark.parametrize(
    ("values", "bar"),
    [
        ({"starts_on": date(2026, 1, 1), "ends_on": date(2026, 1, 1)}, (0, 1, 0)),
        ({"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}, (0, 365, 0)),
        ({"starts_on": date(2026, 4, 1), "ends_on": date(2026, 4, 10), "percent": 50}, (90, 10, 5)),
        (
            {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 4, 10), "percent": 100},
            (90, 10, 10),
        ),
        # Two years, half of it done: the first year is full, nothing of the second.
        (
            {
                "first_year": 2026,
                "last_year": 2027,
                "starts_on": date(2026, 1, 1),
                "ends_on": date(2027, 12, 31),
                "percent": 50,
            },
            (0, 365, 365),
        ),
        (
            {
                "first_year": 2025,
                "starts_on": date(2025, 1, 1),
                "ends_on": date(2026, 12, 31),
                "percent": 50,
            },
            (0, 365, 0),
        ),
    ],
)
def test_a_bar_stands_on_its_days_of_the_year(values, bar):
    records.work(heard_on=TODAY, **values)
    (group,) = lines()
    found = group.lines[0].bar
    assert (found.start, found.width, found.done) == bar
    assert found.rest == bar[1] - bar[2]


def test_quarters_begin_on_their_days_in_leap_years_too():
    assert quarter_marks(2026) == [90, 181, 273]
    assert quarter_marks(2028) == [91, 182, 274]
    assert day_of(date(2028, 12, 31), 2028) == 365


def test_work_is_grouped_by_task_or_by_lead_and_late_work_is_counted():
    far = Unit.objects.get(code="28435", valid_to=None)
    own = records.work(title="Một", heard_on=TODAY)
    late = records.work(title="Hai", heard_on=TODAY, ends_on=date(2026, 6, 1), lead=far)
    other = records.work(
        title="Ba", heard_on=TODAY, task=Task.objects.get(number=1), lead=far, state="cancelled"
    )
    records.work(title="Năm khác", first_year=2027, last_year=2027,
                 starts_on=date(2027, 1, 5), ends_on=date(2027, 2, 1))  # fmt: skip
    first, second = lines()
    assert (first.name, [line.item for line in first.lines]) == (
        f"Nhiệm vụ {other.task}",
        [other],
    )
    assert first.lines[0].kind == "cancelled"
    assert {line.item for line in second.lines} == {own, late}
    assert (first.late, second.late) == (0, 1)
    assert second.address == f"/cong-viec-nam/?nam=2026&nhiem_vu={own.task_id}"
    by_lead = lines(by=BY_LEAD)
    assert {g.name: {line.item for line in g.lines} for g in by_lead} == {
        own.lead.name: {own},
        far.name: {late, other},
    }


def test_every_number_of_the_page_opens_as_many_rows(client):
    client.force_login(person("staff"), backend=BACKEND)
    far = Unit.objects.get(code="28435", valid_to=None)
    for number in (1, 4, 4):
        records.work(task=Task.objects.get(number=number), ends_on=date(2026, 1, 6))
    records.work(lead=far, heard_on=timezone.localdate())
    for by in (BY_TASK, BY_LEAD):
        for group in client.get(f"{PAGE}?nam=2026&theo={by}").context["year_groups"]:
            assert len(client.get(group.address).context["rows"]) == len(group.lines)
            late = client.get(f"{group.address}&cham=co").context["rows"]
            assert len(late) == group.late


def test_a_unit_sees_its_own_and_the_years_of_the_plan(client):
    records.work(title="Của phường")
    records.work(title="Của nơi khác", lead=Unit.objects.get(code="28435", valid_to=None))
    client.force_login(person("unit_officer"), backend=BACKEND)
    page = client.get(f"{PAGE}?nam=2026")
    text = page.content.decode()
    assert "Của phường" in text
    assert "Của nơi khác" not in text
    assert "them/" not in text
    for asked, shown in (("1900", 2021), ("9999", 2030), ("2027", 2027)):
        assert client.get(f"{PAGE}?nam={asked}").context["year"] == shown
    for asked in ("", "x", "99999999999999", "²"):
        assert client.get(f"{PAGE}?nam={asked}").context["year"] == timezone.localdate().year
    assert client.get(f"{PAGE}?nam=2021").context["before"] is None
    assert client.get(f"{PAGE}?nam=2030").context["after"] is None
    assert "Năm 2030 chưa có công việc nào." in client.get(f"{PAGE}?nam=2030").content.decode()
    assert "Của phường" in client.get(f"{PAGE}?nam=2026&theo=x").content.decode()
