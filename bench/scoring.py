"""What a detector's pairs are worth against planted truth: precision, recall and F1, and what the false ones are."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.groups import DECOYS, RING
from bench.planted import Planted

BESIDE = "ring and other"
"""A false pair of a ring's member with somebody else."""
ELSE = "background"
KINDS = (*DECOYS, BESIDE, ELSE)


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares from 0 to 1; 0 where nothing was found or nothing is there."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """`pairs` over all pairs of members of one ring, whether or not they ever shared anything together.

    `rings` is the mean over the rings of each ring's recall, so that a ring of two counts as much as one of 40;
    `seen` is the recall over those that shared at least two objects within 60 s, which is what there is to be found.
    `accounts` asks whether an account is in any ring. `false` counts false pairs by kind, each kind of `KINDS`.
    """

    pairs: Rates
    rings: float
    seen: float
    accounts: Rates
    false: dict[str, int]


def score(pairs: pa.Table, planted: Planted) -> Score:
    """The worth of found pairs: columns account_a and account_b, in any order, repeated pairs counted once."""
    members: Any = planted.members
    place, kind, group = (_column(members, name) for name in ("account_id", "kind", "group"))
    # the last entry stands for everybody who is not planted
    kind, group = np.append(kind, ELSE), np.append(group, -1)
    found_a, found_b = (pairs[name].combine_chunks().cast(pa.string()) for name in ("account_a", "account_b"))
    both: Any = pa.concat_arrays([found_a, found_b]).dictionary_encode()
    names = both.dictionary
    lookup: Any = pc.index_in(names, pa.array(place, pa.string()))
    member = np.asarray(lookup.fill_null(kind.size - 1))
    index = np.asarray(both.indices).astype(np.int64)
    low = np.minimum(index[: len(found_a)], index[len(found_a) :])
    high = np.maximum(index[: len(found_a)], index[len(found_a) :])
    unique = np.unique(low * max(1, len(names)) + high)
    a, b = member[unique // max(1, len(names))], member[unique % max(1, len(names))]
    together = (group[a] == group[b]) & (group[a] >= 0)
    true = together & (kind[a] == RING)
    false: Counter[str] = Counter(dict.fromkeys(KINDS, 0))
    false.update(kind[a][together & ~true].tolist())
    beside = ~together & ((kind[a] == RING) | (kind[b] == RING))
    false[BESIDE] = int(beside.sum())
    false[ELSE] = int((~together & ~beside).sum())
    hits = int(true.sum())
    there = planted.truth.num_rows
    in_rings = int((kind == RING).sum())
    accounts = np.unique(index)
    right = int((kind[member[accounts]] == RING).sum())
    return Score(
        Rates(_part(hits, unique.size), _part(hits, there)),
        _rings(group[a[true]], planted),
        _seen(pairs, planted),
        Rates(_part(right, accounts.size), _part(right, in_rings)),
        dict(false),
    )


def _rings(hits: Any, planted: Planted) -> float:
    """The mean recall of a ring, from the ring of each true pair that was found."""
    there = np.bincount(_column(planted.truth, "ring"))
    found = np.bincount(hits.astype(np.int64), minlength=there.size)[: there.size]
    return float(np.mean(found[there > 0] / there[there > 0]))


def _seen(pairs: pa.Table, planted: Planted) -> float:
    """Recall over the true pairs that shared two objects or more within 60 s."""
    truth = planted.truth
    visible = _column(truth, "together") >= 2
    wanted = _keys(truth, visible)
    return _part(len(wanted & _keys(pairs, None, wanted)), int(visible.sum()))


def _keys(table: pa.Table, only: Any = None, among: set[tuple[str, str]] | None = None) -> set[tuple[str, str]]:
    """Pairs in the order of their names, of some rows or among those given."""
    chosen: Any = table if only is None else table.filter(pa.array(only))
    pairs = zip(chosen["account_a"].to_pylist(), chosen["account_b"].to_pylist(), strict=True)
    ordered = ((a, b) if a < b else (b, a) for a, b in pairs)
    return {pair for pair in ordered if among is None or pair in among}


def _column(table: Any, name: str) -> Any:
    return table[name].to_numpy(zero_copy_only=False)


def _part(some: int, of: int) -> float:
    return some / of if of else 0.0
