"""Ways to a picture: a query's answer, a pasted list, a search hit, a saved view. Knows nothing of the page."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

import pandas as pd

from attribution.answers import Answer
from attribution.case import Case, now_ms
from attribution.detect_report import DOES_NOT_PROVE
from attribution.errors import CaseError
from attribution.lookup import Lookup
from attribution.noting import refs_of as refs_of_note
from attribution.runs import Cluster, Run
from briefing.scene import Scene
from graph.rarity import is_common
from graph.records import Ref
from graph.schema import RELATIONSHIPS
from graph.subgraph import Edge, Subgraph
from queries.result import refs_of as refs_named
from ui import growth
from ui.detection_words import asked as question
from ui.detection_words import refs_of, span
from ui.growth import common_left_out
from ui.screen import Point, Screen
from ui.view import Draw, View, new_view, of_run
from ui.words import plural, seen

MOST_NODES = 1_000
"""Nodes of one answer that are drawn; the table has them all."""

MOST_SAVED = 20_000
"""Nodes of a saved view that are drawn: one with more is refused, for half of it would be another picture."""

_MOST_THINGS = 60
_MOST_LINES, _LONGEST_LINE = 100, 2_000
_SHARED_ENDS = RELATIONSHIPS["SHARED"].ends

AROUND = "near-a-set"
"""The first question about a set."""


def first(name: str) -> dict[str, object]:
    """Its parameters for a picture that can be read at a glance; the form on the left asks for more."""
    return {"min_types": 2, "limit": 40, "set": name}


def draw_with(case: Case, answer: Answer | None) -> Draw:
    """How this case places and describes a subgraph."""

    def draw(subgraph: Subgraph, known: Mapping[Ref, Point], before: tuple[Subgraph, Scene] | None = None) -> Scene:
        return case.scene(subgraph, known, before, answer=answer)

    return draw


def of_query(case: Case, id_: str, values: Mapping[str, object]) -> View:
    """The picture of a query's answer."""
    return of_answer(case, case.answer(id_, **values))


def of_answer(case: Case, answer: Answer) -> View:
    """The picture of an answer that is there."""
    answered_ms = now_ms()
    return new_view(
        answer.result.query.question,
        answer.subgraph(MOST_NODES),
        draw_with(case, answer),
        answer=answer,
        coverage=answer.coverage,
        answered_ms=answered_ms,
    )


def of_row(case: Case, answer: Answer, number: int) -> View:
    """The picture of one row of an answer (from 0), with everything that has to be said of the answer."""
    result = answer.result
    row = result.rows[number]
    told = f"Row {number + 1} of {plural(len(result.rows), 'row')} that the question gave"
    one = replace(result, rows=(row,), refs=refs_named(result.query, (row,)), notes=(told, *result.notes))
    return of_answer(case, replace(answer, result=one))


def around_set(case: Case, name: str) -> View:
    """The first question about a set: who outside it shares rare things with it."""
    return of_query(case, AROUND, first(name))


def of_list(case: Case, found: Lookup, *, with_shared: bool) -> View:
    """The picture of what a pasted list names, on wish with the things that at least two of them share."""
    refs = list(found.found[:MOST_NODES])
    shared, told = _shared(case, refs) if with_shared else ([], "")
    asked = [f"Pasted list: {plural(len(found.found), 'entry', 'entries')} of it in this case"]
    if len(refs) < len(found.found):
        asked.append(f"drawn are the first {len(refs)}")
    if told:
        asked.append(told)
    return _of_refs(case, "Pasted list", [*refs, *shared], asked)


def _shared(case: Case, refs: Sequence[Ref]) -> tuple[list[Ref], str]:
    """Things that at least two of the nodes share, with what is to be said of the choice."""
    found = case.shared_among(refs)
    telling = [thing for thing in found if not is_common(thing.information)]
    drawn = telling[:_MOST_THINGS]
    told = f"With {plural(len(telling), 'thing')} that at least two of them share"
    if len(drawn) < len(telling):
        told = (
            f"Of {plural(len(telling), 'thing')} that at least two of them share, "
            f"drawn are the {len(drawn)} with most bits times sharers in the list"
        )
    if len(telling) < len(found):
        told += f"; {common_left_out(len(found) - len(telling))}"
    return [thing.ref for thing in drawn], told


def of_refs(case: Case, refs: Sequence[Ref], searched: str) -> View:
    """The picture of chosen search hits; one alone comes with what stands around it."""
    return _with_more(case, f"Search for {searched}", refs, f"Found by searching for {searched}")


def of_noted(case: Case, things: Iterable[str]) -> View:
    """The picture of nodes and links that have notes; one node alone comes with what stands around it."""
    refs = list(dict.fromkeys(ref for thing in things for ref in refs_of_note(thing)))
    said = "Opened from the notes of this case"
    if len(refs) > MOST_NODES:
        said += f"; drawn are the first {MOST_NODES:,} of {plural(len(refs), 'node')}"
    return _with_more(case, "What the notes are on", refs[:MOST_NODES], said)


def _with_more(case: Case, title: str, refs: Sequence[Ref], said: str) -> View:
    if len(refs) != 1:
        return _of_refs(case, title, refs, [said])
    asked = [said]
    around = case.neighbours(refs[0])
    if around.shown:
        asked.append(f"with {around.shown} of {plural(around.total, 'neighbour')}, the most telling first")
    if around.common:
        asked.append(common_left_out(around.common))
    return _of_refs(case, title, [*refs, *(v.ref for v in around.subgraph.vertices)], asked)


def _of_refs(case: Case, title: str, refs: Iterable[Ref], asked: Sequence[str]) -> View:
    subgraph = case.view(dict.fromkeys(refs))
    return new_view(title, subgraph, draw_with(case, None), asked=tuple(asked), coverage=case.coverage().line)


def of_group(case: Case, run: Run, group: Cluster, met: pd.DataFrame) -> View:
    """The picture of a group: its accounts, what they shared within the window, and what the run says of their pairs.

    `met`: the meetings of its pairs. Things that only a conversation ties (mentions, replies) have no link to draw.
    """
    within: dict[Ref, set[str]] = {}
    bits: dict[Ref, float] = {}
    for row in met.itertuples():
        for ref in refs_of(str(row.object)):
            if ref.label in _SHARED_ENDS:
                within.setdefault(ref, set()).update((str(row.account_a), str(row.account_b)))
                bits[ref] = max(bits.get(ref, 0.0), float(str(row.information)))
    things = sorted(within, key=lambda ref: (-bits[ref] * len(within[ref]), str(ref)))
    drawn = things[:_MOST_THINGS]
    subgraph = case.view([*(Ref("Account", key) for key in group.accounts), *drawn])
    kept = [edge for edge in subgraph.edges if _of_run(edge, run, within)]
    count = f"the {len(drawn)} most telling of {len(things):,}" if len(drawn) < len(things) else f"{len(drawn):,}"
    asked = [
        f"Group {group.number} of run {run.id[:6]} ({question(run.request)}): {plural(group.size, 'account')}, {plural(group.links, 'link')}",
        f"With {count} things that they shared together within the window.",
    ]
    if run.stale:
        asked.append("The run was made on other data than the case holds now.")
    return new_view(
        f"{plural(group.size, 'account')} that shared things within {span(run.request.window)} of each other",
        Subgraph(subgraph.vertices, tuple(kept)),
        draw_with(case, None),
        asked=tuple(asked),
        coverage=case.coverage().line,
        caveat=DOES_NOT_PROVE,
        run=run.key,
    )


def _of_run(edge: Edge, run: Run, within: Mapping[Ref, Set[str]]) -> bool:
    """Whether a link belongs into a picture of this run: not another run's, and no sharing outside its window."""
    if edge.type == "COORDINATED_WITH":
        return edge.properties.get("run") == run.key
    return edge.type != "SHARED" or edge.start.key in within.get(edge.end, ())


def saved(view: View, screen: Screen) -> dict[str, object]:
    """What is kept of a picture under a name."""
    query = view.answer.result.query.id if view.answer else None
    return {
        "version": 1,
        "title": view.title,
        "query": query,
        "parameters": dict(view.answer.result.parameters) if view.answer else {},
        "asked": list(view.asked),
        "run": view.run,
        "caveat": view.caveat,
        "places": {str(ref): list(point) for ref, point in view.homes.items()},
        "screen": screen.as_json(),
        "growths": [one.as_json() for one in view.growths],
    }


def of_saved(case: Case, payload: Mapping[str, object], remark: str) -> View:
    """The picture as it was kept, with what has to be said of it; read anew from the graph; a query's table is asked anew."""
    kept = payload.get("places")
    if isinstance(kept, Mapping) and len(kept) > MOST_SAVED:
        raise CaseError(
            f"saved view: holds {plural(len(kept), 'node')}, more than {MOST_SAVED:,}; open what you need of it anew and save that"
        )
    places = _places(kept)
    screen = Screen.read(payload.get("screen"))
    remarks = [remark]
    answer = None
    query, parameters = question_of(payload)
    if query is not None:
        answer = case.answer(query, **parameters)
        remarks.append("the table was asked anew")
    run = _line(payload.get("run"))
    subgraph = of_run(case.view(places), run)
    answered_ms = now_ms()
    gone = len(places) - len(subgraph.vertices)
    if gone:
        remarks.append(f"{plural(gone, 'node')} of it {'is' if gone == 1 else 'are'} no longer in the case")
    asked, caveat = payload.get("asked"), payload.get("caveat")
    return new_view(
        _line(payload.get("title")) or "Saved view",
        subgraph,
        draw_with(case, answer),
        answer=answer,
        asked=tuple(map(_line, asked[:_MOST_LINES])) if isinstance(asked, list) else (),
        coverage=case.coverage().line,
        caveat=_line(caveat),
        known=places,
        screen=screen,
        answered_ms=answered_ms,
        told="; ".join(remarks) + ".",
        growths=growth.read(payload.get("growths")),
        run=run,
    )


def question_of(payload: Mapping[str, object]) -> tuple[str | None, dict[str, object]]:
    """The question of a kept picture with its parameters; None where no query made it."""
    query, parameters = payload.get("query"), payload.get("parameters")
    if isinstance(query, str) and isinstance(parameters, Mapping):
        return query, {str(name): value for name, value in parameters.items()}
    return None, {}


def _line(found: object) -> str:
    return seen(found[:_LONGEST_LINE]) if isinstance(found, str) else ""


def _places(found: object) -> dict[Ref, Point]:
    places: dict[Ref, Point] = {}
    for id_, point in Screen.read({"moved": found}).moved.items():
        try:
            # a half of a character cannot be asked for
            id_.encode()
            places[Ref.parse(id_)] = point
        except ValueError:
            # a label of another version of the schema: as good as gone
            continue
    return places
