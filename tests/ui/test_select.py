"""Our select is Django's, only quicker."""

from django import forms
from django.forms.renderers import DjangoTemplates


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
