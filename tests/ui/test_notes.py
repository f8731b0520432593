"""Notes without a browser: written, changed, removed, listed, in short for a hover, and taken along."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import attribution
from attribution.case import Case
from briefing.svg import svg
from graph.records import Ref
from tests.ui.pages import press, said, shown_on_cases
from ui import notes, opening, takeaway

pytestmark = pytest.mark.embedded

MIRROR = "Account/x:1001"
EVIL = "<script>alert(1)</script> [x](http://evil.example) **bold**\n# \u202eevil"

ON_ONE = f"""
from ui import notes
from ui.cases import case
notes.show(case(), "{MIRROR}", by="ana")
"""
OF_ALL = """
from ui import notes
from ui.cases import case
notes.all_notes(case())
"""


@pytest.fixture
def panel(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    return shown_on_cases(ON_ONE, monkeypatch)


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    return shown_on_cases(OF_ALL, monkeypatch)


@pytest.fixture
def case(case_folder: Path) -> Iterator[Case]:
    with attribution.open(case_folder) as opened:
        _remove_all(opened)
        yield opened
        # others look at the same case
        _remove_all(opened)


def _remove_all(opened: Case) -> None:
    for note in opened.notes():
        opened.remove_note(note)


def write(page: AppTest, text: str, confidence: str = "", mark: str = "", *, at: int = -1) -> AppTest:
    page.text_area[at].set_value(text)
    page.selectbox[2 * at].set_value(confidence)
    page.selectbox[2 * at + 1].set_value(mark)
    return [one for one in page.button if one.label == "Keep"][at].click().run()


def test_a_note_is_written_and_shown(panel: Callable[..., AppTest], case: Case) -> None:
    page = write(panel(case.folder.root), "Runs the page", "moderate", "question")

    assert not page.exception
    (note,) = case.notes()
    assert (note.about, note.text, note.confidence, note.mark, note.by) == (
        MIRROR, "Runs the page", "moderate", "question", "ana",
    )  # fmt: skip
    assert "Runs the page" in said(page)
    assert "open question · moderate confidence" in said(page)
    # the form is empty again
    assert page.text_area[-1].value == ""


def test_what_is_refused_stays_in_the_form(panel: Callable[..., AppTest], case: Case) -> None:
    page = write(panel(case.folder.root), "a\0b")

    assert "U+0000" in said(page)
    assert page.text_area[-1].value == "a\0b"
    assert case.notes() == ()
    assert "U+0000" not in said(write(page, "ab"))


def test_hostile_text_is_shown_as_text(panel: Callable[..., AppTest], case: Case) -> None:
    case.note(MIRROR, EVIL, by="<b>eve\u202e")

    page = panel(case.folder.root)

    assert not page.exception
    told = "\n".join(one.value for one in [*page.markdown, *page.caption])
    for markup in ("<script>", "](http", "**bold", "http://", "\u202e", "<b>"):
        assert markup not in told
    assert "\n# " not in told
    assert "<script>alert(1)</script>" in told.replace("\\", "")


def test_a_note_is_changed_and_its_history_told(panel: Callable[..., AppTest], case: Case) -> None:
    case.note(MIRROR, "Runs the page", confidence="low", by="ben")

    page = write(panel(case.folder.root), "Ran the page", "high", at=0)

    assert not page.exception
    (note,) = case.notes()
    assert (note.text, note.confidence, note.version) == ("Ran the page", "high", 2)
    assert "changed by ana" in said(page)
    assert "Written by ben" in said(page)
    assert "Runs the page" in said(page)


def test_a_change_of_a_note_that_changed_meanwhile_is_refused(panel: Callable[..., AppTest], case: Case) -> None:
    made = case.note(MIRROR, "Runs the page", by="ben")
    page = panel(case.folder.root)
    case.edit_note(made, "Sold the page", by="eve")

    write(page, "Ran the page", at=0)

    assert "changed by eve meanwhile" in said(page)
    assert [note.text for note in case.notes()] == ["Sold the page"]
    # the form is that of the new version: what was typed is not lost with the old one
    assert page.code[0].value == "Ran the page"
    assert not write(page, "Rents the page", at=0).code


def test_what_was_written_of_a_note_that_was_removed_meanwhile_is_given_back(
    panel: Callable[..., AppTest], case: Case
) -> None:
    made = case.note(MIRROR, "Runs the page", by="ben")
    page = panel(case.folder.root)
    case.remove_note(made, by="eve")

    write(page, EVIL, at=0)

    assert "removed by eve meanwhile" in said(page)
    assert case.notes() == ()
    assert page.code[0].value == EVIL


def test_a_note_is_removed_and_kept_in_the_history(
    panel: Callable[..., AppTest], listed: Callable[..., AppTest], case: Case
) -> None:
    case.note(MIRROR, "Wrong one", by="ben")

    page = press(panel(case.folder.root), "Remove the note")

    assert not page.exception
    assert case.notes() == ()
    assert "Wrong one" not in said(page)
    page = listed(case.folder.root)
    page.toggle[0].set_value(True).run()
    assert "Removed by ana" in said(page)
    assert "Wrong one" in said(page)


def test_all_notes_are_listed_with_what_they_are_on(listed: Callable[..., AppTest], case: Case) -> None:
    link = next(edge for edge in case.neighbours(Ref.parse(MIRROR)).subgraph.edges if edge.type == "SHARED")
    case.note(MIRROR, "First", by="ben")
    case.note(link, "Second")
    case.note("Account/x:404", "Third")

    page = listed(case.folder.root)

    assert not page.exception
    labels = [one.label.replace("\\", "") for one in page.button]
    assert "Open all 2 things with notes" in labels
    assert any("mirror_1" in label and "—" in label for label in labels)
    assert "no longer in the case (1)" in said(page)
    assert "Third" in said(page)
    page.text_input[0].set_value("ben").run()
    assert "First" in said(page)
    assert "Second" not in said(page)


def test_what_notes_are_on_is_opened(case: Case) -> None:
    link = next(edge for edge in case.neighbours(Ref.parse(MIRROR)).subgraph.edges if edge.type == "SHARED")

    alone = opening.of_noted(case, [MIRROR])
    ends = opening.of_noted(case, [link.key])

    assert len(alone.subgraph.vertices) > 1
    assert {v.ref for v in ends.subgraph.vertices} == {link.start, link.end}
    assert link.key in {edge.key for edge in ends.subgraph.edges}
    assert opening.of_noted(case, ["Account/x:404"]).subgraph.vertices == ()


def test_a_hover_has_the_notes_in_short(case: Case) -> None:
    case.note(MIRROR, "Runs\nthe \u202epage", confidence="low", mark="look", by="ben")
    case.note(MIRROR, "x" * 4_000, by="ana")

    found = notes.in_short(case)

    assert list(found) == [MIRROR]
    first, second = found[MIRROR].text.split("\n")
    assert found[MIRROR].marks == ("look at this",)
    assert first == "Note by ben (look at this, low confidence): Runs the  page"
    assert len(second) < 300


def test_a_figure_takes_notes_along_if_wanted(case: Case) -> None:
    case.note(MIRROR, "Runs the page", confidence="high", by="ben")
    case.note("Account/x:5400", "of the crowd")
    view = opening.of_noted(case, [MIRROR])

    lines = takeaway.noted(case, view.subgraph)
    drawn = case.scene(view.subgraph, view.homes, analyst=lines)

    assert MIRROR in {str(v.ref) for v in view.subgraph.vertices}
    assert len([line for line in lines if "Runs the page" in line and "says ben (" in line]) == 1
    assert not any("of the crowd" in line for line in lines)
    said_in = svg(drawn).decode()
    assert "Runs the page" in said_in
    assert "high confidence" in said_in
    assert "Runs the page" not in svg(case.scene(view.subgraph, view.homes)).decode()
