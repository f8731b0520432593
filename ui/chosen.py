"""What is selected in the picture: one thing, whose receipts are shown, or several, which are looked at together."""

from collections.abc import Mapping
from dataclasses import dataclass

from ui.measures import strings
from ui.screen import Selected

MOST = 2_000
"""Nodes, and links, of a selection that are looked at."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Ids of nodes (Label/key) and links (the link's key), each once, in the order in which they were chosen."""

    nodes: tuple[str, ...] = ()
    edges: tuple[str, ...] = ()

    @classmethod
    def read(cls, found: Mapping[str, object]) -> "Chosen":
        """The selection in what the browser sent; parts that make no sense are left out."""
        one = Selected.read(found)
        if one is not None:
            return cls.of(one)
        return cls(_ids(found.get("nodes")), _ids(found.get("edges")))

    @classmethod
    def of(cls, one: Selected | None) -> "Chosen":
        """One thing, or nothing."""
        if one is None:
            return cls()
        return cls(nodes=(one.id,)) if one.kind == "node" else cls(edges=(one.id,))

    @property
    def only(self) -> Selected | None:
        """The one thing that is selected; None where nothing is, or several are."""
        if len(self.nodes) + len(self.edges) != 1:
            return None
        return Selected("node", self.nodes[0]) if self.nodes else Selected("edge", self.edges[0])


def _ids(found: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in strings(found, MOST) if one))
