from collections.abc import Callable
from pathlib import Path

import pytest

from graph.records import Node, Record
from store import StoreError
from store.folder import CaseFolder
from store.load import Reading, Transaction
from store.manifest import Counts, Dataset, read_manifest
from store.resolve import Reader

Append = Callable[..., Dataset]
Post = Callable[..., tuple[Record, ...]]


def test_rows_are_loaded_then_merged(folder: CaseFolder, append: Append, post: Post) -> None:
    first = append(folder, "a", [("1", post("1", "ana")), ("2", post("2", "ana")), ("3", post("1", "ana"))])
    second = append(folder, "b", [("1", post("2", "ana")), ("2", post("3", "ana"))])

    assert first.counts == Counts(3, 2, 1, 0)
    assert second.counts == Counts(2, 1, 1, 0)
    assert [n["id"] for batch in Reader(folder).nodes("Post") for n in batch] == ["x:1", "x:2", "x:3"]


def test_counts_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="not accounted for"):
        Counts(rows=3, loaded=1, merged=1, blank=0, rejected={"bad_time": 2})


def test_what_is_not_committed_leaves_no_trace(folder: CaseFolder, append: Append, post: Post) -> None:
    append(folder, "a", [("1", post("1", "ana"))])
    reading = Reading("b" * 64, "b.csv", "test", "1", "{}", "ana", 2)

    def interrupted() -> None:
        with Transaction(folder, reading) as transaction:
            transaction.row("1", post("2", "ana"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()

    assert [d.sha256[0] for d in read_manifest(folder)] == ["a"]
    assert len(list(folder.tables.iterdir())) == 1


def test_leftovers_of_a_killed_load_are_removed_by_the_next(folder: CaseFolder, append: Append, post: Post) -> None:
    with folder.writing():
        pass  # from now on there is a manifest
    leftover = folder.tables / "deadbeef-1"
    leftover.mkdir()
    (leftover / "Post-00000.parquet").write_bytes(b"half")

    append(folder, "a", [("1", post("1", "ana"))])

    assert not leftover.exists()


def test_the_same_file_read_anew_takes_the_place_of_its_first_reading(
    folder: CaseFolder, append: Append, post: Post
) -> None:
    append(folder, "a", [("1", post("1", "ana"))], loaded_at=1)
    append(folder, "a", [("1", post("2", "ana"))], loaded_at=2)

    assert [n["id"] for batch in Reader(folder).nodes("Post") for n in batch] == ["x:2"]


def test_the_result_does_not_depend_on_the_order_of_loading(tmp_path: Path, append: Append, post: Post) -> None:
    rows = {
        "a": [("1", post("1", "ana", observed_at=100, likes=1))],
        "b": [("9", post("1", "renamed", observed_at=200, likes=5)), ("10", post("2", "renamed", observed_at=200))],
        "c": [("4", post("1", "ana", observed_at=50, likes=9))],
    }
    found = []
    for order in ("abc", "cba", "bca"):
        folder = CaseFolder(tmp_path / order)
        folder.create()
        for name in order:
            append(folder, name, rows[name])
        reader = Reader(folder)
        nodes = [n for label in ("Account", "Post") for batch in reader.nodes(label) for n in batch]
        found.append((nodes, [r for ends in reader.relationships("POSTED") for r in ends[1]]))

    assert found[0] == found[1] == found[2]
    account, first = found[0][0][0], found[0][0][1]
    assert account["properties"]["handle"] == "renamed"
    assert account["properties"]["handles"] == ["ana", "renamed"]
    assert first["properties"]["likes"] == 5
    assert first["datasets"] == ["a" * 12, "b" * 12, "c" * 12]


def test_every_row_can_be_found_again(folder: CaseFolder, append: Append, post: Post) -> None:
    append(folder, "a", [("17", post("1", "ana"))], name="first.csv")
    append(folder, "b", [("4", post("1", "ana")), ("5", post("2", "ana"))], name="second.csv")

    places = Reader(folder).places("Post", ["x:1", "x:2", "x:none"])

    assert [(p["file"], p["row"]) for p in places["x:1"]] == [("first.csv", "17"), ("second.csv", "4")]
    assert [(p["file"], p["row"]) for p in places["x:2"]] == [("second.csv", "5")]
    assert places["x:none"] == []


def test_rejects_are_kept_with_their_mend(folder: CaseFolder) -> None:
    reading = Reading("a" * 64, "a.csv", "test", "1", "{}", "ana", 1)
    with Transaction(folder, reading) as transaction:
        transaction.reject("3", "time", "yesterday\ud800", "bad_time", "write it as 2022-10-01")
        dataset = transaction.commit()

    assert dataset.counts == Counts(1, 0, 0, 0, {"bad_time": 1})
    (reject,) = Reader(folder).rejects()
    assert (reject["file"], reject["row"], reject["column"], reject["reason"]) == ("a.csv", "3", "time", "bad_time")
    assert reject["value"].startswith("yesterday")


def test_a_second_writer_is_told_who_holds_the_case(folder: CaseFolder) -> None:
    with folder.writing(), pytest.raises(StoreError, match="is writing to this case"), folder.writing(wait_s=0.1):
        pass


def test_a_folder_with_other_files_is_not_made_a_case(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"x")
    with pytest.raises(StoreError, match="holds other files"):
        CaseFolder(tmp_path).create()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("format_version = 99\n", "newer"),
        ("format_version = \n", "cannot be read"),
        ("name = 'x'\n", "is no version"),
    ],
)
def test_a_wrong_case_file_is_refused(folder: CaseFolder, content: str, message: str) -> None:
    folder.settings.write_text(content, "utf-8")
    with pytest.raises(StoreError, match=message):
        folder.check_format()


@pytest.mark.parametrize("given", [1, 50])
def test_missing_values_stay_missing_where_all_others_are_equal(folder: CaseFolder, append: Append, given: int) -> None:
    known = [Node("Account", f"x:{n}", {"platform": "x", "account_id": "7"}) for n in range(given)]
    unknown = [Node("Account", f"x:@{n}", {"platform": "x"}) for n in range(given)]
    append(folder, "a", [(str(n), (record,)) for n, record in enumerate([*known, *unknown])])

    # DuckDB 2.0.0 misreads this from a plain column: dictionaries are not for speed alone
    found = Reader(folder).sql('SELECT _key FROM "Account" WHERE account_id IS NULL', ("Account",))

    assert {key for (key,) in found} == {node.key for node in unknown}


def test_files_of_one_name_are_told_apart_by_their_dataset(folder: CaseFolder, append: Append, post: Post) -> None:
    for sha in ("a", "b"):
        append(folder, sha, [("1", post("1", "ana"))], name="result.json")

    (first, second) = Reader(folder).places("Post", ["x:1"])["x:1"]

    assert (first["file"], second["file"]) == (f"result.json [{'a' * 12}]", f"result.json [{'b' * 12}]")
