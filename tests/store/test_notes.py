"""Notes: the last version stands, and nothing that was written is lost."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from store import StoreError
from store.archive import export_case, import_case
from store.folder import CaseFolder
from store.notes import Note, NoteChangedError, Notes

ROOT = Path(__file__).parents[2]
ANA, LINK = "Account/x:1", "SHARED|Account/x:1|Url/https://e.example/a|b"


def add(notes: Notes, text: str = "runs the page", about: str = ANA, *, by: str = "ana", at: int = 1) -> Note:
    return notes.add(about, text, confidence="moderate", mark="question", by=by, at=at)


def test_notes_stand_on_nodes_and_links(folder: CaseFolder) -> None:
    notes = Notes(folder)
    first, second = add(notes), add(notes, "twice", LINK, by="ben", at=2)
    third = add(notes, "again", at=3)

    assert notes.all() == (first, second, third)
    assert notes.about([LINK, "Account/x:2"]) == (second,)
    assert notes.about([ANA, ANA]) == (first, third)
    assert (first.about, first.text, first.confidence, first.mark) == (ANA, "runs the page", "moderate", "question")
    assert (first.by, first.at, first.first_by, first.first_at, first.version) == ("ana", 1, "ana", 1, 1)


def test_an_edit_keeps_the_old_text(folder: CaseFolder) -> None:
    notes = Notes(folder)
    made = add(notes)

    edited = notes.edit(made.id, 1, "ran the page", confidence="high", mark="", by="ben", at=5)

    assert notes.all() == (edited,)
    assert (edited.text, edited.confidence, edited.mark, edited.version) == ("ran the page", "high", "", 2)
    assert (edited.by, edited.at, edited.first_by, edited.first_at) == ("ben", 5, "ana", 1)
    assert notes.history(made.id) == (made, edited)


def test_a_removed_note_is_in_the_history(folder: CaseFolder) -> None:
    notes = Notes(folder)
    made = add(notes)

    gone = notes.remove(made.id, 1, by="ben", at=5)

    assert notes.all() == notes.about([ANA]) == ()
    assert notes.removed() == (gone,)
    assert (gone.text, gone.by, gone.removed) == ("runs the page", "ben", True)
    with pytest.raises(NoteChangedError, match="removed by ben"):
        notes.edit(made.id, 2, "again", confidence="", mark="", by="ana", at=6)


def test_a_change_of_what_was_not_read_is_refused(folder: CaseFolder) -> None:
    notes = Notes(folder)
    made = add(notes)
    notes.edit(made.id, 1, "ran the page", confidence="", mark="", by="ben", at=5)

    with pytest.raises(NoteChangedError, match="changed by ben meanwhile"):
        notes.edit(made.id, 1, "mine", confidence="", mark="", by="ana", at=6)
    with pytest.raises(NoteChangedError, match="changed by ben meanwhile"):
        notes.remove(made.id, 1, by="ana", at=6)
    assert [one.text for one in notes.all()] == ["ran the page"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "is empty"),
        ("\u200b \u202e\n", "is empty"),
        ("a\0b", r"U\+0000"),
        ("\x1b[31mred", r"U\+001B"),
        ("half \udfff", r"U\+DFFF"),
        ("x" * 10_000, "10,000 characters"),
    ],
)
def test_texts_that_make_no_sense_are_refused(folder: CaseFolder, text: str, expected: str) -> None:
    with pytest.raises(StoreError, match=expected):
        add(Notes(folder), text)
    assert Notes(folder).all() == ()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "he writes \u202edlrow", "two\nlines\tand a tab", "x" * 4_000]
)
def test_other_texts_are_kept_as_they_are(folder: CaseFolder, text: str) -> None:
    assert add(Notes(folder), f"  {text}\r\n", by="\u202eeve").text == text
    assert Notes(folder).all()[0].by == "\ufffdeve"


def test_unknown_words_and_things_are_refused(folder: CaseFolder) -> None:
    notes = Notes(folder)
    for given in ({"confidence": "sure", "mark": ""}, {"confidence": "", "mark": "red"}):
        with pytest.raises(StoreError, match="is unknown; use one of"):
            notes.add(ANA, "text", by="ana", at=1, **given)
    for about in ("", "Account/\ud800", "Account/\0", "Account/" + "x" * 30_000):
        with pytest.raises(StoreError, match="no node or link"):
            add(notes, about=about)
    with pytest.raises(StoreError, match="is not in this case"):
        notes.history("' OR 1=1")
    assert notes.about(["Account/\ud800", "a\0"]) == ()


def test_many_things_are_asked_in_pieces(folder: CaseFolder) -> None:
    made = add(Notes(folder), about="Account/x:1999")

    assert Notes(folder).about(f"Account/x:{n}" for n in range(2_000)) == (made,)


def test_an_archive_carries_notes_with_their_history(folder: CaseFolder, tmp_path: Path) -> None:
    made = add(Notes(folder))
    Notes(folder).edit(made.id, 1, "ran the page", confidence="", mark="", by="ben", at=5)
    with folder.writing():
        export_case(folder, tmp_path / "case.zip")

    import_case(tmp_path / "case.zip", tmp_path / "new")

    assert Notes(CaseFolder(tmp_path / "new")).history(made.id) == Notes(folder).history(made.id)


def test_a_spoilt_row_is_one_line(folder: CaseFolder) -> None:
    add(Notes(folder))
    with sqlite3.connect(folder.notebook) as db:
        db.execute("UPDATE notes SET made_at = 99999999999999999")

    with pytest.raises(StoreError, match="cannot be used"):
        Notes(folder).all()


_WRITER = """
import sys
from pathlib import Path
from store.folder import CaseFolder
from store.notes import NoteChangedError, Notes
notes, who = Notes(CaseFolder(Path(sys.argv[1]))), sys.argv[2]
for n in range(20):
    notes.add("Account/x:1", f"{who} {n}", confidence="", mark="", by=who, at=2)
    while True:
        shared = notes.all()[0]
        try:
            notes.edit(shared.id, shared.version, f"{int(shared.text) + 1}", confidence="", mark="", by=who, at=3)
            break
        except NoteChangedError:
            pass
"""


def test_two_processes_lose_nothing_of_each_other(folder: CaseFolder) -> None:
    shared = add(Notes(folder), "0", at=0)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    both = [
        subprocess.Popen([sys.executable, "-c", _WRITER, str(folder.root), who], cwd=ROOT, env=environment)
        for who in ("ana", "ben")
    ]

    assert [one.wait(120) for one in both] == [0, 0]

    assert len(Notes(folder).all()) == 1 + 40
    assert [one.text for one in Notes(folder).history(shared.id)] == [str(n) for n in range(41)]
