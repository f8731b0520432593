"""What one row of an answer rests on: the posts by which it came about, with file and row; bounded, and counted."""

from collections.abc import Mapping, Sequence

from attribution.receipts import Receipts, shown
from attribution.words import count
from graph.connection import Graph
from graph.posts import keys_among, keys_by, posts_named
from graph.read import induced
from graph.records import Ref
from graph.schema import RELATIONSHIPS
from graph.sharing import FROM_OBJECT
from queries.frontmatter import Query
from queries.result import Result, Row, refs_in
from store.resolve import Reader

FEW = 20
"""Posts of a row that are listed, where no other number is given."""

_MOST = 20_000
_MOST_NODES = 60
_MOST_PLACES = 100


def of_row(graph: Graph, reader: Reader, query: Query, row: Row, *, limit: int = FEW) -> Receipts:
    """The oldest posts behind a row, at most `limit`, with how many there are; the files that say it, where no post does.

    Behind a row stand the posts that it names; else those by which the accounts that it names (or anybody, where it
    names none) shared the things that it names; else all posts of its accounts.
    """
    named = [ref for column in query.nodes for ref in refs_in(query, row, column)]
    posts = [ref for column, label in query.nodes.items() if label == "Post" for ref in refs_in(query, row, column)]
    things = [ref for ref in named if ref.label in FROM_OBJECT and ref not in posts]
    accounts = [ref for ref in named if ref.label == "Account"]
    if any(ref.label not in FROM_OBJECT and ref.label != "Account" for ref in named):
        return _of_files(graph, reader, named)
    if posts:
        return _of_posts(graph, reader, [ref.key for ref in posts], "that the row names", limit)
    if things:
        keys = keys_among(graph, things, [ref.key for ref in accounts], most=_MOST + 1)
        whose = f" by the {count(len(accounts), 'account')} that the row names" if accounts else ""
        return _of_posts(graph, reader, keys, f"{whose} with the {count(len(things), 'thing')} that it names", limit)
    if accounts:
        return _of_accounts(graph, reader, accounts, limit)
    return Receipts("The row names nothing whose posts could be listed: it counts.", (), (), 0)


def as_rows(result: Result, found: Sequence[Receipts]) -> list[dict[str, object]]:
    """A line for each post of each row: number of the row, post, time, account, where it stands, and how many there are."""
    lines: list[dict[str, object]] = []
    for number, (_, one) in enumerate(zip(result.rows, found, strict=True), 1):
        for place in one.places if not one.posts else ():
            lines.append(_line(number, {}, place, one.total))
        for post in one.posts:
            places = post["places"]
            first = places[0] if isinstance(places, list | tuple) and places else {}
            lines.append(_line(number, post, first, one.total))
    return lines


def as_json(found: Sequence[Receipts]) -> list[dict[str, object]]:
    """The receipts of each row for other programs."""
    return [
        {
            "row": number,
            "statement": one.statement,
            "posts_in_all": one.total,
            "posts": [_post(post) for post in one.posts],
            "said_by": [dict(place) for place in one.places],
        }
        for number, one in enumerate(found, 1)
    ]


def _of_posts(graph: Graph, reader: Reader, keys: Sequence[str], which: str, limit: int) -> Receipts:
    posts = shown(graph, reader, posts_named(graph, keys[:limit], limit=limit))
    total = len(keys)
    least = "at least " if total > _MOST else ""
    return Receipts(f"{least}{count(total, 'post')} {which.strip()}.", posts, (), total)


def _of_accounts(graph: Graph, reader: Reader, accounts: Sequence[Ref], limit: int) -> Receipts:
    """Their posts, and the files that say the accounts: names and self-descriptions stand there."""
    keys = [ref.key for ref in accounts]
    found = _of_posts(graph, reader, keys_by(graph, keys, most=_MOST + 1), "", limit)
    said = reader.places("Account", keys[:_MOST_NODES], limit=5)
    places = tuple(place for key in keys[:_MOST_NODES] for place in said[key])[:_MOST_PLACES]
    statement = f"The row names no thing that was shared: these are all posts of {count(len(accounts), 'account')}."
    return Receipts(statement, found.posts, places, found.total)


def _of_files(graph: Graph, reader: Reader, named: Sequence[Ref]) -> Receipts:
    """Rows of files that say the nodes and what joins them: no post does."""
    edges = [e for e in induced(graph, named[:_MOST_NODES]).edges if RELATIONSHIPS[e.type].stored]
    found = [place for e in edges for place in reader.places(e.type, [e.key], limit=_MOST_PLACES)[e.key]]
    if not found:
        found = [p for ref in named[:_MOST_NODES] for p in reader.places(ref.label, [ref.key], limit=5)[ref.key]]
    whole = {ref.key for ref in named if ref.label == "Dataset"}
    found += [
        {"dataset": one.id, "file": one.name, "loader": f"{one.format} {one.loader_version}", "row": "all of it"}
        for one in reader.datasets
        if one.sha256 in whole
    ]
    places = tuple(dict(one) for one in dict.fromkeys(tuple(sorted(place.items())) for place in found))
    where = f"{count(len(places), 'place')} in the loaded files {'says' if len(places) == 1 else 'say'}"
    said = f"No post says this: {where} what the row names and what joins it."
    return Receipts(said, (), places[:_MOST_PLACES], 0)


def _line(number: int, post: Mapping[str, object], place: Mapping[str, str], total: int) -> dict[str, object]:
    return {
        "row": number,
        "post": post.get("post", ""),
        "time": post.get("time", ""),
        "account": post.get("account") or "",
        "handle": post.get("handle") or "",
        "file": place.get("file", ""),
        "file_row": place.get("row", ""),
        "posts_in_all": total,
    }


def _post(post: Mapping[str, object]) -> dict[str, object]:
    places = post["places"]
    return {
        **{name: post.get(name) for name in ("post", "time", "platform", "account", "handle", "kind", "text", "url")},
        "places": [dict(place) for place in places] if isinstance(places, list | tuple) else [],
    }
