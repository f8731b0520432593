"""Who shared what, read from the store's columns, and how telling each object is."""

from collections.abc import Iterator

import pyarrow as pa

from analysis.rarity import sharing
from store.resolve import Reader

# the same folding as graph/read.py: what an account itself posted; of a repost, only the post
OBJECTS = """
posts AS (SELECT DISTINCT _start AS account, _end AS post FROM "POSTED"),
links AS (SELECT DISTINCT _start AS post, _end AS url FROM "LINKS_TO"),
shown AS (SELECT DISTINCT _start_label, _start, _end AS media FROM "HAS_MEDIA"),
objects AS (
    SELECT 'Url' AS type, post, url AS object FROM links
    UNION ALL SELECT 'Domain', links.post, d._end FROM links JOIN (SELECT DISTINCT _start, _end FROM "ON_DOMAIN") d ON d._start = links.url
    UNION ALL SELECT DISTINCT 'Hashtag', _start, _end FROM "TAGGED"
    UNION ALL SELECT DISTINCT 'Text', _start, _end FROM "HAS_TEXT"
    UNION ALL SELECT 'Media', _start, media FROM shown WHERE _start_label = 'Post'
    UNION ALL SELECT 'Media', links.post, media FROM links JOIN shown ON shown._start_label = 'Url' AND shown._start = links.url
    UNION ALL SELECT DISTINCT 'Post', _start, _end FROM "REPOST_OF"
    UNION ALL SELECT DISTINCT 'Post', _start, _end FROM "QUOTES"
)
"""
"""Common table expressions: `posts` (account, post), and `objects` (type, post, object) that each post shares itself."""

_SHARED = f"""
WITH {OBJECTS}
SELECT type, account, object FROM objects JOIN posts USING (post)
UNION ALL
SELECT DISTINCT 'Fingerprint/' || split_part(_end, ':', 1), _start, _end FROM "HAS_FINGERPRINT"
"""
TABLES = ("POSTED", "LINKS_TO", "ON_DOMAIN", "TAGGED", "HAS_TEXT", "HAS_MEDIA", "REPOST_OF", "QUOTES")
"""Tables that `OBJECTS` reads."""


def shared_objects(reader: Reader) -> pa.Table:
    """Columns type, object, sharers, information of every object with two sharers or more."""
    return sharing(reader.arrow_sql(_SHARED, (*TABLES, "HAS_FINGERPRINT")))


def as_rows(shared: pa.Table, batch: int = 5_000) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Label and rows {id, sharers, information} for its nodes, in batches of one label."""
    waiting: dict[str, list[dict[str, object]]] = {}
    for part in shared.to_batches(max_chunksize=batch):
        for row in part.to_pylist():
            label = row["type"].partition("/")[0]
            rows = waiting.setdefault(label, [])
            rows.append({"id": row["object"], "sharers": row["sharers"], "information": row["information"]})
            if len(rows) >= batch:
                yield label, waiting.pop(label)
    yield from waiting.items()
