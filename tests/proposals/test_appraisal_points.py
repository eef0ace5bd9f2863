"""Points: proposed from the register, exact, within their weights; places and money."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.reference import loaders
from enterprises.models import Enterprise, OcopProduct
from proposals.criteria import first_imbalance, imbalance_in_words
from proposals.models import Criterion, ProposalCost, Review, Score
from proposals.priority import Priority, half_up, priorities
from proposals.ranking import mean_text, placed, ranking_of
from tests import appraising as making
from tests import records
from tests.people import person
from tests.workbooks import tax_code

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)


# ---- criteria ----


def test_five_criteria_make_100_and_loading_again_changes_nothing():
    rows = {c.code: c for c in Criterion.objects.all()}
    assert {code: c.weight for code, c in rows.items()} == making.FULL
    assert rows["beneficiaries"].use == "priority"
    assert first_imbalance(rows.values(), TODAY) is None
    Criterion.objects.filter(code="cost").update(weight=5, name="Kinh phí", valid_from=TODAY)
    assert loaders.get("proposals.criteria")() == 0
    assert Criterion.objects.filter(code="cost").count() == 1
    assert Criterion.objects.get(code="cost").weight == 5


def test_the_first_day_that_does_not_make_100_is_named():
    Criterion.objects.filter(code="cost").update(valid_to=date(2026, 12, 31))
    rows = list(Criterion.objects.all())
    assert first_imbalance(rows, TODAY) == (date(2027, 1, 1), 90)
    assert imbalance_in_words(rows, TODAY) == (
        "Trọng số các tiêu chí có hiệu lực ngày 01/01/2027 cộng lại 90 điểm; cần đúng 100."
    )
    Criterion.objects.create(
        code="cost", order=5, name="Kinh phí", weight=10, valid_from=date(2027, 1, 1)
    )
    assert first_imbalance(Criterion.objects.all(), TODAY) is None


def test_a_weight_under_which_points_were_given_stays():
    made = making.proposal(making.call())
    making.scored(made, making.reviewer("An"), 80)
    criterion = Criterion.objects.get(code="need")
    with pytest.raises(IntegrityError, match="points were given"), transaction.atomic():
        Criterion.objects.filter(pk=criterion.pk).update(weight=30)
    Criterion.objects.filter(pk=criterion.pk).update(name="Cần thiết", weight=25)
    assert Criterion.objects.get(pk=criterion.pk).name == "Cần thiết"


def test_the_database_refuses_more_points_than_the_weight():
    review = making.assigned(making.proposal(making.call()), making.reviewer("An"))
    criterion = Criterion.objects.get(code="cost")
    with pytest.raises(IntegrityError, match="more points"), transaction.atomic():
        review.scores.create(criterion=criterion, points=11)
    score = review.scores.create(criterion=criterion, points=10)
    with pytest.raises(IntegrityError, match="more points"), transaction.atomic():
        Score.objects.filter(pk=score.pk).update(points=11)
    with pytest.raises(IntegrityError, match="other_with_reason"), transaction.atomic():
        Score.objects.filter(pk=score.pk).update(proposed=9)


# ---- points proposed from the register ----


@pytest.mark.parametrize(
    ("value", "whole"),
    [
        (Fraction(25, 2), 13),
        (Fraction(12), 12),
        (Fraction(37, 3), 12),
        (Fraction(38, 3), 13),
        (Fraction(0), 0),
        (Fraction(1, 2), 1),
    ],
)
def test_a_half_goes_up(value, whole):
    assert half_up(value) == whole


@pytest.mark.parametrize(
    ("marks", "points"),
    [
        ((3, 3, 3, 3), 25),
        ((0, 0, 0, 0), 0),
        ((2, 1, 0, 3), 13),  # 25/2
        ((1, 0, 0, 0), 2),  # 25/12 = 2.08
        ((1, 1, 1, 0), 6),  # 25/4 = 6.25
        ((2, 1, 1, 1), 10),  # 125/12 = 10.42
    ],
)
def test_points_of_three_enterprises_are_exact(marks, points):
    key_product, ocop, chain, small = marks
    found = Priority(3, key_product=key_product, ocop=ocop, chain=chain, small=small)
    assert found.points(25) == points


def _enterprise(number: int, **values) -> Enterprise:
    made = records.enterprise(tax_code(number), f"Công ty {number}")
    Enterprise.objects.filter(pk=made.pk).update(**values)
    made.refresh_from_db()
    return made


def test_the_register_proposes_points_with_its_reasons():
    first = _enterprise(2, has_key_product=True, size_class="small")
    second = _enterprise(3, has_key_product=True, in_value_chain=True, size_class="large")
    OcopProduct.objects.create(
        enterprise=first, name="Gạo", stars=3, expires_on=TODAY - timedelta(days=1)
    )
    OcopProduct.objects.create(enterprise=second, name="Dừa", stars=4, expires_on=TODAY)
    OcopProduct.objects.create(enterprise=second, name="Xoài", stars=3)
    made = making.proposal(making.call(), "draft")
    made.enterprises.create(enterprise=first)
    made.enterprises.create(enterprise=second)
    made.enterprises.create(tax_code=tax_code(7), name="Công ty Mới")
    found = priorities([made], TODAY)[made.pk]
    assert found.share == Fraction(2 + 1 + 1 + 1, 12)
    assert found.points(25) == 10
    assert found.in_words == (
        "2/3 doanh nghiệp có sản phẩm chủ lực; 1/3 doanh nghiệp có sản phẩm OCOP còn hiệu lực;"
        " 1/3 doanh nghiệp tham gia chuỗi giá trị; 1/3 doanh nghiệp nhỏ và vừa;"
        f" chưa có trong sổ doanh nghiệp, chưa xét được: Công ty Mới (mã số thuế {tax_code(7)})"
    )
    _enterprise(7, size_class="micro")
    found = priorities([made], TODAY)[made.pk]
    assert (found.small, found.unknown, found.points(25)) == (2, [], 13)  # 6/12


def test_without_enterprises_nothing_is_proposed():
    made = making.proposal(making.call(), "draft")
    found = priorities([made], TODAY)[made.pk]
    assert found.points(25) is None
    assert found.reasons == ["Đề xuất chưa nêu doanh nghiệp nào; hệ thống không đề nghị điểm."]


def test_a_persons_number_is_masked_in_the_reasons():
    made = making.proposal(making.call(), "draft")
    made.enterprises.create(tax_code="001085001238", name="Hộ ông Ba")
    found = priorities([made], TODAY)[made.pk]
    assert found.unknown == ["Hộ ông Ba (mã số thuế 001******238)"]


def test_reading_priorities_takes_three_queries_for_one_and_for_many():
    of = making.call()
    made = [making.proposal(of, "draft", name=f"Đề xuất {n}") for n in range(4)]
    for n, one in enumerate(made):
        one.enterprises.create(enterprise=_enterprise(10 + n))
        one.enterprises.create(tax_code=tax_code(30 + n), name="Mới")
    for some in (made[:1], made):
        with CaptureQueriesContext(connection) as queries:
            assert len(priorities(some, TODAY)) == len(some)
        assert len(queries) == 3


# ---- averages, places, money ----


def test_an_average_of_thirds_is_exact_and_shown_with_two_decimals():
    of, staff = making.call(), person("staff")
    made = making.proposal(of)
    for name, total in (("An", 83), ("Bình", 84), ("Chi", 83)):
        making.scored(made, making.reviewer(name), total)
    (row,) = ranking_of(of, staff).rows
    assert (row.scores, row.average) == (3, Fraction(250, 3))
    assert row.average_text == "83,33"
    assert mean_text(Fraction(166, 3)) == "55,33"
    assert mean_text(Fraction(200, 3)) == "66,67"
    assert mean_text(Fraction(1, 8)) == "0,13"


def _places(of, viewer):
    return [(row.proposal.name, row.place) for row in ranking_of(of, viewer).rows]


def test_equal_averages_share_a_place_and_the_next_is_further_down():
    of, staff = making.call(), person("staff")
    people = [making.reviewer(name) for name in ("An", "Bình", "Chi")]
    now = timezone.now()
    totals = {"A": (90, 80), "B": (85,), "C": (100, 70, 85), "D": (84,), "E": ()}
    for n, (name, given) in enumerate(totals.items()):
        made = making.proposal(of, name=name, submitted_at=now - timedelta(minutes=n))
        for user, total in zip(people, given, strict=False):
            making.scored(made, user, total)
    assert _places(of, staff) == [("C", 1), ("B", 1), ("A", 1), ("D", 4), ("E", None)]
    rows = ranking_of(of, staff).rows
    assert [row.is_shared for row in rows] == [True, True, True, False, False]
    assert [row.has_enough for row in rows] == [True, False, True, False, False]


def test_a_withdrawn_or_draft_review_counts_for_nothing():
    of, staff = making.call(), person("staff")
    made = making.proposal(of)
    making.scored(made, making.reviewer("An"), 60)
    making.scored(made, making.reviewer("Bình"), 100, withdrawn_at=timezone.now())
    draft = making.assigned(made, making.reviewer("Chi"))
    draft.scores.create(criterion=Criterion.objects.get(code="need"), points=25)
    (row,) = ranking_of(of, staff).rows
    assert (row.scores, row.average) == (1, Fraction(60))


@pytest.mark.parametrize(
    ("envelope", "line", "beyond"),
    [
        (600, None, []),
        (599, 2, ["C"]),
        (300, 2, ["C"]),
        (299, 1, ["B", "C"]),
        (0, 0, ["A", "B", "C"]),
    ],
)
def test_the_line_of_the_money_at_its_exact_edge(envelope, line, beyond):
    of = making.call(envelope_vnd=envelope)
    an = making.reviewer("An")
    for name, total, asked in (("A", 90, 100), ("B", 80, 200), ("C", 70, 300), ("D", 60, 0)):
        making.scored(making.proposal(of, name=name, asked=asked), an, total)
    found = ranking_of(of, person("staff"))
    assert found.line == line
    assert [row.running_vnd for row in found.rows] == [100, 300, 600, 600]
    assert [row.proposal.name for row in found.rows if row.is_beyond] == beyond
    assert found.covered == 4 - len(beyond)


def test_only_the_provinces_money_of_the_calls_year_is_summed():
    of = making.call(envelope_vnd=10)
    made = making.proposal(of, "draft")
    for year, source, amount in (
        (2027, "province", 7),
        (2028, "province", 50),
        (2027, "central", 60),
        (2027, "enterprise", 70),
    ):
        ProposalCost.objects.create(proposal=made, year=year, source=source, amount_vnd=amount)
    making.move(made, "submitted", "appraisal")
    making.scored(made, making.reviewer("An"), 50)
    (row,) = ranking_of(of, person("staff")).rows
    assert (row.asked_vnd, row.running_vnd, row.is_beyond) == (7, 7, False)


def test_what_is_ranked_and_what_takes_money():
    of, an = making.call(envelope_vnd=10), making.reviewer("An")
    for state in making.WAYS:
        made = making.proposal(of, state, name=state, asked=5)
        making.scored(made, an, 50)
    making.proposal(of, "draft", name="draft")
    making.proposal(of, "submitted", name="science", kind="science")
    approved = of.proposals.get(name="approved")
    revision = making.proposal(of, name="revision", revises=approved, asked=5)
    making.scored(revision, an, 40)
    making.proposal(making.call(title="Khác"), name="khác đợt")
    found = ranking_of(of, person("staff"))
    assert {row.proposal.name for row in found.rows} == {
        "appraisal",
        "forward",
        "approved",
        "refused",
    }
    assert found.asked_vnd == 15
    assert found.covered == 2
    making.move(approved, "replaced")
    making.move(revision, "forward", "approved")
    assert {row.proposal.name for row in ranking_of(of, person("leader")).rows} == {
        "appraisal",
        "forward",
        "revision",
        "refused",
    }


def test_who_owes_points_learns_no_others():
    of, staff = making.call(envelope_vnd=100), person("staff")
    owed, free = (making.proposal(of, name=name, asked=60) for name in ("Nợ", "Khác"))
    an = making.reviewer("An")
    making.scored(owed, an, 95)
    making.scored(free, an, 50)
    own = making.assigned(owed, staff)
    found = ranking_of(of, staff)
    assert [(r.proposal.name, r.place, r.average) for r in found.rows] == [
        ("Khác", 1, Fraction(50)),
        ("Nợ", None, None),
    ]
    assert found.owed == 1
    assert [r.place for r in ranking_of(of, person("leader")).rows] == [1, 2]
    making.give(own, making.FULL)
    assert ranking_of(of, staff).rows[0].average == Fraction(195, 2)


def test_nothing_ranked_is_no_line():
    assert placed([], 5).line is None
    assert placed([], None).asked_vnd == 0


def test_a_ranking_takes_four_queries_for_one_and_for_many():
    of, an, staff = making.call(), making.reviewer("An"), person("staff")
    making.scored(making.proposal(of, asked=1), an, 50)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            ranking_of(of, staff)
        counts.append(len(queries))
        for n in range(3):
            making.scored(making.proposal(of, name=f"Đề xuất {n}", asked=1), an, 60 + n)
    assert counts == [4, 4]
    assert Review.objects.count() == 7
