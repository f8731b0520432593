"""What stands behind a rank: kinds of objects, the strongest receipts, and what speaks against the account."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from analysis.expansion import Expansion
from analysis.pairing import around
from analysis.shares import Integers

TOP = 5
"""Receipts of each account."""
VIRAL = 100
"""Shares of an object within an hour, by anybody, from which that hour is a viral peak."""
_HALF_AN_HOUR = 1_800.0
_MOST = 0.5


@dataclass(frozen=True, slots=True)
class Receipt:
    """One share of the account beside the seed's next to it in time; times in epoch seconds.

    `content` and `seed_content` name the posts, where the data name them. `timed`: within the window.
    """

    object: str
    seed: str
    time: float
    seed_time: float
    bits: float
    timed: bool
    content: str | None
    seed_content: str | None

    @property
    def lag(self) -> float:
        """Seconds from the seed's share to the account's; negative where the account was first."""
        return self.time - self.seed_time


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account outside the set; `score`, `bits`, `expected`, p, q as in `Expansion`.

    `kinds` counts the objects that carry evidence by kind, `seeds` the seeds that share them next in time. `against`
    holds sentences, none of which excludes anything.
    """

    rank: int
    account: str
    score: float
    p: float
    q: float
    bits: float
    expected: float
    part: int | None
    """Number of the part of the set that it fits, from 1; None for the whole set."""
    objects: int
    timed: int
    seeds: int
    kinds: tuple[tuple[str, int], ...]
    receipts: tuple[Receipt, ...]
    against: tuple[str, ...]


def candidates(found: Expansion, top: int = 50) -> tuple[Candidate, ...]:
    """The first `top` accounts with receipts and what speaks against them."""
    shares, evidence = found.shares, found.evidence
    first = found.account[:top]
    wanted = np.zeros(len(shares.accounts), bool)
    wanted[first] = True
    rows = np.flatnonzero(wanted[shares.account[evidence.row]])
    owner = shares.account[evidence.row[rows]]
    order = rows[np.lexsort((evidence.row[rows], -evidence.bits[rows], owner))]
    starts = np.searchsorted(np.sort(owner), first)
    ends = np.searchsorted(np.sort(owner), first, side="right")
    return tuple(
        _candidate(found, place, order[begin:end])
        for place, (begin, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True))
    )


def _candidate(found: Expansion, place: int, rows: Integers) -> Candidate:
    """`rows`: of the evidence, all of this account, the strongest first."""
    shares, evidence = found.shares, found.evidence
    counted = rows[evidence.bits[rows] > 0]
    seeds = np.unique(shares.account[evidence.seed_row[counted]])
    objects = [_name(shares.objects, code) for code in shares.object[evidence.row[counted]].tolist()]
    kinds = Counter(_kind_of(name) for name in objects)
    part = int(found.part[place])
    return Candidate(
        place + 1,
        _name(shares.accounts, int(found.account[place])),
        float(found.score[place]),
        float(found.p[place]),
        float(found.q[place]),
        float(found.bits[place]),
        float(found.expected[place]),
        part + 1 if part <= int(found.seed_part.max()) else None,
        len(counted),
        int(evidence.timed[counted].sum()),
        len(seeds),
        tuple(sorted(kinds.items(), key=lambda one: (-one[1], one[0]))),
        tuple(_receipt(found, int(row)) for row in counted[:TOP]),
        _against(found, place, rows, len(seeds), len(kinds)),
    )


def _receipt(found: Expansion, row: int) -> Receipt:
    shares, evidence = found.shares, found.evidence
    own, other = int(evidence.row[row]), int(evidence.seed_row[row])
    named = shares.content is not None and shares.contents is not None
    posts = [_name(shares.contents, int(shares.content[at])) if named else None for at in (own, other)]  # type: ignore[index]  # named
    return Receipt(
        _name(shares.objects, int(shares.object[own])),
        _name(shares.accounts, int(shares.account[other])),
        float(shares.time[own]),
        float(shares.time[other]),
        float(evidence.bits[row]),
        bool(evidence.timed[row]),
        posts[0],
        posts[1],
    )


def _against(found: Expansion, place: int, rows: Integers, seeds: int, kinds: int) -> tuple[str, ...]:
    """What speaks against the account, in the order of what an analyst should look at first."""
    shares, evidence = found.shares, found.evidence
    counted = rows[evidence.bits[rows] > 0]
    number = len(counted)
    told = []
    if found.q[place] > found.settings.fdr:
        told.append(f"chance explains it (q {found.q[place]:.2g})")
    if answers := int(evidence.response[rows].sum()):
        told.append(f"{answers} of {len(rows)} shares are quotes, replies or comments; not counted")
    if (late := int(evidence.late[rows].sum())) > _MOST * len(rows):
        told.append(f"{late} of {len(rows)} shares came after every seed's; not counted")
    if number == 1:
        told.append("one occasion only")
    if seeds == 1 and len(found.seeds) > 1:
        told.append(f"shared with 1 of {len(found.seeds)} seeds only")
    if found.timed and not evidence.timed[counted].any():
        told.append("nothing within the window")
    near = evidence.row[counted]
    peaks = int((around(shares, near, _HALF_AN_HOUR) + 1 >= VIRAL).sum()) if number else 0
    if peaks > _MOST * number:
        told.append(f"{peaks} of {number} shares stand in the hour of a viral peak")
    if number > 1 and kinds == 1 and len({_kind_of(name) for name in _sought(found)}) > 1:
        told.append(f"only one kind of object ({_kind_of(_name(shares.objects, int(shares.object[near[0]])))})")
    if found.settings.published is not None:
        after = int((shares.time[near] >= found.settings.published).sum())
        if after:
            told.append(f"{after} of {number} shares came after the campaign was published")
    return tuple(told)


def _sought(found: Expansion) -> list[str]:
    """Some of the seeds' objects, enough to tell whether they are of several kinds."""
    codes = np.unique(found.shares.object[found.evidence.seed_row])[:1_000]
    return [_name(found.shares.objects, int(code)) for code in codes]


def _name(names: object, code: int) -> str:
    return str(names[code].as_py())  # type: ignore[index]  # Arrow's arrays


def _kind_of(name: str) -> str:
    kind, colon, _ = name.partition(":")
    return kind if colon and kind.isalpha() and kind.islower() else "object"
