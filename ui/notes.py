"""Notes on the nodes and links of a case: those on one thing with their form, those of all, and in short for a hover."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from attribution import noting
from attribution.case import Case
from attribution.noting import Noted
from graph.subgraph import Subgraph
from store.analyst_words import LONGEST_TEXT
from store.notes import CONFIDENCES, MARKS, Note
from ui import opening, state
from ui.check_words import at
from ui.errors import attempt, refusal, told
from ui.request import Request
from ui.words import inert, plural, seen

_FIND = "notes.find"
_CONFIDENCE = (
    "How good the basis for the note is (ICD 203): low, little and uncertain; moderate, plausible and partly "
    "corroborated; high, good and independent. It is not how likely something is."
)
_SHORT, _MOST, _NAME, _WHO = 240, 100, 120, 60


# -- on one thing


def show(case: Case, id_: str, *, by: str) -> None:
    """The notes on a node (Label/key) or link (its key), and the form to add one. `by`: who adds, changes and removes."""
    st.markdown("##### Notes")
    with told():
        there = case.notes([id_])
        for note in there:
            with st.container(border=True, gap="xsmall"):
                _words(note)
                _changes(case, note, by)
        # what was refused is told above the form with the words that were
        refusal(id_)
        with st.expander("Add a note", expanded=not there):
            _form(
                f"add.{id_}", None, lambda *said: case.note(id_, said[0], confidence=said[1], mark=said[2], by=by), id_
            )


def _words(note: Note) -> None:
    remarks = noting.remarks(note)
    if remarks:
        st.markdown(f"**{inert(' · '.join(remarks))}**")
    st.markdown(_as_written(note.text))
    changed = f", changed by {seen(note.by, _WHO)} on {at(note.at)} UTC" if note.version > 1 else ""
    st.caption(inert(f"{seen(note.first_by, _WHO)}, {at(note.first_at)} UTC{changed}"))


def _as_written(text: str) -> str:
    """Markdown that shows the text as it is, line by line."""
    return "  \n".join(inert(line) or "&nbsp;" for line in text.splitlines())


def _changes(case: Case, note: Note, by: str) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        key = f"{note.id}.{note.version}"
        with st.popover("Edit …", type="tertiary"):
            _form(
                f"edit.{key}",
                note,
                lambda *said: case.edit_note(note, said[0], confidence=said[1], mark=said[2], by=by),
                note.about,
            )
        with st.popover("Remove …", type="tertiary"):
            st.caption("It stands no longer on this and in no export; its history keeps it, and who removed it.")
            st.button(
                "Remove the note",
                key=f"notes.remove.{key}",
                on_click=_remove,
                args=(case, note, by),
            )
        if note.version > 1:
            with st.popover("History …", type="tertiary"):
                _history(case, note)


def _history(case: Case, note: Note) -> None:
    for version in reversed(case.note_history(note.id)):
        done = "Removed" if version.removed else "Written" if version.version == 1 else "Changed"
        remarks = " · ".join(noting.remarks(version))
        st.caption(
            inert(f"{done} by {seen(version.by, _WHO)}, {at(version.at)} UTC" + (f": {remarks}" if remarks else ""))
        )
        st.markdown(_as_written(version.text))


def _form(key: str, note: Note | None, keep: Callable[[str, str, str], object], about: str) -> None:
    names = [f"notes.{part}.{key}" for part in ("text", "confidence", "mark")]
    # given as values: what is put into a popover before it was opened is not seen in it
    text, confidence, mark = (note.text, note.confidence, note.mark) if note is not None else ("", "", "")
    confidences, marks_ = ["", *CONFIDENCES], ["", *MARKS]
    with st.form(f"notes.{key}", border=False):
        st.text_area("Note", text, key=names[0], height=100, max_chars=LONGEST_TEXT)
        st.selectbox(
            "Confidence",
            confidences,
            confidences.index(confidence),
            key=names[1],
            format_func=_or_none,
            help=_CONFIDENCE,
        )
        st.selectbox("Mark", marks_, marks_.index(mark), key=names[2], format_func=_mark)
        st.form_submit_button("Keep", type="primary", on_click=_keep, args=(about, names, keep))


def _or_none(word: str) -> str:
    return word or "none"


def _mark(mark: str) -> str:
    return _or_none(noting.MARK_WORDS.get(mark, ""))


def _keep(about: str, names: Sequence[str], keep: Callable[[str, str, str], object]) -> None:
    text, confidence, mark = (str(state.value(name) or "") for name in names)
    if attempt(about, lambda: keep(text, confidence, mark), text):
        for name in names:
            state.put(name, "")


def _remove(case: Case, note: Note, by: str) -> None:
    attempt(note.about, lambda: case.remove_note(note, by=by))


# -- in short


def in_short(case: Case) -> Mapping[str, Noted]:
    """What the case's notes say, by the node or link that they are on."""
    found: dict[str, list[Note]] = {}
    for note in case.notes():
        found.setdefault(note.about, []).append(note)
    return {about: Noted("\n".join(map(_line, some)), _marks(some)) for about, some in found.items()}


def _line(note: Note) -> str:
    remarks = f" ({', '.join(noting.remarks(note))})" if noting.remarks(note) else ""
    return f"Note by {seen(note.by, _WHO)}{remarks}: {seen(' '.join(note.text.split()), _SHORT)}"


def _marks(some: Sequence[Note]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(noting.MARK_WORDS[note.mark] for note in some if note.mark))


# -- all of them


def all_notes(case: Case) -> None:
    """Every note of the case with a way to what it is on; apart from them what is on nothing that is loaded now, and removed ones."""
    notes = case.notes()
    if not notes:
        st.info("There is no note yet. Select a node or link in a picture to write one.")
    else:
        held = _held(case, notes)
        called, gone = noting.names(held), noting.gone(held, {note.about for note in notes})
        there = [note for note in notes if note.about not in gone]
        st.button(
            f"Open all {plural(len({note.about for note in there}), 'thing')} with notes",
            type="primary",
            width="stretch",
            disabled=not there,
            on_click=_open,
            args=(case, [note.about for note in there]),
        )
        _list(case, _found(there, called), called)
        if gone:
            st.markdown(f"**On what is no longer in the case ({len(notes) - len(there):,})**")
            _list(None, [note for note in notes if note.about in gone], called)
    removed = case.notebook.notes.removed()
    if removed and st.toggle(f"Removed notes ({len(removed):,})", key="notes.removed"):
        for note in removed[:_MOST]:
            st.markdown(inert(seen(note.about, _NAME)))
            _history(case, note)


def _held(case: Case, notes: Sequence[Note]) -> Subgraph:
    """What the graph holds of the nodes that notes are on, asked again when others are, or other data are loaded."""
    refs = tuple(dict.fromkeys(ref for note in notes for ref in noting.refs_of(note.about)))
    return state.once("notes", (refs, case.coverage().line), lambda: case.view(refs))


def _found(notes: Sequence[Note], called: Mapping[str, str]) -> list[Note]:
    state.keep(**{_FIND: ""})
    words = st.text_input("Find in notes", key=_FIND, placeholder="A word, a name, who wrote it").strip().casefold()
    return [note for note in notes if any(words in part.casefold() for part in _parts(note, called))]


def _parts(note: Note, called: Mapping[str, str]) -> tuple[str, ...]:
    return (note.text, note.by, note.first_by, called.get(note.about, ""), *noting.remarks(note))


def _list(case: Case | None, notes: Sequence[Note], called: Mapping[str, str]) -> None:
    """Notes, the last one changed first; with a case each opens what it is on."""
    if len(notes) > _MOST:
        st.caption(f"Shown are the {_MOST} that were changed last, of {len(notes):,}.")
    for note in sorted(notes, key=lambda note: -note.at)[:_MOST]:
        name = inert(seen(called.get(note.about, note.about), _NAME))
        with st.container(border=True, gap="xsmall"):
            if case is None:
                st.markdown(f"**{name}**")
            else:
                st.button(name, key=f"notes.open.{note.id}", type="tertiary", on_click=_open, args=(case, [note.about]))
            _words(note)


def _open(case: Case, things: Sequence[str]) -> None:
    state.want_on_explore(Request(lambda: opening.of_noted(case, things)))
