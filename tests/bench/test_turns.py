"""Sides take turns, each for its seconds; nothing here depends on the clock."""

from bench.turns import Sample, in_turns


def side(name, log, seconds):
    def measure():
        log.append(name)
        return seconds

    return measure


def test_every_side_is_measured_at_least_once():
    log = []

    found = in_turns({"ours": side("ours", log, 1), "peer": side("peer", log, 2)}, 0)

    assert log == ["ours", "peer"]
    assert found["peer"].seconds == [2]


def test_median_and_percentile():
    sample = Sample([5.0, 1.0, 2.0, 3.0, 100.0])

    assert sample.median == 3.0
    assert sample.p95 == 100.0
    assert Sample([float(n) for n in range(1, 101)]).p95 == 95.0
