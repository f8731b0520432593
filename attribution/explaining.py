"""Why two accounts are linked, or are not: meetings with posts, times, files and rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.judgement import IN_GROUP
from analysis.receipts import Explanation, explain
from attribution.detect_report import DOES_NOT_PROVE
from attribution.detecting import detection
from attribution.errors import CaseError
from attribution.identities import owner_of
from attribution.lookup import lookup
from attribution.progress import silent
from attribution.receipts import Receipts, names, shown
from attribution.runs import Run, meetings, runs
from attribution.share_kinds import Request
from attribution.words import count
from graph.connection import Graph
from graph.posts import posts_named
from graph.subgraph import Edge
from store.resolve import Reader

_MOST_ROWS = 3


@dataclass(frozen=True, slots=True)
class Explained:
    """What was computed of a pair; `posts`: (post of a, post of b) of each receipt, in their order.

    `places`: files and rows of each post: {dataset, file, loader, row}.
    """

    found: Explanation
    posts: tuple[tuple[str, str], ...]
    places: Mapping[str, Sequence[Mapping[str, str]]]


def explained(reader: Reader, a: str, b: str, request: Request) -> Explained:
    """Everything there is to say of two accounts, named by key, handle or address; CaseError for one that is not there."""
    one, other = account_of(reader, a), account_of(reader, b)
    found, _ = detection(reader, request, silent)
    told = explain(found, one, other)
    contents, content = found.shares.contents, found.shares.content
    assert contents is not None  # shares of a case are encoded with theirs
    assert content is not None
    posts = tuple(
        (str(contents[int(content[r.row_a])].as_py()), str(contents[int(content[r.row_b])].as_py()))
        for r in told.receipts
    )
    return Explained(
        told, posts, reader.places("Post", sorted({key for both in posts for key in both}), limit=_MOST_ROWS)
    )


def account_of(reader: Reader, named: str) -> str:
    """The key under which an account takes part; CaseError where the name is nobody's, or several accounts'."""
    owners = owner_of(reader)
    keys = {owners.get(ref.key, ref.key) for ref in lookup(reader, [named]).found if ref.label == "Account"}
    if len(keys) != 1:
        known = ", ".join(sorted(keys)[:5]) or "none"
        raise CaseError(
            f"account {named[:80]!r}: names {len(keys)} accounts of the case ({known}); name one by its key"
        )
    return keys.pop()


def of_link(graph: Graph, reader: Reader, edge: Edge, *, limit: int = 200) -> Receipts:
    """The posts, times and values that made a COORDINATED_WITH, and the run that found it.

    Each post says also `object` (what was shared), `other` (the post that it met) and `apart` (seconds to it,
    negative where it was first).
    """
    run = _run(reader, str(edge.properties.get("run")))
    table = meetings(reader.folder, run, reader)
    wanted = {edge.start.key, edge.end.key}
    rows = [row for row in table.to_pylist() if {row["account_a"], row["account_b"]} == wanted]
    said: dict[str, dict[str, object]] = {}
    for row in rows:
        for own, other in (("a", "b"), ("b", "a")):
            apart = row[f"time_{own}"] - row[f"time_{other}"]
            # of a post that met several times the first meeting is told, and every object
            kept = said.setdefault(
                row[f"post_{own}"], {"object": "", "other": row[f"post_{other}"], "apart": apart, "information": 0.0}
            )
            if row["object"] not in str(kept["object"]).split(" + "):
                kept["object"] = f"{kept['object']} + {row['object']}".removeprefix(" + ")
            kept["information"] = max(float(str(kept["information"])), row["information"])
    posts = shown(graph, reader, posts_named(graph, list(said), limit=limit))
    called = names(graph, edge.start, edge.end)
    places = tuple(reader.places(edge.type, [edge.key])[edge.key])
    return Receipts(
        statement(
            edge, run, called[edge.start], called[edge.end], len({(row["post_a"], row["post_b"]) for row in rows})
        ),
        tuple({**post, **said[str(post["post"])]} for post in posts),
        places,
        len(said),
    )


def statement(edge: Edge, run: Run, a: str, b: str, met: int) -> str:
    """What a link says and what it does not: shared, moving together, and being run by somebody are three things."""
    given = edge.properties
    stale = " The case holds other data by now than the run was made on." if run.stale else ""
    kinds = ", ".join(str(kind) for kind in given.get("kinds") or ()) or "objects"  # type: ignore[union-attr]  # a list
    q = f"q {_number(given.get('q'))}"
    if given.get("reading") == IN_GROUP:
        q = f"q {_number(given.get('q_group'))} among pairs that a third account links; q {_number(given.get('q'))} by themselves"
    return (
        f"Shared: {a} and {b} shared {count(given.get('objects', 0), 'object')} ({kinds}) within {run.request.window:g} s of each "
        f"other, in {count(met, 'pair')} of posts. Move together: on {count(given.get('occasions', 0), 'occasion')}, where chance "
        f"expects {_number(given.get('expected'))} ({q}). Run by: not shown. Does not prove: {DOES_NOT_PROVE} "
        f"Run {run.id} ({run.request.line}; detector {run.version}).{stale}"
    )


def _number(value: object) -> str:
    return f"{value:.2g}" if isinstance(value, float | int) else "unknown"


def _run(reader: Reader, key: str) -> Run:
    for run in runs(reader):
        if run.key == key:
            return run
    raise CaseError(f"run {key[:80]}: is not in the case; `attribution case rebuild` brings the graph up to the case")
