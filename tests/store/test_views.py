"""Named views: kept under an identifier that stays, and never replaced unseen."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from store import StoreError
from store.archive import export_case, import_case
from store.folder import CaseFolder
from store.notebook import Label, Notebook
from store.views import ViewConflictError, Views

ROOT = Path(__file__).parents[2]
LOOK: dict[str, Any] = {"places": {"Account/x:1": [0.5, 1.0], "Account/x:2": [2.0, -1e-9]}, "screen": {"new": [1]}}


def test_a_view_comes_back_as_it_was_saved(folder: CaseFolder) -> None:
    views = Notebook(folder).views

    made = views.add("  first   look ", LOOK, "ana", 5)

    assert (made.name, made.version, made.nodes, made.by, made.at) == ("first look", 1, 2, "ana", 5)
    assert views.opened(made.id) == (made, LOOK)
    assert views.all() == (made,)


def test_saving_over_a_view_needs_the_version_that_was_seen(folder: CaseFolder) -> None:
    views = Views(folder)
    opened = views.add("ring", {"a": 1}, "ana", 1)
    changed = views.replace(opened.id, opened.version, {"a": 2}, "ben", 2)

    with pytest.raises(
        ViewConflictError, match=r"changed by ben meanwhile \(it is version 2 now, you opened 1\)"
    ) as found:
        views.replace(opened.id, opened.version, {"a": 3}, "ana", 3)

    assert found.value.there == changed
    assert views.opened(opened.id) == (changed, {"a": 2})
    # with the version that was told it is replaced all the same, under the same identifier
    again = views.replace(opened.id, found.value.there.version, {"a": 3}, "ana", 4)
    assert (again.id, again.version) == (opened.id, 3)
    assert views.opened(opened.id)[1] == {"a": 3}


def test_a_name_is_taken_once(folder: CaseFolder) -> None:
    views = Views(folder)
    ring = views.add("ring", {}, "ana", 1)
    other = views.add("Ring", {}, "ana", 2)

    with pytest.raises(ViewConflictError, match="there already, saved by ana") as found:
        views.add("ring ", {"b": 1}, "ben", 3)
    assert found.value.there == ring
    with pytest.raises(ViewConflictError, match="there already"):
        views.rename(other.id, 1, "ring", "ana", 4)
    assert views.opened(ring.id)[1] == {}


def test_renaming_keeps_the_identifier_and_its_own_name_is_free(folder: CaseFolder) -> None:
    views = Views(folder)
    made = views.add("ring", {"a": 1}, "ana", 1)

    named = views.rename(made.id, 1, "the ring", "ben", 2)

    assert (named.id, named.name, named.version, named.by) == (made.id, "the ring", 2, "ben")
    assert views.opened(made.id) == (named, {"a": 1})
    assert views.rename(made.id, 2, "the ring", "ben", 3).version == 3
    with pytest.raises(ViewConflictError, match="meanwhile"):
        views.rename(made.id, 1, "ours", "ana", 4)


def test_a_copy_is_another_view(folder: CaseFolder) -> None:
    views = Views(folder)
    made = views.add("r" * 120, {"a": 1}, "ana", 1)

    names = [views.duplicate(made.id, "ben", n).name for n in (2, 3)]

    assert names == ["r" * 116 + " (2)", "r" * 116 + " (3)"]
    views.replace(made.id, 1, {"a": 2}, "ana", 4)
    assert sorted(views.opened(one.id)[1]["a"] for one in views.all()) == [1, 1, 2]


def test_what_was_deleted_is_gone_unless_it_changed(folder: CaseFolder) -> None:
    views = Views(folder)
    made = views.add("ring", {}, "ana", 1)
    views.replace(made.id, 1, {"a": 2}, "ben", 2)

    with pytest.raises(ViewConflictError):
        views.remove(made.id, 1)
    assert views.remove(made.id, 2).name == "ring"

    assert views.all() == ()
    for missing in (
        lambda: views.opened(made.id),
        lambda: views.remove(made.id, 2),
        lambda: views.duplicate(made.id, "a", 1),
    ):
        with pytest.raises(StoreError, match="was deleted"):
            missing()
    with pytest.raises(StoreError, match="not in this case"):
        views.opened("' OR 1=1 --")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", "is empty"),
        (" \n ", "is empty"),
        ("\u200d", "is empty"),
        ("a\0b", r"U\+0000"),
        ("half \ud800", r"U\+D800"),
        ("right \u202e left", r"U\+202E"),
        ("zero\u200bwidth", r"U\+200B"),
        ("x" * 10_000, "10,000 characters"),
    ],
)
def test_names_that_make_no_sense_are_refused(folder: CaseFolder, name: str, expected: str) -> None:
    with pytest.raises(StoreError, match=expected):
        Views(folder).add(name, {}, "ana", 1)
    assert Views(folder).all() == ()


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "می\u200cخواهم", "'; DROP TABLE views; --", "文字", "👩\u200d🔬"]
)
def test_other_names_are_kept_as_they_are(folder: CaseFolder, name: str) -> None:
    assert Views(folder).view(Views(folder).add(name, {}, "ana\u202e\ud800", 1).id).name == name
    assert Views(folder).all()[0].by == "ana��"


def test_what_is_no_json_is_refused(folder: CaseFolder) -> None:
    for payload in ({"a": float("nan")}, {"a": {1, 2}}):
        with pytest.raises(StoreError, match="cannot be kept"):
            Views(folder).add("ring", payload, "ana", 1)


def old_notebook(path: Path, payload: str = json.dumps(LOOK)) -> None:
    """A file as it was made before views had identifiers."""
    db = sqlite3.connect(path)
    db.executescript("""
        CREATE TABLE labels (account TEXT NOT NULL, topic TEXT NOT NULL, on_topic INTEGER NOT NULL,
            why TEXT NOT NULL, made_by TEXT NOT NULL, made_at INTEGER NOT NULL, PRIMARY KEY (account, topic));
        CREATE TABLE views (name TEXT PRIMARY KEY, payload TEXT NOT NULL, made_by TEXT NOT NULL, made_at INTEGER NOT NULL);
        INSERT INTO labels VALUES ('x:1', 'votes', 1, 'read', 'ana', 1);
    """)
    db.execute("INSERT INTO views VALUES ('first look', ?, 'ana', 1), ('second', '{}', 'ben', 2)", (payload,))
    db.commit()
    db.close()


def test_an_older_file_keeps_its_views(folder: CaseFolder) -> None:
    old_notebook(folder.notebook)

    second, first = Views(folder).all()

    assert (first.name, first.version, first.nodes, first.by, first.at) == ("first look", 1, 2, "ana", 1)
    assert (second.name, second.nodes) == ("second", 0)
    assert Views(folder).opened(first.id)[1] == LOOK
    assert Views(folder).all()[1].id == first.id
    assert Notebook(folder).labels() == (Label("x:1", "votes", True, "read", "ana", 1),)


def test_an_older_file_with_a_spoilt_view_keeps_the_others(folder: CaseFolder) -> None:
    old_notebook(folder.notebook, "{not json")

    second, first = Views(folder).all()

    assert Views(folder).opened(second.id)[1] == {}
    with pytest.raises(StoreError, match="cannot be used"):
        Views(folder).opened(first.id)


def test_an_archive_carries_views_and_their_identifiers(folder: CaseFolder, tmp_path: Path) -> None:
    with folder.writing():
        made = Views(folder).add("ring", LOOK, "ana", 1)
        export_case(folder, tmp_path / "case.zip")

    import_case(tmp_path / "case.zip", tmp_path / "new")

    assert Views(CaseFolder(tmp_path / "new")).opened(made.id) == (made, LOOK)


_WRITER = """
import sys
from pathlib import Path
from store.folder import CaseFolder
from store.views import ViewConflictError, Views
views, who = Views(CaseFolder(Path(sys.argv[1]))), sys.argv[2]
for n in range(int(sys.argv[3])):
    views.add(f"{who} {n}", {"by": who, "n": n}, who, n)
    shared = next(one for one in views.all() if one.name == "shared")
    while True:
        try:
            there, held = views.opened(shared.id)
            views.replace(there.id, there.version, {"count": held["count"] + 1, "long": "x" * 200_000}, who, n)
            break
        except ViewConflictError:
            pass
"""


def writer(folder: CaseFolder, who: str, times: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", _WRITER, str(folder.root), who, str(times)]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})


def test_two_processes_lose_nothing_of_each_other(folder: CaseFolder) -> None:
    old_notebook(folder.notebook)
    shared = Views(folder).add("shared", {"count": 0}, "ana", 1)
    both = [writer(folder, who, 12) for who in ("ana", "ben")]

    assert [one.wait(120) for one in both] == [0, 0]

    assert len(Views(folder).all()) == 2 + 1 + 24
    there, held = Views(folder).opened(shared.id)
    assert held["count"] == 24
    assert there.version == 25


def test_a_killed_writer_leaves_a_whole_version(folder: CaseFolder) -> None:
    shared = Views(folder).add("shared", {"count": 0}, "ana", 1)
    running = writer(folder, "ana", 100_000)
    until = time.monotonic() + 60
    while Views(folder).view(shared.id).version < 5 and time.monotonic() < until:
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait(20)

    there, held = Views(folder).opened(shared.id)

    assert held["count"] == there.version - 1 >= 4
    assert Views(folder).replace(there.id, there.version, {}, "ben", 9).version == there.version + 1
