"""Which graph a case uses: the server that was named, else the embedded engine of its folder."""

from collections.abc import Callable
from dataclasses import dataclass

from graph.connection import Graph, Target, connect, target_from_environment
from graph.embedded import Embedded
from store.folder import CaseFolder


@dataclass(slots=True)
class OpenGraph:
    """A graph with what has to be let go of after it."""

    graph: Graph
    release: Callable[[], None]
    runs: Callable[[], bool]
    """False where an engine of ours is gone and has to be opened anew; a server of somebody else's comes back by itself."""

    def close(self) -> None:
        """Close the connection, and let go of the embedded engine if it is one."""
        try:
            self.graph.close()
        finally:
            self.release()


def open_graph(folder: CaseFolder, uri: str | None = None) -> OpenGraph:
    """The graph at `uri` or NEO4J_URI, else the case's embedded engine; GraphError in one line where neither answers."""
    target: Target | None = target_from_environment(uri)
    if target is not None:
        return OpenGraph(connect(target), _nothing, lambda: True)
    embedded = Embedded.open(folder.root)
    try:
        return OpenGraph(connect(embedded.target), embedded.close, lambda: embedded.runs)
    except BaseException:
        embedded.close()
        raise


def _nothing() -> None:
    """A server of somebody else's stays."""
