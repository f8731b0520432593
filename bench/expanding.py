"""How many of the accounts ranked first are hidden members of planted rings: precision at 50, 100 and 300.

python -m bench.expanding [--rows 1000000] [--seeds 1 2 3] [--sets easy hard …]

Seeds of a question: a third, drawn at random, of the members of half of the rings that have three members or
more; hidden: the other members of these rings. Members of other rings are false, since nothing says that they
belong to the set. Debunkers are planted beside: half of them broad (objects of many rings), half devoted (one
ring); each shares an object once, hours after the ring began (2 h or more, 8 h in the middle), as a post of its
own, so that no kind of post tells them. `debunkers` counts those among the first 300.

Baselines: `objects` counts the distinct objects shared with the seeds; `tf-idf` is the cosine of an account's
objects and those of all seeds together.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis.expansion import Settings, expand
from analysis.shares import Shares, encode
from bench.groups import RING
from bench.planted import SETS, Planted

DEPTHS = (50, 100, 300)
ALPHA = 0.05
DEBUNKERS_PER_MILLION = 100
_LEAST = 300.0
_MIDDLE = 6_900.0


@dataclass(frozen=True, slots=True)
class Question:
    """Posts with debunkers in them; seeds, hidden members, debunkers and members of any group by name."""

    posts: pa.Table
    seeds: tuple[str, ...]
    hidden: frozenset[str]
    debunkers: frozenset[str]
    grouped: frozenset[str]


@dataclass(frozen=True, slots=True)
class Worth:
    """Precision at each of DEPTHS, debunkers among the deepest, seconds."""

    precision: tuple[float, ...]
    debunkers: int
    seconds: float


def question(planted: Planted, seed: int) -> Question:
    """Seeds drawn from some rings, and debunkers planted; the same for the same seed."""
    chance = np.random.default_rng([seed, 77])
    member = planted.members["account_id"].to_numpy(zero_copy_only=False)
    kind = planted.members["kind"].to_numpy(zero_copy_only=False)
    group = planted.members["group"].to_numpy()
    rings = [int(one) for one in np.unique(group[kind == RING]) if (group == one).sum() >= 3]
    chosen = chance.permutation(rings)[: max(1, len(rings) // 2)]
    seeds: list[str] = []
    hidden: list[str] = []
    for one in sorted(chosen.tolist()):
        members = chance.permutation(np.sort(member[group == one].astype(str)))
        third = max(1, round(len(members) / 3))
        seeds += members[:third].tolist()
        hidden += members[third:].tolist()
    posts, debunkers = _debunked(chance, planted, sorted(chosen.tolist()))
    return Question(posts, tuple(sorted(seeds)), frozenset(hidden), frozenset(debunkers), frozenset(member.tolist()))


def _debunked(chance: np.random.Generator, planted: Planted, rings: Sequence[int]) -> tuple[pa.Table, list[str]]:
    """The posts with those of debunkers, who share what two members of a ring at least had shared within ten minutes."""
    posts = planted.posts
    place: Any = pc.index_in(posts["account_id"], value_set=planted.members["account_id"].combine_chunks())
    inside = np.flatnonzero(place.is_valid().to_numpy())
    group = planted.members["group"].to_numpy()[place.drop_null().to_numpy()]
    times = posts["timestamp_share"].to_numpy()
    coded = posts["object_id"].combine_chunks().dictionary_encode()
    objects, names = coded.indices.to_numpy(), coded.dictionary
    acts: dict[int, list[tuple[int, float]]] = {}
    for ring in rings:
        rows = inside[group == ring]
        order = rows[np.lexsort((times[rows], objects[rows]))]
        near = np.flatnonzero((objects[order[1:]] == objects[order[:-1]]) & (np.diff(times[order]) < 600))
        what, first = np.unique(objects[order[near]], return_index=True)
        acts[ring] = list(zip(what.tolist(), times[order[near[first]]].tolist(), strict=True))
    everything = [act for ring in rings for act in acts[ring]]
    number = max(4, round(posts.num_rows * DEBUNKERS_PER_MILLION / 1e6))
    rows_of: list[tuple[int, str, float]] = []
    debunkers = [f"x:debunker{number}" for number in range(number)]
    background = chance.integers(0, posts.num_rows, (number, 20))
    for one, name in enumerate(debunkers):
        pool = everything if one % 2 else acts[rings[int(chance.integers(len(rings)))]]
        wanted = min(len(pool), int(chance.integers(10, 41)))
        for act in chance.permutation(len(pool))[:wanted].tolist():
            which, when = pool[act]
            rows_of.append((which, name, when + _LEAST + _MIDDLE * chance.lognormal(0, 1.5)))
        rows_of += [(int(objects[row]), name, float(times[row]) + 30.0) for row in background[one]]
    added = pa.table(
        {
            "object_id": names.take(pa.array([row[0] for row in rows_of])),
            "account_id": pa.array([row[1] for row in rows_of]),
            "content_id": pa.array([f"x:debunking{number}" for number in range(len(rows_of))]),
            "timestamp_share": pa.array([float(np.floor(row[2])) for row in rows_of]),
        }
    )
    return pa.concat_tables([posts.cast(added.schema), added]), debunkers


def ours(asked: Question, shares: Shares) -> list[str]:
    """Names as `attribution expand` ranks them."""
    return expand(shares, asked.seeds, Settings()).names


def common_objects(asked: Question, shares: Shares) -> list[str]:
    """By the number of distinct objects shared with any seed."""
    _, score = _overlap(asked, shares, np.ones(len(shares.objects)))
    return _ranked(asked, shares, score)


def tf_idf(asked: Question, shares: Shares) -> list[str]:
    """By the cosine of TF-IDF vectors over objects: an account against all seeds together."""
    sharers = np.bincount(_distinct(shares)[1], minlength=len(shares.objects))
    idf = np.log(len(shares.accounts) / np.maximum(sharers, 1))
    length, score = _overlap(asked, shares, idf)
    return _ranked(asked, shares, score / np.maximum(length, 1e-12))


RULES: dict[str, Callable[[Question, Shares], list[str]]] = {"ours": ours, "objects": common_objects, "tf-idf": tf_idf}


def _distinct(shares: Shares) -> tuple[Any, Any, Any]:
    key, count = np.unique(shares.account.astype(np.int64) * len(shares.objects) + shares.object, return_counts=True)
    return key // len(shares.objects), key % len(shares.objects), count


def _overlap(asked: Question, shares: Shares, idf: Any) -> tuple[Any, Any]:
    """For each account the length of its vector, and its product with that of the seeds."""
    account, object_, count = _distinct(shares)
    binary = bool((idf == 1).all())
    weight = np.ones(len(count)) if binary else (1 + np.log(count)) * idf[object_]
    seed: Any = pc.is_in(shares.accounts.cast(pa.string()), value_set=pa.array(asked.seeds))
    mine = seed.to_numpy(zero_copy_only=False)[account]
    seeds = np.bincount(object_[mine], weights=weight[mine], minlength=len(shares.objects))
    if binary:
        seeds = np.minimum(seeds, 1)
    length = np.sqrt(np.bincount(account, weights=weight**2, minlength=len(shares.accounts)))
    return length, np.bincount(account, weights=weight * seeds[object_], minlength=len(shares.accounts))


def _ranked(asked: Question, shares: Shares, score: Any) -> list[str]:
    names = shares.accounts.to_pylist()
    seeds = set(asked.seeds)
    order = np.argsort(-score, kind="stable")
    return [names[code] for code in order[: DEPTHS[-1] + len(seeds)].tolist() if names[code] not in seeds]


def beyond(asked: Question, shares: Shares) -> str:
    """How many accounts are beyond chance, and of which kind; and how many where strangers are the seeds."""
    found = expand(shares, asked.seeds)
    names = [name for name, q in zip(found.names, found.q.tolist(), strict=True) if q <= ALPHA]
    posts = np.bincount(shares.account, minlength=len(shares.accounts))
    busy = [name for name, count in zip(shares.accounts.to_pylist(), posts.tolist(), strict=True) if count >= 50]
    pool = sorted(set(busy) - asked.grouped - asked.debunkers)
    drawn = np.random.default_rng(len(pool)).choice(len(pool), min(len(asked.seeds), len(pool)), replace=False)
    strange = expand(shares, [pool[place] for place in drawn.tolist()])
    return (
        f"beyond: {len(names)}, of them {sum(name in asked.hidden for name in names)} hidden, "
        f"{sum(name in asked.debunkers for name in names)} debunkers; strangers: {int((strange.q <= ALPHA).sum())}"
    )


def worth(asked: Question, ranked: Sequence[str], seconds: float) -> Worth:
    """Precision at each depth; where fewer are hidden than the depth, of as many as are hidden."""
    parts = []
    for depth in DEPTHS:
        deep = min(depth, len(asked.hidden))
        parts.append(sum(name in asked.hidden for name in ranked[:deep]) / max(deep, 1))
    return Worth(tuple(parts), sum(name in asked.debunkers for name in ranked[: DEPTHS[-1]]), seconds)


def main() -> None:
    """Judge each rule on each set at each seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--sets", nargs="+", default=[make.__name__ for make in SETS])
    given = parser.parse_args()
    heads = "".join(f"{f'P@{depth}':>8}" for depth in DEPTHS)
    sys.stdout.write(f"{given.rows:,} rows\n{'set':15}{'seed':>5} {'rule':10}{heads}{'debunkers':>11}{'s':>7}\n")
    for make in (make for make in SETS if make.__name__ in given.sets):
        for seed in given.seeds:
            asked = question(make(given.rows, seed), seed)
            shares = encode(asked.posts)
            sys.stdout.write(
                f"{make.__name__:15}{seed:>5} {len(asked.seeds)} seeds, {len(asked.hidden)} hidden, "
                f"{len(asked.debunkers)} debunkers\n"
            )
            for name, rule in RULES.items():
                begin = time.perf_counter()
                found = worth(asked, rule(asked, shares), time.perf_counter() - begin)
                found = Worth(found.precision, found.debunkers, time.perf_counter() - begin)
                numbers = "".join(f"{part:8.3f}" for part in found.precision)
                sys.stdout.write(f"{'':20} {name:10}{numbers}{found.debunkers:>11}{found.seconds:>7.1f}\n")
                sys.stdout.flush()
            sys.stdout.write(f"{'':21}{beyond(asked, shares)}\n")


if __name__ == "__main__":
    main()
