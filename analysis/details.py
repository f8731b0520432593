"""What there is to tell of a pair beside its counts: times, who led, and how telling its objects are."""

from dataclasses import dataclass

import numpy as np

from analysis.pairing import Meetings, distinct
from analysis.shares import Floats, Integers, Shares, Texts, pc

TOP = 5
"""Objects that carry most of a pair's information."""


@dataclass(frozen=True, slots=True)
class Details:
    """One row for each pair told of: |dt| (s), first and last meeting (epoch s), meetings led by a and by b, information (bits), top objects."""

    median_dt: Floats
    first: Floats
    last: Floats
    a_first: Integers
    b_first: Integers
    information: Floats
    top: tuple[tuple[int, ...], ...]
    """Codes of up to TOP objects, the most telling first."""


def kinds(objects: Texts) -> Integers:
    """A number for the kind of each object: `url:…`, `hashtag:…`; all are of one kind where any has no prefix of letters."""
    found = pc.extract_regex(objects.cast("string"), r"^(?P<kind>[a-z]+):")
    if found.null_count:
        return np.zeros(len(objects), np.int64)
    return np.asarray(np.from_dlpack(found.field(0).dictionary_encode().indices), np.int64)


def information(shares: Shares) -> Floats:
    """Bits of each object: −log2(sharers / accounts that shared anything of its kind), 0 where nobody shared it."""
    count = len(shares.objects)
    who = distinct(shares.object.astype(np.int64) * max(len(shares.accounts), 1) + shares.account)
    object_, account = who // max(len(shares.accounts), 1), who % max(len(shares.accounts), 1)
    sharers = np.bincount(object_, minlength=count)
    kind = kinds(shares.objects)
    pairs = distinct(kind[object_] * max(len(shares.accounts), 1) + account)
    everyone = np.bincount(pairs // max(len(shares.accounts), 1), minlength=int(kind.max(initial=0)) + 1)
    return np.where(sharers > 0, -np.log2(np.maximum(sharers, 1) / np.maximum(everyone[kind], 1)), 0.0) + 0.0


def details(shares: Shares, met: Meetings, a: Integers, bits: Floats) -> Details:
    """The details of each pair; `met` holds meetings of every pair, `a` its first accounts, `bits` of each object."""
    count = len(a)
    dt = shares.time[met.second] - shares.time[met.first]
    starts = np.searchsorted(met.pair, np.arange(count + 1))
    by_dt = dt[np.lexsort((dt, met.pair))]
    number = np.diff(starts)
    low, high = by_dt[starts[:-1] + (number - 1) // 2], by_dt[starts[:-1] + number // 2]
    # two posts in the same second lead neither way
    led = np.where(dt == 0, 0, np.where(shares.account[met.first] == a[met.pair], 1, -1))
    together = distinct(met.pair * len(shares.objects) + shares.object[met.first])
    pair_of, object_of = together // len(shares.objects), together % len(shares.objects)
    order = np.lexsort((object_of, -bits[object_of], pair_of))
    begins = np.searchsorted(pair_of, np.arange(count + 1))
    listed = object_of[order].tolist()
    return Details(
        (low + high) / 2,
        np.minimum.reduceat(shares.time[met.first], starts[:-1]),
        np.maximum.reduceat(shares.time[met.second], starts[:-1]),
        np.bincount(met.pair[led > 0], minlength=count),
        np.bincount(met.pair[led < 0], minlength=count),
        np.asarray(np.bincount(pair_of, weights=bits[object_of], minlength=count), np.float64),
        tuple(
            tuple(listed[s : min(s + TOP, e)]) for s, e in zip(begins[:-1].tolist(), begins[1:].tolist(), strict=True)
        ),
    )
