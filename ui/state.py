"""What a session of the app remembers: the one owner of every session key that is not a widget's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

import streamlit as st

from attribution.answers import Answer
from attribution.explaining import Explained
from attribution.jobs import Job
from attribution.noting import Noted
from ui.asking import Asking
from ui.chosen import Chosen
from ui.highlight import Highlight
from ui.request import Request
from ui.screen import Screen, Selected
from ui.view import View

Found = TypeVar("Found")

GRAPH = "graph"
"""Key of the graph component."""

_VIEW, _SCREEN, _CHOSEN, _ONCE = "view", "screen", "chosen", "once"
_TOLD_CHOICE, _HIGHLIGHT = "told_choice", "highlight"
_NOTICE, _FILE, _USER, _NO_WEBGL = "notice", "file", "user", "no_webgl"
_LOST, _CASE = "lost", "case"
_KEPT, _WANTED, _MADE_SET = "kept", "wanted", "made_set"
_LEAVES, _OWN_JOB, _EXPLAINED = "leaves", "own_job", "explained"
_REFUSED = "refused"
_ASKING, _QUESTION, _WHOLE = "asking", "question", "whole"
_HELD, _SENT_WHOLE = "held", "sent_whole"


@dataclass(frozen=True, slots=True)
class File:
    """A file that was made of the open picture."""

    view: str
    name: str
    content: bytes
    type: str


def view() -> View | None:
    """The picture that is open, if any."""
    return cast("View | None", st.session_state.get(_VIEW))


def open_view(opened: View) -> None:
    """Show another picture; what was done to the last one's screen goes with it."""
    st.session_state[_VIEW] = opened
    st.session_state[_SCREEN] = opened.screen
    choose_here(Chosen())
    st.session_state[_NOTICE] = opened.told
    st.session_state.pop(_FILE, None)


def grow_view(grown: View) -> None:
    """The same picture with more in it; the screen stays as it is."""
    st.session_state[_VIEW] = grown


def screen() -> Screen:
    """What was removed, hidden and moved in the open picture."""
    return cast(Screen, st.session_state.get(_SCREEN) or Screen())


def keep_screen(new: Screen) -> None:
    """Remember what the browser reports of the open picture."""
    st.session_state[_SCREEN] = new


def held(notes: Mapping[str, Noted]) -> View | None:
    """What the browser was last sent, if it was with these notes and has not asked for the whole since."""
    kept = cast("tuple[View, Mapping[str, Noted]] | None", st.session_state.get(_HELD))
    return kept[0] if kept is not None and kept[1] == notes else None


def hold(view: View, notes: Mapping[str, Noted]) -> None:
    """Remember what the browser is sent."""
    st.session_state[_HELD] = view, notes


def send_whole() -> None:
    """The browser lacks what it was sent the differences from: the next picture is sent whole."""
    st.session_state[_HELD] = None
    st.session_state[_SENT_WHOLE] = sent_whole() + 1


def sent_whole() -> int:
    """How often the browser asked for the whole."""
    return cast(int, st.session_state.get(_SENT_WHOLE, 0))


def can_draw() -> bool:
    """Whether the browser can draw the picture itself, as far as it has said."""
    return not st.session_state.get(_NO_WEBGL, False)


def cannot_draw() -> None:
    """The browser has said that it has no WebGL."""
    st.session_state[_NO_WEBGL] = True


def chosen() -> Chosen:
    """What is selected in the open picture."""
    return cast(Chosen, st.session_state.get(_CHOSEN) or Chosen())


def choose(new: Chosen) -> None:
    """Remember what the analyst selected in the picture."""
    st.session_state[_CHOSEN] = new


def choose_here(new: Chosen) -> None:
    """Select by something beside the picture: the picture is told."""
    choose(new)
    st.session_state[_TOLD_CHOICE] = told_choice()[0] + 1, new


def select(one: Selected) -> None:
    """Select one node or link by something beside the picture: its receipts are shown."""
    choose_here(Chosen.of(one))


def told_choice() -> tuple[int, Chosen]:
    """What was last selected beside the picture, and how often that happened: the same as long as only the picture is clicked."""
    return cast("tuple[int, Chosen]", st.session_state.get(_TOLD_CHOICE) or (0, Chosen()))


def highlight() -> Highlight | None:
    """What is drawn above all in the open picture: the way between nodes that was looked at last."""
    kept = cast("tuple[str, Highlight] | None", st.session_state.get(_HIGHLIGHT))
    opened = view()
    return kept[1] if kept is not None and opened is not None and kept[0] == opened.id else None


def draw_above(new: Highlight | None) -> None:
    """Draw this above all else in the open picture; nothing where it is None."""
    opened = view()
    st.session_state[_HIGHLIGHT] = (opened.id, new) if opened is not None and new is not None else None


def once(what: str, of: object, find: Callable[[], Found]) -> Found:
    """What was found of something, asked once for as long as nothing else is: a filter is no reason to ask again."""
    kept = cast("tuple[object, Found] | None", st.session_state.get(f"{_ONCE}.{what}"))
    if kept is None or kept[0] != of:
        kept = of, find()
        st.session_state[f"{_ONCE}.{what}"] = kept
    return kept[1]


def keep_file(name: str, content: bytes, type_: str) -> None:
    """Keep a file that was made of the open picture until another is made or opened."""
    opened = view()
    if opened is not None:
        st.session_state[_FILE] = File(opened.id, name, content, type_)


def file(of: View) -> File | None:
    """The file that was last made of this picture."""
    kept = cast("File | None", st.session_state.get(_FILE))
    return kept if kept is not None and kept.view == of.id else None


def keep(**keys: object) -> None:
    """Keep what stands in these widgets when they are not drawn: on another page, or in another way to begin.

    Called just before they are drawn, and in no other run: what is put where no widget follows stays for good.
    `keys` names them with what stands in them at first.
    """
    kept = st.session_state.setdefault(_KEPT, {})
    for key, first in keys.items():
        if key not in st.session_state:
            st.session_state[key] = kept.get(key, first)
        kept[key] = st.session_state[key]


def put(key: str, value: object) -> None:
    """Put a value into a widget before it is drawn."""
    st.session_state[key] = value


def value(key: str) -> object:
    """What stands in a widget, or is put there before it is drawn."""
    return st.session_state.get(key)


def is_drawn(key: str) -> bool:
    """Whether a widget of this key was drawn in the last run, or was given a value."""
    return key in st.session_state


def want(request: Request) -> None:
    """Ask for a picture by a button: the run that follows opens it, with the form as it is asked."""
    st.session_state[_WANTED] = request


def wanted() -> Request | None:
    """What a button asked for since the last run; given once."""
    return cast("Request | None", st.session_state.pop(_WANTED, None))


def want_on_explore(request: Request) -> None:
    """Ask for a picture from another page: the run that follows goes to Explore, which opens it."""
    want(request)
    st.session_state[_LEAVES] = True


def select_on_explore(new: Chosen) -> None:
    """Select in the picture that is open there, from another page."""
    choose_here(new)
    st.session_state[_LEAVES] = True


def refuse(said: tuple[str, str, str] | None) -> None:
    """Remember on what thing a change was refused, why, and the words that would be lost; None forgets it."""
    st.session_state[_REFUSED] = said


def refused() -> tuple[str, str, str] | None:
    """What was refused last: on what thing, why, and the words that would be lost."""
    return cast("tuple[str, str, str] | None", st.session_state.get(_REFUSED))


def run_page() -> None:
    """Let the whole page run once the part that was pressed has: what it did is seen beside it."""
    st.session_state[_WHOLE] = True


def page_is_to_run() -> bool:
    """Whether a part of the page has changed what stands beside it; told once."""
    return bool(st.session_state.pop(_WHOLE, False))


def leaves_for_explore() -> bool:
    """Whether a button of another page asked for a picture since the last run; told once."""
    return bool(st.session_state.pop(_LEAVES, False))


def own_job(job: Job) -> None:
    """Remember the work that this session began."""
    st.session_state[_OWN_JOB] = job


def own_result() -> object:
    """What the work that this session began came to, given once when it has ended well; else None."""
    job = cast("Job | None", st.session_state.get(_OWN_JOB))
    if job is None or job.state.running:
        return None
    del st.session_state[_OWN_JOB]
    return job.result


def keep_explained(of: tuple[str, ...], found: Explained) -> None:
    """Keep what was computed last of one pair."""
    st.session_state[_EXPLAINED] = of, found


def explained(of: tuple[str, ...]) -> Explained | None:
    """What was computed of this pair, if it was the last one."""
    kept = cast("tuple[tuple[str, ...], Explained] | None", st.session_state.get(_EXPLAINED))
    return kept[1] if kept is not None and kept[0] == of else None


def answer_of(query: str) -> Answer | None:
    """The open answer, if it is one of this query."""
    opened = view()
    answer = opened.answer if opened is not None else None
    return answer if answer is not None and answer.result.query.id == query else None


def begin_asking(asking: Asking) -> None:
    """Remember the question that works now; the one before it is stopped."""
    before = asked(asking.place)
    if before is not None:
        before.stop()
    st.session_state[f"{_ASKING}.{asking.place}"] = asking


def asked(place: str) -> Asking | None:
    """The question that was asked last in a place: a question of the library by its id, or the editor."""
    return cast("Asking | None", st.session_state.get(f"{_ASKING}.{place}"))


def forget_asked(place: str) -> None:
    """Forget what was asked in a place."""
    st.session_state.pop(f"{_ASKING}.{place}", None)


def choose_question(id_: str) -> None:
    """Remember which question is open on the page Questions."""
    st.session_state[_QUESTION] = id_


def question() -> str | None:
    """The question that is open on the page Questions."""
    return cast("str | None", st.session_state.get(_QUESTION))


def make_set(name: str) -> None:
    """Remember the set that was made last."""
    st.session_state[_MADE_SET] = name


def made_set() -> str | None:
    """The set that was made last, if any."""
    return cast("str | None", st.session_state.get(_MADE_SET))


def say(line: str) -> None:
    """What stands under the picture until something else is done to it; nothing if empty."""
    st.session_state[_NOTICE] = line


def said() -> str:
    """The line under the picture."""
    return cast(str, st.session_state.get(_NOTICE) or "")


def lose_graph(lost: bool) -> None:
    """Remember that the graph did not answer in this run of the page, or that a new run begins."""
    st.session_state[_LOST] = lost


def graph_is_lost() -> bool:
    """Whether the graph did not answer in this run of the page."""
    return bool(st.session_state.get(_LOST, False))


def chosen_case() -> str | None:
    """Name of the case that this session has chosen."""
    return cast("str | None", st.session_state.get(_CASE))


def choose_case(name: str) -> None:
    """Show another case; nothing of the last one stays open."""
    who = user()
    st.session_state.clear()
    st.session_state[_CASE] = name
    if who is not None:
        log_in(who)


def user() -> str | None:
    """Who gave the operator's password in this session."""
    return cast("str | None", st.session_state.get(_USER))


def log_in(name: str) -> None:
    """Remember who is here."""
    st.session_state[_USER] = name


def log_out() -> None:
    """Forget everything of this session."""
    st.session_state.clear()
