"""The background of the planted sets: who is awake where, what is shared, when it peaks. Seeded numpy, in blocks.

Accounts and objects follow a Zipf law. An account has a home (region, interest, platform): its region
sets its day and night, and it rather shares what comes from its own region, interest and platform.
An object has a birth, a peak that decays as a power law, for some a second peak, and a slow rest. So two
strangers of one home share the same objects at the same hours more often than independent draws would have them.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Chance = np.random.Generator

DAY = 86_400.0
"""Seconds."""
KINDS = ("url", "hashtag", "repost", "text", "media")
URL, HASHTAG, REPOST, TEXT, MEDIA = range(5)
PLATFORMS = ("x", "facebook", "telegram", "tiktok", "instagram", "youtube", "vk", "reddit")
INTERESTS = 6

_KIND_SHARES = (0.42, 0.13, 0.27, 0.12, 0.06)
_PLATFORM_SHARES = np.array((0.34, 0.20, 0.13, 0.10, 0.08, 0.06, 0.05, 0.04))
_OFFSETS = np.array((-8, -5, 0, 2, 5, 8))
"""Hours that each region is ahead of UTC."""
_REGION_SHARES = np.array((0.14, 0.24, 0.18, 0.20, 0.11, 0.13))
_RHYTHM = np.array(
    (40, 22, 12, 7, 6, 9, 20, 42, 62, 74, 80, 84, 92, 88, 82, 80, 82, 86, 92, 98, 100, 98, 86, 62), dtype=float
)
"""Relative activity by hour of the local day."""
_AWAKE = _RHYTHM / 100
_PEAK_S = np.array((3_600.0, 21_600.0, 1_200.0, 5_400.0, 7_200.0))
"""Median seconds by kind until a peak has decayed by half or so."""
_IN_PEAK = np.array((0.65, 0.35, 0.85, 0.65, 0.60))
"""Share of an object's posts that belongs to a peak, by kind."""
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Objects, most popular first, then those kept back for groups: one value per object in each array (times in s)."""

    kind: Ints
    region: Ints
    interest: Ints
    platform: Ints
    birth: Floats
    peak: Floats
    second: Floats
    companion: Ints
    common: int

    @classmethod
    def drawn(cls, chance: Chance, common: int, kept_back: int, days: float) -> "Catalogue":
        """So many objects that the crowd draws from, and so many that it meets only through groups."""
        count = common + kept_back
        kind = chance.choice(len(KINDS), count, p=_KIND_SHARES)
        region = chance.choice(len(_OFFSETS), count, p=_REGION_SHARES)
        # some objects are older than the data
        birth = waking(chance, chance.uniform(-0.15 * days, days, count) * DAY, region)
        tags = np.flatnonzero(kind[:common] == HASHTAG)
        companion = tags[zipf(chance.random(count), np.int64(tags.size), 0.9, 10.0)]
        return cls(
            kind,
            region,
            chance.integers(INTERESTS, size=count),
            chance.choice(len(PLATFORMS), count, p=_PLATFORM_SHARES),
            birth,
            _PEAK_S[kind] * chance.lognormal(0.0, 0.8, count),
            # half of the objects have no second peak
            np.where(chance.random(count) < 0.5, 0.0, chance.exponential(2.0, count) * DAY),
            np.where((kind == HASHTAG) | (chance.random(count) < 0.4), -1, companion),
            common,
        )

    def popular(self, chance: Chance, count: int) -> Ints:
        """So many draws from the common objects."""
        # a larger collection is a wider one: its most popular object does not take the same share of it
        return zipf(chance.random(count), np.int64(self.common), 1.1, max(40.0, self.common / 3_125))

    def times(self, chance: Chance, objects: Ints, span: float) -> Floats:
        """When each of these posts of an object is made: seconds from the start of the data."""
        birth, part = self.birth[objects], chance.random(objects.size)
        late = np.where(part > 0.8 * _IN_PEAK[self.kind[objects]], self.second[objects], 0.0)
        peaks = birth + late + self.peak[objects] * lomax(chance, objects.size, 1.3)
        born = np.maximum(birth, 0.0)
        rest = waking(chance, born + (span - born) * chance.random(objects.size), self.region[objects])
        inside = (part < _IN_PEAK[self.kind[objects]]) & (peaks >= 0) & (peaks < span)
        return np.clip(np.where(inside, peaks, rest), 0.0, span - 1)


@dataclass(frozen=True, slots=True)
class Population:
    """Accounts by home: `first` and `size` give the range of account numbers of each home."""

    first: Ints
    size: Ints

    @classmethod
    def of(cls, accounts: int) -> "Population":
        """About so many accounts, at least eight in each home."""
        shares = _REGION_SHARES[:, None, None] / INTERESTS * np.ones((1, INTERESTS, 1)) * _PLATFORM_SHARES
        size = np.maximum(8, np.round(accounts * shares.ravel())).astype(np.int64)
        return cls(np.concatenate(([0], size.cumsum()[:-1])), size)

    @property
    def accounts(self) -> int:
        """How many there are."""
        return int(self.size.sum())

    def platforms(self) -> Ints:
        """The platform of every account."""
        return np.repeat(np.arange(self.size.size) % len(PLATFORMS), self.size)

    def members(self, chance: Chance, homes: Ints) -> Ints:
        """An account of each of these homes, the busy ones oftener."""
        return self.first[homes] + zipf(chance.random(homes.size), self.size[homes], 0.9, 3.0)


def background(
    chance: Chance, catalogue: Catalogue, population: Population, organic: tuple[Ints, Floats], count: int, span: float
) -> tuple[Ints, Ints, Floats, Ints]:
    """So many posts of the crowd: account, object, time (s) and home of each; `organic` are given objects and times."""
    accounts, objects, homes = (np.empty(count, dtype=np.int64) for _ in range(3))
    times = np.empty(count)
    given = min(count, organic[0].size)
    for begin in range(0, count, _BLOCK):
        block = slice(begin, min(begin + _BLOCK, count))
        drawn = catalogue.popular(chance, block.stop - begin)
        when = catalogue.times(chance, drawn, span)
        if begin < given:
            part = slice(begin, min(given, block.stop))
            drawn[: part.stop - begin], when[: part.stop - begin] = organic[0][part], organic[1][part]
        objects[block], times[block] = drawn, when
        homes[block] = homes_of(chance, catalogue, drawn, when)
        accounts[block] = population.members(chance, homes[block])
    return accounts, objects, times, homes


def homes_of(chance: Chance, catalogue: Catalogue, objects: Ints, times: Floats) -> Ints:
    """Where the sharer of an object at a time (s) is at home: awake, and near to the object more often than not."""
    near = np.full((len(_OFFSETS), len(_OFFSETS)), 0.2)
    np.fill_diagonal(near, 1.0)
    awake = _AWAKE[(np.arange(24)[:, None] + _OFFSETS) % 24]
    # region of the object × hour × region of the sharer
    odds = (near[:, None, :] * awake[None] * _REGION_SHARES).cumsum(axis=2)
    odds /= odds[:, :, -1:]
    here = odds[catalogue.region[objects], (times % DAY // 3_600).astype(np.int64)]
    region = (chance.random(objects.size)[:, None] > here[:, :-1]).sum(axis=1)
    same = chance.random(objects.size) < 0.5
    interest = np.where(same, catalogue.interest[objects], chance.integers(INTERESTS, size=objects.size))
    any_platform = np.searchsorted(_PLATFORM_SHARES.cumsum()[:-1], chance.random(objects.size))
    # a repost stays on the platform of its post
    same = (catalogue.kind[objects] == REPOST) | (chance.random(objects.size) < 0.5)
    platform = np.where(same, catalogue.platform[objects], any_platform)
    return home(region, interest, platform)


def home(region: Ints, interest: Ints, platform: Ints) -> Ints:
    """The number of a home."""
    found: Ints = (region * INTERESTS + interest) * len(PLATFORMS) + platform
    return found


def drawn_homes(chance: Chance, count: int, platform: Ints) -> Ints:
    """Homes on the given platforms, as the crowd has them."""
    region = chance.choice(len(_OFFSETS), count, p=_REGION_SHARES)
    return home(region, chance.integers(INTERESTS, size=count), platform)


def drawn_platforms(chance: Chance, count: int, *, different: bool = False) -> Ints:
    """Platforms as the crowd has them."""
    found: Ints = chance.choice(len(PLATFORMS), count, replace=not different, p=_PLATFORM_SHARES)
    return found


def awake(homes: Ints, times: Floats) -> Floats:
    """Relative activity (0 to 1) at each time (s), a row, of each home, a column."""
    offsets = _OFFSETS[homes // (INTERESTS * len(PLATFORMS))]
    found: Floats = _AWAKE[((times[:, None] // 3_600).astype(np.int64) + offsets) % 24]
    return found


def waking(chance: Chance, times: Floats, region: Ints | int) -> Floats:
    """The same days, at hours as people of the region keep them."""
    hours = np.concatenate(([0.0], _RHYTHM.cumsum() / _RHYTHM.sum()))
    local = np.interp(chance.random(times.size), hours, np.arange(25) * 3_600.0)
    found: Floats = times // DAY * DAY + (local - _OFFSETS[region] * 3_600) % DAY
    return found


def zipf(uniform: Floats, count: Any, exponent: float, shift: float) -> Ints:
    """Ranks from 0 to count - 1 with odds of (rank + shift) ** -exponent, by the inverse of its integral."""
    power = 1.0 - exponent
    low, high = shift**power, (count + shift) ** power
    found: Ints = np.clip((low + uniform * (high - low)) ** (1.0 / power) - shift, 0, count - 1).astype(np.int64)
    return found


def lomax(chance: Chance, count: int, shape: float) -> Floats:
    """Delays that decay as a power law, in units of their scale."""
    found: Floats = (1.0 - chance.random(count)) ** (-1.0 / shape) - 1.0
    return found
