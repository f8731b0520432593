"""Groups of a run as rows for a reader: members, links, things, timelines, and what differs between two runs. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.judgement import IN_GROUP, READINGS
from attribution.runs import Cluster, Comparison, Run

DISAGREES = 0.05
"""Share of shuffles from which on shuffled times bring a pair together as often: the two checks disagree."""

_DAY_MS = 86_400_000
_BINS = 30


def accepted_q(pairs: pd.DataFrame) -> pd.Series:
    """The q by which each pair passed: that over all pairs, or that among pairs which others link."""
    return pairs["q"].where(pairs["reading"] != IN_GROUP, pairs["q_group"])


def q_by_group(pairs: pd.DataFrame) -> Mapping[int, tuple[float, float]]:
    """The q by which links passed, by number of group: that of the link in the middle, and the greatest."""
    own = pairs[pairs["significant"]]
    found = accepted_q(own).groupby(own["group"]).agg(["median", "max"])
    return {int(str(number)): (float(row["median"]), float(row["max"])) for number, row in found.iterrows()}


def links_of(pairs: pd.DataFrame, group: Cluster) -> pd.DataFrame:
    """The links within a group, the least likely by chance first; with `accepted_q` and `disagrees`."""
    own = pairs[pairs["significant"] & (pairs["group"] == group.number)]
    own = own.assign(accepted_q=accepted_q(own), disagrees=own["p_shuffled"].fillna(0.0) > DISAGREES)
    return own.sort_values(["p", "information", "account_a", "account_b"], ascending=[True, False, True, True])


def timelines(run: Run) -> tuple[Mapping[int, list[int]], int]:
    """Pairs of posts that met, by number of group, in at most 30 steps over the span of all groups; days in a step."""
    days = [day for group in run.clusters for day, _ in group.days]
    if not days:
        return {}, 1
    first, span = min(days), (max(days) - min(days)) // _DAY_MS + 1
    step = -(-span // _BINS)
    found: dict[int, list[int]] = {}
    for group in run.clusters:
        counts = [0] * -(-span // step)
        for day, met in group.days:
            counts[(day - first) // _DAY_MS // step] += met
        found[group.number] = counts
    return found, step


def members(group: Cluster, links: pd.DataFrame, met: pd.DataFrame) -> pd.DataFrame:
    """A row for each account: account, links within the group, things that it shared with others of it; most links first."""
    ends = pd.concat([links["account_a"], links["account_b"]])
    count = ends.value_counts()
    sides = [
        met[[name, "object"]].rename(columns={name: "account"}).drop_duplicates() for name in ("account_a", "account_b")
    ]
    things = pd.concat(sides).drop_duplicates().groupby("account").size()
    rows = [(key, int(count.get(key, 0)), int(things.get(key, 0))) for key in group.accounts]
    return pd.DataFrame(rows, columns=["account", "links", "things"]).sort_values(
        ["links", "account"], ascending=[False, True]
    )


def things(met: pd.DataFrame) -> pd.DataFrame:
    """A row for each object that meetings are about: object, information, sharers, accounts, meetings; most bits first."""
    long = pd.concat(
        [met[["object", name]].rename(columns={name: "account"}) for name in ("account_a", "account_b")]
    ).drop_duplicates()
    found = (
        met.groupby("object")
        .agg(information=("information", "max"), sharers=("sharers", "max"), meetings=("object", "size"))
        .join(long.groupby("object").size().rename("accounts"))
        .reset_index()
    )
    return found.sort_values(["information", "accounts", "object"], ascending=[False, False, True])


def inside(met: pd.DataFrame, accounts: Sequence[str]) -> pd.DataFrame:
    """The meetings of which both accounts are among these."""
    return met[met["account_a"].isin(accounts) & met["account_b"].isin(accounts)]


def reading(name: str) -> str:
    """What a judgement on a pair says, in one sentence."""
    return READINGS.get(name, name)


@dataclass(frozen=True, slots=True)
class Change:
    """One group before and after: what became of it, its numbers in both runs, who came and who went."""

    what: str
    before: Cluster | None
    after: Cluster | None
    came: tuple[str, ...]
    went: tuple[str, ...]


def changes(found: Comparison) -> list[Change]:
    """Groups that appeared, went, grew, shrank, changed or stayed, in this order, the largest first."""
    of_a = {one.number: one for one in found.a.clusters}
    of_b = {one.number: one for one in found.b.clusters}
    listed = [
        _change(of_a.get(one) if one is not None else None, of_b.get(other) if other is not None else None)
        for one, other, _ in found.clusters
    ]
    return sorted(listed, key=lambda one: (_ORDER.index(one.what), -max(_size(one.before), _size(one.after))))


_ORDER = ("new", "gone", "grown", "shrunk", "changed", "the same")


def _change(before: Cluster | None, after: Cluster | None) -> Change:
    one, other = (set(group.accounts) if group else set() for group in (before, after))
    came, went = tuple(sorted(other - one)), tuple(sorted(one - other))
    if before is None:
        what = "new"
    elif after is None:
        what = "gone"
    elif came and went:
        what = "changed"
    else:
        what = "grown" if came else "shrunk" if went else "the same"
    return Change(what, before, after, came, went)


def _size(group: Cluster | None) -> int:
    return group.size if group else 0
