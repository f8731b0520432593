"""Brings more into the open picture, and says how it came. Nothing that stands there moves."""

from collections.abc import Sequence

from attribution.case import Case
from attribution.errors import UserError
from graph.records import Ref
from graph.subgraph import Subgraph, Vertex
from ui import state
from ui.opening import draw_with
from ui.screen import Selected
from ui.view import Came, View

AROUND = 40
"""Neighbours that a double click brings."""


def expand(case: Case, ref: Ref, **choice: object) -> None:
    """Bring what stands around a node, the most telling first; `choice` as `Case.neighbours` takes it."""
    view = state.view()
    if view is None:
        return
    there = _there(view)
    here = [v.ref for v in there]
    try:
        around = case.neighbours(ref, exclude=here, held=there, **{"limit": AROUND, **choice})  # type: ignore[arg-type]
    except UserError as error:
        state.say(str(error))
        return
    came = Came(ref, total=around.total, common=around.common, with_common=choice.get("common") is True)
    known = {*here, ref}
    newcomers = [v.ref for v in around.subgraph.vertices if v.ref not in known]
    _grow(case, view, came, newcomers, around.subgraph)
    state.select(Selected("node", str(ref)))


def bring(case: Case, refs: Sequence[Ref], came: Came) -> None:
    """Bring chosen nodes with every link among them and what is there; the selection stays."""
    view = state.view()
    if view is None:
        return
    try:
        more = case.bring(refs, _there(view))
    except UserError as error:
        state.say(str(error))
        return
    held = {v.ref for v in more.vertices}
    _grow(case, view, came, [ref for ref in refs if ref in held], more)


def present(view: View) -> list[Ref]:
    """What of the picture can be seen."""
    return [v.ref for v in _there(view)]


def _there(view: View) -> tuple[Vertex, ...]:
    return state.screen().on_screen(view.subgraph).vertices


def _grow(case: Case, view: View, came: Came, newcomers: Sequence[Ref], more: Subgraph) -> None:
    screen = state.screen()
    try:
        if screen.removed:
            # also the links to what was removed: it may come back
            more = case.view(dict.fromkeys([*(v.ref for v in view.subgraph.vertices), *newcomers]))
        grown = view.grown(came, newcomers, more, screen, draw_with(case, view.answer))
    except UserError as error:
        state.say(str(error))
        return
    state.grow_view(grown)
    # the picture says it itself, where it can
    state.say("" if state.can_draw() else grown.told)
