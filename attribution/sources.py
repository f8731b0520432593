"""Which files and which rows say a node or a relationship: one call for each of them."""

from collections.abc import Iterator

from attribution.errors import CaseError
from attribution.lookup import lookup
from graph.records import Ref
from graph.schema import NODES, RELATIONSHIPS
from graph.subgraph import Edge
from store.resolve import Reader

Place = dict[str, str]
_MOST = 1_000


def sources(reader: Reader, of: Ref | Edge | str, *, limit: int = _MOST) -> list[Place]:
    """Rows {dataset, file, loader, row} that say it, in order of loading, at most `limit`.

    `of`: a node, a relationship, or the text of either: `Post/x:1`, `POSTED|Account/x:7|Post/x:1`. A node
    that no row describes has the rows that name it; what derives from nodes (SAME_AS) has theirs.
    """
    table, key, ends = _named(of)
    if table == "Dataset":
        return [_whole(reader, key)]
    found = reader.places(table, [key], limit=limit)[key]
    if found:
        return found
    if table in NODES:
        return _naming(reader, table, key, limit)
    if RELATIONSHIPS[table].derived:
        both = [place for end in ends for place in reader.places(end.label, [end.key], limit=limit)[end.key]]
        return list({tuple(sorted(p.items())): p for p in both}.values())[:limit]
    return []


def named(reader: Reader, text: str) -> Ref | str:
    """What the text names: a reference as it is, else the one thing of the case that the handle or address is."""
    label, slash, _ = text.partition("/")
    if (slash and label in NODES) or text.partition("|")[0] in RELATIONSHIPS:
        return text
    found = lookup(reader, [text]).found
    if len(found) != 1:
        known = ", ".join(str(ref) for ref in found[:5]) or "nothing"
        raise CaseError(f"{text[:120]!r}: names {known} of the case; write one of them as Label/key")
    return found[0]


def _named(of: Ref | Edge | str) -> tuple[str, str, tuple[Ref, ...]]:
    if isinstance(of, Ref):
        return of.label, of.key, ()
    if isinstance(of, Edge):
        return _stored(of.type), of.key, (of.start, of.end)
    type_, bar, rest = of.partition("|")
    if bar and type_ in RELATIONSHIPS:
        return _stored(type_), of, tuple(_ends(type_, rest))
    try:
        ref = Ref.parse(of)
    except ValueError as error:
        raise CaseError(
            f"{of[:120]!r}: names no node or relationship; write Label/key, or TYPE|Label/key|Label/key"
        ) from error
    return ref.label, ref.key, ()


def _stored(type_: str) -> str:
    if not RELATIONSHIPS[type_].stored:
        raise CaseError(f"{type_}: is folded from the posts between, which have the rows; ask for one of them")
    return type_


def _ends(type_: str, text: str) -> Iterator[Ref]:
    # a key may hold a bar itself (an address): the second end is found by its label
    declared = RELATIONSHIPS[type_]
    for label in declared.ends:
        start, bar, rest = text.partition(f"|{label}/")
        if bar:
            try:
                yield Ref.parse(start)
            except ValueError:
                continue
            yield Ref(label, rest.partition("|")[0] if declared.identity else rest)
            return


def _naming(reader: Reader, label: str, key: str, limit: int) -> list[Place]:
    found: list[Place] = []
    for type_, declared in RELATIONSHIPS.items():
        if not declared.stored or label not in {*declared.starts, *declared.ends} or not reader.paths(type_):
            continue
        keys = reader.sql(
            f'SELECT DISTINCT _key FROM "{type_}" WHERE (_start_label = $label AND _start = $key) '
            "OR (_end_label = $label AND _end = $key) ORDER BY _key LIMIT $limit",
            (type_,),
            {"label": label, "key": key, "limit": limit},
        )
        places = reader.places(type_, [k for (k,) in keys], limit=limit)
        found += [place for listed in places.values() for place in listed]
    return list({tuple(sorted(p.items())): p for p in found}.values())[:limit]


def _whole(reader: Reader, sha256: str) -> Place:
    for dataset in reader.datasets:
        if dataset.sha256 == sha256:
            loader = f"{dataset.format} {dataset.loader_version}"
            return {"dataset": dataset.id, "file": dataset.name, "loader": loader, "row": "the whole file"}
    raise CaseError(f"Dataset/{sha256[:80]}: is not in the case; `attribution case info` lists its datasets")
