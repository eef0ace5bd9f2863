"""The enterprises of the bench: the same every time, in shapes the register takes."""

import re
from itertools import islice

from stdnum.vn import mst

from bench import names


def test_the_same_seed_gives_the_same_enterprises():
    assert list(names.made(50)) == list(names.made(50))
    assert next(names.made(1)).name != next(names.made(1, province=14)).name


def test_codes_have_a_true_check_digit_and_never_come_twice():
    codes = list(islice(names.tax_codes(12), 500))

    assert all(mst.is_valid(code) for code in codes)
    assert len(set(codes)) == 500


def test_every_code_has_a_shape_of_the_register():
    found = list(names.made(3000))

    assert len({e.tax_code for e in found}) == 3000
    assert all(re.fullmatch(r"[0-9]{10}(-[0-9]{3})?|[0-9]{12}", e.tax_code) for e in found)
    assert {e.entity_type for e in found} == {"enterprise", "cooperative", "household"}


def test_a_branch_follows_its_head_office():
    found = list(names.made(1000))
    branches = [e for e in found if e.head]

    assert branches
    for branch in branches:
        head = found[branch.head - 1]
        assert head.entity_type == "enterprise"
        assert branch.tax_code == f"{head.tax_code}-001"
