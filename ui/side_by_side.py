"""The receipts of a link between two accounts: which post of one met which of the other, over what, and how close."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import streamlit as st

from attribution.case import Case
from attribution.receipts import Receipts
from graph.records import Ref
from graph.subgraph import Edge
from ui import detections, post_cards
from ui.detection_words import refs_of
from ui.growing import bring
from ui.growth import SHARED
from ui.pair_meetings import meetings, rows_of
from ui.view import Came, View
from ui.words import inert, plural

_CARDS = 5


@dataclass(frozen=True, slots=True)
class _Meeting:
    """Two posts that met, over one object or several."""

    posts: tuple[str, str]
    apart: float
    """Seconds from the first account's post to the second's."""
    objects: tuple[tuple[str, float], ...]
    """With the bits of each."""


def _numbers(edge: Edge) -> str:
    """What was computed of the pair, with both checks against chance."""
    given = edge.properties
    told = [
        f"on {plural(_int(given.get('occasions')), 'occasion')} where chance expects {_short(given.get('expected'))}",
        f"p {_short(given.get('p'))}, q {_short(given.get('q'))} (by the rate of each account)",
    ]
    if given.get("q_group") is not None:
        told.append(f"q {_short(given['q_group'])} among pairs that a third account links")
    shuffled = given.get("p_shuffled")
    told.append(
        "times were not shuffled: the second check is missing"
        if not isinstance(shuffled, float)
        else f"p {_short(shuffled)} with times shuffled (the second check)"
    )
    told.append(f"{_short(given.get('median_dt'))} s apart (median), {_short(given.get('information'))} bits together")
    first = [(given.get(f"{side}_first"), side) for side in "ab"]
    if all(isinstance(count, int) for count, _ in first):
        told.append(f"the first account was ahead in {first[0][0]} of the pairs of posts, the second in {first[1][0]}")
    line = "; ".join(told)
    return f"{line[:1].upper()}{line[1:]}."


def show(case: Case, view: View, edge: Edge, found: Receipts, names: dict[Ref, str]) -> None:
    """What was computed, and the meetings, the oldest first: some with both posts side by side, all of them as a table."""
    st.caption(inert(_numbers(edge)))
    run = next((run for run in detections.runs(case) if run.key == edge.properties.get("run")), None)
    if run is None:
        post_cards.show(found)
        return
    met = detections.meetings(case, run)
    own = met[(met["account_a"] == edge.start.key) & (met["account_b"] == edge.end.key)]
    pairs = list(_folded(rows_of(own.sort_values(["time_a", "time_b", "object"]))))
    posts = {str(post.get("post")): post for post in found.posts}
    st.caption(f"{plural(len(pairs), 'meeting')} of two posts, the oldest first")
    for number, meeting in enumerate(pairs[:_CARDS]):
        _card(case, view, edge, meeting, posts, number)
    rows = f"{plural(len(own), 'row')}: every meeting, once for each thing"
    with post_cards.unfolding(rows, "panel.meetings") as table:
        if table.open:
            meetings(case, own, names, (edge.start.key, edge.end.key))


def _folded(rows: list[dict[str, object]]) -> Iterator[_Meeting]:
    """Rows of the same two posts as one meeting."""
    objects: dict[tuple[str, str], list[tuple[str, float]]] = {}
    apart: dict[tuple[str, str], float] = {}
    for row in rows:
        posts = str(row["post_a"]), str(row["post_b"])
        objects.setdefault(posts, []).append((str(row["object"]), float(str(row["information"]))))
        apart[posts] = float(str(row["time_b"])) - float(str(row["time_a"]))
    for posts, shared in objects.items():
        yield _Meeting(posts, apart[posts], tuple(shared))


def _card(
    case: Case, view: View, edge: Edge, meeting: _Meeting, posts: Mapping[str, Mapping[str, object]], number: int
) -> None:
    with st.container(border=True, gap="small"):
        after = "at the same time" if not meeting.apart else f"{abs(meeting.apart):g} s apart"
        if meeting.apart:
            after += f", {'the first' if meeting.apart > 0 else 'the second'} account before"
        st.caption(after)
        lacking: list[Ref] = []
        for object_, bits in meeting.objects:
            refs = refs_of(object_)
            lacking += [ref for ref in refs if view.ref(str(ref)) is None]
            st.caption(inert(f"over {post_cards.thing(object_)}, {bits:.1f} bits"))
        for side, post in zip(st.columns(2, gap="small"), meeting.posts, strict=True):
            with side:
                post_cards.one(posts.get(post, {"post": post}))
        if lacking:
            st.button(
                "Show in the picture",
                key=f"meeting.{edge.key}.{number}",
                type="tertiary",
                on_click=bring,
                args=(case, lacking, Came(edge.start, SHARED, name="two linked accounts", told="What the two shared.")),
            )


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0


def _short(value: object) -> str:
    return f"{value:.2g}" if isinstance(value, float | int) else "unknown"
