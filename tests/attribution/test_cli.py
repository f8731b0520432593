"""The shell: clear lines, exit codes, nothing half-written."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from attribution.cli import main
from store.folder import CaseFolder


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has ended."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command as the shell would, in this process: importing everything anew would take most of the time."""

    def _run(*words: str | Path, stdin: str = "", **environment: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["attribution", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 0
        told = capsys.readouterr()
        return Done(code, told.out, told.err)

    return _run


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """An empty case."""
    folder = CaseFolder(tmp_path / "case")
    folder.create()
    return folder.root


def one_line(done: Done) -> str:
    """The error, which has to be one line with exit code 2 and no traceback."""
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    (line,) = done.stderr.strip().splitlines()
    return line


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "empty.csv").write_bytes(b"")
    (folder / "unknown.txt").write_bytes(b"dear diary\n")
    (folder / "latin.csv").write_bytes("Tactic,Technique,Procedure,Indicator\n0,0.9,0.9.4,caf\xe9\n".encode("latin-1"))
    (folder / "cut.jsonl.gz").write_bytes(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\x48")
    return folder


@pytest.mark.embedded
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("missing.csv", "does not exist"),
        ("empty.csv", "empty"),
        ("unknown.txt", "known formats"),
        ("cut.jsonl.gz", "truncated"),
    ],
)
def test_a_file_that_cannot_be_loaded_is_one_line(
    run: Run, bad: Path, tmp_path: Path, name: str, expected: str
) -> None:
    line = one_line(run("load", bad / name, "--case", tmp_path / "case"))
    assert name in line
    assert expected in line


@pytest.mark.embedded
def test_nothing_is_kept_of_a_file_in_another_encoding(run: Run, bad: Path, tmp_path: Path) -> None:
    line = one_line(run("load", bad / "latin.csv", "--case", tmp_path / "case"))
    assert "UTF-8" in line
    assert "latin.csv" in line
    assert list((tmp_path / "case" / "tables").iterdir()) == []


def test_a_folder_without_one_known_file_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "notes.txt").write_text("nothing")
    assert "no file of a known format" in one_line(run("load", tmp_path / "in", "--case", tmp_path / "case"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("query", "same-fil"), "same-file"),
        (("query", "same-file", "-p", "limit"), "name=value"),
        (("query", "same-file", "-p", "limit=0"), "limit"),
        (("query", "same-file", "-p", "limmit=5"), "limit"),
        (("query", "same-file", "-p", "limit=many"), "limit"),
    ],
)
def test_a_wrong_question_is_one_line(run: Run, case: Path, words: tuple[str, ...], expected: str) -> None:
    assert expected in one_line(run(*words, "--case", case))
    assert not (case / "engine").exists()


@pytest.mark.parametrize("verb", ["coverage", "rejects", "statements"])
def test_a_folder_that_is_no_case_is_one_line(run: Run, tmp_path: Path, verb: str) -> None:
    assert "is not a case" in one_line(run(verb, "--case", tmp_path / "nothing"))


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("bolt://127.0.0.1:1", "no graph database answers"),
        ("http://127.0.0.1:7474", "scheme"),
        ("bolt://user:secret@127.0.0.1:7687", "NEO4J_PASSWORD"),
    ],
)
def test_a_wrong_server_is_one_line_without_the_password(run: Run, tmp_path: Path, uri: str, expected: str) -> None:
    (tmp_path / "list.csv").write_text("handle,platform\nana,x\n")
    line = one_line(
        run("load", tmp_path / "list.csv", "--case", tmp_path / "case", NEO4J_URI=uri, NEO4J_PASSWORD="hidden1")
    )
    assert expected in line
    assert "secret" not in line
    assert "hidden1" not in line


def test_formats_and_queries_are_listed_for_people_and_programs(run: Run) -> None:
    formats = json.loads(run("formats", "--json").stdout)
    queries = json.loads(run("queries", "--json").stdout)

    assert {"meta-indicators", "x-twarc2", "telegram-desktop", "mapped-csv"} <= {f["name"] for f in formats["formats"]}
    assert len(queries) >= 10
    assert all(q["does_not_prove"] and q["parameters"] for q in queries)
    assert "same-file" in run("queries").stdout


def test_doctor_says_what_to_do_in_each_line(run: Run) -> None:
    done = run("doctor", "--json")
    checks = json.loads(done.stdout)
    assert done.returncode == (1 if any(c["state"] == "broken" for c in checks) else 0)
    assert all(c["do"] for c in checks)
    assert {"Python", "Embedded engine", "Neo4j", "Fonts", "Port"} <= {c["name"] for c in checks}


@pytest.mark.embedded
def test_a_set_says_what_the_case_holds_and_lacks(run: Run, tmp_path: Path) -> None:
    posts = tmp_path / "posts.csv"
    posts.write_text(
        "account_id,content_id,object_id,timestamp_share\ntw_10001,p1,o1,1663000000\ntw_10002,p2,o1,1663000005\n"
    )
    loaded = run("load", posts, "--case", tmp_path / "case", "--map", "coortweet", "--json")
    assert loaded.returncode == 0, loaded.stderr

    done = run(
        "set", "create", "mine", "-", "--platform", "x", "--case", tmp_path / "case", "--json", stdin="10001\n@nobody\n"
    )

    found = json.loads(done.stdout)
    assert (found["listed"], found["posting"], found["lacking"]) == (2, 1, ["x:@nobody"])
