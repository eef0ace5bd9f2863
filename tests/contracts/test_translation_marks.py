"""Every Vietnamese string of screens and documents is marked for translation."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from plan_admin.env import BASE_DIR

APPS = (
    *(
        "core",
        "notices",
        "agencies",
        "programs",
        "enterprises",
        "support",
        "trainings",
        "reporting",
    ),
    "plan_admin",
)
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
MARKS |= {"pgettext", "pgettext_lazy", "npgettext", "_n"}
VIETNAMESE = re.compile("[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")

# Letters and words that are matched or written by rule: a translation would break the matching.
DATA = {
    "core/vietnamese.py": "letters of the alphabet; dates in words as Nghị định 30/2020 writes them",
    "core/legacy_encodings.py": "tables of old encodings and of Vietnamese syllables",
    "agencies/unit_names.py": "kinds of units as people shorten them",
    "core/documents/measures.py": "letters whose widths are measured",
    "core/documents/model.py": "words before which an issuer's name breaks",
    "core/documents/docx.py": "names of the document's styles",
    "core/management/commands/import_workbook.py": "words of the command line",
    "reporting/demo/accounts.py": "names of fictional persons, stored as data",
    "reporting/management/commands/build_report.py": "words of the command line",
    "reporting/management/commands/seed_demo.py": "words of the command line",
    "enterprises/imports/schema.py": "headings of the department's workbook",
    "support/imports/awards.py": "headings of the department's workbook",
    "support/imports/certificates.py": "headings of the department's workbook",
    "support/imports/supports.py": "headings of the department's workbook",
    "trainings/imports.py": "headings of the department's workbook",
    "reporting/demo/difficulties.py": "words of fictional units, stored as data",
    "reporting/demo/requests.py": "words of fictional enterprises, stored as data",
    "reporting/demo/duplicates.py": "words of a fictional enterprise, stored as data",
    "reporting/demo/proposals.py": "words of fictional units, stored as data",
    "reporting/demo/work.py": "words of fictional units, stored as data",
    "reporting/demo/records.py": "names of fictional enterprises, stored as data",
}


def unmarked(source: str) -> Iterator[tuple[int, str]]:
    """Lines with a Vietnamese literal outside gettext; docstrings are not shown to anybody."""
    tree = ast.parse(source)
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in MARKS:
            skipped.update(n for part in [*node.args, *node.keywords] for n in ast.walk(part))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(node.value)
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and node not in skipped and VIETNAMESE.search(node.value):
            yield node.lineno, node.value


def _name(function: ast.expr) -> str:
    return getattr(function, "id", getattr(function, "attr", ""))


def unmarked_in_template(source: str) -> Iterator[tuple[int, str]]:
    """Texts and attributes outside `translate` and `blocktranslate`, by line."""

    def blank(found: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", found[0])

    for taken_out in (
        r"\{% comment %\}.*?\{% endcomment %\}",
        r"\{#.*?#\}",
        r"<!--.*?-->",
        r"\{% blocktranslate\b.*?\{% endblocktranslate %\}",
        r"\{% translate\b.*?%\}",
        r"""\b_\(("[^"]*"|'[^']*')\)""",
    ):
        source = re.sub(taken_out, blank, source, flags=re.DOTALL)
    for number, line in enumerate(source.splitlines(), 1):
        if VIETNAMESE.search(line):
            yield number, line.strip()


def python_files() -> list[Path]:
    found = [path for app in APPS for path in (BASE_DIR / app).rglob("*.py")]
    return [p for p in found if not {"migrations", "settings", "formats"} & set(p.parts)]


@pytest.fixture(scope="module")
def found() -> dict[str, list[tuple[int, str]]]:
    walks = [(path, unmarked) for path in python_files()]
    walks += [(p, unmarked_in_template) for p in (BASE_DIR / "templates").rglob("*.*")]
    lines = {
        path.relative_to(BASE_DIR).as_posix(): list(walk(path.read_text(encoding="utf-8")))
        for path, walk in walks
    }
    return {name: rows for name, rows in lines.items() if rows}


def test_vietnamese_is_marked(found):
    assert {name: rows for name, rows in found.items() if name not in DATA} == {}


def test_what_is_excused_needs_it(found):
    assert [name for name in DATA if name not in found] == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('x = "Hủy"', [1]),
        ('x = _("Hủy")', []),
        ('x = _("Hủy %(n)d") % {"n": "một"}', [1]),
        ('x = ngettext("một", "nhiều", 2)', []),
        ('x = f"{a} dòng"\ny = f"{_(\'dòng\')}"', [1]),
        ('def f():\n    """Đọc tệp."""\n    return "đ"', [3]),
        ("x = 1  # Ghi chú", []),
        ('x = "café"[0:2] + "abc"', [1]),
    ],
)
def test_what_counts_as_marked_in_code(source, lines):
    assert [line for line, _text in unmarked(source)] == lines


@pytest.mark.parametrize(
    ("source", "is_marked"),
    [
        ("<p>Hủy</p>", False),
        ('<p>{% translate "Hủy" %}</p>', True),
        ('<a aria-label="Đóng">x</a>', False),
        ('<input placeholder="Tìm">', False),
        ('<a title="{% translate "Đóng" %}">x</a>', True),
        ("{% blocktranslate trimmed %}Còn {{ n }} ngày{% endblocktranslate %}", True),
        ("{% comment %}Ghi chú{% endcomment %}{# Chú #}", True),
        ('{{ day|default:_("chưa có") }}', True),
        ('{{ day|default:"chưa có" }}', False),
    ],
)
def test_what_counts_as_marked_in_a_template(source, is_marked):
    assert (list(unmarked_in_template(source)) == []) == is_marked
