"""Our select and our line are Django's, only quicker."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from core.ui.fields import QuickInput


def lines(html):
    return [line for line in html.splitlines() if line]


def test_a_select_is_written_as_django_writes_it():
    choices = [("", "Tất cả"), ("a&b", "<Xã> & phường"), ("Nhóm", [(1, "Một"), (2, "Hai")])]
    select = forms.Select({"class": "form-select", "required": True, "hidden": False}, choices)

    for chosen in ("", "a&b", 2, None):
        ours = select.render("don_vi", chosen)

        django = select.render("don_vi", chosen, renderer=DjangoTemplates())
        assert lines(ours) == lines(django)
        assert "&lt;Xã&gt; &amp; phường" in ours


@pytest.mark.parametrize("typed", [None, "", "a \"b\" <c> & 'd'"])
def test_a_line_says_what_django_says(typed):
    own = {"type": "search", "placeholder": "Tên & mã", "required": True, "hidden": False}
    given = {"id": "id_tim", "class": "form-control"}
    ours = QuickInput(dict(own)).render("tim", typed, given)
    django = forms.TextInput(dict(own)).render("tim", typed, given, renderer=DjangoTemplates())
    assert sorted(ours[1:-1].split(" ")) == sorted(django.strip()[1:-1].split(" "))
