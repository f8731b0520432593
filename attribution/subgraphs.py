"""A subgraph in the forms of other libraries: networkx, igraph, pyvis, pandas."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from briefing.scene import Scene
from graph.records import Value
from graph.schema import NODES, RELATIONSHIPS, Kind
from graph.subgraph import Subgraph

if TYPE_CHECKING:
    import igraph
    import networkx as nx
    from pyvis.network import Network


@dataclass(frozen=True, slots=True)
class NotebookSubgraph:
    """Nodes and links of a case; a node is named Label/key everywhere, a link by its type and ends."""

    subgraph: Subgraph
    draw: Callable[[], Scene]
    """Gives what a figure of it shows."""

    def nodes(self) -> pd.DataFrame:
        """One row for each node: `node`, `label`, `key`, what is known of it, `datasets`; times aware in UTC."""
        return _frame(
            [
                {
                    "node": str(v.ref),
                    "label": v.ref.label,
                    "key": v.ref.key,
                    **listed(v.properties),
                    "datasets": list(v.datasets),
                }
                for v in self.subgraph.vertices
            ],
            ("node", "label", "key"),
            {p.name for declared in NODES.values() for p in declared.properties if p.kind is Kind.TIME},
        )

    def edges(self) -> pd.DataFrame:
        """One row for each link: `type`, `start`, `end`, what is known of it, `datasets`; times aware in UTC."""
        return _frame(
            [
                {
                    "type": e.type,
                    "start": str(e.start),
                    "end": str(e.end),
                    **listed(e.properties),
                    "datasets": list(e.datasets),
                }
                for e in self.subgraph.edges
            ],
            ("type", "start", "end"),
            {p.name for declared in RELATIONSHIPS.values() for p in declared.properties if p.kind is Kind.TIME},
        )

    def to_networkx(self) -> "nx.MultiDiGraph[str]":
        """A directed multigraph; the key of a link is the one that the graph tells parallel links apart by."""
        import networkx as nx  # noqa: PLC0415  # half a second

        found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for v in self.subgraph.vertices:
            found.add_node(str(v.ref), **{**listed(v.properties), "label": v.ref.label, "key": v.ref.key})
        for e in self.subgraph.edges:
            found.add_edge(str(e.start), str(e.end), key=e.key, **{**listed(e.properties), "type": e.type})
        return found

    def to_igraph(self) -> "igraph.Graph":
        """A directed graph with the attributes `name` (Label/key), `label`, `key` and `type`, and what is known."""
        import igraph  # noqa: PLC0415

        place = {v.ref: number for number, v in enumerate(self.subgraph.vertices)}
        found = igraph.Graph(
            n=len(place), edges=[(place[e.start], place[e.end]) for e in self.subgraph.edges], directed=True
        )
        for v, node in zip(found.vs, self.subgraph.vertices, strict=True):
            v.update_attributes(
                {**listed(node.properties), "name": str(node.ref), "label": node.ref.label, "key": node.ref.key}
            )
        for e, link in zip(found.es, self.subgraph.edges, strict=True):
            e.update_attributes({**listed(link.properties), "type": link.type})
        return found

    def to_pyvis(self) -> "Network":
        """A pyvis network as the figures draw it, offline; text of others is a label or a tooltip and never markup.

        `page` is safer to hand on: it forbids every script but its own, and carries legend, caveat and coverage.
        """
        from briefing.html import network  # noqa: PLC0415  # it brings IPython with it

        return network(self.draw())

    def page(self) -> str:
        """A whole page of its own, as exports have it; `IPython.display.HTML` or a file shows it."""
        from briefing.html import html  # noqa: PLC0415

        return html(self.draw())


def listed(properties: Mapping[str, Value]) -> dict[str, Any]:
    """Properties with lists in place of tuples, as other libraries take them."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in properties.items()}


def _frame(rows: list[dict[str, Any]], first: tuple[str, ...], times: set[str]) -> pd.DataFrame:
    names = dict.fromkeys((*first, *(name for row in rows for name in row)))
    frame = pd.DataFrame(rows, columns=list(names), dtype=object)
    for name in frame.columns:
        if name in times:
            frame[name] = pd.to_datetime(frame[name].astype("Int64"), unit="ms", utc=True)
        else:
            frame[name] = frame[name].convert_dtypes()
    return frame
