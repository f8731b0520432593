"""The hits of a run: what is new or stronger first, then the rest, then the silent ones; walked by mouse or keyboard."""

from collections.abc import Sequence

import streamlit as st

from attribution.case import Case
from attribution.check_report import CheckReport, ToldHit
from queries.check_state import CONFIRM
from queries.comparison import Kind
from ui import check_choice, check_hit
from ui.check_words import badge, day, measure, name_of
from ui.words import inert, plural

_AROUND = 10
_ORDER = tuple(Kind)


def show(case: Case, report: CheckReport) -> None:
    """The list, and beside it the hit that is chosen in it."""
    _list(case, report)
    st.caption(inert(report.run.content["coverage"]))


def _list(case: Case, report: CheckReport) -> None:
    parts = sections(report)
    walk = [one.change.hit.id for _, hits in parts for one in hits]
    if not walk:
        st.info("No hits. Nothing in the loaded data meets this; what is not loaded is not absent.")
        return
    name = report.check.name
    chosen = str(check_choice.hit(name, walk))
    left, right = st.columns([5, 8], gap="medium")
    with left, st.container(key="checks-list", gap="xxsmall"):
        for title, part in parts:
            _section(report, title, part, chosen)
    hits = {one.change.hit.id: one for _, part in parts for one in part}
    place = walk.index(chosen)
    with right:
        _walk(name, walk, place)
        check_hit.show(case, report, hits[chosen], after=_after(walk, place))


def sections(report: CheckReport) -> list[tuple[str, Sequence[ToldHit]]]:
    """The hits of a report under three heads, the most pressing first; heads without any are left out."""
    told = sorted(report.hits, key=lambda one: _ORDER.index(one.change.kind))
    found = (
        ("New or stronger", [one for one in told if one.loud]),
        ("The rest", [one for one in told if not one.loud and not one.silent]),
        ("Dismissed and silent", [one for one in told if one.silent]),
    )
    return [(title, hits) for title, hits in found if hits]


def _section(report: CheckReport, title: str, hits: Sequence[ToldHit], chosen: str) -> None:
    st.markdown(f"**{title} ({len(hits):,})**")
    ids = [one.change.hit.id for one in hits]
    # as many as the eye takes in, around the one that is open: walking on moves them
    first = max(0, min(ids.index(chosen) - _AROUND // 2, len(ids) - _AROUND)) if chosen in ids else 0
    if first:
        st.caption(f"{first:,} before these")
    for one in hits[first : first + _AROUND]:
        id_ = one.change.hit.id
        # buttons: a list of fields to tick would keep the keys to itself
        st.button(
            _label(report, one),
            key=f"checks.hit.{id_}",
            type="secondary" if id_ == chosen else "tertiary",
            width="stretch",
            on_click=check_choice.choose_hit,
            args=(report.check.name, id_),
        )
    if len(ids) > first + _AROUND:
        st.caption(f"{len(ids) - first - _AROUND:,} after these")


def _label(report: CheckReport, one: ToldHit) -> str:
    return f"{badge(one.change.kind)} **{inert(name_of(one, 60))}** :gray[{_beside(report, one)}]"


def _beside(report: CheckReport, one: ToldHit) -> str:
    said = [measure(report.check.strength, one)]
    if one.silent and one.dismissal is not None:
        said.append(f"until {day(one.dismissal.until)}")
    elif one.ended:
        said.append("dismissed before")
    if any(remark.kind == CONFIRM for remark in one.remarks):
        said.append("confirmed")
    if comments := sum(remark.kind != CONFIRM for remark in one.remarks):
        said.append(plural(comments, "comment"))
    return inert(" · ".join(said))


def _walk(name: str, walk: Sequence[str], place: int) -> None:
    """Where one is in the list, and the buttons to the next and the one before, each with its key."""
    keys = check_choice.doing() is None
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            "Before",
            key="checks.before",
            icon=":material/arrow_upward:",
            shortcut="K" if keys else None,
            disabled=place == 0,
            on_click=check_choice.choose_hit,
            args=(name, walk[max(place - 1, 0)]),
        )
        st.button(
            "Next",
            key="checks.next",
            icon=":material/arrow_downward:",
            shortcut="J" if keys else None,
            disabled=place == len(walk) - 1,
            on_click=check_choice.choose_hit,
            args=(name, walk[min(place + 1, len(walk) - 1)]),
        )
        st.caption(f"{place + 1} of {plural(len(walk), 'hit')}", width="content")


def _after(walk: Sequence[str], place: int) -> str | None:
    """Where to go when this one is done with: the next, at the end the one before."""
    if place + 1 < len(walk):
        return walk[place + 1]
    return walk[place - 1] if place else None
