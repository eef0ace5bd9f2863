"""Proposals of 2026-2030 become targets by a document, never below what the plan asks."""

import pytest

from agencies.models import User
from core.errors import ActionError, StaleState
from programs.actions import confirm_target
from programs.models import PlanClause, Target
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def leader(client):
    client.force_login(person("leader"), backend=BACKEND)
    return client


def proposed(indicator: str) -> Target:
    return Target.objects.get(indicator=indicator, is_confirmed=False)


def address(target: Target) -> str:
    return f"/ke-hoach/chi-tieu/{target.pk}/xac-nhan/"


@pytest.mark.parametrize(
    ("indicator", "least", "basis"),
    [
        ("trainings.courses", 11, "target"),
        ("support.enterprises", 22, "target"),
        ("support.certified", 33, "target"),
        ("support.awards", 1, "actual"),
    ],
)
def test_below_ten_percent_more_is_refused_with_the_clause(leader, indicator, least, basis):
    target = proposed(indicator)
    data = {"value": least - 1, "basis": basis, "document": "12/QĐ-UBND ngày 05/01/2026"}
    page = leader.post(address(target), data).content.decode()
    assert f"Số kế hoạch phải từ {least} trở lên." in page
    clause = PlanClause.objects.get(code="I.2.b.1").text
    assert clause[:40] in page
    assert not Target.objects.get(pk=target.pk).is_confirmed

    leader.post(address(target), data | {"value": least})
    target.refresh_from_db()
    assert (target.is_confirmed, target.value, target.basis) == (True, least, basis)
    assert target.approving_document == "12/QĐ-UBND ngày 05/01/2026"
    assert leader.get(address(target)).status_code == 404
    history = f"/ke-hoach/chi-tieu/{target.pk}/lich-su/"
    assert history in leader.get("/ke-hoach/", follow=True).content.decode()
    newest = leader.get(history).context["lines"][0]
    assert (newest.by, newest.act) == ("leader", "Sửa")
    assert newest.reason == "12/QĐ-UBND ngày 05/01/2026"
    assert "Văn bản phê duyệt" in {d.label for d in newest.differences}
    oldest = leader.get(history).context["lines"][-1]
    assert {"Giai đoạn", "Điều khoản của kế hoạch"} <= {d.label for d in oldest.differences}


def test_a_document_is_needed_and_the_page_shows_both_proposals(leader):
    target = proposed("support.certified")
    over_target, over_actual = leader.get(address(target)).context["choices"]
    assert (over_target.value, over_target.basis) == (33, "Chỉ tiêu giai đoạn trước")
    assert over_target.working == "30 × 110% = 33 (làm tròn lên)"
    assert (over_actual.value, over_actual.basis) == (1, "Kết quả giai đoạn trước")
    assert over_actual.working == "0 × 110%, không dưới 1"
    assert (over_target.is_allowed, over_actual.is_allowed) == (True, False)
    assert "Kế hoạch đòi hỏi từ 33 trở lên" in over_actual.reason
    page = leader.post(address(target), {"value": 40, "basis": "actual"}).content.decode()
    assert "Ghi văn bản phê duyệt chỉ tiêu." in page
    assert "Xác nhận chỉ tiêu" in leader.get("/").content.decode()


def test_confirmed_twice_the_second_is_told():
    target = proposed("support.certified")
    leader = person("leader")
    confirm_target(target, value=34, basis="target", document="1/QĐ", by=leader)
    with pytest.raises(StaleState):
        confirm_target(target, value=35, basis="target", document="2/QĐ", by=leader)
    assert Target.objects.get(pk=target.pk).value == 34


def test_a_viewer_does_not_confirm(client):
    client.force_login(person("viewer"), backend=BACKEND)
    assert client.get(address(proposed("support.awards"))).status_code == 403
    assert "Xác nhận chỉ tiêu" not in client.get("/").content.decode()


def test_a_qualitative_target_is_based_on_the_actual_number_alone(leader):
    target = proposed("support.awards")
    form = leader.get(address(target)).context["form"]
    assert [value for value, _label in form.fields["basis"].choices] == ["actual"]
    with pytest.raises(ActionError, match="không có chỉ tiêu bằng số"):
        confirm_target(target, value=2, basis="target", document="1/QĐ", by=User.objects.get())
    confirm_target(target, value=2, basis="actual", document="1/QĐ", by=User.objects.get())
    (card,) = [c for c in leader.get("/").context["overview"].cards if c.progress.target == target]
    assert card.plan_text == "tham gia và ít nhất 2 được tặng"
    assert [c.text for c in card.conditions] == [
        "Có doanh nghiệp tham gia",
        "Có ít nhất 2 doanh nghiệp được tặng",
    ]
    assert card.sentence.startswith("Còn 2 doanh nghiệp cho")
