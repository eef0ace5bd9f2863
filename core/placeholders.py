"""Words that administrators write with {names} in them, filled when they are used."""

import re
from collections.abc import Iterable

_NAME = re.compile(r"\{[^{}]*\}|[{}]")


def unknown_in(text: str, known: Iterable[str]) -> list[str]:
    """What stands in braces and is no name that is filled; a lone brace, too."""
    names = {f"{{{name}}}" for name in known}
    return [found for found in _NAME.findall(text) if found not in names]


def filled(text: str, **values: object) -> str:
    """`text` with each {name} replaced; a name nobody knows stays as it was written.

    In one go: what a value brings along in braces is not filled again.
    """
    given = {f"{{{name}}}": str(value) for name, value in values.items()}
    return _NAME.sub(lambda found: given.get(found[0], found[0]), text)
