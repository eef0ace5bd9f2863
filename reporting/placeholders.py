"""Words that administrators write with {names} in them, filled when they are used."""

import re
from collections.abc import Iterable

_NAME = re.compile(r"\{[^{}]*\}|[{}]")
# Names that the words of a report's type may hold.
IN_WORDS = ("plan", "issued_on", "issuer", "title", "addressees", "year", "first", "last")
IN_RECIPIENTS = ("unit",)
IN_LABEL = ("year", "number")


def unknown_in(text: str, known: Iterable[str]) -> list[str]:
    """What stands in braces and is no name that is filled; a lone brace, too."""
    names = {f"{{{name}}}" for name in known}
    return [found for found in _NAME.findall(text) if found not in names]


def filled(text: str, **values: object) -> str:
    """`text` with each {name} replaced; a name nobody knows stays as it was written."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text
