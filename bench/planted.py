"""Synthetic posts with planted truth, and what a detector's pairs are worth against it. The same for the same seed.

Five sets over one background (`bench.crowd`), 60 rings per million rows:

- `easy`: rings of 2 to 40 that share objects within seconds to a minute or so, half of which others share too.
- `hard`: the same with decoys (below).
- `sparse`: rings share three objects within four months.
- `noisy`: 95 % of what a member posts is camouflage, drawn as the crowd draws.
- `cross_platform`: every member of a ring is on a platform of its own.

Three things in the background look like coordination to a rule that forgets them: accounts of one home share each other's
taste and hours, objects peak within minutes, and a post may carry a hashtag beside its link, so that two posts have
two objects in common on one occasion.

What the truth says: two accounts are a true pair if one operator runs both, whether or not they ever shared
anything together (`together` counts the distinct objects that they shared within 60 s). What is not planted by
an operator is false, however regular it is. So not every error of `hard` can be avoided by looking at who
shares what when:

- fans can be told from a ring in principle: each reacts to the same star on its own, so their delays scatter
  and, given how fast an object spreads at that minute, two of them are not closer than chance has them.
- syndicated outlets cannot: they do co-post automatically, far beyond chance. The label says that they have no
  common operator, which is knowledge from elsewhere (a list of agencies, the object's publisher).
- repost-bots hardly can: what tells them apart is that all they share has one source, which a table of objects does not say.

Hence false pairs are counted by kind; whoever takes "automated together" as the target leaves the last two out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.cosharing import edges
from bench.crowd import (
    DAY,
    KINDS,
    PLATFORMS,
    REPOST,
    Catalogue,
    Chance,
    Floats,
    Ints,
    Population,
    background,
)  # fmt: skip
from bench.groups import RING, Group, Plan, decoy_plans, enact, ring_plans

TOGETHER_S = 60.0
"""Seconds within which `together` counts."""
_START = 1_700_006_400.0
"""Midnight UTC of 15 November 2023."""
_SECOND_OBJECTS = 0.06
"""Rows that are the hashtag of a post whose link, text or medium is another row."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A set: `posts` (object_id, account_id, content_id, timestamp_share in s), `members` (account_id, kind, group).

    `truth` holds account_a < account_b, ring, together; `decoys` account_a < account_b, kind. An account is in one group at most.
    A post with two objects has two rows of one content_id.
    """

    name: str
    seed: int
    posts: pa.Table
    members: pa.Table
    truth: pa.Table
    decoys: pa.Table


def easy(rows: int, seed: int) -> Planted:
    """Rings of four to 48 acts within 30 days; members post up to as much again beside."""
    chance = np.random.default_rng([seed, 1])
    plans = ring_plans(chance, rings_of(rows), (4, 48), (0.3, 0.9), (0.2, 0.7), cross=False)
    return planted("easy", seed, chance, rows, plans, 30)


def hard(rows: int, seed: int) -> Planted:
    """The rings of `easy` among fans, syndicated outlets and repost-bots."""
    chance = np.random.default_rng([seed, 2])
    plans = ring_plans(chance, rings_of(rows), (4, 48), (0.3, 0.9), (0.2, 0.7), cross=False)
    return planted("hard", seed, chance, rows, plans + decoy_plans(chance, rows / 1e6, 30), 30)


def sparse(rows: int, seed: int) -> Planted:
    """Rings with three acts within 120 days, in which nearly all members take part."""
    chance = np.random.default_rng([seed, 3])
    plans = ring_plans(chance, rings_of(rows), (3, 3), (0.85, 1.0), (0.85, 0.97), cross=False)
    return planted("sparse", seed, chance, rows, plans, 120)


def noisy(rows: int, seed: int) -> Planted:
    """The rings of `easy` with nineteen posts of camouflage to each of their own."""
    chance = np.random.default_rng([seed, 4])
    plans = ring_plans(chance, rings_of(rows), (4, 48), (0.3, 0.9), (0.95, 0.95), cross=False)
    return planted("noisy", seed, chance, rows, plans, 30)


def cross_platform(rows: int, seed: int) -> Planted:
    """Four times as many rings of two to eight, each member on another platform."""
    chance = np.random.default_rng([seed, 5])
    plans = ring_plans(chance, 4 * rings_of(rows), (4, 48), (0.3, 0.9), (0.2, 0.7), cross=True)
    return planted("cross_platform", seed, chance, rows, plans, 30)


SETS = (easy, hard, sparse, noisy, cross_platform)


def rings_of(rows: int) -> int:
    """Sixty rings per million rows, ten at least, so that every size occurs."""
    return max(10, round(rows * 60 / 1e6))


def planted(name: str, seed: int, chance: Chance, rows: int, plans: Sequence[Plan], days: float) -> Planted:
    """So many rows in order of time, with the groups planted in them.

    Raises ValueError if the groups need more than half of the rows.
    """
    span = days * DAY
    catalogue = Catalogue.drawn(chance, max(1_000, rows // 8), sum(plan.acts for plan in plans), days)
    population = Population.of(rows // 12)
    groups, first = [], catalogue.common
    for plan in plans:
        groups.append(enact(chance, catalogue, plan, first, span))
        first += plan.acts
    begins = population.accounts + np.concatenate(([0], np.cumsum([plan.size for plan in plans])))
    own = sum(group.times.size for group in groups)
    twice = round(rows * _SECOND_OBJECTS)
    crowd = rows - own - twice
    if crowd < rows / 2:
        raise ValueError(f"{name}: {rows:,} rows are too few for groups that post {own:,}; ask for more rows")
    organic = _joined([group.organic[0] for group in groups]), np.concatenate([group.organic[1] for group in groups])
    accounts, objects, times, homes = background(chance, catalogue, population, organic, crowd, span)
    _hide(chance, accounts, homes, groups, begins)
    accounts = _joined([accounts, *(group.members + begin for group, begin in zip(groups, begins, strict=False))])
    objects = _joined([objects, *(group.objects for group in groups)])
    times = np.concatenate([times, *(group.times for group in groups)])
    platforms = np.concatenate([population.platforms(), *(group.homes % len(PLATFORMS) for group in groups)])
    # platforms tell whole seconds
    times = np.floor(times)
    # numbered at random, so that no id tells who is planted
    posts = chance.permutation(times.size)
    tagged = chance.permutation(np.flatnonzero(catalogue.companion[objects] >= 0))[:twice]
    accounts, posts, times = (np.concatenate((column, column[tagged])) for column in (accounts, posts, times))
    objects = np.concatenate((objects, catalogue.companion[objects[tagged]]))
    order = np.argsort(times, kind="stable")
    accounts, objects, posts, times = accounts[order], objects[order], posts[order], times[order]
    names = _account_names(chance, platforms)
    table = pa.table(
        [
            _taken(_object_names(chance, catalogue), objects),
            _taken(names, accounts),
            _names(PLATFORMS, platforms[accounts], posts + 100_000_000, ":"),
            pa.array(times + _START),
        ],
        ["object_id", "account_id", "content_id", "timestamp_share"],
    )
    return Planted(name, seed, table, *_answers(plans, begins, names, accounts, objects, times))


def _joined(parts: Sequence[Ints]) -> Ints:
    return np.concatenate(parts)


def _hide(chance: Chance, accounts: Ints, homes: Ints, groups: Sequence[Group], begins: Ints) -> None:
    """Give members posts of the crowd at their own home, so that they keep its hours and its taste."""
    wanted_homes = _joined([group.homes for group in groups])
    wanted = _joined([group.camouflage(chance) for group in groups])
    order = np.argsort(homes.astype(np.uint16), kind="stable")
    bounds = np.searchsorted(homes[order], np.arange(int(homes.max(initial=0)) + 2))
    for home in np.unique(wanted_homes):
        if home + 1 >= bounds.size:
            continue
        here = order[bounds[home] : bounds[home + 1]]
        mine = np.flatnonzero(wanted_homes == home)
        takers = chance.permutation(np.repeat(mine + begins[0], wanted[mine]))
        # the crowd keeps half of every home
        takers = takers[: here.size // 2]
        accounts[chance.permutation(here)[: takers.size]] = takers


def _answers(
    plans: Sequence[Plan], begins: Ints, names: Any, accounts: Ints, objects: Ints, times: Floats
) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Members, true pairs and decoy pairs."""
    sizes = np.array([plan.size for plan in plans])
    kinds = np.array([plan.kind for plan in plans])
    group = np.repeat(np.arange(sizes.size), sizes)
    member_names = names[int(begins[0]) :]
    members = pa.table([member_names, pa.array(kinds[group]), pa.array(group)], ["account_id", "kind", "group"])
    lefts, rights = [], []
    for begin, size in zip(begins - begins[0], sizes, strict=False):
        left, right = np.triu_indices(size, 1)
        lefts.append(left + begin)
        rights.append(right + begin)
    left, right = np.concatenate(lefts), np.concatenate(rights)
    inside = accounts >= begins[0]
    shared = edges(accounts[inside] - begins[0], objects[inside], times[inside], TOGETHER_S)
    # one more, so that a place exists for what comes after all others
    key = np.append(shared.a * group.size + shared.b, -1)
    place = np.searchsorted(key[:-1], left * group.size + right)
    together = np.where(key[place] == left * group.size + right, np.append(shared.objects, 0)[place], 0)
    one, other = _taken(member_names, left), _taken(member_names, right)
    swapped = pc.greater(one, other)
    first, second = pc.if_else(swapped, other, one), pc.if_else(swapped, one, other)
    kind, ring = kinds[group[left]], group[left]
    true, false = pa.array(kind == RING), pa.array(kind != RING)
    truth = pa.table(
        [first, second, pa.array(ring), pa.array(together)], ["account_a", "account_b", "ring", "together"]
    )
    decoys = pa.table(
        [first, second, pa.array(kind), pa.array(together)], ["account_a", "account_b", "kind", "together"]
    )
    return members, truth.filter(true), decoys.filter(false)


def _account_names(chance: Chance, platforms: Ints) -> Any:
    """`platform:id`; no id tells who is planted."""
    return _names(PLATFORMS, platforms, chance.permutation(platforms.size) + 10_000_000, ":")


def _object_names(chance: Chance, catalogue: Catalogue) -> Any:
    """`kind:what`; no number tells what a group shares."""
    first = ("url:https://news.example/", "hashtag:tag", "", "text:", "media:")
    prefixes = [*first, *(f"{KINDS[REPOST]}:{platform}:" for platform in PLATFORMS)]
    which = np.where(catalogue.kind == REPOST, len(first) + catalogue.platform, catalogue.kind)
    return _names(prefixes, which, chance.permutation(which.size) + 1_000, "")


def _names(prefixes: Sequence[str], which: Ints, numbers: Ints, between: str) -> Any:
    ids: Any = pc.cast(pa.array(numbers), pa.string())
    return pc.binary_join_element_wise(_taken(pa.array(prefixes), which), ids, between)


def _taken(values: Any, places: Ints) -> Any:
    return values.take(pa.array(places))
