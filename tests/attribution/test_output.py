"""Text of others on a screen and in tables: nothing of it is obeyed, hidden or run."""

import io
import json
from pathlib import Path

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
