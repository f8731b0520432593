"""The meetings behind the significant pairs of a detection: which post of whom met which, over what."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis.details import information
from analysis.detection import Detection
from analysis.edges import names
from analysis.pairing import distinct, encounters, meetings
from analysis.shares import Integers, Shares, arrow

_FIELDS: dict[str, pa.DataType] = {
    **dict.fromkeys(("account_a", "account_b", "object"), pa.string()),
    "sharers": pa.int64(),
    "information": pa.float64(),
    **dict.fromkeys(("post_a", "post_b"), pa.string()),
    **dict.fromkeys(("time_a", "time_b"), pa.float64()),
}
SCHEMA = pa.schema(_FIELDS)
"""One row for each pair of posts, account_a < account_b: object with kind, its sharers and bits, posts, times (epoch s)."""


def meetings_table(found: Detection) -> pa.Table:
    """Every meeting of the significant pairs, by pair and time; `found` was encoded with all its contents."""
    pairs = found.judged.pairs.where(found.judged.significant)
    shares = found.shares
    if not len(pairs) or shares.content is None or shares.contents is None:
        return SCHEMA.empty_table()
    involved = np.zeros(len(shares.accounts), bool)
    involved[pairs.a] = involved[pairs.b] = True
    theirs = shares.where(involved[shares.account])
    met = meetings(theirs, encounters(theirs, found.settings.window), pairs.a, pairs.b)
    swapped = theirs.account[met.first] != pairs.a[met.pair]
    a, b = np.where(swapped, met.second, met.first), np.where(swapped, met.first, met.second)
    texts = names(shares.accounts, np.arange(len(shares.accounts))).to_pylist()
    # codes are in the order of the table, a pair in that of its names
    turned = np.array([texts[x] > texts[y] for x, y in zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)], bool)[
        met.pair
    ]
    a, b = np.where(turned, b, a), np.where(turned, a, b)
    objects = theirs.object[met.first]
    table = pa.table(
        {
            "account_a": names(shares.accounts, theirs.account[a]),
            "account_b": names(shares.accounts, theirs.account[b]),
            "object": names(shares.objects, objects),
            "sharers": arrow(sharers(shares)[objects]),
            "information": arrow(information(shares)[objects]),
            "post_a": names(shares.contents, theirs.content[a]),  # type: ignore[index]  # checked above
            "post_b": names(shares.contents, theirs.content[b]),  # type: ignore[index]
            "time_a": arrow(theirs.time[a]),
            "time_b": arrow(theirs.time[b]),
        },
        schema=SCHEMA,
    )
    return table.sort_by([(name, "ascending") for name in ("account_a", "account_b", "time_a", "time_b", "object")])


def sharers(shares: Shares) -> Integers:
    """How many accounts shared each object."""
    accounts = max(len(shares.accounts), 1)
    who = distinct(shares.object.astype(np.int64) * accounts + shares.account)
    return np.bincount(who // accounts, minlength=len(shares.objects))


def kinds_by_pair(table: pa.Table) -> dict[tuple[str, str], tuple[str, ...]]:
    """Kinds of objects over which each pair met."""
    found: dict[tuple[str, str], set[str]] = {}
    columns = (table[name].to_pylist() for name in ("account_a", "account_b", "object"))
    for a, b, object_ in zip(*columns, strict=True):
        found.setdefault((a, b), set()).add(kind_of(object_))
    return {pair: tuple(sorted(kinds)) for pair, kinds in found.items()}


def kind_of(object: str) -> str:
    """The kind that an object id begins with."""
    return object.partition(":")[0]


def inside(table: pa.Table, accounts: Sequence[str]) -> pa.Table:
    """The meetings of pairs of which both are among the accounts."""
    wanted = pa.array(accounts, pa.string())
    return table.filter(pc.and_(pc.is_in(table["account_a"], wanted), pc.is_in(table["account_b"], wanted)))
