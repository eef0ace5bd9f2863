"""A draft on its page looks as its PDF does: rules, lines of cells, tables inside the sheet."""

from datetime import date

import pytest

from core import jobs
from core.models import Job
from programs.models import Plan
from reporting.actions import assemble_draft, request_preview
from reporting.models import ReportType
from support.models import Support
from tests.people import person

pytestmark = pytest.mark.e2e

WIDE_TABLES = """() => [...document.querySelectorAll('.page-doc .sheet-wrap')]
  .filter(wrap => wrap.scrollWidth > wrap.clientWidth)
  .map(wrap => [wrap.getAttribute('aria-label'), wrap.scrollWidth, wrap.clientWidth])"""
# Length of each rule as a part of the line it is centred in.
RULES = """() => [...document.querySelectorAll('.page-doc .doc-rule')]
  .map(rule => rule.offsetWidth / rule.parentElement.clientWidth)"""


@pytest.mark.parametrize("visitor", [1440], indirect=True)
def test_the_preview_is_ruled_and_broken_as_the_file(visitor):
    page = visitor.page
    Support.objects.filter(completed_on__year=2024).update(
        product="x" * 200, result="Kết quả " + "y" * 300
    )
    plan, declared = Plan.objects.get(is_current=True), ReportType.objects.get(code="annual")
    staff = person("staff")
    draft = assemble_draft(plan, declared, year=2024, by=staff, cut_off=date(2024, 11, 15))
    request_preview(draft, by=staff)
    for job in Job.objects.filter(state="queued"):
        jobs.run_job(job.pk)
    visitor.log_in("lanhdao")
    visitor.open(draft.get_absolute_url())

    assert page.evaluate(WIDE_TABLES) == []
    under_issuer, under_title = page.evaluate(RULES)
    assert under_issuer == pytest.approx(0.40, abs=0.01)
    assert 0.30 < under_title < 0.35  # of the sheet with its padding: 0.35 of the text
    assert page.evaluate("document.querySelectorAll('.page-doc .ruled').length") == 1
    task = page.inner_text(".page-doc tbody th:has-text('đổi mới sáng tạo hỗ trợ') >> nth=0")
    assert [line[:10] for line in task.splitlines()] == ["Triển khai", "- Áp dụng ", "- Ứng dụng"]
