"""The memory of checks: whole runs or failed ones, and a log in which edits show."""

import re
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

import store.check_memory
from graph.locks import lock
from store import StoreError
from store.archive import export_case, import_case
from store.check_log import verify_log
from store.check_memory import KILLED, CheckMemory
from store.check_records import FIRST, Evidence, Hit, canonical
from store.folder import CaseFolder
from store.notebook import Label, Notebook

HITS = [
    Hit(canonical({"domain": "a.example"}), 3, {"domain": "a.example", "text": "\ud83d☃"}, Evidence({"p1": ("aa",)}, ("aa",))),
    Hit(canonical({"domain": "b.example"}), None, {"domain": "b.example"}, Evidence(whole=False)),
]  # fmt: skip


def finished(memory: CheckMemory, at: int = 1) -> int:
    with memory.running(at):
        run = memory.begin("sites", at, "ana")
        memory.finish(run, at + 1, {"limit": 3}, HITS, {"asked": {}})
    return run


def edited(folder: CaseFolder, statement: str) -> None:
    with closing(sqlite3.connect(folder.notebook)) as db, db:
        assert db.execute(statement).rowcount > 0


def verdict(folder: CaseFolder, head: str | None = None) -> tuple[str, ...]:
    return verify_log(*CheckMemory(folder).whole(), head).problems


def test_a_run_comes_back_as_it_was_kept(folder: CaseFolder) -> None:
    memory = CheckMemory(folder)
    run = finished(memory)
    (kept,) = memory.runs("sites")
    assert (kept.id, kept.finished, kept.started_at, kept.ended_at, kept.by) == (run, True, 1, 2, "ana")
    assert memory.hits(run) == tuple(HITS)
    assert memory.runs("others") == ()
    (entry,) = memory.entries()
    assert (entry.action, entry.body["hits"], entry.previous, entry.sound) == ("run", 2, FIRST, True)


def test_one_hit_is_found_in_each_of_its_runs(folder: CaseFolder) -> None:
    memory = CheckMemory(folder)
    runs = [finished(memory, at) for at in (1, 10)]

    assert memory.stood("sites", HITS[0].key) == dict.fromkeys(runs, HITS[0])
    assert memory.stood("sites", "another") == {}
    assert memory.stood("others", HITS[0].key) == {}


def test_the_head_of_the_log_is_that_of_its_last_line(folder: CaseFolder) -> None:
    memory = CheckMemory(folder)
    assert memory.head() == FIRST
    finished(memory)
    assert memory.head() == memory.entries()[-1].hash


def test_the_memory_stands_beside_labels_and_travels_with_the_case(folder: CaseFolder, tmp_path: Path) -> None:
    Notebook(folder).put_label(Label("x:1", "elections", True, "read", "ana", 1))
    run = finished(CheckMemory(folder))
    export_case(folder, tmp_path / "case.zip")
    import_case(tmp_path / "case.zip", tmp_path / "copy")
    copy = CaseFolder(tmp_path / "copy")
    assert CheckMemory(copy).hits(run) == tuple(HITS)
    assert CheckMemory(copy).entries() == CheckMemory(folder).entries()
    assert verdict(copy) == ()
    assert len(Notebook(copy).labels()) == 1


def test_a_run_that_fails_keeps_its_reason_and_no_hits(folder: CaseFolder) -> None:
    memory = CheckMemory(folder)
    with memory.running(1):
        run = memory.begin("sites", 1, "ana")
        memory.fail(run, 2, "the server is down")
    (kept,) = memory.runs()
    assert (kept.state, kept.error, memory.hits(run)) == ("failed", "the server is down", ())
    assert memory.entries()[-1].body["error"] == "the server is down"
    edited(folder, "UPDATE check_runs SET error = 'nothing'")
    assert verdict(folder) == (f"run {run}: its rows were changed after they were written",)


def test_a_finish_that_breaks_off_leaves_nothing_of_it(folder: CaseFolder) -> None:
    memory = CheckMemory(folder)
    with memory.running(1):
        run = memory.begin("sites", 1, "ana")
        with pytest.raises(StoreError, match="cannot be used"):
            memory.finish(run, 2, {}, [HITS[0], HITS[0]], {})
        assert memory.hits(run) == ()
        assert memory.entries() == ()
        assert memory.runs()[0].state == "started"
    # nobody runs any more
    assert [(one.state, one.error) for one in memory.runs()] == [("failed", KILLED)]


KILL_AT = {
    "between start and end": "",
    "in the last transaction": (
        "import store.check_memory as m; own = m._append\n"
        "def dies(*given): own(*given); os.kill(os.getpid(), signal.SIGKILL)\n"
        "m._append = dies; memory.finish(run, 2, {}, hits, {})\n"
    ),
}


@pytest.mark.parametrize("where", KILL_AT)
def test_a_killed_run_is_failed_and_the_next_goes_on(folder: CaseFolder, where: str) -> None:
    memory = CheckMemory(folder)
    first = finished(memory)
    script = (
        "import os, signal, sys; from pathlib import Path\n"
        "from store.check_memory import CheckMemory; from store.folder import CaseFolder\n"
        "from store.check_records import Hit, Evidence\n"
        "memory = CheckMemory(CaseFolder(Path(sys.argv[1]))); hits = [Hit('{}', 1, {}, Evidence())]\n"
        "with memory.running(5):\n"
        "    run = memory.begin('sites', 5, 'ana')\n"
        + "".join(f"    {line}\n" for line in KILL_AT[where].splitlines())
        + "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder.root)], check=False, cwd=Path(store.__file__).parent.parent
    )
    assert done.returncode == -signal.SIGKILL

    assert [(one.state, one.error) for one in memory.runs()] == [("finished", ""), ("failed", KILLED)]
    assert memory.hits(first + 1) == ()
    third = finished(memory, 7)
    assert [(one.id, one.state) for one in memory.runs()] == [
        (first, "finished"),
        (first + 1, "failed"),
        (third, "finished"),
    ]
    assert memory.hits(third) == memory.hits(first)
    assert verdict(folder) == ()
    assert [one.body["state"] for one in memory.entries()] == ["finished", "failed", "finished"]


def test_a_run_under_way_is_not_failed(folder: CaseFolder) -> None:
    memory = CheckMemory(folder)
    with memory.running(1):
        memory.begin("sites", 1, "ana")
        assert memory.runs()[0].state == "started"


def test_only_one_runs_the_checks_of_a_case(folder: CaseFolder) -> None:
    memory = CheckMemory(folder)
    refused = pytest.raises(StoreError, match="other checks of this case are running")
    with memory.running(1), refused, memory.running(2, wait_s=0.1):
        pass
    with memory.running(3):
        pass
    held = lock(folder.root / "checks.lock")
    assert held is not None
    held.release()


def test_a_run_whose_end_another_has_written_cannot_end_again(folder: CaseFolder) -> None:
    memory = CheckMemory(folder)
    run = finished(memory)
    with pytest.raises(StoreError, match="has ended already"):
        memory.finish(run, 9, {}, [], {})
    assert memory.hits(run) == tuple(HITS)


def test_entries_from_several_at_once_make_one_chain(folder: CaseFolder) -> None:
    def writes(who: str) -> None:
        for number in range(10):
            CheckMemory(folder).append(number, who, "comment", "sites", {"key": "{}", "text": str(number)})

    threads = [threading.Thread(target=writes, args=(f"analyst {n}",)) for n in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert [one.number for one in CheckMemory(folder).entries()] == list(range(1, 41))
    assert verdict(folder) == ()


@pytest.fixture
def head(folder: CaseFolder) -> str:
    """A log of three entries, with its head."""
    memory = CheckMemory(folder)
    finished(memory)
    memory.append(5, "ana", "dismiss", "sites", {"key": HITS[0].key, "reason": "known", "until": 9, "unless_above": 3})
    return memory.append(6, "ana", "comment", "sites", {"key": HITS[0].key, "text": "see mail"}).hash


EDITS = {
    "UPDATE check_log SET body = replace(body, 'known', 'harmless') WHERE number = 2": "entry 2 .* was changed after",
    "UPDATE check_log SET at = 1 WHERE number = 3": "entry 3 .* was changed after",
    "DELETE FROM check_log WHERE number = 2": "entry 2 is missing",
    "UPDATE check_hits SET hit = replace(hit, '3', '4') WHERE place = 0": "run 1: its rows were changed",
    "DELETE FROM check_hits WHERE place = 1": "run 1: its rows were changed",
    "UPDATE check_runs SET content = '{}'": "run 1: its rows were changed",
    "UPDATE check_runs SET by = 'ben'": "run 1: its rows were changed",
    "UPDATE check_runs SET state = 'failed'": "run 1: its rows were changed",
    "DELETE FROM check_runs": "run 1: its rows are missing",
}


@pytest.mark.parametrize("statement", EDITS)
def test_an_edit_shows(folder: CaseFolder, head: str, statement: str) -> None:
    assert verdict(folder, head) == ()
    edited(folder, statement)
    (problem, *_) = verdict(folder)
    assert re.search(EDITS[statement], problem)


def test_a_log_that_was_cut_off_shows_to_who_holds_its_head(folder: CaseFolder, head: str) -> None:
    edited(folder, "DELETE FROM check_log WHERE number = 3")
    assert verdict(folder) == ()
    assert "does not hold the head" in verdict(folder, head)[0]


def test_a_log_that_was_written_anew_shows_to_who_holds_its_head(folder: CaseFolder, head: str) -> None:
    entries = CheckMemory(folder).entries()
    edited(folder, "DELETE FROM check_log")
    for one in entries:
        body = {**one.body, "reason": "harmless"} if one.action == "dismiss" else one.body
        CheckMemory(folder).append(one.at, one.by, one.action, one.check, body)
    assert verdict(folder) == ()
    assert "does not hold the head" in verdict(folder, head)[0]


def test_a_head_stays_good_while_the_log_grows(folder: CaseFolder, head: str) -> None:
    CheckMemory(folder).append(7, "ben", "comment", "sites", {"key": HITS[0].key, "text": "later"})
    assert verdict(folder, head) == ()
    assert verdict(folder, head[:16].upper()) == ()
    assert "is too short to be known by; give 16" in verdict(folder, head[:15])[0]
    assert verdict(folder, FIRST) == ()


@pytest.mark.parametrize("statement", ["UPDATE check_hits SET hit = '{'", "UPDATE check_hits SET hit = '[]'"])
def test_damage_is_one_line(folder: CaseFolder, statement: str) -> None:
    run = finished(CheckMemory(folder))
    edited(folder, statement)
    with pytest.raises(StoreError, match=r"cannot be used .*; restore it from a copy of the case"):
        CheckMemory(folder).hits(run)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE check_runs SET started_at = 'today'",
        "UPDATE check_runs SET ended_at = 1e300",
        "UPDATE check_runs SET error = x'ff00'",
        """UPDATE check_runs SET content = '{"notes": 3}'""",
        "UPDATE check_runs SET content = '[]'",
        f"UPDATE check_runs SET content = '{'[' * 100_000}'",
        "UPDATE check_log SET at = 1000000000000000000",
        "UPDATE check_log SET at = '{}'",
    ],
)
def test_a_run_or_entry_that_is_none_of_ours_is_one_line(folder: CaseFolder, statement: str) -> None:
    memory = CheckMemory(folder)
    finished(memory)
    edited(folder, statement)
    read = memory.entries if "check_log" in statement else memory.runs
    with pytest.raises(StoreError, match=r"cannot be used .*; restore it from a copy of the case"):
        read()


def test_a_memory_that_is_a_view_is_refused_with_its_archive(
    folder: CaseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished(CheckMemory(folder))
    with closing(sqlite3.connect(folder.notebook)) as db, db:
        db.execute("CREATE TRIGGER t AFTER INSERT ON check_log BEGIN DELETE FROM check_hits; END")
    with pytest.raises(StoreError, match="not as ours are made"):
        export_case(folder, tmp_path / "case.zip")
    with monkeypatch.context() as patched:
        # as another program would write it
        patched.setattr("store.archive.looked_over", lambda _: None)
        export_case(folder, tmp_path / "case.zip")
    with pytest.raises(StoreError, match="not as ours are made"):
        import_case(tmp_path / "case.zip", tmp_path / "copy")
