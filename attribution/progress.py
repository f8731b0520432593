"""How long work tells what it does."""

from typing import Protocol


class Progress(Protocol):
    """Called as the work goes on."""

    def __call__(self, what: str, rows: int, *, rejected: int = 0, share: float | None = None) -> None:
        """What is being done; rows done since the last call; rejects of this file so far; share of the file that is done."""
        ...


def silent(what: str, rows: int, *, rejected: int = 0, share: float | None = None) -> None:
    """Progress that nobody watches."""
