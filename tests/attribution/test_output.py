"""Text of others on a screen and in tables: nothing of it is obeyed, hidden or run."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from attribution import output
from attribution.errors import CaseError
from attribution.words import cell, escaped

HOSTILE = "a\x1b[2Jb\u202ec\u200bd\u00ade\u2066f\U000e0041g\ud800h"
SEEN = "a�[2Jb�c�d�e�f�g�h"


class Screen(io.StringIO):
    """Standard output that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain", "plain"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-2+3", "'-2+3"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1", "'＝1"),
        (["=a", "b"], "'=a | b"),
        (-5, -5),
        (None, None),
    ],
)
def test_no_cell_is_a_formula(value: object, expected: object) -> None:
    assert cell(value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HOSTILE, SEEN),
        ("two\nlines\tand ä 中 🙂", "two\nlines\tand ä 中 🙂"),
        ("\u061c\u2029\u2060\ufeff\x9b", "�" * 5),
    ],
)
def test_a_terminal_is_sent_nothing_that_acts(text: str, expected: str) -> None:
    assert output.plain(text) == expected


def test_json_shows_what_is_not_seen_and_means_the_same() -> None:
    written = escaped(json.dumps({"a": HOSTILE}, ensure_ascii=False))
    assert written.isprintable()
    assert "\\u202e" in written
    assert json.loads(written) == {"a": HOSTILE}


@pytest.mark.parametrize("screen", [False, True])
def test_rows_as_csv_are_guarded(screen: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Screen() if screen else io.StringIO()
    monkeypatch.setattr("sys.stdout", shown)
    output.rows([{"value": "=cmd|x", "why": "\x1b[2Jred\u202e", "n": 1}], "csv")
    assert shown.getvalue() == f"value,why,n\n'=cmd|x,�[2Jred{'�' if screen else chr(0x202E)},1\n"


def test_rows_as_json_are_guarded(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr("sys.stdout", shown)
    output.rows([{"value": HOSTILE}], "json")
    assert "\u202e" not in shown.getvalue()
    assert json.loads(shown.getvalue()) == [{"value": HOSTILE}]


def test_parquet_is_no_text_for_a_screen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.stdout", Screen())
    with pytest.raises(CaseError, match="--format parquet: is no text for a screen; name a file with --out"):
        output.check_answer("parquet", None)
    output.check_answer("parquet", tmp_path / "a.parquet")
    monkeypatch.setattr("sys.stdout", io.StringIO())
    output.check_answer("parquet", None)


def _parts(*counts: int) -> list[pa.Table]:
    """Tables of pairs, numbered through; the second of each is a formula."""
    numbers = iter(range(sum(counts)))
    rows = [[next(numbers) for _ in range(count)] for count in counts]
    return [
        pa.table({"account_a": ["=1" if at == 1 else f"a{n:04}" for at, n in enumerate(part)], "weight": part})
        for part in rows
    ]


def test_parts_of_a_table_stand_in_their_order_under_one_head_without_formulas(tmp_path: Path) -> None:
    out = tmp_path / "edges.csv"
    output.arrow_tables(iter(_parts(900, 2, 500, 1, 3, 700)), out, names=["account_a"], quiet=True)
    with out.open(newline="") as file:
        head, *rows = csv.reader(file)
    assert head == ["account_a", "weight"]
    assert [int(weight) for _, weight in rows] == list(range(2106))
    assert [row for row in rows if "=" in row[0]] == [["'=1", str(n)] for n in (1, 901, 903, 1404, 1407)]


def test_a_table_that_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    def breaking() -> Iterator[pa.Table]:
        yield from _parts(10, 10, 10, 10)
        raise ValueError("no more")

    out = tmp_path / "edges.csv"
    out.write_text("before")
    with pytest.raises(ValueError, match="no more"):
        output.arrow_tables(breaking(), out, names=["account_a"], quiet=True)
    assert {one.name: one.read_text() for one in tmp_path.iterdir()} == {"edges.csv": "before"}
