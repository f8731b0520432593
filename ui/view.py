"""One picture: what is in it, where it stands, what it answers. Knows nothing of the page that shows it."""

import secrets
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Protocol

from attribution.answers import Answer
from briefing.naming import text_of
from briefing.scene import Scene
from graph.records import Ref
from graph.subgraph import Edge, Subgraph
from ui.growth import EXPANDED, Growth, common_left_out, lines
from ui.screen import Point, Screen
from ui.words import plural


class Draw(Protocol):
    """Places what has no position yet and gives the content of the picture; `before`: what was drawn until now."""

    def __call__(
        self, subgraph: Subgraph, known: Mapping[Ref, Point], before: tuple[Subgraph, Scene] | None = None, /
    ) -> Scene:
        """The scene of the subgraph; what stands in `before` as it is now is not described again."""


@dataclass(frozen=True, slots=True)
class Came:
    """How newcomers came into a picture."""

    origin: Ref
    """The node around which they arrive."""
    how: str = EXPANDED
    name: str = ""
    """From what they came, where that is not the origin alone."""
    total: int = 0
    """How many there are in all, beside those left out as `common`."""
    common: int = 0
    with_common: bool = False
    told: str | None = None
    """What there is to say of it, where that is not how many of the neighbours came."""


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
    caveat: str = ""
    """What it does not prove, where that is more particular than of every picture and no query says it."""
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
    run: str = ""
    """Key of the run whose links between accounts it shows; empty where those of every run are."""
    growths: tuple[Growth, ...] = ()
    """What was brought in by expanding, in its order."""

    def ref(self, id_: str) -> Ref | None:
        """The node of this id, if it is in the picture."""
        return next((v.ref for v in self.subgraph.vertices if str(v.ref) == id_), None)

    def edge(self, id_: str) -> Edge | None:
        """The link of this id, if it is in the picture."""
        return next((e for e in self.subgraph.edges if e.key == id_), None)

    @property
    def cut(self) -> str:
        """What to say where the answer names more nodes than were drawn; nothing otherwise."""
        named = len(self.answer.result.refs) if self.answer is not None else 0
        drawn = len(self.subgraph.vertices) - len({id_ for growth in self.growths for id_ in growth.came})
        return f"The rows name {plural(named, 'node')}; drawn are the first {drawn:,}" if named > drawn > 0 else ""

    def beside(self, screen: Screen) -> tuple[str, ...]:
        """What a reader of the picture has to know beside the answer: how it came about, what was added and left out."""
        visible = {str(v.ref) for v in screen.on_screen(self.subgraph).vertices}
        added = {id_ for growth in self.growths for id_ in growth.came}
        cut = (self.cut,) if self.cut else ()
        grown = lines(self.growths, visible)
        if self.answer is not None:
            grown = tuple(f"Not in the answer: {line}" for line in grown)
        caveat = (f"Does not prove: {self.caveat}",) if self.caveat else ()
        return (*self.asked, *caveat, *cut, *grown, *screen.left_out(added))

    def grown(
        self,
        came: Came,
        newcomers: Sequence[Ref],
        more: Subgraph,
        screen: Screen,
        draw: Draw,
    ) -> "View":
        """With newcomers. Nothing that stands moves; what was removed and comes again counts as new.

        `more` holds the newcomers and every link among them and what was there.
        """
        together = self.subgraph | of_run(more, self.run)
        shown = {str(v.ref) for v in self.subgraph.vertices} - screen.removed
        arrived = tuple(str(ref) for ref in newcomers if str(ref) not in shown)
        before = {str(v.ref) for v in self.subgraph.vertices}
        # what was in the answer, was removed and came again is still the answer's
        new = tuple(id_ for id_ in arrived if id_ not in before)
        growth = Growth(came.name or _name(together, came.origin), new, came.common, came.with_common, came.how)
        scene = draw(together, screen.placed(self.homes), (self.subgraph, self.scene))
        return replace(
            self,
            subgraph=together,
            scene=scene,
            # a dragged node keeps its home, so that the drag can still be taken back
            homes={**_places(scene), **self.homes},
            revision=self.revision + 1,
            origin=str(came.origin),
            arrived=arrived,
            told=came.told if came.told is not None else _told(len(arrived), came.total, came.common),
            growths=(*self.growths, growth) if new else self.growths,
        )

    def without(self, gone: Set[str], draw: Draw) -> "View":
        """Without links (keys) that the case holds no longer; nothing moves."""
        left = Subgraph(self.subgraph.vertices, tuple(e for e in self.subgraph.edges if e.key not in gone))
        scene = draw(left, self.homes, None)
        return replace(self, subgraph=left, scene=scene, revision=self.revision + 1, arrived=(), told="")


def of_run(subgraph: Subgraph, run: str) -> Subgraph:
    """The subgraph without links between accounts that another run found; whole where no run is named."""
    kept = (e for e in subgraph.edges if e.type != "COORDINATED_WITH" or e.properties.get("run") == run)
    return Subgraph(subgraph.vertices, tuple(kept)) if run else subgraph


def new_view(
    title: str,
    subgraph: Subgraph,
    draw: Draw,
    *,
    answer: Answer | None = None,
    asked: tuple[str, ...] = (),
    coverage: str = "",
    caveat: str = "",
    known: Mapping[Ref, Point] | None = None,
    screen: Screen | None = None,
    answered_ms: int = 0,
    told: str = "",
    growths: tuple[Growth, ...] = (),
    run: str = "",
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
        caveat=caveat,
        screen=screen or Screen(),
        answered_ms=answered_ms,
        told=told,
        growths=growths,
        run=run,
    )


def _name(subgraph: Subgraph, ref: Ref) -> str:
    return next((text_of(v) for v in subgraph.vertices if v.ref == ref), str(ref))


def _places(scene: Scene) -> dict[Ref, Point]:
    return {node.ref: (node.x, node.y) for node in scene.nodes}


def _told(arrived: int, total: int, common: int) -> str:
    left = f" {common_left_out(common)}: “Around it” beside the picture brings them, too." if common else ""
    if not arrived:
        return f"Nothing more{' but common things' if common else ''} stands around this node in the loaded data.{left}"
    if total > arrived:
        return f"{arrived} of {total:,} neighbours came, the most telling first; double-click again for more, or choose beside the picture.{left}"
    return f"{plural(arrived, 'neighbour')} came into the picture.{left}"
