"""Who shared what and when, from the records of a case: the table that detection reads."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from analysis.near_text import families
from analysis.rarity import sharing
from analysis.shares import ACCOUNT, CONTENT, OBJECT, PRECISION, TIME
from attribution.identities import owner_of
from attribution.share_kinds import Request
from attribution.sharing import OBJECTS, TABLES
from graph.rarity import COMMON
from graph.schema import NODES
from store.manifest import Dataset
from store.resolve import Reader, resolved

FORMAT = "detection"
"""Format of the datasets that are runs: made by us, from all others."""

LEAST_TEXT = 40
"""Characters of a text that counts as copied; `queries/library` asks for as many. Greetings are shorter."""

_READ = ("Post", *TABLES, "MENTIONS", "REPLY_TO", "Url", "Domain", "Text")

# the address of a site alone (https://youtube.com/) names nothing that anybody could share
_BARE_SITE = "regexp_full_match(object, 'https?://[^/]+/?')"
_NOBODYS = 'object IN (SELECT _key FROM "Domain" WHERE shared_service)'

_LONG_TEXT = f"type = 'Text' AND object IN (SELECT _key FROM \"Text\" WHERE length >= {LEAST_TEXT})"

_OBJECTS: Mapping[str, str] = MappingProxyType(
    {
        "url": f"SELECT post, object FROM objects WHERE type = 'Url' AND NOT ({_BARE_SITE} AND object IN ("
        'SELECT _start FROM "ON_DOMAIN" WHERE _end IN (SELECT _key FROM "Domain" WHERE shared_service)))',
        "media": "SELECT post, object FROM objects WHERE type = 'Media'",
        "domain": f"SELECT post, object FROM objects WHERE type = 'Domain' AND NOT {_NOBODYS}",
        "hashtag": "SELECT post, object FROM objects WHERE type = 'Hashtag'",
        "text": f"SELECT post, object FROM objects WHERE {_LONG_TEXT}",
        "repost": 'SELECT DISTINCT _start AS post, _end AS object FROM "REPOST_OF"',
        "mention": 'SELECT DISTINCT _start AS post, coalesce(owner, _end) AS object FROM "MENTIONS" LEFT JOIN joined ON named = _end',
        "reply": 'SELECT DISTINCT _start AS post, _end AS object FROM "REPLY_TO"',
        "hashtags": "SELECT post, string_agg(object, ' ' ORDER BY object) AS object FROM objects "
        "WHERE type = 'Hashtag' AND object NOT IN (SELECT object FROM common) GROUP BY post HAVING count(*) > 1",
        "near_text": f"SELECT post, family AS object FROM objects JOIN families ON text = object WHERE {_LONG_TEXT}",
    }
)
"""For each kind a query for (post, object); a repost shares the post and nothing that the post holds."""


@dataclass(frozen=True, slots=True)
class ShareRecords:
    """`table` as `analysis.shares.encode` takes it (object ids begin with their kind), and what has to be said of it."""

    table: pa.Table
    unzoned: int
    """Posts of it whose time is local, of a zone that nobody named."""


def share_records(reader: Reader, request: Request) -> ShareRecords:
    """Every share of the kinds, span and platforms asked for: post, account and object once each.

    Accounts that SAME_AS joins are one; times are those that the graph shows. Posts without a time are
    among them, whatever the span: whoever reads the table counts them.
    """
    joined = _joined(reader)
    with reader.connect(*_READ) as connection:
        connection.register("joined", joined)
        if "hashtags" in request.objects:
            connection.register("common", _common(connection))
        if "near_text" in request.objects:
            connection.register("families", _families(connection))
        connection.execute("CREATE TEMP TABLE found AS " + _query(request), _parameters(request))
        table = connection.sql(
            f"SELECT object AS {OBJECT}, account AS {ACCOUNT}, post AS {CONTENT}, created_at / 1000.0 AS {TIME}, "
            f"ts_precision AS {PRECISION} FROM found ORDER BY ALL"
        ).to_arrow_table()
        unzoned = connection.execute("SELECT count(DISTINCT post) FROM found WHERE ts_origin = 'local-unknown'")
        return ShareRecords(table, int((unzoned.fetchone() or (0,))[0]))


def _query(request: Request) -> str:
    kinds = " UNION ALL ".join(f"SELECT '{kind}:' || object AS object, post FROM ({_OBJECTS[kind]})" for kind in request.objects)  # fmt: skip
    wanted = ["true"]
    if request.since is not None:
        wanted.append("(created_at >= $since OR created_at IS NULL)")
    if request.until is not None:
        wanted.append("(created_at < $until OR created_at IS NULL)")
    if request.platforms:
        wanted.append("split_part(post, ':', 1) IN (SELECT unnest($platforms))")
    if request.accounts is not None:
        wanted.append("account IN (SELECT unnest($accounts))")
    asked = [p for p in NODES["Post"].properties if p.name in ("created_at", "ts_precision", "ts_origin")]
    return (
        f"WITH {OBJECTS}, things AS ({kinds}), heads AS ({resolved('Post', asked)}), "
        "owned AS (SELECT DISTINCT coalesce(owner, account) AS account, post FROM posts LEFT JOIN joined ON named = account) "
        "SELECT DISTINCT object, account, post, created_at, ts_precision, ts_origin FROM things JOIN owned USING (post) "
        f"LEFT JOIN heads ON heads._key = post WHERE {' AND '.join(wanted)}"
    )


def _parameters(request: Request) -> dict[str, object]:
    given = {
        "since": request.since,
        "until": request.until,
        "platforms": list(request.platforms) or None,
        "accounts": None if request.accounts is None else list(request.accounts),
    }
    return {name: value for name, value in given.items() if value is not None}


def _common(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Hashtags that so many use that they tie nobody."""
    used = connection.sql(
        f"WITH {OBJECTS} SELECT type, account, object FROM objects JOIN posts USING (post) WHERE type = 'Hashtag'"
    ).to_arrow_table()
    return sharing(used).filter(pc.field("information") < COMMON).select(["object"])


def _families(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The text that names the family of each long one: the one that most accounts posted."""
    texts = connection.sql(
        f'WITH {OBJECTS}, heads AS (SELECT _key, any_value(text) AS text FROM "Text" GROUP BY _key) '
        "SELECT object, heads.text FROM objects JOIN posts USING (post) JOIN heads ON _key = object "
        f"WHERE {_LONG_TEXT} GROUP BY ALL ORDER BY count(DISTINCT account) DESC, object"
    ).to_arrow_table()
    first = families(texts["text"].to_pylist())
    return pa.table({"text": texts["object"], "family": texts["object"].take(pa.array(first))})


def _joined(reader: Reader) -> pa.Table:
    owner = owner_of(reader)
    return pa.table({"named": pa.array(list(owner), pa.string()), "owner": pa.array(list(owner.values()), pa.string())})


def is_run(dataset: Dataset) -> bool:
    """Whether it is a run, and no file."""
    return dataset.format == FORMAT


def files(reader: Reader) -> tuple[Dataset, ...]:
    """The datasets that are files, in the order of their loading."""
    return tuple(d for d in reader.datasets if not is_run(d))


def input_of(reader: Reader) -> str:
    """Hash of all that a detection can read: the files that hold posts or what these share, and which accounts are one."""
    tables = {*_READ} - {"Url", "Domain", "Text"}
    read = {(path.parent.name, table) for table in tables for path in reader.paths(table)}
    folders = {folder for folder, _ in read}
    readings = [[d.sha256, d.format, d.loader_version, d.options] for d in files(reader) if d.folder in folders]
    posting = {key for (key,) in reader.sql('SELECT DISTINCT _start FROM "POSTED"', ("POSTED",))}
    pairs = sorted((a, b) for a, b in owner_of(reader).items() if a in posting)
    return hashlib.sha256(json.dumps([sorted(readings), pairs]).encode()).hexdigest()
