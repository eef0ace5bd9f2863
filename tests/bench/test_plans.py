"""Plans are compared by their shape, and big tables are not read from end to end."""

from bench.plans import Planned, shape

PLAN = """Limit
  ->  Index Scan using award_by_year_12 on support_award
        Index Cond: ((decided_on >= '2026-10-31'::date) AND (unit_id = 41))
        Filter: ((name)::text = 'It''s'::text)
        SubPlan 1
          ->  Parallel Seq Scan on enterprises_enterprise e
JIT:
  Functions: 12"""


def test_the_shape_of_a_plan_holds_no_values():
    assert shape(PLAN) == (
        "Limit\n"
        "  ->  Index Scan using award_by_year_12 on support_award\n"
        "        Index Cond: ((decided_on >= '…'::date) AND (unit_id = N))\n"
        "        Filter: ((name)::text = '…'::text)\n"
        "        SubPlan 1\n"
        "          ->  Parallel Seq Scan on enterprises_enterprise e\n"
    )


def test_a_sequential_scan_over_a_big_table_is_found():
    plan = Planned(shape(PLAN), 1.0)

    assert plan.scans({"enterprises_enterprise", "support_award"}) == ["enterprises_enterprise"]
    assert plan.scans({"support_award"}) == []
