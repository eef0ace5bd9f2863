"""How much is loaded and how long it is measured: every day, and in full."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """One run of the bench.

    Args:
        few: supports in the second database, which shows whether pages stay as quick.
        page_seconds: of each side for one page, all rounds together.
        file_seconds: of each side for one file, after which it takes no further turn.
        crowd_seconds: fifty users at once, each side.
    """

    name: str
    enterprises: int
    supports: int
    few: int
    page_seconds: float
    file_seconds: float
    crowd_seconds: float

    @property
    def certificates_of(self) -> int:
        """One certificate for so many supports."""
        return 3

    @property
    def deep(self) -> int:
        """The row a deep page begins behind."""
        return self.enterprises * 9 // 10


SIZES = {
    "small": Size("small", 20_000, 6_000, 200, 2, 20, 10),
    "full": Size("full", 1_000_000, 300_000, 10_000, 5, 60, 60),
}
