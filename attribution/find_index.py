"""The words by which nodes are found, as one column that is scanned: derived from the store, kept beside the case.

Measured at 620,000 nodes on two busy cores: a scan of the column in memory answers in 10 to 120 ms whatever the words,
of any length and script; the embedded engine's `CONTAINS` takes 200 to 530 ms, and full-text indexes know no infixes.
Made when first asked for (about 10 s then), read back afterwards, made anew where the data changed; a file half written
has another name, and is nobody's.
"""

import hashlib
import json
import os
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from attribution.progress import Progress
from attribution.share_records import files
from graph.neighbourhood import NAMED_BY_PLATFORM
from graph.schema import NODES
from store.database import connect
from store.resolve import Reader, resolved

_FORMAT = 1

FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Account": ("handle", "handles", "name"),
        "Domain": (),
        "Hashtag": (),
        "Url": (),
        "Media": ("title", "file_name"),
        "Fingerprint": (),
        "Network": (),
        "Set": (),
        "Surface": ("name",),
        "Post": (),
        "Text": ("text",),
    }
)
"""By which properties beside its key a node is found, the most wanted labels first."""

_COLUMNS: dict[str, pa.DataType] = {
    "place": pa.int8(), "label": pa.string(), "key": pa.string(), "platform": pa.string(), "folded": pa.string()
}  # fmt: skip
_SCHEMA = pa.schema(_COLUMNS)
_ROWS = 50_000

# accents of Latin, Greek and Cyrillic, and what is not seen; marks of other scripts tell words apart
_UNHEARD = dict.fromkeys(
    [*range(0x300, 0x370), 0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
)

_lock = threading.Lock()
_open: dict[Path, tuple[str, duckdb.DuckDBPyConnection]] = {}
"""The index of each case, once for all who look into it from this process."""


def folded(text: str) -> str:
    """The text without case, width, accents and unseen characters, for both sides of a comparison."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold()).translate(_UNHEARD)
    return unicodedata.normalize("NFKC", apart)


def names(reader: Reader, progress: Progress) -> duckdb.DuckDBPyConnection:
    """A connection with the table `names` (place, label, key, platform, folded) of what is committed now."""
    token = _token(reader)
    root = reader.folder.root.resolve()
    with _lock:
        known = _open.get(root)
        if known is None or known[0] != token:
            known = token, _loaded(reader, root / "find" / f"names-{token}.parquet", progress)
            _open[root] = known
        return known[1].cursor()


def _token(reader: Reader) -> str:
    committed = [_FORMAT, *(d.folder for d in files(reader))]
    return hashlib.sha256(json.dumps(committed).encode()).hexdigest()[:16]


def _loaded(reader: Reader, path: Path, progress: Progress) -> duckdb.DuckDBPyConnection:
    table = _kept(path)
    if table is None:
        table = pa.Table.from_batches(_batches(reader, progress), _SCHEMA)
        _keep(table, path)
    connection = connect()
    connection.register("read", table)
    connection.execute("CREATE TABLE names AS FROM read")
    connection.unregister("read")
    return connection


def _kept(path: Path) -> pa.Table | None:
    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowException):
        # none yet, or a damaged one: it is made anew from the store
        return None
    return table if table.schema.equals(_SCHEMA) else None


def _keep(table: pa.Table, path: Path) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(exist_ok=True)
        pq.write_table(table, temporary)
        temporary.replace(path)
        for old in path.parent.iterdir():
            if old != path:
                old.unlink(missing_ok=True)
    except OSError:
        # a case on a medium that is only read: the next process makes it again
        return


def _batches(reader: Reader, progress: Progress) -> Iterator[pa.RecordBatch]:
    for place, (label, fields) in enumerate(FIELDS.items()):
        progress(f"reading the names of {label} nodes", 0, share=place / len(FIELDS))
        declared = [p for p in NODES[label].properties if p.name in fields or p.name == "platform"]
        if not reader.paths(label):
            continue
        with reader.connect(label) as connection:
            for batch in connection.sql(f"{resolved(label, declared)} ORDER BY _key").to_arrow_reader(_ROWS):
                named = [one for row in batch.to_pylist() for one in _names(label, fields, row)]
                yield pa.RecordBatch.from_pylist([{"place": place, "label": label, **one} for one in named], _SCHEMA)
                progress(f"reading the names of {label} nodes", batch.num_rows, share=place / len(FIELDS))


def _names(label: str, fields: tuple[str, ...], row: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    key = row["_key"]
    platform = row.get("platform") or (key.partition(":")[0] if label in NAMED_BY_PLATFORM else "")
    # nobody types the hash that is a text's key
    said = [] if label == "Text" else [key]
    for field in fields:
        value = row[field]
        said += value if isinstance(value, list) else [value]
    for words in dict.fromkeys(folded(one) for one in said if one):
        yield {"key": key, "platform": platform, "folded": words}
