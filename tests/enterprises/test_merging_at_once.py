"""Two people at the same moment: connections of their own, each in its own thread."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from core.errors import ActionError
from core.jobs import run_job
from enterprises.merging.steps import confirm_merge, prepare_merge
from enterprises.models import Enterprise, EnterpriseMerge
from support.models import Support
from tests import records
from tests.people import person


def at_once(*acts):
    """What each of the acts gives, or the error it ends with."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        except ActionError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_merge_in_a_circle_nor_twice():
    staff = person("staff")
    one, two = records.enterprise(), records.enterprise("0301442989", "Công ty Mới")
    records.support(one)
    records.support(two, item=records.item("support", "Kaizen"))
    ready = []
    for source, target in ((one, two), (two, one)):
        merge = prepare_merge(source=source, target=target, choices={}, by=staff)
        run_job(merge.job_id)
        ready.append(EnterpriseMerge.objects.get(pk=merge.pk))

    def confirmed(merge):
        def act():
            confirm_merge(merge, reason="x", by=staff)
            merge.refresh_from_db()
            run_job(merge.job_id)

        return act

    again = EnterpriseMerge.objects.get(pk=ready[0].pk)
    answers = at_once(*map(confirmed, [*ready, again]))

    assert sum(isinstance(answer, ActionError) for answer in answers) == 1  # the double click
    assert EnterpriseMerge.objects.filter(state="merged").count() == 1
    merged = Enterprise.objects.filter(merged_into__isnull=False)
    assert merged.count() == 1
    assert set(Support.objects.values_list("enterprise", flat=True)) == {
        merged.get().merged_into_id
    }
