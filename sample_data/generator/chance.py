"""Chance that is the same everywhere: named streams from one seed, whole numbers, no clock."""

import random
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

from sample_data.generator.settings import DAY, DAYS, START

T = TypeVar("T")

# posts by hour of the local day
_EVERYDAY = (2, 1, 1, 1, 1, 2, 4, 7, 8, 7, 6, 6, 8, 7, 6, 6, 6, 7, 9, 10, 10, 9, 6, 3)
_OFFICE = (0, 0, 0, 0, 0, 0, 0, 1, 6, 10, 10, 9, 2, 3, 10, 10, 9, 8, 4, 2, 1, 1, 0, 0)


class Weights:
    """Cumulated weights to draw places from."""

    def __init__(self, weights: Sequence[float]) -> None:
        self._sums = list(accumulate(weights))

    def place(self, unit: float) -> int:
        """The place that a number in [0, 1) falls on."""
        return bisect_right(self._sums, unit * self._sums[-1], hi=len(self._sums) - 1)


def zipf(count: int) -> Weights:
    """Popularity that falls with the rank."""
    return Weights([1.0 / (rank + 1) for rank in range(count)])


_HOURS = {False: Weights(_EVERYDAY), True: Weights(_OFFICE)}


class Chance:
    """One stream of chance; streams with other names do not disturb it."""

    def __init__(self, seed: int, name: str) -> None:
        self._random = random.Random(f"{seed}/{name}")

    def below(self, limit: int) -> int:
        """A whole number from 0 to limit − 1."""
        return self._random.randrange(limit)

    def between(self, least: int, most: int) -> int:
        """A whole number from least to most, both included."""
        return self._random.randrange(least, most + 1)

    def hit(self, percent: int) -> bool:
        """True in so many cases of a hundred."""
        return self._random.randrange(100) < percent

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[self._random.randrange(len(choices))]

    def by(self, weights: Weights) -> int:
        """A place by weight."""
        return weights.place(self._random.random())

    def sample(self, choices: Sequence[T], count: int) -> list[T]:
        """So many different places of the choices, in chance order."""
        return self._random.sample(choices, min(count, len(choices)))

    def shuffled(self, choices: Sequence[T]) -> list[T]:
        """All of them in another order."""
        return self._random.sample(choices, len(choices))

    def digits(self, count: int) -> str:
        """A number of so many digits that neither begins with 0 nor ends in it (no id that looks rounded)."""
        middle = "".join(str(self.below(10)) for _ in range(count - 2))
        return f"{self.between(1, 9)}{middle}{self.between(1, 9)}"

    def letters(self, count: int, alphabet: str = "abcdefghijklmnopqrstuvwxyz0123456789") -> str:
        """So many letters."""
        return "".join(self.pick(alphabet) for _ in range(count))

    def moment(self, zone: int, *, office: bool = False, day: int | None = None) -> int:
        """A time (epoch seconds) inside the span by the rhythm of a day in a zone (hours from UTC)."""
        day = self.below(DAYS) if day is None else day
        hour = (self.by(_HOURS[office]) - zone) % 24
        return START + day * DAY + hour * 3_600 + self.below(3_600)
