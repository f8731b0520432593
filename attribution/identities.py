"""Which keys name one account: handle keys joined to id keys, over everything that was loaded."""

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

REASON = "this id, and no other that was loaded, had this handle"


def same_accounts(reader: Reader) -> list[tuple[Relationship, tuple[str, ...]]]:
    """SAME_AS from each `platform:@handle` to the one `platform:id` that ever had the handle, with its datasets.

    A handle that several ids had (a rename, or a handle taken over) joins nothing; nor does a display name.
    """
    return [
        (Relationship("SAME_AS", Ref("Account", named), Ref("Account", owner), {"reason": REASON}), tuple(datasets))
        for named, owner, datasets in reader.sql(_PAIRS, ("Account",))
    ]
