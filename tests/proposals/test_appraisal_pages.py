"""Who is given what to score, what a reviewer may write and read, and what the unit learns."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.models import RoleAssignment, Unit, UnitSuccession, User
from core.errors import ActionError
from core.models import StateChange
from proposals.actions.reviewing import assign_reviewers, withdraw_review
from proposals.conflicts import barred_from, lines_of
from proposals.models import Criterion, Proposal, Review, Score
from tests import appraising as making
from tests import records
from tests.people import person
from tests.workbooks import tax_code

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MINE = "/de-xuat/cho-toi-cham/"


def log_in(client, user: User) -> User:
    client.force_login(user, backend=BACKEND)
    return user


def due() -> str:
    return (timezone.localdate() + timedelta(days=5)).strftime("%d/%m/%Y")


def assigning(made: Proposal) -> str:
    return f"/de-xuat/{made.pk}/giao-tham-dinh/"


def scoring(made: Proposal) -> str:
    return f"/de-xuat/{made.pk}/phieu-cham/"


def typed(review: Review, points: dict[str, object], **values: object) -> dict[str, object]:
    review.refresh_from_db()
    codes = {c.code: c.pk for c in Criterion.objects.all()}
    data: dict[str, object] = {f"diem_{codes[code]}": n for code, n in points.items()}
    data |= {"seen_version": review.version, "comment": "", "internal_comment": "", "viec": "gui"}
    return data | values


def errors_of(answer) -> dict[str, list[str]]:
    codes = {str(c.pk): c.code for c in Criterion.objects.all()}
    return {
        codes.get(name.rpartition("_")[2], name): words
        for name, words in answer.context["form"].errors.items()
    }


# ---- assigning ----


def test_assigning_what_was_handed_in_takes_it_up(client):
    staff = log_in(client, person("staff"))
    made = making.proposal(making.call(), "submitted")
    an, binh = making.reviewer("An"), making.reviewer("Bình", making.OTHER)
    answer = client.post(assigning(made), {"reviewers": [an.pk, binh.pk], "due_on": due()})
    assert answer.url == f"/de-xuat/{made.pk}/"
    assert making.state_of(made) == "appraisal"
    assert {r.reviewer for r in made.reviews.all()} == {an, binh}
    assert {r.due_on for r in made.reviews.all()} == {timezone.localdate() + timedelta(days=5)}
    change = StateChange.objects.get()
    assert (change.transition, change.by) == ("take_up", staff)
    client.post(assigning(made), {"reviewers": [an.pk], "due_on": due()})
    assert Review.objects.count() == 2
    assert StateChange.objects.count() == 1


def test_nobody_and_a_day_that_is_past_are_refused(client):
    log_in(client, person("staff"))
    made = making.proposal(making.call(), "submitted")
    answer = client.post(assigning(made), {"due_on": "01/01/2024"})
    assert answer.context["form"].errors == {
        "reviewers": ["Chọn ít nhất một người."],
        "due_on": ["Ngày này đã qua."],
    }
    assert making.state_of(made) == "submitted"


def test_who_works_for_the_unit_is_not_offered_and_refused_with_words(client):
    log_in(client, person("staff"))
    made = making.proposal(making.call(), "submitted")
    own, free = making.reviewer("Của phường", making.OWN), making.reviewer("An")
    locked = making.reviewer("Đã khóa", making.OTHER)
    User.objects.filter(pk=locked.pk).update(is_active=False)
    former = making.reviewer("Đã thôi việc", making.OTHER)
    RoleAssignment.objects.filter(user=former).update(
        valid_to=timezone.localdate() - timedelta(days=1)
    )
    page = client.get(assigning(made))
    offered = {pk for pk, _words in page.context["form"].fields["reviewers"].choices}
    assert str(free.pk) in offered
    assert not {str(own.pk), str(locked.pk), str(former.pk)} & offered
    answer = client.post(assigning(made), {"reviewers": [free.pk, own.pk], "due_on": due()})
    (words,) = answer.context["form"].errors["reviewers"]
    assert words.startswith("Của phường đang giữ vai trò tại đơn vị đề xuất")
    assert not Review.objects.exists()
    assert making.state_of(made) == "submitted"


def test_the_units_line_is_barred_both_ways():
    ward = making.unit()
    former = list(UnitSuccession.objects.filter(target=ward).values_list("source", flat=True))
    assert former
    line = lines_of({ward.pk})[ward.pk]
    assert {ward.pk, *former} <= line
    assert making.unit(making.OTHER).pk not in line
    assert ward.pk in lines_of({former[0]})[former[0]]
    officer, other = making.reviewer("Phường", making.OWN), making.reviewer("An")
    old = making.proposal(making.call(), unit=Unit.objects.get(pk=former[0]))
    assert barred_from([old], timezone.localdate())[old.pk] >= {officer.pk}
    assert other.pk not in barred_from([old], timezone.localdate())[old.pk]


def test_the_database_is_the_last_resort():
    made, own = making.proposal(making.call()), making.reviewer("Phường", making.OWN)
    with pytest.raises(IntegrityError, match="their own unit"), transaction.atomic():
        making.assigned(made, own)
    away = making.assigned(made, own, withdrawn_at=timezone.now())
    with pytest.raises(IntegrityError, match="their own unit"), transaction.atomic():
        Review.objects.filter(pk=away.pk).update(withdrawn_at=None)
    moved = making.reviewer("An")
    review = making.assigned(made, moved)
    RoleAssignment.objects.create(user=moved, role="viewer", unit=making.unit())
    with pytest.raises(IntegrityError, match="their own unit"), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(given_at=timezone.now())


def test_several_at_once_are_reported_row_by_row(client):
    log_in(client, person("staff"))
    of = making.call()
    first = making.proposal(of, "submitted", name="Của phường Mỹ Tho")
    second = making.proposal(of, name="Của nơi khác", code=making.OTHER)
    decided = making.proposal(of, "forward", name="Đã trình")
    science = making.proposal(of, "submitted", kind="science", name="Nhiệm vụ KH&CN")
    own, free = making.reviewer("Phường", making.OWN), making.reviewer("An")
    pks = [p.pk for p in (first, second, decided, science)]
    page = client.get("/de-xuat/giao-tham-dinh/", {"de_xuat": [*pks, "x", "9" * 30]})
    assert [p.name for p, _r in page.context["proposals"]] == [
        "Của phường Mỹ Tho",
        "Của nơi khác",
        "Đã trình",
    ]
    offered = {pk for pk, _words in page.context["form"].fields["reviewers"].choices}
    assert {str(own.pk), str(free.pk)} <= offered
    sent = {"de_xuat": pks, "reviewers": [own.pk, free.pk], "due_on": due()}
    answer = client.post("/de-xuat/giao-tham-dinh/", sent)
    told = {o.proposal.name: (o.people, o.refusals) for o in answer.context["outcomes"]}
    assert told["Của nơi khác"] == ([free, own], []) or told["Của nơi khác"] == ([own, free], [])
    people, refusals = told["Của phường Mỹ Tho"]
    assert people == [free]
    assert refusals[0].startswith("Phường đang giữ vai trò tại đơn vị đề xuất")
    assert told["Đã trình"] == ([], ["bỏ qua: đang “Trình phê duyệt”"])
    assert making.state_of(first) == "appraisal"
    assert making.state_of(science) == "submitted"
    assert Review.objects.count() == 3
    assert "Chưa chọn đề xuất nào." in client.get("/de-xuat/giao-tham-dinh/").content.decode()
    many = {"de_xuat": [str(n) for n in range(1, 102)]}
    assert "Chọn nhiều nhất 100" in client.get("/de-xuat/giao-tham-dinh/", many).content.decode()


def test_a_role_given_in_this_very_moment_is_told_in_words(monkeypatch):
    staff, late = person("staff"), making.reviewer("Phường", making.OWN)
    made = making.proposal(making.call(), "submitted")
    monkeypatch.setattr(
        "proposals.actions.reviewing.barred_from", lambda rows, _day: {p.pk: set() for p in rows}
    )
    (outcome,) = assign_reviewers([made], [late], due_on=timezone.localdate(), by=staff)
    assert outcome.people == []
    assert "vừa nhận vai trò tại đơn vị đề xuất" in outcome.refusals[0]
    assert making.state_of(made) == "submitted"
    assert not Review.objects.exists()


def test_an_assignment_is_taken_away_until_it_was_scored(client):
    log_in(client, person("staff"))
    made, an = making.proposal(making.call()), making.reviewer("An")
    review = making.assigned(made, an)
    where = f"/de-xuat/phieu-cham/{review.pk}/thoi-giao/"
    assert "Thôi giao An thẩm định" in client.get(where).content.decode()
    assert client.post(where).url == f"/de-xuat/{made.pk}/"
    review.refresh_from_db()
    assert review.withdrawn_at is not None
    assert client.post(where).status_code == 404
    assert not Proposal.objects.visible_to(User.objects.get(pk=an.pk)).exists()
    client.post(assigning(made), {"reviewers": [an.pk], "due_on": due()})
    assert Review.objects.standing().get() == review
    given = making.scored(made, making.reviewer("Bình"), 70)
    client.post(f"/de-xuat/phieu-cham/{given.pk}/thoi-giao/")
    given.refresh_from_db()
    assert given.withdrawn_at is None
    page = client.get(f"/de-xuat/{made.pk}/").content.decode()
    assert "Bình đã gửi phiếu chấm; không thôi giao được." in page
    with pytest.raises(ActionError, match="Chỉ Sở"):
        withdraw_review(review, by=User.objects.get(pk=an.pk))


# ---- the reviewer ----


def test_a_reviewer_of_another_unit_sees_exactly_what_was_given_to_them(client):
    of = making.call()
    given, other = making.proposal(of, name="Được giao"), making.proposal(of, name="Không giao")
    draft = making.proposal(of, "draft", name="Nháp")
    an = making.reviewer("An")
    own = making.proposal(of, "draft", name="Của mình", code=making.THIRD)
    for made in (given, draft):
        making.assigned(made, an)
    log_in(client, User.objects.get(pk=an.pk))
    assert set(Proposal.objects.visible_to(User.objects.get(pk=an.pk))) == {given, own}
    page = client.get(MINE)
    assert [r.proposal.name for r in page.context["waiting"]] == ["Được giao"]
    assert client.get(scoring(given)).status_code == 200
    assert client.get(f"/de-xuat/{given.pk}/").status_code == 200
    for made in (other, draft):
        for where in (scoring(made), f"/de-xuat/{made.pk}/"):
            assert client.get(where).status_code == 404
    assert client.get(scoring(own)).status_code == 403
    assert client.get(assigning(given)).status_code == 403
    for path in ("xep-hang/", "xep-hang/xlsx/", "bien-ban/"):
        assert client.get(f"/de-xuat/dot/{of.pk}/{path}").status_code == 403


def test_another_units_officer_finds_no_trace(client):
    made = making.proposal(making.call())
    review = making.assigned(made, making.reviewer("An"))
    log_in(client, making.reviewer("Người khác", making.OTHER))
    for answer in (client.get(scoring(made)), client.post(scoring(made), typed(review, {}))):
        assert answer.status_code == 404
    assert client.get(MINE).context["waiting"] == []
    where = f"/de-xuat/phieu-cham/{review.pk}/thoi-giao/"
    assert client.get(where).status_code == client.post(where).status_code == 403


def test_a_draft_may_lack_points_and_what_is_given_may_not(client):
    made, an = making.proposal(making.call()), making.reviewer("An")
    review = making.assigned(made, an)
    log_in(client, an)
    kept = client.post(scoring(made), typed(review, {"need": 0}, viec="luu", comment="Cần rõ hơn."))
    assert kept.url == scoring(made)
    review.refresh_from_db()
    assert (review.given_at, review.comment) == (None, "Cần rõ hơn.")
    assert [s.points for s in review.scores.all()] == [0]
    lacking = client.post(scoring(made), typed(review, {"need": 20, "cost": 5}))
    assert errors_of(lacking) == {
        code: ["Cho điểm trước khi gửi phiếu."]
        for code in ("beneficiaries", "feasibility", "effect")
    }
    review.refresh_from_db()
    assert review.given_at is None
    wrong = making.FULL | {"need": 26, "cost": -1, "effect": "x"}
    assert errors_of(client.post(scoring(made), typed(review, wrong))) == {
        "need": ["Ghi số không quá 25."],
        "cost": ["Ghi số từ 0 trở lên."],
        "effect": ["Ghi số nguyên từ 0 đến 20."],
    }
    assert client.post(scoring(made), typed(review, making.FULL)).url == MINE
    review.refresh_from_db()
    assert review.is_given
    assert {s.criterion.code: s.points for s in review.scores.all()} == making.FULL
    page = client.get(MINE)
    assert (page.context["waiting"], page.context["given"]) == ([], [review])
    assert "Đã gửi phiếu chấm: 100 điểm." in page.content.decode()


def test_what_was_given_can_be_changed_until_the_proposal_is_put_forward(client):
    made, an = making.proposal(making.call()), making.reviewer("An")
    review = making.give(making.assigned(made, an), making.FULL)
    log_in(client, an)
    less = making.FULL | {"need": 10}
    del less["cost"]
    assert errors_of(client.post(scoring(made), typed(review, less, viec="luu"))) == {
        "cost": ["Cho điểm trước khi gửi phiếu."]
    }
    client.post(scoring(made), typed(review, making.FULL | {"need": 10}, viec="luu"))
    review.refresh_from_db()
    assert review.is_given
    assert review.scores.get(criterion__code="need").points == 10
    making.move(made, "forward")
    page = client.get(scoring(made)).content.decode()
    assert "chỉ chấm, sửa phiếu khi đề xuất đang thẩm định" in page
    assert "Gửi lại phiếu chấm" not in page
    answer = client.post(scoring(made), typed(review, making.FULL))
    assert answer.status_code == 200
    assert "chỉ chấm, sửa phiếu" in errors_of(answer)["__all__"][0]
    assert review.scores.get(criterion__code="need").points == 10


def test_other_points_than_proposed_need_a_reason(client):
    made, an = making.proposal(making.call(), "draft"), making.reviewer("An")
    firm = records.enterprise(tax_code(2), "Công ty Dừa")
    type(firm).objects.filter(pk=firm.pk).update(has_key_product=True, size_class="small")
    made.enterprises.create(enterprise=firm)
    making.move(made, "submitted", "appraisal")
    review = making.assigned(made, an)
    log_in(client, an)
    page = client.get(scoring(made)).content.decode()
    assert "Hệ thống đề nghị 13/25 điểm." in page
    assert "1/1 doanh nghiệp có sản phẩm chủ lực" in page
    assert "Công ty Dừa" in page
    pk = Criterion.objects.get(code="beneficiaries").pk
    points = making.FULL | {"beneficiaries": 14}
    refused = client.post(scoring(made), typed(review, points))
    assert refused.context["form"].errors == {
        f"ly_do_{pk}": ["Ghi lý do cho điểm khác điểm hệ thống đề nghị."]
    }
    assert not Score.objects.exists()
    client.post(scoring(made), typed(review, points, **{f"ly_do_{pk}": "Mới đạt OCOP."}))
    score = review.scores.get(criterion=pk)
    assert (score.points, score.proposed, score.reason) == (14, 13, "Mới đạt OCOP.")
    same = typed(review, points | {"beneficiaries": 13}, **{f"ly_do_{pk}": "Thừa."})
    client.post(scoring(made), same)
    score.refresh_from_db()
    assert (score.points, score.proposed, score.reason) == (13, 13, "")


def test_two_tabs_do_not_overwrite_each_other(client):
    made, an = making.proposal(making.call()), making.reviewer("An")
    review = making.assigned(made, an)
    log_in(client, an)
    first = typed(review, {"need": 20}, viec="luu")
    second = typed(review, {"need": 5}, viec="luu")
    client.post(scoring(made), first)
    answer = client.post(scoring(made), second)
    assert "vừa được lưu ở trang khác" in errors_of(answer)["__all__"][0]
    assert review.scores.get().points == 20


def test_a_role_at_the_unit_gained_later_stops_the_reviewer(client):
    made, an = making.proposal(making.call()), making.reviewer("An")
    review = making.assigned(made, an)
    RoleAssignment.objects.create(user=an, role="viewer", unit=making.unit())
    log_in(client, an)
    page = client.get(scoring(made)).content.decode()
    assert "Bạn đang giữ vai trò tại đơn vị đề xuất" in page
    answer = client.post(scoring(made), typed(review, making.FULL))
    assert "không chấm đề xuất này" in errors_of(answer)["__all__"][0]
    review.refresh_from_db()
    assert not review.is_given


def test_the_due_come_first(client):
    of, an = making.call(), making.reviewer("An")
    today = timezone.localdate()
    for name, day in (
        ("Không hạn", None),
        ("Sau", today + timedelta(days=3)),
        ("Trễ", today - timedelta(days=1)),
    ):
        making.assigned(making.proposal(of, name=name), an, due_on=day)
    log_in(client, an)
    page = client.get(MINE)
    assert [r.proposal.name for r in page.context["waiting"]] == ["Trễ", "Sau", "Không hạn"]
    assert "Quá hạn" in page.content.decode()


# ---- what others read ----


def test_others_points_are_hidden_until_ones_own_are_given(client):
    made = making.proposal(making.call())
    an, binh = making.reviewer("An"), making.reviewer("Bình")
    making.scored(made, binh, 87, internal_comment="Nội bộ của Bình.", comment="Gửi đơn vị.")
    own = making.assigned(made, an)
    log_in(client, an)
    page = client.get(f"/de-xuat/{made.pk}/").content.decode()
    assert "Phiếu của người khác hiện sau khi bạn gửi phiếu của mình." in page
    for secret in ("Bình", ">87<", "87 điểm", "Nội bộ của Bình.", "Gửi đơn vị."):
        assert secret not in page
    making.give(own, making.FULL)
    page = client.get(f"/de-xuat/{made.pk}/").content.decode()
    for told in (
        "Bình",
        ">87<",
        "87 điểm",
        "Nội bộ của Bình.",
        "Gửi đơn vị.",
        "Điểm trung bình 93,50 của 2 phiếu.",
    ):
        assert told in page


@pytest.mark.parametrize(
    ("states", "is_told"),
    [
        ((), False),
        (("forward",), False),
        (("returned",), True),
        (("returned", "submitted"), False),
        (("refused",), True),
        (("forward", "approved"), True),
    ],
)
def test_the_unit_reads_comments_at_the_right_states_and_never_more(client, states, is_told):
    made, an = making.proposal(making.call()), making.reviewer("An Văn")
    making.scored(made, an, 87, internal_comment="Nội bộ.", comment="Bổ sung dự toán.")
    making.assigned(made, making.reviewer("Nợ Văn"), comment="Lời nháp.")
    making.move(made, *states)
    for user in (person("unit_officer"), person("viewer", making.OWN)):
        log_in(client, user)
        page = client.get(f"/de-xuat/{made.pk}/").content.decode()
        assert ("Bổ sung dự toán." in page) == is_told
        for secret in ("Nội bộ.", "Lời nháp.", "87 điểm", "87,00", ">87<", "An Văn", "Nợ Văn"):
            assert secret not in page
        assert client.get(scoring(made)).status_code == 403


def test_the_department_reads_all_but_drafts(client):
    made, an = making.proposal(making.call()), making.reviewer("An")
    making.scored(made, an, 87, internal_comment="Nội bộ.")
    draft = making.assigned(made, making.reviewer("Bình"), internal_comment="Lời nháp.")
    draft.scores.create(criterion=Criterion.objects.get(code="need"), points=17)
    for role in ("staff", "leader", "finance"):
        log_in(client, person(role))
        page = client.get(f"/de-xuat/{made.pk}/").content.decode()
        assert "Nội bộ." in page
        assert "Điểm trung bình 87,00 của 1 phiếu." in page
        assert "Cần ít nhất 2 phiếu" in page
        assert "Lời nháp." not in page
        assert ("Thôi giao" in page) == (role == "staff")


def test_points_for_an_earlier_text_are_marked(client):
    made = making.proposal(making.call())
    making.scored(made, making.reviewer("An"), 50)
    log_in(client, person("staff"))
    where = f"/de-xuat/{made.pk}/"
    assert "chấm trước khi đơn vị nộp lại" not in client.get(where).content.decode()
    making.move(made, "returned", "submitted", "appraisal")
    Proposal.objects.filter(pk=made.pk).update(submitted_at=timezone.now())
    assert "chấm trước khi đơn vị nộp lại" in client.get(where).content.decode()


# ---- queries ----


def queries_of(client, where: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(where).status_code == 200
    return len(queries)


def _full_proposal(of, number: int) -> Proposal:
    made = making.proposal(of, "draft", asked=5, name=f"Đề xuất {number}")
    for n in range(number % 3 + 1):
        firm = records.enterprise(tax_code(40 + 4 * number + n), f"Công ty {number}-{n}")
        made.enterprises.create(enterprise=firm)
        made.enterprises.create(tax_code=tax_code(300 + 4 * number + n), name="Mới")
    return making.move(made, "submitted", "appraisal")


def test_a_proposals_page_asks_at_most_15_of_the_unit_and_of_the_department(client):
    made = _full_proposal(making.call(), 0)
    for number, name in enumerate(("Bình", "Chi"), 1):
        making.scored(made, making.reviewer(name, making.OTHER), 50, comment="Bổ sung.")
        for role in ("unit_officer", "staff"):
            log_in(client, person(role) if number == 1 else User.objects.get(full_name=role))
            assert queries_of(client, f"/de-xuat/{made.pk}/") <= 15


def test_pages_ask_the_same_for_one_and_for_three_and_at_most_15(client):
    of, an = making.call(), making.reviewer("An")
    staff = log_in(client, person("staff"))
    first = _full_proposal(of, 0)
    people = [making.reviewer(name, making.OTHER) for name in ("Bình", "Chi", "Dung")]
    making.assigned(first, staff)
    making.assigned(first, an)
    making.scored(first, people[0], 50)
    of_staff = (assigning(first), scoring(first), MINE, "/quan-tri/tieu-chi/")
    other = making.call(title="Khác")
    making.scored(making.proposal(other), people[0], 40)
    of_staff += tuple(f"/de-xuat/dot/{other.pk}/{path}" for path in ("xep-hang/", "bien-ban/"))
    few = {where: queries_of(client, where) for where in of_staff}
    log_in(client, an)
    few[f"an:{scoring(first)}"] = queries_of(client, scoring(first))

    for n in (1, 2):
        made = _full_proposal(of, n)
        making.assigned(made, staff)
        making.assigned(made, an)
        making.scored(made, people[n], 50 + n)
        making.scored(first, people[n], 60)
        making.scored(making.proposal(other, name=f"Khác {n}"), people[n], 40 + n)
    log_in(client, staff)
    many = {where: queries_of(client, where) for where in of_staff}
    log_in(client, an)
    many[f"an:{scoring(first)}"] = queries_of(client, scoring(first))
    assert many == few
    assert {where: n for where, n in many.items() if n > 15} == {}
