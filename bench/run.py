"""The whole run: load what is not loaded yet, measure side by side, print the table."""

import time

from bench import seed, stock
from bench.sizes import Size


def run(size: Size) -> int:
    prepare(size)
    return 0


def prepare(size: Size) -> None:
    began = time.monotonic()
    if not seed.is_loaded(size):
        seed.load(size)
    stock.install()
    stock.load(size)
    print(
        f"{size.enterprises:,} enterprises ready after {time.monotonic() - began:.0f} s", flush=True
    )
