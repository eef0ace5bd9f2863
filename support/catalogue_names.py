"""Which catalogue item a person means (import format: "Matching of catalogue names")."""

import re
from collections.abc import Iterable, Iterator

from core.spreadsheets.cells import Nearest
from core.vietnamese import fold
from support.models import CatalogueItem

# ":2018", ":2015/Amd 1:2024", ":2018 (E)"; never a second standard after the first.
_EDITION = re.compile(r":\s*\d{4}(\s*[/+]\s*\w+\.?\s*\d+(:\d{4})?)?\s*(\([^)]*\))?\s*\.?$")
_NOT_LETTER = re.compile(r"[^a-z0-9]+")


def catalogue_key(name: str) -> str:
    """Without case, marks, dots, spaces, an edition and the prefix TCVN."""
    key = _NOT_LETTER.sub("", fold(_EDITION.sub("", name)))
    return key.removeprefix("tcvn")


class CatalogueNames:
    """Items of one use by name, alias and code."""

    def __init__(self, use: str, *, apart_from: int | None = None) -> None:
        self.items = list(CatalogueItem.objects.filter(use=use).exclude(pk=apart_from or 0))
        self._nearest = Nearest(n for item in self.items for n in (item.name, *item.aliases))
        self.by_key: dict[str, CatalogueItem] = {}
        for item in self.items:
            for name in self._names(item):
                key = catalogue_key(name)
                self.by_key.setdefault(key, item)
                # "TCVN 9001" means what "TCVN ISO 9001" means.
                if key.startswith("iso") and key[3:].isdigit():
                    self.by_key.setdefault(key[3:], item)

    @staticmethod
    def _names(item: CatalogueItem) -> Iterable[str]:
        return (item.name, *item.aliases, item.code)

    @classmethod
    def bearing(cls, item: CatalogueItem) -> Iterator[tuple[str, CatalogueItem]]:
        """(name of `item`, the other entry of its use that it means already)."""
        others = cls(item.use, apart_from=item.pk)
        for name in cls._names(item):
            if (other := others.find(name)) is not None:
                yield name, other

    def find(self, name: str) -> CatalogueItem | None:
        return self.by_key.get(catalogue_key(name))

    def nearest(self, name: str) -> list[str]:
        return self._nearest(_EDITION.sub("", name))
