"""What a note can be on: nodes by Label/key, links by their key; and which of these the case holds no longer."""

import re
from collections.abc import Iterable

from attribution.errors import CaseError
from graph.connection import Graph
from graph.read import induced
from graph.records import Ref
from graph.schema import RELATIONSHIPS
from graph.subgraph import Edge

_MOST_ENDS = 20


def key_of(thing: Ref | Edge | str) -> str:
    """A node or link by the text that names it."""
    return thing.key if isinstance(thing, Edge) else str(thing)


def checked(thing: Ref | Edge | str) -> str:
    """The same; CaseError for what names neither a node nor a link of the schema."""
    key = key_of(thing)
    if node_of(key) is None and not ends_of(key):
        raise CaseError(f"{key[:60]!r}: names no node (Label/key) and no link; choose one in the picture")
    return key


def node_of(key: str) -> Ref | None:
    """The node that this names, if it names one."""
    try:
        return Ref.parse(key)
    except ValueError:
        return None


def ends_of(key: str) -> tuple[tuple[Ref, Ref], ...]:
    """The ends that a link of this key may have: several where a bar stands within the key of a node; none if it is no link."""
    type_, _, rest = key.partition("|")
    declared = RELATIONSHIPS.get(type_)
    if declared is None:
        return ()
    # the values that tell parallel links apart stand last
    both = rest.rsplit("|", len(declared.identity))[0] if declared.identity else rest
    found = []
    for bar in re.finditer(rf"\|(?=(?:{'|'.join(declared.ends)})/)", both):
        start, end = node_of(both[: bar.start()]), node_of(both[bar.end() :])
        if start is not None and end is not None and start.label in declared.starts:
            found.append((start, end))
    return tuple(found[:_MOST_ENDS])


def refs_of(key: str) -> tuple[Ref, ...]:
    """The nodes that have to be drawn to see what this names: itself, or the ends of the link."""
    node = node_of(key)
    if node is not None:
        return (node,)
    return tuple(dict.fromkeys(ref for pair in ends_of(key) for ref in pair))


def gone(graph: Graph, things: Iterable[str]) -> frozenset[str]:
    """Which of these nodes and links the graph does not hold."""
    asked = dict.fromkeys(things)
    refs = dict.fromkeys(ref for thing in asked for ref in refs_of(thing))
    held = induced(graph, list(refs))
    there = {str(vertex.ref) for vertex in held.vertices} | {edge.key for edge in held.edges}
    return frozenset(thing for thing in asked if thing not in there)
