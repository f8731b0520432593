"""How much it mattered, from the records of a case: posts with their engagement, and what the group's things did outside."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from analysis.impact import ACCOUNT, ANSWERED, COUNTS, Settings, impact
from analysis.impact_result import Impact
from analysis.shares import encode
from attribution.expanding import Seeds
from attribution.identities import owner_of
from attribution.share_kinds import Request
from attribution.share_records import share_records
from graph.schema import NODES
from store.resolve import Reader, resolved, united

SPREAD = ("url", "media", "text")
"""What somebody makes; a hashtag or a domain is a name that anybody may use, and who is seen first with it is chance."""

_TABLES = ("Post", "Account", "POSTED", "REPOST_OF", "REPLY_TO")


def impact_of(reader: Reader, group: Seeds, request: Request, settings: Settings | None = None) -> Impact:
    """Engagement and spread of a group's posts; `request` says which kinds of objects it is followed by."""
    owner = owner_of(reader)
    members = sorted({owner.get(key, key) for account in group.accounts for key in account})
    shares = encode(share_records(reader, request).table, keep_repeated=True)
    return impact(posts_table(reader), members, shares, settings)


def posts_table(reader: Reader) -> pa.Table:
    """Every loaded post as `analysis.impact` reads it; accounts that SAME_AS joins are one.

    A post whose author is not known is compared with nobody's and left out; a post with two authors stands once.
    """
    post = [one for one in NODES["Post"].properties if one.name in ("platform", "kind", "created_at", *COUNTS)]
    followers = [one for one in NODES["Account"].properties if one.name == "followers"]
    twice = 'SELECT _key FROM "Account" GROUP BY _key HAVING count(*) > 1'
    sizes = united("Account", followers, '(FROM "Account")', f"({twice}) USING (_key)")
    counts = ", ".join(COUNTS)
    found = reader.arrow_sql(
        f"WITH heads AS ({resolved('Post', post)}), sizes AS ({sizes}), "
        'posted AS (SELECT _end AS post, min(_start) AS account FROM "POSTED" GROUP BY _end), '
        "answered AS (SELECT post, min(other) AS other FROM ("
        'SELECT _start AS post, _end AS other FROM "REPOST_OF" UNION ALL SELECT _start, _end FROM "REPLY_TO") GROUP BY post) '
        f"SELECT heads._key AS post, account, platform, created_at / 1000.0 AS created_at, kind, {counts}, followers, "
        f"other AS {ANSWERED} FROM heads JOIN posted ON posted.post = heads._key LEFT JOIN sizes ON sizes._key = account "
        "LEFT JOIN answered ON answered.post = heads._key ORDER BY heads._key",
        _TABLES,
    )
    owner = owner_of(reader)
    if not owner:
        return found
    named, owners = pa.array(list(owner), pa.string()), pa.array(list(owner.values()), pa.string())
    posted: Any = found[ACCOUNT].combine_chunks()
    place: Any = pc.index_in(posted, value_set=named)
    account = pc.coalesce(owners.take(place), posted)
    return found.set_column(found.column_names.index(ACCOUNT), ACCOUNT, account)
