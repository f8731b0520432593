"""Tables as files write them: separators, line endings, quoting, encodings, and what is refused."""

import csv
import gzip
import io
import itertools
import tracemalloc
from pathlib import Path

import pytest

from loaders.base import LoadError, Options
from loaders.mapped_csv import MappedCsv
from loaders.mapping.table import LONGEST_CELL
from tests.loaders.conftest import Read

MAP: dict[str, object] = {
    "name": "own",
    "platform": {"value": "x"},
    "post": {"id": "id", "text": "text"},
    "account": {"handle": "who"},
}
CELLS = [["id", "who", "text"], ["1", "ann", "one, two; three"], ["2", "bob", 'says "hi"\nand goes']]


def written(rows: list[list[str]], separator: str, end: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_endings(read: Read, separator: str, end: str) -> None:
    found = read(written(CELLS, separator, end), MAP)
    assert {p["post_id"]: p["text"] for p in found.nodes("Post").values()} == {"1": CELLS[1][2], "2": CELLS[2][2]}
    assert (len(found.rows), found.blanks, found.rejects, found.locations) == (2, [], [], ["2", "3"])


def test_a_blank_record_after_every_row_is_counted(read: Read) -> None:
    found = read(written(CELLS, ",", "\r\r\n").encode(), MAP)
    assert [b.location for b in found.blanks] == ["2", "4", "6"]
    assert [r.location for r in found.rows] == ["3", "5"]


def test_a_lone_cr_in_a_cell_does_not_end_the_row(read: Read) -> None:
    found = read("id;who;text\n1;ann;one\rtwo\n2;bob;three\n", MAP)
    assert [p["text"] for p in found.nodes("Post").values()] == ["one two", "three"]


def test_a_byte_order_mark_is_no_part_of_the_first_column(read: Read) -> None:
    assert len(read("\ufeffid,who,text\n1,ann,x\n", MAP).rows) == 1


def test_gzip_is_opened(read: Read) -> None:
    assert len(read(gzip.compress(b"id,who,text\n1,ann,x\n"), MAP, "table.csv.gz").rows) == 1


def test_column_names_are_compared_trimmed_and_without_case(read: Read) -> None:
    assert len(read(" ID ,Who,TEXT\n1,ann,x\n", MAP).rows) == 1


def test_nul_bytes_leave_text_and_damage_ids(read: Read) -> None:
    found = read(b"id,who,text\n1,ann,a\0b\n2\x003,bob,c\n", MAP)
    assert found.nodes("Post")["x:1"]["text"] == "ab"
    assert [(r.location, r.reason) for r in found.rejects] == [("3", "bad_id")]


def test_short_rows_lack_and_long_rows_are_refused(read: Read) -> None:
    found = read(["id,who,text", "1,ann", "2,bob,c,,", "3,cy,d,e"], MAP)
    assert list(found.nodes("Post")) == ["x:1", "x:2"]
    assert [(r.location, r.reason, r.value) for r in found.rejects] == [("4", "too_many_cells", "e")]


def test_every_row_has_one_outcome_in_order(read: Read) -> None:
    found = read(["", "id,who,text", "1,ann,a", ",,", "", "4.2E+17,bob,b", "5,cy,c"], MAP)
    assert found.locations == ["1", "3", "4", "5", "6", "7"]
    assert (len(found.rows), len(found.blanks), len(found.rejects)) == (2, 3, 1)


def test_php_quoting_by_the_map(read: Read) -> None:
    own = {**MAP, "table": {"escape": "\\"}}
    found = read('id,who,text\n1,ann,"he said \\"hi, you\\" twice"\n', own)
    assert found.nodes("Post")["x:1"]["text"] == 'he said "hi, you" twice'


def test_no_quoting_by_the_map(read: Read) -> None:
    own = {**MAP, "table": {"separator": "\t", "quote": ""}}
    found = read('id\twho\ttext\n1\tann\t"unclosed\n2\tbob\tb\n', own)
    assert [p["text"] for p in found.nodes("Post").values()] == ['"unclosed', "b"]


TIMED: dict[str, object] = {**MAP, "time": [{"column": "at", "format": "iso", "zone": "utc"}]}
TIMED_ROWS = [["1", "ann", "one", "2022-10-01T10:00:00"], ["2", "bob", "two", "2022-10-01T10:01:00"]]
OTHERS = [["3", "cy", "three", "2022-10-01"], ["4", "di", "", "2022-10-02"], ["5", "ed", "five", "2022-10-03"]]


@pytest.mark.parametrize("separator", [",", "\t"])
@pytest.mark.parametrize(
    ("order", "swallowed"),
    [
        *itertools.product([(0, 1, 2, 3), (1, 3, 0, 2), (3, 2, 1, 0)], [1, 2, 3]),
        # a single row behind a text that comes first may be the text's second line
        ((2, 0, 1, 3), 2),
        ((2, 0, 1, 3), 3),
    ],
)
@pytest.mark.parametrize("first", [False, True])
def test_a_quote_that_swallows_rows_is_counted_with_what_is_lost(
    read: Read, separator: str, order: tuple[int, ...], swallowed: int, first: bool
) -> None:
    lines = [
        ["id", "who", "text", "at"],
        *([] if first else TIMED_ROWS),
        ["9", "mallory", '"open', "2022-10-01T10:02:00"],
    ]
    lines += [*OTHERS[: swallowed - 1], ["6", "fay", 'closed"', "2022-10-04"], ["7", "gil", "seven", "2022-10-05"]]
    text = "".join(separator.join(cells[place] for place in order) + "\n" for cells in lines)

    found = read(text, TIMED)

    (reject,) = found.rejects
    assert reject.location == ("2" if first else "4")
    assert (reject.column, reject.reason) == ("text", "rows_in_a_cell")
    assert f"closes {swallowed} line" in reject.mend
    assert "x:9" not in found.nodes("Post")
    assert {"x:7"} <= found.nodes("Post").keys()


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (2, 0, 1, 3), (1, 3, 0, 2), (3, 2, 1, 0)])
@pytest.mark.parametrize(
    "text",
    ["two\nlines", "of, three,\n2022 lines, and commas,\nand more", "1, 2, 3, 4\n5, 6", "a list\n1\n2\n3\n", "\n\n"],
)
def test_a_text_of_several_lines_is_a_text(read: Read, order: tuple[int, ...], text: str) -> None:
    rows = [["id", "who", "text", "at"], *TIMED_ROWS, ["9", "ann", text, "2022-10-01T10:02:00"]]

    found = read(written([[cells[place] for place in order] for cells in rows], ",", "\n"), TIMED)

    assert not found.rejects
    assert list(found.nodes("Post")) == ["x:1", "x:2", "x:9"]


REFUSED = [
    (b"", r"is empty"),
    (b"\n\n\n", r"is empty"),
    (b"id,who,text\n1,ann,caf\xe9\n", r"byte 21 is not UTF-8; save the file as UTF-8"),
    ("id,who,text\n1,ann,x\n".encode("utf-16"), r"UTF-16"),
    (b'id,who,text\n1,ann,ok\n2,bob,"open\n3,cy,x\n4,di,y\n', r"row 3 opens a quotation mark that is never closed"),
    (
        b"id,who,text\n1,ann," + b"x" * (LONGEST_CELL + 1) + b"\n",
        r"row 2 cannot be read \(field larger than field limit",
    ),
    (b'id,who,text\n1,ann,"' + b"x\n" * LONGEST_CELL, r"row 2 cannot be read \(field larger than field limit"),
    (b"id,who,text\n" + b",".join([b'"' + b"x" * 1_000_000 + b'"'] * 10), r"row 2 is longer than 8 million characters"),
    (gzip.compress(b"id,who,text\n1,ann,x\n" * 50)[:-9], r"truncated"),
    (b"who,text\nann,x\n", r"map 'own': post\.id is read from 'id', which the table does not have"),
    (b"id,whom,text\n1,ann,x\n", r"account\.handle is read from 'who'.*did you mean 'whom'\?"),
]


@pytest.mark.parametrize(("content", "message"), REFUSED)
def test_what_cannot_be_read_is_one_clear_line(read: Read, content: bytes, message: str) -> None:
    with pytest.raises(LoadError, match=message) as refused:
        read(content, MAP)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 1_000


def test_a_large_table_is_not_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("w") as out:
        out.write("id,who,text\n")
        for number in range(1_500):
            out.write(f"{number},ann,{'word ' * 2_000}\n")
    bare: dict[str, object] = {**MAP, "post": {"id": "id"}}
    tracemalloc.start()
    rows = sum(1 for _ in MappedCsv().read(path, Options(map=bare)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows == 1_500
    assert path.stat().st_size > 15_000_000
    assert peak < 4_000_000


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "'}) DETACH DELETE n //",
    "$(reboot)",
    "../../etc/passwd",
    "=cmd|' /C calc'!A0",
    "\u202eevil",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_word_for_word(read: Read, text: str) -> None:
    found = read(written([["id", "who", "text"], ["1", "ann", text]], ",", "\n"), MAP)
    assert found.nodes("Post")["x:1"]["text"] == text


def test_a_hostile_handle_is_a_note_and_no_account(read: Read) -> None:
    found = read(written([["id", "who", "text"], ["1", "<img src=x onerror=alert(1)>", "x"]], ",", "\n"), MAP)
    assert found.nodes("Account") == {}
    assert [n.reason for n in found.notes] == ["bad_handle", "no_author"]
