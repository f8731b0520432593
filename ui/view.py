"""One picture: what is in it, where it stands, what it answers. Knows nothing of the page that shows it."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from attribution.answers import Answer
from briefing.scene import Scene
from graph.records import Ref
from graph.subgraph import Edge, Subgraph
from ui.screen import Point, Screen
from ui.words import plural

Draw = Callable[[Subgraph, Mapping[Ref, Point]], Scene]
"""Places what has no position yet and gives the content of the picture."""


@dataclass(frozen=True, slots=True)
class View:
    """A picture at one revision; growing makes the next revision under the same id."""

    id: str
    title: str
    subgraph: Subgraph
    scene: Scene
    homes: Mapping[Ref, Point]
    """Where every node was placed, in points, y upwards; dragging is the screen's."""
    answer: Answer | None = None
    """The query's answer that it shows, if a query made it."""
    asked: tuple[str, ...] = ()
    """Lines that say how it came about, where no query made it."""
    coverage: str = ""
    revision: int = 0
    origin: str = ""
    """Node around which the last nodes arrived, as Label/key."""
    arrived: tuple[str, ...] = ()
    answered_ms: int = 0
    """When the graph had answered, epoch milliseconds."""
    told: str = ""
    """What there is to say of this revision."""
    screen: Screen = field(default_factory=Screen)
    """What was done to it before it was opened here."""

    def ref(self, id_: str) -> Ref | None:
        """The node of this id, if it is in the picture."""
        return next((v.ref for v in self.subgraph.vertices if str(v.ref) == id_), None)

    def edge(self, id_: str) -> Edge | None:
        """The link of this id, if it is in the picture."""
        return next((e for e in self.subgraph.edges if e.key == id_), None)

    def grown(
        self, origin: Ref, newcomers: Sequence[Ref], more: Subgraph, screen: Screen, draw: Draw, *, total: int
    ) -> "View":
        """With newcomers around one node. Nothing that stands moves; what was removed and comes again counts as new.

        `more` holds the newcomers and every link among them and what was there; `total` is how many there are in all.
        """
        together = self.subgraph | more
        shown = {str(v.ref) for v in self.subgraph.vertices} - screen.removed
        arrived = tuple(str(ref) for ref in newcomers if str(ref) not in shown)
        scene = draw(together, screen.placed(self.homes))
        return replace(
            self,
            subgraph=together,
            scene=scene,
            # a dragged node keeps its home, so that the drag can still be taken back
            homes={**_places(scene), **self.homes},
            revision=self.revision + 1,
            origin=str(origin),
            arrived=arrived,
            told=_told(len(arrived), total),
        )


def new_view(
    title: str,
    subgraph: Subgraph,
    draw: Draw,
    *,
    answer: Answer | None = None,
    asked: tuple[str, ...] = (),
    coverage: str = "",
    known: Mapping[Ref, Point] | None = None,
    screen: Screen | None = None,
    answered_ms: int = 0,
    told: str = "",
) -> View:
    """A picture of its own id, with positions for everything in it."""
    scene = draw(subgraph, known or {})
    return View(
        id=secrets.token_hex(6),
        title=title,
        subgraph=subgraph,
        scene=scene,
        homes=_places(scene),
        answer=answer,
        asked=asked,
        coverage=coverage,
        screen=screen or Screen(),
        answered_ms=answered_ms,
        told=told,
    )


def _places(scene: Scene) -> dict[Ref, Point]:
    return {node.ref: (node.x, node.y) for node in scene.nodes}


def _told(arrived: int, total: int) -> str:
    if not arrived:
        return "Nothing more stands around this node in the loaded data."
    if total > arrived:
        return f"{arrived} of {total:,} neighbours came, the most telling first; double-click again for more."
    return f"{plural(arrived, 'neighbour')} came into the picture."
