"""Two records become one and two again: what moves, what stays, what cannot be done."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.models import Unit
from core.errors import ActionError, NotAllowed, StaleState
from core.jobs import run_job
from core.models import Attachment
from core.ui.attachments import attach
from enterprises.actions import size_again
from enterprises.choices import MergeState
from enterprises.merging import relations as listed
from enterprises.merging.carrying_out import mark_of
from enterprises.merging.placing import free_days
from enterprises.merging.steps import (
    ask_undo,
    cancel_merge,
    confirm_merge,
    give_up_undo,
    merge_enterprises,
    prepare_merge,
)
from enterprises.merging.telling import changes, figures
from enterprises.merging.undoing import reasons_against
from enterprises.models import (
    ContactPerson,
    Enterprise,
    EnterpriseMerge,
    EnterpriseYear,
    OcopProduct,
    Placement,
)
from support.models import Award, Certificate, Support
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
OTHER = "0301442989"
EVERYTHING = (
    Enterprise, EnterpriseYear, OcopProduct, ContactPerson, Placement, Attachment,
    Support, Certificate, Award,
)  # fmt: skip
MOVING = {"version", "updated_at"}


@pytest.fixture(autouse=True)
def _media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def staff():
    return person("staff")


@pytest.fixture
def old():
    return records.enterprise()


@pytest.fixture
def new():
    return records.enterprise(OTHER, "Công ty Mới", ward="28249")


def everything() -> dict:
    """All that is stored of enterprises and their rows, whoever they belong to."""
    return {
        model: {
            row.pop("id"): {name: value for name, value in row.items() if name not in MOVING}
            for row in model._base_manager.values()
        }
        for model in EVERYTHING
    }


def undone(merge: EnterpriseMerge, by, reason: str = "Nhầm") -> EnterpriseMerge:
    merge.refresh_from_db()
    ask_undo(merge, reason=reason, by=by)
    run_job(merge.job_id)
    merge.refresh_from_db()
    return merge


def test_every_relation_to_an_enterprise_says_what_a_merge_does_with_it():
    assert listed.unlisted() == [], "\n".join(listed.unlisted())


def test_the_list_says_what_to_write_where(monkeypatch):
    left = {
        code: item
        for code, item in listed.relations.items()
        if code != "support.Support.enterprise"
    }
    smaller = listed.Registry()
    for code, item in left.items():
        smaller.register(code, item)
    monkeypatch.setattr(listed, "relations", smaller)
    (words,) = listed.unlisted()
    assert 'In "support/merges.py" write `moves(Support, "enterprise")`' in words


def test_an_unknown_relation_stops_a_merge_in_words(staff, old, new, monkeypatch):
    own = records.support(old)
    smaller = listed.Registry()
    for code, item in listed.relations.items():
        if code != "support.Support.enterprise":
            smaller.register(code, item)
    monkeypatch.setattr(listed, "relations", smaller)
    with pytest.raises(ActionError, match="chưa biết làm gì với hỗ trợ của doanh nghiệp"):
        prepare_merge(source=old, target=new, choices={}, by=staff)
    with pytest.raises(ActionError, match="Dữ liệu không thay đổi"):
        merge_enterprises(source=old, target=new, reason="x", by=staff)
    own.refresh_from_db()
    old.refresh_from_db()
    assert (own.enterprise_id, old.merged_into_id) == (old.pk, None)


def test_rows_move_and_the_registration_counts_as_the_survivor(staff, old, new):
    support, certificate, award = records.support(old), records.certificate(old), records.award(old)
    year = EnterpriseYear.objects.create(enterprise=old, year=2024, labour=12)
    ocop = OcopProduct.objects.create(enterprise=old, name="Gạo", stars=4)
    contact = ContactPerson.objects.create(enterprise=old, name="Nguyễn Văn Mẫu")
    file = attach(old, SimpleUploadedFile("a.pdf", records.PDF), description="", by=staff)
    other = attach(support, SimpleUploadedFile("b.pdf", records.PDF), description="", by=staff)

    merge = merge_enterprises(source=old, target=new, reason="Đổi mã số thuế", by=staff)

    for row in (support, certificate, award, year, ocop, contact):
        row.refresh_from_db()
        assert row.enterprise_id == new.pk, row
    file.refresh_from_db()
    other.refresh_from_db()
    assert (file.object_id, other.object_id) == (new.pk, support.pk)
    old.refresh_from_db()
    assert (old.merged_into_id, old.counted_as_id) == (new.pk, new.pk)
    assert (old.tax_code, old.placements.count()) == ("1200100557", 1)
    assert merge.state == MergeState.MERGED
    line = Support.pgh_event_models["update"].objects.latest("pgh_id")
    assert (line.pgh_label, line.pgh_context["reason"]) == ("update", "Đổi mã số thuế")
    assert line.pgh_context["merge"] == merge.pk


def test_the_chosen_values_stay(staff, old, new):
    Enterprise.objects.filter(pk=old.pk).update(address="Ấp 3, xã A", sector="trade")
    old.refresh_from_db()
    merge = merge_enterprises(
        source=old, target=new, reason="x", by=staff, choices={"fields": ["name", "address"]}
    )
    new.refresh_from_db()
    assert (new.name, new.address, new.sector) == ("Công ty Mẫu", "Ấp 3, xã A", "industry")
    assert new.tax_code == OTHER
    undone(merge, staff)
    new.refresh_from_db()
    assert (new.name, new.address) == ("Công ty Mới", "")


def test_of_two_rows_of_one_kind_the_survivors_stays_with_the_chosen_values(staff, old, new):
    kept = EnterpriseYear.objects.create(enterprise=new, year=2024, labour=5)
    taken = EnterpriseYear.objects.create(enterprise=new, year=2023, labour=6)
    going = EnterpriseYear.objects.create(enterprise=old, year=2024, labour=50)
    given_up = EnterpriseYear.objects.create(enterprise=old, year=2023, labour=60, capital_vnd=7)
    moved = EnterpriseYear.objects.create(enterprise=old, year=2022, labour=70)
    twice = [records.certificate(firm, standard=firm.name) for firm in (old, new)]
    for firm in (old, new):
        size_again(firm)
    choices = {"rows": {"enterprises.EnterpriseYear.enterprise": [given_up.pk]}}
    before = everything()

    merge = merge_enterprises(source=old, target=new, reason="x", by=staff, choices=choices)

    def years(firm):
        return dict(firm.years.values_list("year", "labour"))

    assert years(new) == {2022: 70, 2023: 60, 2024: 5}
    assert years(old) == {2023: 60, 2024: 50}
    taken.refresh_from_db()
    assert taken.capital_vnd == 7
    assert [c.enterprise_id for c in Certificate.objects.order_by("pk")] == [old.pk, new.pk]
    assert len(twice) == 2
    assert {row[1] for row in merge.account["left"]} == {going.pk, given_up.pk, twice[0].pk}
    assert (kept.enterprise_id, moved.enterprise_id) == (new.pk, old.pk)
    undone(merge, staff)
    assert everything() == before


def test_days_the_survivor_does_not_tell_of_are_filled_from_the_other(staff, old, new):
    ward = Unit.objects.get(code="28249", valid_to=None)
    district = Unit.objects.get(code="819")
    Placement.objects.filter(enterprise=new).update(valid_from=date(2025, 7, 1), unit=ward)
    Placement.objects.filter(enterprise=old).update(unit=district)
    own = records.support(old, completed_on=date(2024, 6, 20))
    own.refresh_from_db()
    assert own.unit_id == district.pk
    before = everything()

    merge = merge_enterprises(source=old, target=new, reason="x", by=staff)

    rows = list(new.placements.order_by("valid_to").values_list("unit", "valid_from", "valid_to"))
    assert (district.pk, None, date(2025, 6, 30)) in rows
    assert (ward.pk, date(2025, 7, 1), None) in rows
    own.refresh_from_db()
    assert own.unit_id == district.pk
    new.refresh_from_db()
    assert new.unit_id == ward.pk
    undone(merge, staff)
    assert everything() == before


@pytest.mark.parametrize(
    ("days", "taken", "free"),
    [
        ((1, 9), [], [(1, 9)]),
        ((1, 9), [(1, 9)], []),
        ((1, 9), [(3, 5)], [(1, 2), (6, 9)]),
        ((3, 5), [(1, 9)], []),
        ((1, 9), [(7, 12), (1, 2)], [(3, 6)]),
        ((1, 9), [(20, 25)], [(1, 9)]),
    ],
)
def test_free_days(days, taken, free):
    def as_days(numbers):
        return tuple(date(2024, 1, number) for number in numbers)

    assert list(free_days(as_days(days), map(as_days, taken))) == [as_days(f) for f in free]


def test_open_ends_are_days_too():
    forever = (date.min, date.max)
    assert list(free_days(forever, [])) == [forever]
    assert list(free_days(forever, [(date(2025, 7, 1), date.max)])) == [
        (date.min, date(2025, 6, 30))
    ]


def test_who_may_and_what_cannot_become_one(staff, old, new):
    with pytest.raises(NotAllowed):
        merge_enterprises(source=old, target=new, reason="x", by=person("leader"))
    with pytest.raises(ActionError, match="khác với chính nó"):
        prepare_merge(source=old, target=old, choices={}, by=staff)
    branch = records.enterprise("1200100557-001", "Chi nhánh")
    with pytest.raises(ActionError, match="đang được tính vào chính đăng ký này"):
        merge_enterprises(source=old, target=branch, reason="x", by=staff)
    merge_enterprises(source=old, target=new, reason="x", by=staff)
    old.refresh_from_db()
    with pytest.raises(ActionError, match="đã được nhập vào đăng ký khác"):
        prepare_merge(source=old, target=branch, choices={}, by=staff)
    with pytest.raises(ActionError, match="đã được nhập vào đăng ký khác"):
        prepare_merge(source=new, target=old, choices={}, by=staff)


def test_a_household_number_takes_no_other_type(staff, new):
    home = records.enterprise("001099012345", "Hộ kinh doanh Mẫu")
    Enterprise.objects.filter(pk=home.pk).update(entity_type="household")
    with pytest.raises(ActionError, match="12 chữ số chỉ dùng cho hộ kinh doanh"):
        merge_enterprises(
            source=new, target=home, reason="x", by=staff, choices={"fields": ["entity_type"]}
        )


def test_a_merge_is_looked_at_then_confirmed_then_done_once(staff, old, new):
    records.support(old)
    records.support(new, item=records.item("support", "Kaizen"))
    asked = {"source": old, "target": new, "choices": {}, "by": staff}
    merge = prepare_merge(**asked)
    assert prepare_merge(**asked) == merge  # a double click
    before = everything()
    run_job(merge.job_id)
    merge.refresh_from_db()
    assert everything() == before
    assert merge.state == MergeState.PREPARED
    assert merge.preview["moves"] == [
        {"what": "hỗ trợ", "count": 1, "url": f"/ho-tro/?dn={old.pk}"}
    ]
    told = {(row["of"], row["before"], row["after"]) for row in merge.preview["figures"]}
    assert ("doanh nghiệp", 2, 1) in told
    assert {of for of, _before, _after in told} == {
        "doanh nghiệp",
        "doanh nghiệp, Thành phố Mỹ Tho",
    }  # turns stay
    assert any("lũy kế giai đoạn 2021 - 2025" in row["name"] for row in merge.preview["figures"])

    seen_twice = EnterpriseMerge.objects.get(pk=merge.pk)
    confirm_merge(merge, reason="Đổi mã", by=staff)
    with pytest.raises(StaleState):
        confirm_merge(seen_twice, reason="Đổi mã", by=staff)
    run_job(merge.job_id)
    run_job(merge.job_id)
    merge.refresh_from_db()
    assert (merge.state, Support.objects.filter(enterprise=new).count()) == ("merged", 2)


def test_what_changed_since_the_preview_is_looked_at_again(staff, old, new):
    merge = prepare_merge(source=old, target=new, choices={}, by=staff)
    run_job(merge.job_id)
    merge.refresh_from_db()
    confirm_merge(merge, reason="Đổi mã", by=staff)
    records.support(old)
    run_job(merge.job_id)
    merge.refresh_from_db()
    assert merge.state == MergeState.PREPARED
    assert [row["count"] for row in merge.preview["moves"]] == [1]
    old.refresh_from_db()
    assert old.merged_into_id is None
    confirm_merge(merge, reason="Vẫn gộp", by=staff)
    run_job(merge.job_id)
    old.refresh_from_db()
    assert old.merged_into_id == new.pk


def test_an_edit_that_was_open_meanwhile_is_met(staff, old, new):
    seen = (old.version, new.version)
    Enterprise.objects.filter(pk=new.pk).update(address="Số 1, đường Ấp Bắc, Mỹ Tho")
    with pytest.raises(StaleState):
        prepare_merge(source=old, target=new, choices={}, by=staff, seen=seen)


def test_two_merges_of_one_registration_become_one(staff, old, new):
    third = records.enterprise("0314409058", "Công ty Ba")
    merges = [prepare_merge(source=old, target=t, choices={}, by=staff) for t in (new, third)]
    for merge in merges:
        run_job(merge.job_id)
        merge.refresh_from_db()
    confirm_merge(merges[0], reason="x", by=staff)
    with pytest.raises(ActionError, match="đang được gộp hoặc đã gộp"):
        confirm_merge(merges[1], reason="x", by=staff)
    run_job(merges[0].job_id)
    old.refresh_from_db()
    assert old.merged_into_id == new.pk


def test_a_merge_into_what_was_merged_meanwhile_fails_in_words(staff, old, new):
    third = records.enterprise("0314409058", "Công ty Ba")
    merge = prepare_merge(source=old, target=new, choices={}, by=staff)
    run_job(merge.job_id)
    merge.refresh_from_db()
    confirm_merge(merge, reason="x", by=staff)
    merge_enterprises(source=new, target=third, reason="x", by=staff)
    run_job(merge.job_id)
    merge.refresh_from_db()
    assert "đã được nhập vào đăng ký khác" in merge.job.error
    cancel_merge(merge, by=staff)
    run_job(merge.job_id)
    old.refresh_from_db()
    assert (merge.state, old.merged_into_id) == ("cancelled", None)


def test_what_was_added_since_stays_and_is_said(staff, old, new):
    own = records.support(old)
    merge = merge_enterprises(source=old, target=new, reason="x", by=staff)
    late = records.certificate(new, number="GCN-9")
    Support.objects.filter(pk=own.pk).update(consultant="Viện Năng suất")
    merge = undone(merge, staff)
    own.refresh_from_db()
    late.refresh_from_db()
    assert (own.enterprise_id, own.consultant) == (old.pk, "Viện Năng suất")
    assert late.enterprise_id == new.pk
    assert merge.account["undone"] == [
        "1 hỗ trợ sửa sau khi gộp về Công ty Mẫu với nội dung đã sửa.",
        "1 chứng nhận thêm sau khi gộp ở lại Công ty Mới.",
    ]
    assert merge.state == MergeState.UNDONE


def test_what_was_edited_since_is_kept(staff, old, new):
    EnterpriseYear.objects.create(enterprise=new, year=2024, labour=5)
    going = EnterpriseYear.objects.create(enterprise=old, year=2024, labour=50)
    choices = {
        "fields": ["name"],
        "rows": {"enterprises.EnterpriseYear.enterprise": [going.pk]},
    }
    merge = merge_enterprises(source=old, target=new, reason="x", by=staff, choices=choices)
    Enterprise.objects.filter(pk=new.pk).update(name="Công ty Thứ ba")
    EnterpriseYear.objects.filter(enterprise=new).update(labour=51)
    merge = undone(merge, staff)
    new.refresh_from_db()
    assert (new.name, new.years.get().labour) == ("Công ty Thứ ba", 51)
    assert merge.account["undone"] == [
        "Tên doanh nghiệp của Công ty Thứ ba đã được sửa sau khi gộp nên giữ như hiện nay.",
        "Số liệu năm 2024 đã được sửa sau khi gộp nên giữ số liệu đã sửa.",
    ]


def test_a_row_that_was_moved_on_stays_where_it_is(staff, old, new):
    own = records.support(old)
    third = records.enterprise("0314409058", "Công ty Ba")
    merge = merge_enterprises(source=old, target=new, reason="x", by=staff)
    Support.objects.filter(pk=own.pk).update(enterprise=third)
    merge = undone(merge, staff)
    own.refresh_from_db()
    assert own.enterprise_id == third.pk
    assert merge.account["undone"] == [
        "1 hỗ trợ đã được chuyển sang doanh nghiệp khác sau khi gộp, ở lại đó."
    ]


def test_a_merge_whose_rows_were_deleted_is_not_undone(staff, old, new):
    own = records.support(old)
    merge = merge_enterprises(source=old, target=new, reason="x", by=staff)
    own.delete()
    with pytest.raises(ActionError, match="1 hỗ trợ đã chuyển nay đã bị xóa"):
        ask_undo(merge, reason="x", by=staff)
    assert EnterpriseMerge.objects.get().state == MergeState.MERGED


def test_a_row_that_takes_the_place_is_in_the_way(staff, old, new):
    EnterpriseYear.objects.create(enterprise=old, year=2024, labour=5)
    merge = merge_enterprises(source=old, target=new, reason="x", by=staff)
    EnterpriseYear.objects.create(enterprise=old, year=2024, labour=6)
    with pytest.raises(ActionError, match="Hồ sơ cũ nay đã có dòng trùng"):
        ask_undo(merge, reason="x", by=staff)


def test_later_merges_are_undone_first(staff, old, new):
    third = records.enterprise("0314409058", "Công ty Ba")
    fourth = records.enterprise("0102030405", "Công ty Bốn")
    records.support(old)
    before = everything()
    first = merge_enterprises(source=old, target=new, reason="x", by=staff)
    beside = merge_enterprises(source=fourth, target=new, reason="x", by=staff)
    above = merge_enterprises(source=new, target=third, reason="x", by=staff)
    first.refresh_from_db()
    assert sorted(reasons_against(first)) == [
        "Sau đó đã gộp Công ty Bốn vào Công ty Mới. Hoàn tác lần gộp đó trước.",
        "Sau đó đã gộp Công ty Mới vào Công ty Ba. Hoàn tác lần gộp đó trước.",
    ]
    for merge in (above, beside, first):
        assert undone(merge, staff).account["undone"] == []
    assert everything() == before


def test_what_comes_between_asking_and_doing_keeps_the_merge(staff, old, new):
    own = records.support(old)
    merge = merge_enterprises(source=old, target=new, reason="x", by=staff)
    ask_undo(merge, reason="Nhầm", by=staff)
    own.delete()
    run_job(merge.job_id)
    merge.refresh_from_db()
    old.refresh_from_db()
    assert (merge.state, old.merged_into_id) == (MergeState.MERGED, new.pk)


def test_a_way_back_that_failed_can_be_given_up(staff, old, new):
    merge = merge_enterprises(source=old, target=new, reason="x", by=staff)
    ask_undo(merge, reason="Nhầm", by=staff)
    give_up_undo(merge, by=staff)
    run_job(merge.job_id)
    merge.refresh_from_db()
    old.refresh_from_db()
    assert (merge.state, old.merged_into_id) == (MergeState.MERGED, new.pk)


def test_the_mark_follows_everything_a_merge_touches(old, new):
    def mark():
        return mark_of(Enterprise.objects.get(pk=old.pk), Enterprise.objects.get(pk=new.pk))

    seen = {mark()}
    own = records.support(old)
    seen.add(mark())
    Support.objects.filter(pk=own.pk).update(consultant="x")
    seen.add(mark())
    records.support(new)
    seen.add(mark())
    Enterprise.objects.filter(pk=new.pk).update(address="x")
    seen.add(mark())
    assert len(seen) == 5
    assert mark() in seen


YEARS = st.lists(st.integers(2019, 2024), unique=True, max_size=4)
FIRM = st.fixed_dictionaries(
    {
        "years": YEARS,
        "certificates": st.lists(st.sampled_from("ABCD"), unique=True, max_size=3),
        "supports": st.lists(st.integers(1, 9), unique=True, max_size=3),
        "awards": YEARS,
        "ocop": st.lists(st.sampled_from(["Gạo", "Dừa", "Bưởi"]), unique=True, max_size=2),
        "contacts": st.integers(0, 2),
        "moved_on": st.sampled_from([None, date(2023, 5, 1), date(2025, 7, 1)]),
    }
)


def fill(firm: Enterprise, has: dict, number: int) -> None:
    for year in has["years"]:
        EnterpriseYear.objects.create(
            enterprise=firm, year=year, labour=number * 100 + year % 100, revenue_vnd=10**9
        )
    for code in has["certificates"]:
        records.certificate(firm, number=code, standard=f"TCVN {number}")
    for month in has["supports"]:
        records.support(firm, started_on=date(2024, month, 1), completed_on=date(2024, 11, month))
    for year in has["awards"]:
        records.award(firm, year=year, decided_on=date(year, 4, 20))
    for name in has["ocop"]:
        OcopProduct.objects.create(enterprise=firm, name=name, stars=number + 2)
    for person_number in range(has["contacts"]):
        ContactPerson.objects.create(enterprise=firm, name=f"Người {number} {person_number}")
    if has["moved_on"]:
        Placement.objects.filter(enterprise=firm).update(valid_from=has["moved_on"])
    size_again(firm)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(FIRM, FIRM, st.randoms(use_true_random=False))
def test_a_merge_and_its_way_back_leave_everything_as_it_was(staff, one, other, chance):
    """Nothing is lost by a merge, and its way back restores every value and every figure."""
    with transaction.atomic():
        old = records.enterprise("1200100999", "Công ty Một")
        new = records.enterprise("0301442000", "Công ty Hai", ward="28249")
        fill(old, one, 1)
        fill(new, other, 2)
        stamp_again()
        before, counted = everything(), figures()
        choices = {
            "fields": chance.sample(["name", "address", "sector"], 2),
            "rows": {
                code: chance.sample(pks, chance.randint(0, len(pks)))
                for code, pks in clashing(old, new).items()
            },
        }
        old.refresh_from_db()
        merge = prepare_merge(source=old, target=new, choices=choices, by=staff)
        run_job(merge.job_id)
        merge.refresh_from_db()
        assert everything() == before
        confirm_merge(merge, reason="x", by=staff)
        run_job(merge.job_id)
        after = everything()
        for model in EVERYTHING:
            assert before[model].keys() <= after[model].keys(), model
        own = figures()
        assert changes(counted, own) == merge.preview["figures"]
        for name, figure in counted.items():
            assert own[name].get("doanh nghiệp", 0) <= figure.get("doanh nghiệp", 0)
            assert own[name].get("lượt") == figure.get("lượt")
        merge = undone(merge, staff)
        assert merge.account["undone"] == []
        assert everything() == before
        assert figures() == counted
        transaction.set_rollback(True)


def stamp_again() -> None:
    """Records know the units of the placements as these are now."""
    aside = records.enterprise("0309999999", "Công ty Bên lề")
    for model in (Support, Certificate, Award):
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(enterprise=aside)
            model.objects.filter(pk=row.pk).update(enterprise=row.enterprise_id)


def clashing(old: Enterprise, new: Enterprise) -> dict[str, list[int]]:
    from enterprises.merging.conflicts import clashes  # noqa: PLC0415

    found: dict[str, list[int]] = {}
    for code, going, _staying in clashes(old.pk, new.pk):
        found.setdefault(code, []).append(going)
    return found
