"""Which keys name one account: handle keys joined to id keys, over everything that was loaded."""

from collections.abc import Mapping
from typing import TypeAlias

from graph.canonical.accounts import by_id
from graph.records import Ref, Relationship
from store.resolve import Reader

_PAIRS = """
WITH held AS (
    SELECT DISTINCT _key, platform, lower(handle) AS handle FROM "Account" WHERE handle IS NOT NULL AND account_id IS NOT NULL
), owners AS (
    SELECT platform, handle, min(_key) AS owner FROM held GROUP BY platform, handle HAVING count(DISTINCT _key) = 1
), named AS (
    SELECT _key, any_value(platform) AS platform, lower(any_value(handle)) AS handle
    FROM "Account" WHERE account_id IS NULL AND handle IS NOT NULL GROUP BY _key
)
SELECT named._key, owners.owner, list_sort(list(DISTINCT "Account"._dataset)) AS datasets
FROM named JOIN owners USING (platform, handle)
JOIN "Account" ON "Account"._key IN (named._key, owners.owner)
GROUP BY ALL ORDER BY ALL
"""

_STATED = """
SELECT _start, _end, list_sort(list(DISTINCT _dataset)) FROM "SAME_AS"
WHERE _start_label = 'Account' AND _end_label = 'Account' GROUP BY ALL ORDER BY ALL
"""

REASON = "this id, and no other that was loaded, had this handle"
FOLLOWS = "follows from what is stated of its other keys"
REASONS = (REASON, FOLLOWS)
"""Of SAME_AS that no file says."""

Links: TypeAlias = Mapping[tuple[str, str], tuple[str, ...]]
"""Datasets by the keys that they join, the one that stands for the account last."""


def same_accounts(reader: Reader) -> list[tuple[Relationship, tuple[str, ...]]]:
    """SAME_AS that no file says, with its datasets.

    From each `platform:@handle` to the one `platform:id` that ever had the handle: one that several ids had (a rename,
    or a handle taken over) joins nothing, nor does a display name. And where accounts are stated to be one, from each
    key to the one that stands for all, so that one step leads there.
    """
    joined, stated = _links(reader, _PAIRS, "Account"), _links(reader, _STATED, "SAME_AS")
    owner = _owners(joined, stated)
    said: dict[str, set[str]] = {}
    for (start, _), datasets in stated.items():
        said.setdefault(owner[start], set()).update(datasets)
    follows = {
        (key, first): tuple(sorted(said[first]))
        for key, first in sorted(owner.items())
        if (key, first) not in joined and (key, first) not in stated
    }
    return [
        (Relationship("SAME_AS", Ref("Account", start), Ref("Account", end), {"reason": reason}), datasets)
        for reason, links in zip(REASONS, (joined, follows), strict=True)
        for (start, end), datasets in links.items()
    ]


def owner_of(reader: Reader) -> Mapping[str, str]:
    """The key that stands for an account, by each other key that names it: joined by a handle, or stated to be one.

    Of several ids the first stands for all.
    """
    return _owners(_links(reader, _PAIRS, "Account"), _links(reader, _STATED, "SAME_AS"))


def _links(reader: Reader, query: str, table: str) -> Links:
    return {(start, end): tuple(datasets) for start, end, datasets in reader.sql(query, (table,))}


def _owners(joined: Links, stated: Links) -> dict[str, str]:
    owner = dict(joined.keys())
    for link in stated:
        first, other = sorted((_last(owner, key) for key in link), key=by_id)
        if first != other:
            owner[other] = first
    return {key: _last(owner, key) for key in owner}


def _last(owner: Mapping[str, str], key: str) -> str:
    while key in owner:
        key = owner[key]
    return key
