"""Reports on the web: freeze, download, correct; a frozen version never changes."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import ProgrammingError, transaction

from core import jobs
from core.models import Job
from programs.models import Plan
from reporting.models import ReportFile, ReportVersion
from tests.people import person
from trainings.models import TrainingClass

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def leader(client):
    client.force_login(person("leader"), backend=BACKEND)
    return client


def ask(client, note: str = "", cut_off: str = "15/11/2024", year: int = 2024):
    return client.post(
        "/bao-cao/", {"year": year, "cut_off": cut_off, "change_note": note}, follow=True
    )


def work() -> None:
    for job in Job.objects.filter(state="queued"):
        jobs.run_job(job.pk)


def test_a_leader_freezes_and_downloads_and_a_double_click_makes_one(leader):
    assert "Chưa có bản báo cáo nào" in leader.get("/bao-cao/").content.decode()
    for _click in range(2):
        page = ask(leader).content.decode()
    assert "Có thể rời trang" in page
    fragment = leader.get("/bao-cao/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    work()
    assert leader.get("/bao-cao/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"

    version = ReportVersion.objects.get()
    assert (version.number, version.cut_off, str(version)) == (
        1,
        date(2024, 11, 15),
        "Báo cáo năm 2024, bản 1",
    )
    page = leader.get("/bao-cao/").content.decode()
    names = ["bao-cao-2024.pdf", "bao-cao-2024.xlsx", "bao-cao-2024.docx", "snapshot.json"]
    assert [str(file) for file in version.files.all()] == names
    for file in version.files.all():
        assert file.sha256 in page
        answer = leader.get(f"/bao-cao/tep/{file.pk}/")
        assert sha256(answer.content).hexdigest() == file.sha256
        assert len(answer.content) == file.size
        assert file.name in answer["Content-Disposition"]


def test_a_correction_says_what_changed_and_leaves_the_first_alone(leader):
    ask(leader)
    work()
    first = ReportVersion.objects.get()
    TrainingClass.objects.create(
        name="Lớp", starts_on=date(2024, 1, 1), ends_on=date(2024, 1, 2), status="held"
    )
    assert "Ghi nội dung thay đổi của bản mới." in ask(leader).content.decode()
    ask(leader, note="Bổ sung một lớp")
    work()
    again, second = ReportVersion.objects.order_by("number")
    assert again.snapshot == first.snapshot
    figures = [v.snapshot["targets"][0]["cumulative"] for v in (again, second)]
    assert figures == [0, 1]
    assert "Bổ sung một lớp" in leader.get("/bao-cao/").content.decode()


def test_the_database_refuses_to_change_a_frozen_report(leader):
    ask(leader)
    work()
    for model, change in ((ReportVersion, {"year": 2023}), (ReportFile, {"size": 1})):
        with pytest.raises(ProgrammingError), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(ProgrammingError), transaction.atomic():
            model.objects.all()._raw_delete("default")


def test_a_file_that_was_tampered_with_is_not_handed_out(leader):
    ask(leader)
    work()
    file = ReportFile.objects.first()
    Path(file.file.path).write_bytes(b"something else")
    page = leader.get(f"/bao-cao/tep/{file.pk}/", follow=True).content.decode()
    assert "đã bị thay đổi so với mã SHA-256" in page


def test_refusals_keep_what_was_typed(leader):
    page = ask(leader, cut_off="15/11/2023").content.decode()
    assert "không thuộc năm 2024" in page
    assert 'value="15/11/2023"' in page
    assert "Ghi ngày/tháng/năm" in ask(leader, cut_off="hôm qua").content.decode()
    assert not Job.objects.exists()


def test_a_failure_shows_its_reason_and_can_be_tried_again(leader):
    ask(leader)
    job = Job.objects.get()
    Job.objects.update(state="failed", error="Hết chỗ trên đĩa.", attempt=1)
    assert "Hết chỗ trên đĩa." in leader.get("/bao-cao/").content.decode()
    leader.post(f"/bao-cao/thu-lai/{job.pk}/")
    Job.objects.update(state="failed", attempt=2)
    ask(leader, cut_off="14/11/2024")
    assert Job.objects.get().state == "queued"
    work()
    assert ReportVersion.objects.get().cut_off == date(2024, 11, 14)


def test_a_viewer_reads_and_does_not_freeze(client):
    client.force_login(person("viewer"), backend=BACKEND)
    page = ask(client).content.decode()
    assert "Chốt số liệu" not in page
    assert not Job.objects.exists()
    assert ReportVersion.objects.visible_to(person("staff")).count() == 0
    assert Plan.objects.count() == 1
