"""Finding enterprises by what people type: words, beginnings of words, tax codes in any spelling."""

import re
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from core.spreadsheets.cells import BRANCH_LENGTH, HEAD_LENGTH
from core.vietnamese import normalise, search_query, words
from enterprises.models.enterprises import is_personal

_CODE_SIGNS = re.compile(r"[\s.-]")


def matching(text: str, path: str = "") -> Q | None:
    """Enterprises that `text` means; None where it holds signs alone.

    A person's number (12 digits) matches as a whole only, never by its beginning.

    Args:
        path: look-up of the enterprise from the row that is filtered ("enterprise__").
    """
    terms = words(text)
    if not terms:
        return None
    code = _CODE_SIGNS.sub("", normalise(text))
    if not (code.isascii() and code.isdigit()):
        return _all_of(terms, path)
    if len(code) == BRANCH_LENGTH:  # a branch's whole code, which is one registration's
        return Q(**{f"{path}tax_code": "-".join(_parts(code))})
    found = _all_of(_parts(code), path)  # "129 000 0018", "1200100557 0"
    if len(terms) == 1 or len(code) == HEAD_LENGTH:
        return found
    return found | _all_of(terms, path)


def _parts(code: str) -> list[str]:
    """A code as it is indexed: a branch's three digits stand apart."""
    if is_personal(code) or len(code) <= HEAD_LENGTH:
        return [code]
    return [code[:HEAD_LENGTH], code[HEAD_LENGTH:]]


def _all_of(terms: list[str], path: str) -> Q:
    found = Q()
    for term in filter(is_personal, terms):
        found &= Q(**{f"{path}tax_code": term})
    query = search_query(" ".join(term for term in terms if not is_personal(term)))
    if query:
        sought: Any = SearchQuery(query, search_type="raw", config="simple")
        found &= Q(**{f"{path}search": sought})
    return found
