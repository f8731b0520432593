"""Notes beside the graph: what they can be on, which of that the case holds no longer, and how a figure says them."""

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from attribution.coverage import iso_day
from attribution.errors import CaseError
from briefing.naming import text_of
from briefing.style import EDGE_STYLES
from briefing.words import cut
from graph.records import Ref
from graph.schema import RELATIONSHIPS
from graph.subgraph import Edge, Subgraph
from store.notes import Note

MARK_WORDS: Mapping[str, str] = MappingProxyType(
    {"look": "look at this", "question": "open question", "checked": "checked", "excluded": "ruled out"}
)
"""The marks of `store.notes` in words."""


class Noted(NamedTuple):
    """What was noted of one thing, in short."""

    text: str
    """A line for each note. Plain text: not markup, not escaped."""
    marks: tuple[str, ...] = ()
    """The marks of its notes, in words, each once."""


_MOST_ENDS = 20
_LONGEST_NAME, _LONGEST_LINE = 80, 500


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
    bars = re.finditer(rf"\|(?=(?:{'|'.join(declared.ends)})/)", both)
    for bar in islice(bars, _MOST_ENDS):
        start, end = node_of(both[: bar.start()]), node_of(both[bar.end() :])
        if start is not None and end is not None and start.label in declared.starts:
            found.append((start, end))
    return tuple(found)


def refs_of(key: str) -> tuple[Ref, ...]:
    """The nodes that have to be drawn to see what this names: itself, or the ends of the link."""
    node = node_of(key)
    if node is not None:
        return (node,)
    return tuple(dict.fromkeys(ref for pair in ends_of(key) for ref in pair))


def gone(held: Subgraph, things: Iterable[str]) -> frozenset[str]:
    """Which of these nodes and links are not in what the graph holds of their nodes."""
    there = {str(vertex.ref) for vertex in held.vertices} | {edge.key for edge in held.edges}
    return frozenset(things) - there


def names(held: Subgraph) -> dict[str, str]:
    """What nodes and links are called in words, by what names them; not made safe to show."""
    called = {vertex.ref: text_of(vertex) for vertex in held.vertices}
    found = {str(ref): name for ref, name in called.items()}
    for edge in held.edges:
        found[edge.key] = f"{called[edge.start]} — {EDGE_STYLES[edge.type].word} — {called[edge.end]}"
    return found


def remarks(note: Note) -> tuple[str, ...]:
    """What a note says beside its text: its mark and its confidence, in words."""
    said = (MARK_WORDS.get(note.mark, ""), f"{note.confidence} confidence" if note.confidence else "")
    return tuple(word for word in said if word)


def lines(notes: Iterable[Note], called: Mapping[str, str]) -> tuple[str, ...]:
    """Notes as a figure says them, numbered: on what, the text, who, when, mark and confidence."""
    return tuple(
        f"{number} on {cut(called.get(note.about, note.about), _LONGEST_NAME)}: "
        f"“{cut(' '.join(note.text.split()), _LONGEST_LINE)}”, says {note.by} "
        f"({'; '.join((iso_day(note.at), *remarks(note)))})"
        for number, note in enumerate(notes, 1)
    )
