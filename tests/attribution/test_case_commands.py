"""`attribution case …` on the embedded engine: nothing is said to be sound that is not."""

import csv
import io
import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from attribution.case import Case, open_case
from attribution.maps import read_map
from graph.embedded import ended
from graph.records import Ref
from graph.write import counts
from loaders.base import Options
from store import StoreError
from store.archive import import_case
from tests.attribution.shell import Run

POSTED = "(:Account)-[:POSTED]->(:Post)"
HEADER = "account_id,content_id,object_id,timestamp_share\n"

pytestmark = pytest.mark.embedded


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two files that share post p1 and say something else each; the second has a value that cannot be used."""
    folder = tmp_path_factory.mktemp("files")
    one, two = folder / "one.csv", folder / "two.csv"
    one.write_text(HEADER + "tw_10001,p1,o1,1663000000\ntw_10002,p2,o1,1663000005\n")
    two.write_text(HEADER + "tw_10001,p1,o1,1663000000\ntw_10003,p3,o2,1663000009\ntw_10004,p4,o2,soon\n")
    return one, two


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, files: tuple[Path, Path]) -> Path:
    """A case with both files, whose engine has ended."""
    root = tmp_path_factory.mktemp("template") / "case"
    with open_case(root, create=True) as opened:
        for file in files:
            opened.load(
                [file], format="mapped-csv", options=Options(map=read_map("coortweet")[0], extra={"case": "case"})
            )
    deadline = time.monotonic() + 60
    while not ended(root) and time.monotonic() < deadline:
        time.sleep(0.1)
    return root


@pytest.fixture
def case(tmp_path: Path, template: Path) -> Iterator[Case]:
    root = tmp_path / "case"
    shutil.copytree(template, root)
    with open_case(root) as opened:
        yield opened


def differing(run: Run, case: Case) -> dict[str, list[str]]:
    code, out, err = run("case", "verify", "--case", case.folder.root, "--json")
    assert code == 3, err
    found: dict[str, list[str]] = {}
    for one in json.loads(out)["differences"]:
        found.setdefault(one["table"], []).append(f"{one['key']}: {one['what']}")
    return found


def test_info_says_what_the_case_holds(run: Run, case: Case) -> None:
    code, out, _ = run("case", "info", "--case", case.folder.root, "--json")

    found = json.loads(out)
    assert code == 0
    assert found["nodes"]["Post"] == case.verify().tables["Post"].store
    assert found["relationships"]["POSTED"] == found["records"]["POSTED"] - 1
    assert [(d["name"], d["rows"], d["rejected"]) for d in found["datasets"]] == [("one.csv", 2, 0), ("two.csv", 3, 0)]
    assert found["bytes"]["tables"] > 0
    assert "two.csv" in run("case", "info", "--case", case.folder.root)[1]


def test_a_sound_case_is_clean_in_every_label_and_type(run: Run, case: Case) -> None:
    code, out, _ = run("case", "verify", "--case", case.folder.root, "--json")

    found = json.loads(out)
    assert code == 0, out
    assert found["clean"]
    assert {"Account", "Post", "Dataset", "POSTED"} <= found["tables"].keys()
    assert all(one["store_checksum"] == one["graph_checksum"] for one in found["tables"].values())
    assert "Clean" in run("case", "verify", "--case", case.folder.root)[1]


CHANGES = (
    ("MATCH (p:Post {id: 'x:p1'}) DETACH DELETE p", "Post", "x:p1: is missing"),
    ("MATCH (p:Post {id: 'x:p2'}) SET p.created_at = 5", "Post", "created_at is 5, the store says 1663"),
    ("MATCH (p:Post {id: 'x:p2'}) SET p.note = 'mine'", "Post", "note is 'mine', the store says absent"),
    ("MATCH (p:Post {id: 'x:p3'}) SET p.created_at = 'soon'", "Post", "created_at is 'soon'"),
    ("MATCH (p:Post {id: 'x:p4'}) REMOVE p.platform", "Post", "platform is absent"),
    ("MATCH (a:Account {id: 'x:10002'}) SET a.datasets = ['y']", "Account", "datasets is ['y']"),
    ("CREATE (:Post {id: 'x:999', datasets: ['y']})", "Post", "x:999: stands in the graph, but no loaded file says it"),
    ("CREATE (:Hashtag {id: 'new', datasets: ['y']})", "Hashtag", "no loaded file says it"),
    ("MATCH (:Account)-[r:POSTED]->(:Post {id: 'x:p2'}) DELETE r", POSTED, "x:10002 → x:p2: is missing"),
    (
        "MATCH (a:Account)-[r:POSTED]->(p:Post {id: 'x:p3'}) CREATE (a)-[s:POSTED]->(p) SET s.datasets = r.datasets",
        POSTED,
        "stands 2 times",
    ),
    ("MATCH (:Account)-[r:POSTED]->(:Post {id: 'x:p4'}) SET r.why = 'y'", POSTED, "why is 'y', the store says absent"),
    (
        "MATCH (p:Post {id: 'x:p2'}), (a:Account {id: 'x:10001'}) CREATE (p)-[:MENTIONS]->(a)",
        "MENTIONS",
        "no loaded file says",
    ),
    ("MATCH (d:Dataset {name: 'one.csv'}) SET d.rows = 9", "Dataset", "rows is 9"),
)


def test_verify_names_what_differs(run: Run, case: Case) -> None:
    shared = case.graph.read("MATCH (n) WHERE n.sharers IS NOT NULL RETURN labels(n)[0] AS label, n.id AS id")
    assert shared
    changes = [*CHANGES]
    for one in shared[:1]:
        change = f"MATCH (n:{one['label']} {{id: '{one['id']}'}}) SET n.information = 7.5"
        changes.append((change, one["label"], "information is 7.5"))
    for change, _, _ in changes:
        case.graph.write(change)

    found = differing(run, case)

    for change, table, expected in changes:
        assert any(expected in line for line in found.get(table, ())), (change, found)
    assert "rebuild" in run("case", "verify", "--case", case.folder.root)[1]


def test_a_rebuild_mends_the_graph(run: Run, case: Case) -> None:
    case.graph.write("MATCH (p:Post) SET p.created_at = 1")
    case.graph.write("CREATE (:Domain {id: 'made-up.example', datasets: ['x']})")

    code, out, err = run("case", "rebuild", "--case", case.folder.root, "--fresh")

    assert code == 0, err
    assert "written from the store" in out
    assert case.verify().clean
    assert "lacks nothing" in run("case", "rebuild", "--case", case.folder.root)[1]


def _without_folder(case: Case) -> Path:
    folder = case.folder.tables / case.reader.datasets[0].folder
    shutil.rmtree(folder)
    return folder


def _without_part(case: Case) -> Path:
    part = next(case.folder.tables.glob("*/Post-00000.parquet"))
    part.unlink()
    return part


def _with_a_changed_byte(case: Case) -> Path:
    part = next(case.folder.tables.glob("*/Post-00000.parquet"))
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 0x10
    part.write_bytes(content)
    return part


DAMAGE = pytest.mark.parametrize("damage", [_without_folder, _without_part, _with_a_changed_byte])


@DAMAGE
def test_no_poorer_graph_is_written_from_a_damaged_store(
    run: Run, case: Case, tmp_path: Path, damage: Callable[[Case], Path]
) -> None:
    before = counts(case.graph)
    damaged = damage(case)

    for words in ((), ("--fresh",), ("--uri", "bolt://127.0.0.1:1")):
        code, out, err = run("case", "rebuild", "--case", case.folder.root, *words)

        assert code == 2, out
        (line,) = err.strip().splitlines()
        assert f"{damaged}: " in line
        assert f"take {case.folder.tables}" in line
        assert "attribution case drop" in line
    with pytest.raises(StoreError, match=damaged.name):
        case.write_import(tmp_path / "new")
    assert counts(case.graph) == before


@DAMAGE
def test_verify_of_a_damaged_store_advises_no_rebuild(run: Run, case: Case, damage: Callable[[Case], Path]) -> None:
    damaged = damage(case)

    code, out, _ = run("case", "verify", "--case", case.folder.root)

    assert code == 3
    assert f"{damaged}: " in out
    assert "the graph may be the last good copy" in out
    assert "rebuild" not in out


@DAMAGE
def test_a_damaged_case_gives_no_archive(run: Run, case: Case, tmp_path: Path, damage: Callable[[Case], Path]) -> None:
    damage(case)
    refused = run("case", "rebuild", "--case", case.folder.root)
    before = sorted(tmp_path.glob("*"))

    code, out, err = run("case", "export", tmp_path / "case.zip", "--case", case.folder.root)

    assert (code, out, err) == refused
    assert code == 2
    assert sorted(tmp_path.glob("*")) == before


@DAMAGE
def test_a_damaged_dataset_dropped_and_loaded_again_mends_the_case(
    run: Run, case: Case, files: tuple[Path, Path], damage: Callable[[Case], Path]
) -> None:
    folder = damage(case)
    folder = folder if folder.parent == case.folder.tables else folder.parent
    (dataset,) = [d for d in case.reader.datasets if d.folder == folder.name]
    (file,) = [f for f in files if f.name == dataset.name]

    assert run("case", "drop", dataset.id, "--yes", "--case", case.folder.root)[0] == 0
    assert run("load", file, "--case", case.folder.root, "--map", "coortweet")[0] == 0

    assert run("case", "rebuild", "--case", case.folder.root, "--fresh")[0] == 0
    assert case.verify().clean


def test_a_case_damaged_by_hand_is_named(run: Run, case: Case) -> None:
    part = next(case.folder.tables.glob("*/Post-*.parquet"))
    part.write_bytes(part.read_bytes()[:-9] + b"nonsense\n")

    code, out, _ = run("case", "verify", "--case", case.folder.root)

    assert code == 3
    assert f"{part}: is damaged" in out
    assert "was not compared" in out


def test_a_damaged_part_is_one_line_wherever_it_is_read(run: Run, case: Case) -> None:
    next(case.folder.tables.glob("*/rejects-*.parquet")).write_bytes(b"PAR1" + bytes(100) + b"PAR1")
    code, _, err = run("rejects", "--case", case.folder.root)
    assert code == 2
    (line,) = err.strip().splitlines()
    assert "is damaged" in line
    assert "attribution case verify" in line


def test_drop_takes_back_one_file_and_only_what_no_other_says(
    run: Run, case: Case, files: tuple[Path, Path], tmp_path: Path
) -> None:
    (one, two) = case.reader.datasets
    alone = tmp_path / "alone" / "case"
    assert run("load", files[0], "--case", alone, "--map", "coortweet")[0] == 0

    code, out, err = run("case", "drop", "two.csv", "--yes", "--case", case.folder.root)

    assert code == 0, err
    assert "two.csv" in out
    assert [d.id for d in case.reader.datasets] == [one.id]
    assert not (case.folder.tables / two.folder).exists()
    assert case.verify().clean
    with open_case(alone) as other:
        checksums = {name: one.graph_checksum for name, one in other.verify().tables.items() if name != "Dataset"}
    assert {n: o.graph_checksum for n, o in case.verify().tables.items() if n != "Dataset"} == checksums


def test_a_drop_asks_and_changes_nothing_without_a_yes(run: Run, case: Case) -> None:
    code, _, err = run("case", "drop", "one.csv", "--case", case.folder.root, stdin="n\n")
    assert code == 2
    assert "nothing was changed" in err
    assert len(case.reader.datasets) == 2


def test_a_drop_of_something_unknown_names_what_there_is(run: Run, case: Case) -> None:
    code, _, err = run("case", "drop", "none.csv", "--yes", "--case", case.folder.root)
    assert code == 2
    assert "one.csv" in err


@pytest.mark.parametrize("at", ["sync", "remove_orphans"])
def test_a_drop_that_is_interrupted_is_finished_by_the_next_command(
    run: Run, case: Case, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(f"attribution.case.{at}", killed)
        with pytest.raises(KeyboardInterrupt):
            case.drop("two.csv")

    code, _, err = run("case", "rebuild", "--case", case.folder.root)

    assert code == 0, err
    assert case.verify().clean
    assert len(list(case.folder.tables.iterdir())) == 1


def test_an_archive_opens_as_the_same_case(run: Run, case: Case, tmp_path: Path) -> None:
    case.save_view("mine", {"a": 1})
    archive = tmp_path / "case.zip"
    (case.folder.root / "pseudonyms.key").write_bytes(b"k" * 32)
    code, out, err = run("case", "export", archive, "--case", case.folder.root)
    assert code == 0, err
    assert "without the key" in out

    code, out, err = run("case", "import", archive, tmp_path / "new")

    assert code == 0, err
    assert not (tmp_path / "new" / "pseudonyms.key").exists()
    assert not (tmp_path / "new" / "engine").exists()
    with open_case(tmp_path / "new") as opened:
        opened.rebuild()
        assert opened.verify().clean
        assert [one.name for one in opened.views.all()] == ["mine"]
        assert {n: o.graph_checksum for n, o in opened.verify().tables.items()} == {
            n: o.graph_checksum for n, o in case.verify().tables.items()
        }


def test_the_key_goes_along_only_when_asked_for(case: Case, tmp_path: Path) -> None:
    (case.folder.root / "pseudonyms.key").write_bytes(b"k" * 32)
    case.export(tmp_path / "k.zip", with_key=True)
    import_case(tmp_path / "k.zip", tmp_path / "new")
    assert (tmp_path / "new" / "pseudonyms.key").read_bytes() == b"k" * 32


def test_rejects_leave_the_list_when_the_corrected_file_is_loaded(
    run: Run, case: Case, files: tuple[Path, Path], tmp_path: Path
) -> None:
    (before,) = case.rejects()
    assert (before["file"], before["column"], before["value"]) == ("two.csv", "timestamp_share", "soon")
    corrected = tmp_path / "mended" / "two.csv"
    corrected.parent.mkdir()
    corrected.write_text(files[1].read_text().replace("soon", "1663000020"))

    assert run("load", corrected, "--case", case.folder.root, "--map", "coortweet")[0] == 0

    assert case.rejects() == []
    (after,) = case.rejects(settled=True)
    assert after["corrected_by"] == "two.csv"
    assert after["id"] == before["id"]


def test_another_file_of_the_same_name_corrects_nothing(
    run: Run, case: Case, files: tuple[Path, Path], tmp_path: Path
) -> None:
    other = tmp_path / "other" / "two.csv"
    other.parent.mkdir()
    other.write_text(HEADER + "".join(f"tw_2000{i},q{i},o9,166300000{i}\n" for i in range(5)))

    assert run("load", other, "--case", case.folder.root, "--map", "coortweet")[0] == 0

    assert [r["file"] for r in case.rejects()] == ["two.csv"]


def test_a_file_corrects_what_the_analyst_says_it_does(
    run: Run, case: Case, files: tuple[Path, Path], tmp_path: Path
) -> None:
    rows = tmp_path / "mended rows.csv"
    rows.write_text(HEADER + "tw_10004,p4,o2,never\n")
    said = ("--case", case.folder.root, "--map", "coortweet", "--corrects", "two.csv")

    assert run("load", rows, *said)[0] == 0
    assert [(r["file"], r["value"]) for r in case.rejects()] == [("mended rows.csv", "never")]
    assert run("load", rows, *said[:-1], "none.csv")[0] == 2


def test_rejects_can_be_taken_away_as_a_file(run: Run, case: Case, tmp_path: Path) -> None:
    code, out, _ = run("rejects", "--case", case.folder.root, "--format", "csv", "--out", tmp_path / "r.csv")
    (row,) = csv.DictReader(io.StringIO((tmp_path / "r.csv").read_text()))
    assert code == 0
    assert out == ""
    assert {"file", "row", "column", "value", "reason", "mend", "id"} <= row.keys()


def test_everything_answers_which_files_and_rows(run: Run, case: Case) -> None:
    for label in ("Account", "Post", "Dataset"):
        for node in case.graph.read(f"MATCH (n:{label}) RETURN n.id AS id"):
            assert case.sources(Ref(label, node["id"])), node
    (edge,) = case.graph.read("MATCH (a:Account {id: 'x:10001'})-[:POSTED]->(p:Post) RETURN a.id AS a, p.id AS p")

    code, out, err = run(
        "sources", f"POSTED|Account/{edge['a']}|Post/{edge['p']}", "--case", case.folder.root, "--format", "json"
    )

    assert code == 0, err
    assert [(p["file"], p["row"]) for p in json.loads(out)] == [("one.csv", "2"), ("two.csv", "2")]
    assert run("sources", "Thing/x", "--case", case.folder.root)[0] == 2
