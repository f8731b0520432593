"""The receipts of one pair: each object with the two posts and times, how telling it is, and what chance expects."""

from dataclasses import dataclass

import numpy as np

from analysis import AnalysisError
from analysis.details import information
from analysis.detection import Detection
from analysis.judgement import READINGS
from analysis.pairing import encounters, meetings
from analysis.shares import Integers


@dataclass(frozen=True, slots=True)
class Receipt:
    """One meeting: object, its sharers and bits, and time (epoch s) and row (of the shares) of either account's post."""

    object: str
    sharers: int
    information: float
    time_a: float
    time_b: float
    row_a: int
    row_b: int

    @property
    def dt(self) -> float:
        """Seconds from a's post to b's; negative where b was first."""
        return self.time_b - self.time_a


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that was computed of one pair; nothing was tested where there are no receipts."""

    a: str
    b: str
    posts_a: int
    posts_b: int
    reading: str
    said: str
    weight: int
    objects: int
    occasions: int
    expected: float
    p: float
    q: float
    q_group: float | None
    p_shuffled: float | None
    shuffles: int
    receipts: tuple[Receipt, ...]


def code_of(found: Detection, account: str) -> int:
    """The code of an account that took part; AnalysisError if it did not."""
    place: list[str] = found.shares.accounts.to_pylist()
    if account not in place:
        raise AnalysisError(
            f"account {account!r}: is not among the {len(place):,} accounts read; write it as in the data"
        )
    return place.index(account)


def explain(found: Detection, a: str, b: str) -> Explanation:
    """Everything there is to say of two accounts; AnalysisError for an unknown account or twice the same."""
    if a == b:
        raise AnalysisError(f"account {a!r}: is named twice; name two accounts")
    one, other = code_of(found, a), code_of(found, b)
    low, high = min(one, other), max(one, other)
    shares = found.shares
    pairs = found.judged.pairs
    hit = np.flatnonzero((pairs.a == low) & (pairs.b == high))
    posts = np.bincount(shares.account, minlength=len(shares.accounts))
    receipts = _receipts(found, low, high, swapped=one > other)
    if not len(hit):
        said = (
            "never met within the window, and were not tested"
            if not receipts
            else "met once; such pairs are not listed, there are too many"
        )
        return Explanation(
            a,
            b,
            int(posts[one]),
            int(posts[other]),
            "chance",
            said,
            len(receipts),
            len({r.object for r in receipts}),
            min(len(receipts), 1),
            0.0,
            1.0,
            1.0,
            None,
            None,
            found.shuffles,
            receipts,
        )
    row = int(hit[0])
    judged = found.judged
    reading = str(judged.reading[row])
    q_group, p_shuffled = float(judged.q_group[row]), float(found.p_shuffled[row])
    return Explanation(
        a,
        b,
        int(posts[one]),
        int(posts[other]),
        reading,
        READINGS[reading],
        int(pairs.weight[row]),
        int(pairs.objects[row]),
        int(judged.occasions[row]),
        float(judged.rate[row]),
        float(judged.p[row]),
        float(judged.q[row]),
        None if np.isnan(q_group) else q_group,
        None if np.isnan(p_shuffled) else p_shuffled,
        found.shuffles,
        receipts,
    )


def _receipts(found: Detection, low: int, high: int, *, swapped: bool) -> tuple[Receipt, ...]:
    shares = found.shares
    few = np.flatnonzero((shares.account == low) | (shares.account == high))
    theirs = shares.where(few)
    met = meetings(
        theirs, encounters(theirs, found.settings.window), *(np.array([code], np.int64) for code in (low, high))
    )
    bits = information(shares)
    sharers = _sharers(found, shares.object[few[met.first]])
    made = []
    for first, second, number in zip(few[met.first].tolist(), few[met.second].tolist(), sharers, strict=True):
        own, other = (first, second) if (shares.account[first] == low) != swapped else (second, first)
        object_ = int(shares.object[first])
        made.append(
            Receipt(
                str(shares.objects[object_].as_py()),
                number,
                float(bits[object_]),
                float(shares.time[own]),
                float(shares.time[other]),
                own,
                other,
            )
        )
    return tuple(sorted(made, key=lambda one: (-one.information, one.object, one.time_a, one.time_b)))


def _sharers(found: Detection, objects: Integers) -> list[int]:
    shares = found.shares
    return [len(np.unique(shares.account[shares.object == object_])) for object_ in objects.tolist()]
