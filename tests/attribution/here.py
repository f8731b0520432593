"""A case on a graph that stands already."""

from pathlib import Path

from attribution.case import Case
from graph.connection import Graph
from store.folder import CaseFolder


class Here(Case):
    """A case on a graph that a test gives it."""

    def __init__(self, root: Path, given: Graph) -> None:
        super().__init__(CaseFolder(root))
        self._given = given

    @property
    def graph(self) -> Graph:
        """The given one."""
        return self._given
