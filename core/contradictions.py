"""What contradicts itself in a record: found once, said by forms and imports in the same words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Contradiction:
    """A field, a code for programs, and what the person is to do."""

    field: str
    code: str
    message: str
