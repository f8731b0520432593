"""The shell: clear lines, exit codes, nothing half-written."""

import json
from pathlib import Path

import pytest

from attribution import cli
from attribution.case import open_case
from attribution.errors import CaseError
from attribution.making import make
from store.folder import CaseFolder
from tests.attribution.shell import Done, Run


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
    assert not (tmp_path / "case").exists()


@pytest.mark.embedded
def test_a_file_that_fails_keeps_no_other_from_being_loaded(run: Run, bad: Path, tmp_path: Path) -> None:
    good = bad / "good.csv"
    good.write_text("handle\n@ana\n@ben\n", "utf-8")
    words = [bad / "latin.csv", good, "--map", "handles", "--platform", "x", "--case", tmp_path / "case"]

    done = run("load", *words)

    line = one_line(done)
    assert "latin.csv" in line
    assert "not loaded; the others were" in line
    assert "good.csv" in done.stdout
    assert "2 loaded" in done.stdout
    (told,) = json.loads(run("load", *words, "--json").stdout)["failed"]
    assert told["path"].endswith("latin.csv")


@pytest.mark.embedded
def test_a_first_load_that_fails_takes_away_only_what_it_made(run: Run, bad: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    one_line(run("load", bad / "latin.csv", "--case", tmp_path / "there"))
    assert list((tmp_path / "there").iterdir()) == []
    one_line(run("set", "create", "s", bad / "latin.csv", "--case", tmp_path / "new" / "case"))
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["notes.txt", "analyst.sqlite", "manifest.json", "tables/a"])
def test_a_case_that_holds_anything_is_not_taken_away(tmp_path: Path, name: str) -> None:
    def fails() -> None:
        with open_case(tmp_path / "case", create=True) as opened:
            (opened.folder.root / name).write_text("mine")
            raise CaseError("whatever")

    with pytest.raises(CaseError):
        fails()
    assert (tmp_path / "case" / name).read_text() == "mine"
    assert (tmp_path / "case" / "case.toml").exists()


def test_a_case_that_somebody_writes_to_is_not_taken_away(tmp_path: Path) -> None:
    folder = CaseFolder(tmp_path / "case")
    made = make(folder)
    assert made is not None
    with folder.writing():
        made.undo()
        assert folder.exists()
    made.undo()
    assert list(tmp_path.iterdir()) == []


def test_a_case_that_was_there_is_not_taken_away(case: Path) -> None:
    with pytest.raises(CaseError), open_case(case, create=True):
        raise CaseError("whatever")
    assert (case / "case.toml").exists()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("load", "@list", "--map", "nope"), "neither a file nor one of"),
        (("load", "@list", "--map", "@bad"), "separator: 'ab' is not one character"),
        (("load", "@list", "--map", "@deep"), "is not valid TOML"),
        (("load", "@list", "--format", "nope"), "no such format"),
        (("load", "@missing"), "missing: does not exist"),
        (("load", "x" * 5_000), "does not exist"),
        (("load", "@list", "--uri", "bolt://127.0.0.1:1"), "no graph database answers"),
        (("load", "@list", "--uri", "neo4j://127.0.0.1:1"), "no graph database answers"),
        (("load", "@list", "--uri", "bolt://[::1"), "bolt://[::1: the graph's address is not a URI"),
        (("set", "create", "s", "@missing"), "/missing: there is no such file"),
        (("set", "create", "s", "@in"), "is a folder"),
        # empty words
        (("load", ""), "an argument: is empty"),
        (("load", "@list", "--map", ""), "--map: is empty"),
        (("load", "@list", "--map="), "--map: is empty"),
        (("load", "@list", "--format", ""), "--format: is empty"),
        (("load", "@list", "--uri", ""), "--uri: is empty"),
    ],
)
def test_a_load_that_cannot_be_leaves_no_case(run: Run, tmp_path: Path, words: tuple[str, ...], expected: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "list").write_text("@ana\n")
    (folder / "bad").write_text('[post]\nid = "a"\n[table]\nseparator = "ab"\n')
    (folder / "deep").write_text("a = " + "[" * 5_000)
    named = [word.replace("@in", str(folder)).replace("@", f"{folder}/") for word in words]
    assert expected in one_line(run(*named, "--case", tmp_path / "case"))
    assert not (tmp_path / "case").exists()


def test_an_empty_case_is_not_the_folder_one_stands_in(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.csv").write_text("@ana\n")
    assert "--case: is empty" in one_line(run("load", "list.csv", "--case", ""))
    assert [path.name for path in tmp_path.iterdir()] == ["list.csv"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("query", "same-file", "--format", "xml"), "--format 'xml': is unknown; use one of table, csv, json, parquet"),
        (("query", "same-file", "--out", "nowhere/a.csv"), "the folder nowhere does not exist"),
        (("query", "same-file", "--out", "."), "is a folder"),
        (("query", "same-file", "--out", "x" * 300 + "/a"), "does not exist"),
        (("statements", "--format", "parquet"), "--format 'parquet': is unknown; use one of table, csv, json"),
        (("rejects", "--format", "xml"), "--format 'xml': is unknown"),
        (("export", "--query", "same-file", "--out", "a.pdf"), "suffix '.pdf' is unknown"),
        (("export", "--query", "same-file", "--out", "x" * 300 + "/a.svg"), "does not exist"),
        (("export", "--query", "same-file", "--out", "a.svg", "--tlp", "pink"), "is not a label of TLP 2.0"),
    ],
)
def test_what_cannot_be_written_is_told_before_an_engine_starts(
    run: Run, case: Path, words: tuple[str, ...], expected: str
) -> None:
    assert expected in one_line(run(*words, "--case", case))
    assert not (case / "engine").exists()


def test_what_the_system_refuses_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses() -> None:
        raise OSError(36, "File name too long", "a/b")

    monkeypatch.setattr(cli, "app", refuses)
    assert one_line(run("coverage")).startswith("attribution: a/b: the system refuses (File name too long); check")


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


@pytest.mark.embedded
def test_a_set_takes_the_keys_that_answers_print(run: Run, tmp_path: Path) -> None:
    posts = tmp_path / "posts.csv"
    posts.write_text(
        f"account_id,content_id,object_id,timestamp_share\nu77,p1,o1,1663000000\n{'a1' * 32},p2,o1,1663000005\nu78,p3,o1,1663000006\n"
    )
    to = ("--platform", "x", "--case", tmp_path / "case", "--json")
    loaded = run("load", posts, "--map", "coortweet", *to)
    assert loaded.returncode == 0, loaded.stderr

    done = run("set", "create", "mine", "-", *to, stdin=f"x:u77\n{'a1' * 32}\nAccount/x:u78\nx:u79\n")

    found = json.loads(done.stdout)
    assert (found["listed"], found["posting"], found["lacking"]) == (4, 3, ["x:@u79"])
